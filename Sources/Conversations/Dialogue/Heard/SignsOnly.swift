import VietnameseText

/// What a message says that has no words: emoji, emoticons, dots.
enum SignsOnly: Equatable {
    /// A thumb, a heart, a tick: a yes where one was asked.
    case yes
    case no
    /// The SOS sign.
    case help
    /// Fire, a siren, an ambulance: perhaps a call for help, perhaps none.
    case alarm
    /// "???"
    case question
    case other

    /// The longest text that is looked at, in scalars.
    private static let longest = 120
    /// The most letters that its emoticons may hold.
    private static let letters = 12

    /// Nil where the text says something in words or digits.
    init?(_ text: String) {
        let scalars = text.unicodeScalars
        // Nearly every text is done with here.
        var letters = 0
        for (place, scalar) in scalars.enumerated() {
            if Self.isLetter(scalar) { letters += 1 }
            guard place < Self.longest, letters <= Self.letters else { return nil }
        }
        let signs = Self.withoutEmoticons(text)
        let words = Words(signs).words
        guard words.isEmpty || Self.isLaughter(signs, of: words.count) else { return nil }
        let found = Set(scalars)
        if !found.isDisjoint(with: Self.helpSigns) {
            self = .help
        } else if !found.isDisjoint(with: Self.alarmSigns) {
            self = .alarm
        } else if !found.isDisjoint(with: Self.noSigns) || text.lowercased().contains("(n)") {
            self = .no
        } else if !found.isDisjoint(with: Self.yesSigns) || text.lowercased().contains("(y)") {
            self = .yes
        } else if found.contains("?") || found.contains("\u{2753}") || found.contains("\u{2754}") {
            self = .question
        } else {
            self = .other
        }
    }

    /// Whether an emoji stands in a text, such as the one of a reaction.
    static func holdsPicture(_ text: some StringProtocol) -> Bool {
        text.unicodeScalars.contains {
            $0.properties.isEmojiPresentation || $0.value == 0xFE0F || yesSigns.contains($0)
        }
    }

    private static let helpSigns: Set<Unicode.Scalar> = ["🆘"]
    private static let alarmSigns: Set<Unicode.Scalar> = ["🔥", "🚨", "🚒", "🚑", "🚓", "🌊", "⚠"]
    private static let yesSigns: Set<Unicode.Scalar> = [
        "👍", "👌", "❤", "🙏", "✅", "✔", "☑", "💯", "🆗", "🤝", "👏", "♥", "💖", "💕", "💗", "💙", "💚", "💛", "🧡", "💜", "🫡", "🙆",
        "🤟", "🤙",
    ]
    private static let noSigns: Set<Unicode.Scalar> = ["👎", "❌", "🚫", "✖", "🙅", "⛔"]

    /// Emoticons that hold letters or digits, so that they would be read as words; longest first.
    private static let emoticons = [
        ":'(", ":-D", ":-P", ":-O", ":-3", ":D", ":d", ":P", ":p", ":v", ":V", ":3", ":o", ":O", ":b", ":c", ":x", ":X",
        ":z", ":L",
        "=D", "=d", "=P", "=p", "=3", ";D", ";d", ";P", ";p", "xD", "XD", "xd", "<3", "</3", "T_T", "t_t", "T.T", "ToT",
        "TvT", "o.O",
        "O.o", "o_O", "O_o", "o.o", "O_O", "o_o", "u_u", "U_U", "UwU", "uwu", "OwO", "owo", "^o^", "^0^", "=v=", "\\m/",
        "D:", "(y)", "(Y)", "(n)", "(N)",
    ]

    private static let emoticonStarts = Set(emoticons.compactMap(\.first))

    /// Whether every word is one sound again and again: "hihi", "ahaha", "kkk", "hjhj", "zzz"; looked at as it was written,
    /// because held keys are read as one letter.
    private static func isLaughter(_ text: String, of count: Int) -> Bool {
        let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }
        return words.count == count
            && words.allSatisfy { word in
                let letters = Array(word.utf8.drop { $0 == UInt8(ascii: "a") })
                guard letters.count >= 3, let first = letters.first, "hkjz".utf8.contains(first) else { return false }
                if letters.allSatisfy({ $0 == first }) { return true }
                guard letters.count >= 4, "aeiouj".utf8.contains(letters[1]) else { return false }
                return letters.indices.allSatisfy { letters[$0] == letters[$0 % 2] }
            }
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x41...0x5A, 0x61...0x7A, 0xC0...0x1FFF: true
        default: false
        }
    }

    private static func withoutEmoticons(_ text: String) -> String {
        var rest = text[...]
        var result = ""
        while !rest.isEmpty {
            let isBorder = result.unicodeScalars.last.map { !isLetter($0) } ?? true
            if isBorder, let first = rest.first, emoticonStarts.contains(first),
                let found = emoticons.first(where: { rest.hasPrefix($0) })
            {
                rest = rest.dropFirst(found.count)
                // A held last key: ":Dddd", ":vvv".
                while let last = found.last, rest.first?.lowercased() == last.lowercased() { rest = rest.dropFirst() }
                result += " "
            } else {
                result.append(rest.removeFirst())
            }
        }
        return result
    }
}
