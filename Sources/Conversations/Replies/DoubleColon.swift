/// "Khai sinh: Giấy tờ: …": a heading behind a heading, which reads like a form and not like an answer.
package enum DoubleColon {
    /// A sentence with a full stop for its first colon where the words behind bring a colon of their own.
    static func mended(_ sentence: String) -> String {
        guard let clause = first(in: sentence), let start = sentence.firstRange(of: clause)?.lowerBound,
            let colon = sentence[start...].firstRange(of: ": ")
        else { return sentence }
        let behind = sentence[colon.upperBound...]
        return sentence[..<colon.lowerBound] + ". " + behind.prefix(1).uppercased() + behind.dropFirst()
    }

    /// The first clause of a text that holds two colons; a colon within a time ("7:30") or an address is none.
    package static func first(in text: String) -> String? {
        var clause = ""
        var colons = 0
        let characters = Array(text)
        for (place, character) in characters.enumerated() {
            let next = place + 1 < characters.count ? characters[place + 1] : " "
            switch character {
            case ".", "?", "!", ";", ",", "(", ")", "\n":
                if character == "." || character == ",", next != " " && next != "\n" { break }
                clause = ""
                colons = 0
                continue
            case ":" where next == " ": colons += 1
            default: break
            }
            clause.append(character)
            if colons > 1 { return clause }
        }
        return nil
    }
}
