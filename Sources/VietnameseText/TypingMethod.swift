/// The two ways to type marks on a plain keyboard; raw text of them arrives when the input method was off.
package enum TypingMethod: String, Sendable, CaseIterable {
    /// `ddawng kys`
    case telex
    /// `d9a8ng ky1`
    case vni

    /// The keys that type a text: the mark of a letter behind it, the tone at the end of its word.
    package func typed(_ text: String) -> String {
        var result = ""
        var tone = Tone.level
        func endWord() {
            result += key(of: tone)
            tone = .level
        }
        for scalar in text.unicodeScalars {
            if let mark = LetterTable.combiningMark(scalar) {
                switch mark {
                case .tone(let found): tone = found
                case .quality(let quality): result += key(of: quality, base: 0)
                case .foreign: break
                }
                continue
            }
            guard let letter = LetterTable.letter(for: scalar) else {
                endWord()
                result.unicodeScalars.append(scalar)
                continue
            }
            if letter.tone != .level { tone = letter.tone }
            let isUpper = scalar.properties.isUppercase && !letter.isDigit
            result.unicodeScalars.append(Unicode.Scalar(isUpper ? letter.base - 0x20 : letter.base))
            result += key(of: letter.quality, base: letter.base)
        }
        endWord()
        return result
    }

    private func key(of tone: Tone) -> String {
        switch (self, tone) {
        case (_, .level): ""
        case (.telex, .grave): "f"
        case (.telex, .hook): "r"
        case (.telex, .tilde): "x"
        case (.telex, .acute): "s"
        case (.telex, .dot): "j"
        case (.vni, .acute): "1"
        case (.vni, .grave): "2"
        case (.vni, .hook): "3"
        case (.vni, .tilde): "4"
        case (.vni, .dot): "5"
        }
    }

    private func key(of quality: Quality, base: UInt8) -> String {
        switch (self, quality) {
        case (_, .plain): ""
        case (.telex, .circumflex), (.telex, .stroke): String(Unicode.Scalar(base))
        case (.telex, .breve), (.telex, .horn): "w"
        case (.vni, .circumflex): "6"
        case (.vni, .horn): "7"
        case (.vni, .breve): "8"
        case (.vni, .stroke): "9"
        }
    }

    /// The syllable that raw keys stand for, or nil when they type no mark or no syllable.
    ///
    /// Mark and tone keys may stand behind their letter or at the end: `giaays`, `giaasy`, `gia61y`.
    package func decoded(_ keys: [Letter]) -> [Letter]? {
        guard (2...Self.longestSyllable).contains(keys.count), keys.allSatisfy({ !$0.hasMarks }) else { return nil }
        var letters: [Letter] = []
        var changed = false
        for key in keys {
            if apply(key.base, to: &letters) { changed = true } else { letters.append(key) }
        }
        // "uwo" is "ươ": the horn typed on the first letter holds for both.
        for index in letters.indices.dropFirst()
        where letters[index] == Letter(base: UInt8(ascii: "o"), tone: letters[index].tone)
            && letters[index - 1].base == UInt8(ascii: "u") && letters[index - 1].quality == .horn
        {
            letters[index].quality = .horn
        }
        guard changed, letters.allSatisfy({ !$0.isDigit }), Syllable.isSyllable(letters) else { return nil }
        return letters
    }

    /// Keys of the longest syllable: seven letters, two marks on two of them, and a tone, with room for a key struck twice.
    private static let longestSyllable = 14

    private func apply(_ key: UInt8, to letters: inout [Letter]) -> Bool {
        let vowel = letters.lastIndex { "aeiouy".utf8.contains($0.base) }
        switch self {
        case .telex:
            switch key {
            case UInt8(ascii: "s"): return setTone(.acute, on: vowel, in: &letters)
            case UInt8(ascii: "f"): return setTone(.grave, on: vowel, in: &letters)
            case UInt8(ascii: "r"): return setTone(.hook, on: vowel, in: &letters)
            case UInt8(ascii: "x"): return setTone(.tilde, on: vowel, in: &letters)
            case UInt8(ascii: "j"): return setTone(.dot, on: vowel, in: &letters)
            case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "o"):
                return setQuality(.circumflex, on: [key], in: &letters)
            case UInt8(ascii: "d"): return setQuality(.stroke, on: [key], in: &letters)
            case UInt8(ascii: "w"):
                return setQuality(.horn, on: Array("uo".utf8), in: &letters)
                    || setQuality(.breve, on: Array("a".utf8), in: &letters)
            default: return false
            }
        case .vni:
            switch key {
            case UInt8(ascii: "1"): return setTone(.acute, on: vowel, in: &letters)
            case UInt8(ascii: "2"): return setTone(.grave, on: vowel, in: &letters)
            case UInt8(ascii: "3"): return setTone(.hook, on: vowel, in: &letters)
            case UInt8(ascii: "4"): return setTone(.tilde, on: vowel, in: &letters)
            case UInt8(ascii: "5"): return setTone(.dot, on: vowel, in: &letters)
            case UInt8(ascii: "6"): return setQuality(.circumflex, on: Array("aeo".utf8), in: &letters)
            case UInt8(ascii: "7"): return setQuality(.horn, on: Array("uo".utf8), in: &letters)
            case UInt8(ascii: "8"): return setQuality(.breve, on: Array("a".utf8), in: &letters)
            case UInt8(ascii: "9"): return setQuality(.stroke, on: Array("d".utf8), in: &letters)
            default: return false
            }
        }
    }

    private func setTone(_ tone: Tone, on vowel: Int?, in letters: inout [Letter]) -> Bool {
        guard let vowel, letters.allSatisfy({ $0.tone == .level }) else { return false }
        letters[vowel].tone = tone
        return true
    }

    /// Marks the last plain letter of some; a horn falls on both of a neighbouring `u` and `o`.
    private func setQuality(_ quality: Quality, on bases: [UInt8], in letters: inout [Letter]) -> Bool {
        guard
            let index = letters.lastIndex(where: {
                bases.contains($0.base) && ($0.quality == .plain || $0.quality == quality)
            }), letters[index].quality == .plain
        else { return false }
        letters[index].quality = quality
        let isPair =
            quality == .horn && index > 0 && letters[index].base == UInt8(ascii: "o")
            && letters[index - 1].base == UInt8(ascii: "u")
        // "quơ" keeps its u: it belongs to the consonant. "thuơ" without a final keeps it too.
        if isPair, !(index == 2 && letters[0].base == UInt8(ascii: "q")) { letters[index - 1].quality = .horn }
        return true
    }
}
