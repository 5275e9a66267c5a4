/// Decides which links may ever be sent to a villager: government hosts over https, and nothing that looks like them.
package enum AllowedLinks {
    /// Every host must lie below this one; it is given to state bodies only.
    private static let suffix = ".gov.vn"

    /// Says why a link must not be sent, or nil when it may.
    ///
    /// Accepted are `https://host/path` and `host/path`, in ASCII, without a user, a port or a second address inside.
    package static func problem(of link: String) -> String? {
        guard !link.isEmpty else { return "the link is empty" }
        // Look-alike letters of other scripts, invisible marks and controls all lie outside these.
        guard link.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return "the link holds a space or a letter outside ASCII"
        }
        guard !link.contains(where: { #"\"<>^`{|}@"#.contains($0) }) else {
            return "the link holds a character that hides its true host"
        }
        var rest = link[...]
        if let scheme = link.firstRange(of: "://") {
            guard link[..<scheme.lowerBound].lowercased() == "https" else { return "the link is not https" }
            rest = link[scheme.upperBound...]
        }
        let host = rest.prefix { !"/?#".contains($0) }
        let remainder = rest.dropFirst(host.count)
        guard !remainder.contains("//") else { return "the link carries a second address" }
        guard !host.contains(":") else { return "the link has a port or another scheme" }
        let labels = host.lowercased().split(separator: ".", omittingEmptySubsequences: false)
        guard labels.allSatisfy(isHostLabel) else { return "\"\(host)\" is no host name" }
        guard !labels.contains(where: { $0.hasPrefix("xn--") }) else { return "the host is written in another script" }
        guard host.lowercased().hasSuffix(suffix), labels.count > 2 else {
            return "\"\(host)\" is no host below gov.vn"
        }
        return nil
    }

    /// The parts of a text that a telephone would show as links, so that each can be checked.
    package static func links(in text: String) -> [String] {
        text.split { $0.isWhitespace || ",;()[]".contains($0) }.compactMap { part in
            let word = part.trimmingSuffix { ".:!?\"'".contains($0) }.drop { "\"'".contains($0) }
            return looksLikeLink(word) ? String(word) : nil
        }
    }

    /// A text from outside with every link cut that must not be sent to a villager; `…` stands in its place.
    package static func withoutForeignLinks(_ text: String) -> String {
        var rest = text[...]
        var result = ""
        for link in links(in: text) where problem(of: link) != nil {
            guard let place = rest.firstRange(of: link) else { continue }
            result += rest[..<place.lowerBound] + "…"
            rest = rest[place.upperBound...]
        }
        return result + rest
    }

    /// A text in which no telephone shows a link: what it would show as one is written so that it leads nowhere.
    package static func broken(in text: String) -> String {
        var result = ""
        var piece = ""
        func end() {
            result +=
                links(in: piece).isEmpty
                ? piece : piece.map { dots.contains($0) ? " . " : $0 == ":" ? " " : "\($0)" }.joined()
            piece = ""
        }
        for character in text {
            if character.isWhitespace {
                end()
                result.append(character)
            } else {
                piece.append(character)
            }
        }
        end()
        return result
    }

    private static func looksLikeLink(_ word: Substring) -> Bool {
        if word.contains("://") || word.lowercased().hasPrefix("www.") { return true }
        return word.split { "/?#:@\\".contains($0) }.contains { piece in
            let labels = piece.split { dots.contains($0) }
            guard labels.count > 1, let last = labels.last else { return false }
            // Amounts (8.000) and procedure codes (1.001193) have no letters after the last point.
            return last.count > 1 && last.allSatisfy { $0.isLetter || $0 == "-" }
        }
    }

    /// Browsers take the last three for a full stop, so a host can hide behind them.
    private static let dots: Set<Character> = [".", "\u{3002}", "\u{FF0E}", "\u{FF61}"]

    private static func isHostLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
            && label.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    }
}

extension Substring {
    fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> Substring {
        var rest = self
        while let last = rest.last, predicate(last) { rest.removeLast() }
        return rest
    }
}
