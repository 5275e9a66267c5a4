import VietnameseText

/// A text behind which a mail program put the message that it answers: "On Fri, 27 Nov 2026, Xã wrote:", "Vào … đã viết:".
struct MailQuote {
    /// What was written above it.
    var before: String
    /// The message that is answered, without the heads and signs of the program.
    var quoted: String

    /// Words that end the line in front of a quoted message, as mail programs write them.
    private static let verbs = ["wrote", "viet", "da viet", "writes", "schrieb", "a ecrit"].map {
        $0.split(separator: " ")
    }
    /// Lines that stand for themselves in front of one.
    private static let banners = [
        "original message", "forwarded message", "begin forwarded message", "thu goc", "tin nhan goc",
        "tin nhan da chuyen tiep", "tin nhan duoc chuyen tiep", "bat dau tin nhan duoc chuyen tiep",
    ]
    /// What such lines are headed with.
    private static let heads: Set<String> = [
        "from", "to", "sent", "subject", "date", "cc", "reply to", "tu", "den", "toi", "ngay", "gui", "da gui",
        "ngay gui",
        "chu de", "nguoi gui", "nguoi nhan", "tieu de",
    ]
    /// Words with which the line in front of a quoted message begins, and how many stand between them and its verb.
    private static let openers: Set<String> = ["on", "vao", "ngay", "luc", "le", "am"]
    private static let longestHead = 30
    /// How many lines in front of a quoted message are looked at.
    private static let mostLines = 200

    /// The quotations that a text may hold, the first first; nearly all texts hold none.
    static func all(in text: String) -> [MailQuote] {
        (mayHoldVerb(text) ? behindVerbs(text) : []) + (text.utf8.contains(0x0A) ? behindHeads(text) : [])
    }

    /// A quick look: a colon behind a letter with which one of the verbs ends.
    private static func mayHoldVerb(_ text: String) -> Bool {
        var previous: UInt8 = 0
        return text.hasByte { byte in
            defer { if byte != 0x20 { previous = byte | 0x20 } }
            return byte == UInt8(ascii: ":") && "tesb".utf8.contains(previous)
        }
    }

    private init?(before: some StringProtocol, quoted: some StringProtocol) {
        let lines = quoted.split(whereSeparator: \.isNewline).map { line in
            line.drop { $0 == ">" || $0 == " " || $0 == "|" }
        }
        self.quoted = lines.drop { Self.isHead($0) }.joined(separator: "\n")
        self.before = String(before)
        guard !Words(self.quoted).words.isEmpty else { return nil }
    }

    /// "… wrote:" and what follows, on a line of its own or in one that a phone put together.
    private static func behindVerbs(_ text: String) -> [MailQuote] {
        var found: [MailQuote] = []
        let words = Words(text)
        let utf8 = Array(words.text.utf8)
        for (index, word) in words.words.enumerated() {
            let colon = utf8[word.range.upperBound...].firstIndex { $0 != 0x20 && $0 != 0xC2 && $0 != 0xA0 }
            guard let colon, utf8[colon] == UInt8(ascii: ":"),
                verbs.contains(where: { verb in
                    words.words[...index].suffix(verb.count).map(\.folded).elementsEqual(verb.map { String($0) })
                })
            else { continue }
            let head = words.words[max(0, index - longestHead)..<index]
            guard let opener = head.lastIndex(where: { openers.contains($0.folded) }) else { continue }
            // "Vào ngày …", "On Sat, …, at …": the first of those that stand close together.
            let first = head[...opener].lastIndex { $0.folded == "on" || $0.folded == "vao" } ?? opener
            let before = utf8[..<words.words[first].range.lowerBound]
            let quote = MailQuote(
                before: String(decoding: before, as: UTF8.self).trimmingQuoteSigns,
                quoted: String(decoding: utf8[(colon + 1)...], as: UTF8.self))
            if let quote { found.append(quote) }
        }
        return found
    }

    /// "-----Original Message-----", or lines such as "From: …" and "Subject: …", and what follows.
    private static func behindHeads(_ text: String) -> [MailQuote] {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated().prefix(mostLines) {
            let isBanner = line.utf8.contains { "-_:".utf8.contains($0) } && banners.contains(folded(line))
            guard isBanner || isHead(line) && index + 1 < lines.count && isHead(lines[index + 1]) else { continue }
            let before = lines[..<index].joined(separator: "\n")
            return MailQuote(before: before, quoted: lines[(index + (isBanner ? 1 : 0))...].joined(separator: "\n"))
                .map { [$0] } ?? []
        }
        return []
    }

    private static func isHead(_ line: some StringProtocol) -> Bool {
        let line = line.drop { $0 == ">" || $0 == " " || $0 == "*" || $0 == "|" }
        if line.allSatisfy({ $0.isWhitespace }) || banners.contains(folded(line)) { return true }
        guard let colon = line.firstIndex(of: ":") else { return false }
        return heads.contains(folded(line[..<colon]))
    }

    private static func folded(_ text: some StringProtocol) -> String {
        guard text.utf8.count <= 80 else { return "" }
        return Words(String(text)).words.map(\.folded).joined(separator: " ")
    }
}

extension String {
    /// The text without the signs of quoting that stand at its end.
    fileprivate var trimmingQuoteSigns: String {
        var text = self[...]
        while let last = text.last, last == ">" || last == "-" || last.isWhitespace { text = text.dropLast() }
        return String(text)
    }
}
