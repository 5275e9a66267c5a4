package import VietnameseText

/// The code by which a villager finds out whether the commune sent a message: they write back `KT 4821`.
package enum CheckCode {
    /// Digits that a code has.
    package static let digits = 4

    /// The line that an officer's answer ends with.
    package static func line(_ code: String) -> String { "Mã kiểm tra: KT \(code)" }

    /// The code asked for; nil when the text is no such question.
    package static func code(in read: Words) -> String? {
        let words = read.words.map(\.folded)
        guard (1...2).contains(words.count), let first = words.first else { return nil }
        let number: String? =
            if words.count == 2, first == "kt" { words[1] } else if words.count == 1, first.hasPrefix("kt") {
                String(first.dropFirst(2))
            } else { nil }
        guard let number, number.utf8.count == digits, number.utf8.allSatisfy({ (48...57).contains($0) }) else {
            return nil
        }
        return number
    }
}
