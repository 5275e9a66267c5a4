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
        let bytes = text.utf8
        guard bytes.count(where: { $0 == UInt8(ascii: ":") }) > 1 else { return nil }
        var clause = text.startIndex
        var colons = 0
        for place in bytes.indices {
            let behind = bytes.index(after: place)
            let next = behind < bytes.endIndex ? bytes[behind] : UInt8(ascii: " ")
            switch bytes[place] {
            case UInt8(ascii: "."), UInt8(ascii: ","):
                guard next == UInt8(ascii: " ") || next == UInt8(ascii: "\n") else { continue }
                (clause, colons) = (behind, 0)
            case UInt8(ascii: "?"), UInt8(ascii: "!"), UInt8(ascii: ";"), UInt8(ascii: "("), UInt8(ascii: ")"),
                UInt8(ascii: "\n"):
                (clause, colons) = (behind, 0)
            case UInt8(ascii: ":") where next == UInt8(ascii: " "):
                colons += 1
                if colons > 1 { return String(text[clause..<behind]) }
            default: break
            }
        }
        return nil
    }
}
