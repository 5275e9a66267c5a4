/// Texts whose letters were lost on the way: the old Vietnamese encodings, pasted from old Word files, UTF-8 that was read
/// as another encoding, and letters that were written as escapes or in hex.
///
/// A byte of the old encoding arrives as the Latin letter that has its number: `®¨ng ký` is TCVN3 for "đăng ký",
/// `ñaêng kyù` is VNI-Windows for it, `ðãng kyì` Windows-1258, `Ä‘Äƒng kÃ½` its UTF-8 read as Windows-1252.
package enum LegacyEncoding: String, Sendable, CaseIterable {
    case utf8 = "utf-8"
    case tcvn3
    case vni = "vni-windows"
    case windows1258 = "windows-1258"
    case escapes
    case hex

    /// The text as it was meant, where one of the encodings, or two on top of each other, make it clearly more Vietnamese;
    /// else nil.
    package static func decoded(_ text: String) -> (text: String, encoding: LegacyEncoding)? {
        guard let signs = signs(in: text) else { return nil }
        var best: (text: String, encoding: LegacyEncoding, share: Double)?
        lazy var asItIs = validity(of: text)
        func weigh(_ candidate: String, _ encoding: LegacyEncoding) {
            let share = validity(of: candidate)
            if share >= clear, share > asItIs, share > best?.share ?? 0 { best = (candidate, encoding, share) }
        }
        var halfway: [(text: String, encoding: LegacyEncoding)] = []
        for encoding in allCases where encoding.needs.isSubset(of: signs) {
            guard let candidate = encoding.decode(text), candidate != text else { continue }
            weigh(candidate, encoding)
            if encoding.mayHideAnother { halfway.append((candidate, encoding)) }
        }
        if best?.share != 1 {
            for (text, encoding) in halfway {
                guard let signs = Self.signs(in: text) else { continue }
                for inner in allCases where inner.needs.isSubset(of: signs) {
                    if let candidate = inner.decode(text), candidate != text { weigh(candidate, encoding) }
                }
            }
        }
        return best.map { ($0.text, $0.encoding) }
    }

    /// The share of Vietnamese words from which on a text is taken for what was meant.
    private static let clear = 0.75

    /// What a text must show for an encoding to be tried, so that most texts are done with at a look.
    private struct Signs: OptionSet {
        let rawValue: Int
        static let latin = Signs(rawValue: 1)
        static let escapes = Signs(rawValue: 2)
        static let hex = Signs(rawValue: 4)
    }

    private var needs: Signs {
        switch self {
        case .utf8, .tcvn3, .vni, .windows1258: .latin
        case .escapes: .escapes
        case .hex: .hex
        }
    }

    /// Whether texts of it were met that had been encoded twice.
    private var mayHideAnother: Bool { self == .utf8 || self == .escapes || self == .hex }

    /// What speaks in a text for an encoding; nil for nothing, as in nearly all texts.
    private static func signs(in text: String) -> Signs? {
        var seen: ByteKind = []
        var signs: Signs = []
        var run = 0
        let kinds = byteKinds
        _ = text.hasByte { byte in
            let kind = kinds[Int(byte)]
            seen.formUnion(kind)
            if kind.contains(.hexDigit) { run += 1 } else if !kind.contains(.betweenHex) { run = 0 }
            if run == hexRun { signs.insert(.hex) }
            return false
        }
        if seen.contains(.escape) { signs.insert(.escapes) }
        if seen.contains(.latin), looksMisread(text) { signs.insert(.latin) }
        return signs.isEmpty ? nil : signs
    }

    /// How many digits of hex in a row may be a text.
    private static let hexRun = 8

    /// What a byte may be a part of.
    private struct ByteKind: OptionSet {
        let rawValue: UInt8
        static let hexDigit = ByteKind(rawValue: 1)
        static let betweenHex = ByteKind(rawValue: 2)
        static let escape = ByteKind(rawValue: 4)
        static let latin = ByteKind(rawValue: 8)

        init(rawValue: UInt8) { self.rawValue = rawValue }

        init(_ byte: UInt8) {
            self = HexDump.digit(byte) != nil ? .hexDigit : []
            if " \\xX".utf8.contains(byte) { insert(.betweenHex) }
            if "&\\%=".utf8.contains(byte) { insert(.escape) }
            // U+0080 to U+00FF begin with these two.
            if byte == 0xC2 || byte == 0xC3 { insert(.latin) }
        }
    }

    private static let byteKinds = (UInt8.min...UInt8.max).map { ByteKind($0) }

    /// Whether a text has signs that Vietnamese does not write, or tones where it writes none: in Windows-1258 the tone is
    /// a sign of its own behind its vowel, which Windows-1252 shows as `Ì`, `ì`, `Ò`, `ò` or `Þ`.
    private static func looksMisread(_ text: String) -> Bool {
        text.utf8.withContiguousStorageIfAvailable(looksMisread)
            ?? Array(text.utf8).withUnsafeBufferPointer(looksMisread)
    }

    /// Looks at the bytes, because every marked text is asked.
    private static func looksMisread(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let strangeSigns = strangeSigns
        for index in bytes.indices.dropLast() where bytes[index] == 0xC2 || bytes[index] == 0xC3 {
            let value = Int(bytes[index] & 0x1F) << 6 | Int(bytes[index + 1] & 0x3F)
            guard strangeSigns.indices.contains(value) else { continue }
            if strangeSigns[value] { return true }
            switch value {
            case 0xCC, 0xEC, 0xD2, 0xF2: if endsInVowel(bytes[..<index]) { return true }
            default: break
            }
        }
        return false
    }

    private static func endsInVowel(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        var start = bytes.endIndex - 1
        while start > bytes.startIndex, UTF8.isContinuation(bytes[start]) { start -= 1 }
        guard start >= bytes.startIndex,
            let scalar = String(decoding: bytes[start...], as: UTF8.self).unicodeScalars.first
        else { return false }
        return LetterTable.letter(for: scalar).map { "aeiouy".utf8.contains($0.base) } ?? false
    }

    /// Scalars that Vietnamese does not write, but that stand in texts of an old encoding.
    private static func isStrange(_ scalar: Unicode.Scalar) -> Bool {
        guard (0xA1...0xFF).contains(scalar.value) else { return false }
        return LetterTable.letter(for: scalar).map { !$0.hasMarks || scalar == "ð" || scalar == "Ð" } ?? true
    }

    /// Which of the scalars below U+0100 are strange.
    private static let strangeSigns = (UInt8.min...UInt8.max).map { isStrange(Unicode.Scalar($0)) }

    /// Which share of the words are Vietnamese syllables; one that lost a letter counts half.
    ///
    /// A word with a strange sign inside counts as one that is none.
    private static func validity(of text: String) -> Double {
        let chunks = text.split { $0.isWhitespace || ".,;:?!()\"".contains($0) }
            .filter { $0.contains { $0.isLetter || $0.unicodeScalars.contains(where: isStrange) } }
        guard !chunks.isEmpty else { return 0 }
        let valid = chunks.reduce(0.0) { sum, chunk in
            guard !chunk.unicodeScalars.contains(where: isStrange) else { return sum }
            let words = Words(String(chunk)).words
            guard words.count == 1 else { return sum }
            // What may be one under some letter speaks less for an encoding than what is one.
            if words[0].hasLost { return sum + (Syllable.fits(words[0].letters, markedOnly: true) ? 0.5 : 0) }
            return sum + (Syllable.isSyllable(words[0]) ? 1 : 0)
        }
        return valid / Double(chunks.count)
    }

    private func decode(_ text: String) -> String? {
        switch self {
        case .utf8: Self.fromMisreadUTF8(text)
        case .tcvn3: Self.fromTCVN3(text)
        case .vni: Self.fromVNI(text)
        case .windows1258: Self.fromWindows1258(text)
        case .escapes: EncodedWords.decoded(text) ?? EscapedText.decoded(text)
        case .hex: HexDump.decoded(text)
        }
    }

    // MARK: - UTF-8 read as Windows-1252 or Windows-1258

    /// What Windows-1252 shows for the bytes 0x80…0x9F, and what Windows-1258 shows for others than it.
    private static let windows1252: [Unicode.Scalar: UInt8] = {
        let shown = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ"
        let pairs = Array(zip(shown.unicodeScalars, 0x80...0x9F)) + letters1258.map { ($1, UInt8($0.value)) }
        return Dictionary(pairs) { first, _ in first }
    }()

    private static func fromMisreadUTF8(_ text: String) -> String? {
        var bytes: [UInt8] = []
        let scalars = Array(text.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            // What Windows-1252 has no sign for is lost on many a way; "Ä�" was "đ".
            if scalar == "\u{FFFD}" || scalar == "?" && isAmidLetter(bytes) {
                bytes.append(0xFF)
            } else if scalar == " ", bytes.last == 0xC3 || bytes.last == 0xC2 {
                // The no-break space in "Ã ", which is "à", became a plain one; two spaces in a row may have become one.
                bytes.append(0xA0)
                if index + 1 < scalars.count, scalars[index + 1] != " " { bytes.append(0x20) }
            } else if scalar.value <= 0xFF {
                bytes.append(UInt8(scalar.value))
            } else if let byte = windows1252[scalar] {
                bytes.append(byte)
            } else {
                return nil
            }
        }
        // It was trimmed away at the end.
        if bytes.last == 0xC3 || bytes.last == 0xC2 { bytes.append(0xA0) }
        return String(validating: bytes, as: UTF8.self) ?? withLostLetters(bytes)
    }

    /// Whether bytes end within a letter of UTF-8.
    private static func isAmidLetter(_ bytes: [UInt8]) -> Bool {
        guard let last = bytes.last else { return false }
        return last >= 0xC2 || bytes.count > 1 && last & 0xC0 == 0x80 && bytes[bytes.count - 2] >= 0xE0
    }

    /// The text with U+FFFD for each letter of which a byte was lost; nil where that is more than a few.
    private static func withLostLetters(_ bytes: [UInt8]) -> String? {
        var result = String.UnicodeScalarView()
        var (lost, marked) = (0, 0)
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            if scalar == "\u{FFFD}" {
                if result.last == scalar { continue }
                lost += 1
            } else if !scalar.isASCII {
                marked += 1
            }
            result.append(scalar)
        }
        return lost <= marked && lost <= 1 + result.count / lettersBetweenLost ? String(result) : nil
    }

    /// A letter is lost in every second word at most.
    private static let lettersBetweenLost = 8

    // MARK: - Windows-1258

    /// What Windows-1258 means by the signs that Windows-1252 shows for its bytes.
    private static let letters1258: [Unicode.Scalar: Unicode.Scalar] = [
        "Ã": "Ă", "ã": "ă", "Ð": "Đ", "ð": "đ", "Õ": "Ơ", "õ": "ơ", "Ý": "Ư", "ý": "ư", "Ì": "\u{300}", "Ò": "\u{309}",
        "Þ": "\u{303}", "ì": "\u{301}", "ò": "\u{323}", "þ": "₫",
    ]

    private static func fromWindows1258(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { result.append(letters1258[scalar] ?? scalar) }
        return String(result)
    }

    // MARK: - TCVN3 (TCVN 5712:1993, VN3)

    private static let tcvn3Letters: [Unicode.Scalar: Unicode.Scalar] = {
        // Position in this string and in the byte table below are the same.
        let letters = "ăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵĂÂÊÔƠƯĐ"
        let bytes: [UInt32] = [
            0xA8, 0xA9, 0xAA, 0xAB, 0xAC, 0xAD, 0xAE,
            0xB5, 0xB6, 0xB7, 0xB8, 0xB9, 0xBB, 0xBC, 0xBD, 0xBE, 0xC6, 0xC7, 0xC8, 0xC9, 0xCA, 0xCB,
            0xCC, 0xCE, 0xCF, 0xD0, 0xD1, 0xD2, 0xD3, 0xD4, 0xD5, 0xD6, 0xD7, 0xD8, 0xDC, 0xDD, 0xDE,
            0xDF, 0xE1, 0xE2, 0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xEA, 0xEB, 0xEC, 0xED, 0xEE,
            0xEF, 0xF1, 0xF2, 0xF3, 0xF4, 0xF5, 0xF6, 0xF7, 0xF8, 0xF9, 0xFA, 0xFB, 0xFC, 0xFD, 0xFE,
            0xA1, 0xA2, 0xA3, 0xA4, 0xA5, 0xA6, 0xA7,
        ]
        let pairs = zip(bytes, letters.unicodeScalars).compactMap { byte, letter in
            Unicode.Scalar(byte).map { ($0, letter) }
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }()

    private static func fromTCVN3(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { result.append(tcvn3Letters[scalar] ?? scalar) }
        return String(result)
    }

    // MARK: - VNI-Windows

    /// Second signs, which mark the letter before them, as combining marks.
    private static let vniMarks: [Unicode.Scalar: String] = [
        "ø": "\u{300}", "û": "\u{309}", "õ": "\u{303}", "ù": "\u{301}", "ï": "\u{323}",
        "â": "\u{302}", "à": "\u{302}\u{300}", "å": "\u{302}\u{309}", "ã": "\u{302}\u{303}", "á": "\u{302}\u{301}",
        "ä": "\u{302}\u{323}",
        "ê": "\u{306}", "è": "\u{306}\u{300}", "ú": "\u{306}\u{309}", "ü": "\u{306}\u{303}", "é": "\u{306}\u{301}",
        "ë": "\u{306}\u{323}",
    ]
    /// Letters of one sign.
    private static let vniLetters: [Unicode.Scalar: String] = [
        "ñ": "đ", "ô": "ơ", "ö": "ư", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "í": "í", "ò": "ị", "î": "ỵ",
    ]

    private static func fromVNI(_ text: String) -> String {
        var result = ""
        var marksFollow = false
        for scalar in text.unicodeScalars {
            let lower = scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
            if marksFollow, let marks = vniMarks[lower] {
                result.unicodeScalars.append(contentsOf: marks.unicodeScalars)
                marksFollow = false
            } else if let letter = vniLetters[lower] {
                result += lower == scalar ? letter : letter.uppercased()
                marksFollow = "ôö".unicodeScalars.contains(lower)
            } else {
                result.unicodeScalars.append(scalar)
                marksFollow = "aeouy".unicodeScalars.contains(lower)
            }
        }
        return result
    }
}
