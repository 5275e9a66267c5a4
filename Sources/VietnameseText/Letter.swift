/// The six tones of a Vietnamese syllable; the raw value is the digit that tone keys use.
package enum Tone: UInt8, Sendable, CaseIterable {
    case level, grave, hook, tilde, acute, dot
}

/// What a letter carries beside its base letter and its tone: `â`, `ă`, `ơ`, `đ`.
package enum Quality: UInt8, Sendable, CaseIterable {
    case plain, circumflex, breve, horn, stroke
}

/// One letter or digit as Vietnamese writing sees it: a base in `a`–`z` or `0`–`9`, a quality and a tone.
package struct Letter: Sendable, Hashable {
    package var base: UInt8
    package var quality: Quality
    package var tone: Tone

    package init(base: UInt8, quality: Quality = .plain, tone: Tone = .level) {
        self.base = base
        self.quality = quality
        self.tone = tone
    }

    /// In one step, for tables of thousands of spellings are filled at each start.
    package func hash(into hasher: inout Hasher) { hasher.combine(LetterTable.number(of: self)) }

    package var hasMarks: Bool { quality != .plain || tone != .level }
    /// The letter itself, in small letters and one scalar where there is one.
    var spelling: String {
        LetterTable.spellings[LetterTable.number(of: self)] ?? String(Unicode.Scalar(base))
    }

    package var isDigit: Bool { base >= 0x30 && base <= 0x39 }
}

/// How scalars turn into letters: one table for all precomposed letters, one for combining marks.
enum LetterTable {
    /// Letters by scalar value, all in U+00C0…U+024F and U+1E00…U+1EFF; ASCII is computed.
    private static let precomposed: [UInt32: Letter] = {
        let rows: [(String, Quality, String)] = [
            ("a", .plain, "aàảãáạ"), ("a", .breve, "ăằẳẵắặ"), ("a", .circumflex, "âầẩẫấậ"),
            ("e", .plain, "eèẻẽéẹ"), ("e", .circumflex, "êềểễếệ"),
            ("i", .plain, "iìỉĩíị"),
            ("o", .plain, "oòỏõóọ"), ("o", .circumflex, "ôồổỗốộ"), ("o", .horn, "ơờởỡớợ"),
            ("u", .plain, "uùủũúụ"), ("u", .horn, "ưừửữứự"),
            ("y", .plain, "yỳỷỹýỵ"),
        ]
        var table: [UInt32: Letter] = [:]
        for (base, quality, letters) in rows {
            guard let baseByte = base.utf8.first else { continue }
            for (letter, tone) in zip(letters.unicodeScalars, Tone.allCases) {
                let value = Letter(base: baseByte, quality: quality, tone: tone)
                table[letter.value] = value
                if let upper = letter.properties.uppercaseMapping.unicodeScalars.first { table[upper.value] = value }
            }
        }
        // đ with its look-alikes: Icelandic eth and African d are typed and pasted in its place.
        for scalar in "đĐðÐɖƉ".unicodeScalars { table[scalar.value] = Letter(base: 0x64, quality: .stroke) }
        // The Latin letter oi is an old stand-in for ư.
        for scalar in "ƣƢ".unicodeScalars { table[scalar.value] = Letter(base: 0x75, quality: .horn) }
        // Letters of the area's other languages and of pasted foreign names fold to their base.
        for (letters, base) in [
            ("ĕĔëËēĒ", UInt8(0x65)), ("ĭĬïÏîÎ", 0x69), ("ŏŎöÖ", 0x6F), ("ŭŬüÜûÛ", 0x75), ("ñÑ", 0x6E), ("čČçÇ", 0x63),
            ("ƀɃ", 0x62), ("äÄåÅ", 0x61),
        ] {
            for scalar in letters.unicodeScalars { table[scalar.value] = Letter(base: base) }
        }
        return table
    }()

    /// How marked letters are written, by `number(of:)`.
    static let spellings: [Int: String] = {
        var table: [Int: String] = [:]
        for (scalar, letter) in precomposed where letter.hasMarks {
            guard let scalar = Unicode.Scalar(scalar), scalar.properties.isLowercase, scalar != "ð", scalar != "ɖ",
                scalar != "ƣ"
            else { continue }
            table[number(of: letter)] = String(scalar)
        }
        return table
    }()

    static func number(of letter: Letter) -> Int {
        (Int(letter.base) << 8) | (Int(letter.quality.rawValue) << 4) | Int(letter.tone.rawValue)
    }

    /// Cyrillic and Greek letters that look like Latin ones, met in pasted texts.
    private static let homoglyphs: [UInt32: UInt8] = {
        let pairs: [(Unicode.Scalar, Unicode.Scalar)] = [
            ("а", "a"), ("е", "e"), ("о", "o"), ("р", "p"), ("с", "c"), ("х", "x"), ("у", "y"), ("і", "i"), ("ѕ", "s"),
            ("н", "h"), ("т", "t"), ("к", "k"), ("м", "m"), ("в", "b"), ("г", "r"), ("А", "a"), ("Е", "e"), ("О", "o"),
            ("Р", "p"), ("С", "c"), ("Х", "x"), ("Н", "h"), ("Т", "t"), ("К", "k"), ("М", "m"), ("В", "b"),
            ("ο", "o"), ("Ο", "o"), ("Α", "a"), ("α", "a"), ("Ε", "e"), ("Ν", "n"), ("ν", "v"), ("Κ", "k"), ("Τ", "t"),
        ]
        return Dictionary(uniqueKeysWithValues: pairs.map { ($0.value, UInt8(truncatingIfNeeded: $1.value)) })
    }()

    /// The letter that a scalar stands for, or nil for anything that is no letter or digit here.
    @inline(__always)
    static func letter(for scalar: Unicode.Scalar) -> Letter? {
        switch scalar.value {
        case 0x61...0x7A, 0x30...0x39: return Letter(base: UInt8(truncatingIfNeeded: scalar.value))
        case 0x41...0x5A: return Letter(base: UInt8(truncatingIfNeeded: scalar.value + 0x20))
        case 0x00...0x7F: return nil
        case 0xC0...0x24F: return latin[Int(scalar.value - 0xC0)]
        case 0x1E00...0x1EFF: return latinAdditional[Int(scalar.value - 0x1E00)]
        default: return rareLetter(for: scalar)
        }
    }

    @inline(never)
    private static func rareLetter(for scalar: Unicode.Scalar) -> Letter? {
        if let base = homoglyphs[scalar.value] { return Letter(base: base) }
        // A letter or digit of another shape is plain ASCII beneath.
        return CompatibilityForms.plain(scalar).flatMap { $0.isASCII ? letter(for: $0) : nil }
    }

    /// The same letters by position, since every letter of every message is looked up.
    private static let latin = (0xC0...0x24F).map { precomposed[UInt32($0)] }
    private static let latinAdditional = (0x1E00...0x1EFF).map { precomposed[UInt32($0)] }

    enum CombiningMark {
        case tone(Tone)
        case quality(Quality)
        /// A mark of another language; it is dropped, its letter stays.
        case foreign
    }

    static func combiningMark(_ scalar: Unicode.Scalar) -> CombiningMark? {
        switch scalar.value {
        case 0x0300, 0x0340: .tone(.grave)
        case 0x0309: .tone(.hook)
        case 0x0303: .tone(.tilde)
        case 0x0301, 0x0341: .tone(.acute)
        case 0x0323: .tone(.dot)
        case 0x0302: .quality(.circumflex)
        case 0x0306: .quality(.breve)
        case 0x031B: .quality(.horn)
        case 0x0335, 0x0336: .quality(.stroke)
        case 0x0300...0x036F: .foreign
        default: nil
        }
    }

    /// Scalars that people neither see nor mean: signs of no width, of the direction of writing, soft hyphens, selectors of
    /// shapes and the rings and keys around a sign.
    static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0xAD: false
        // Combining rings, squares and keys.
        case 0x20DD...0x20E0, 0x20E2...0x20E4: true
        // U+180E was a space until Unicode 6.3; interlinear notes and U+FFFC stand for nothing that is read.
        case 0x180E, 0xFFF9...0xFFFB: true
        case 0xAE..<0x34F, 0x350..<0x61C, 0x1E00...0x1EFF, 0x2010...0x2029: false
        // Signs, scripts of the East and emoji, of which long texts are made: asking Unicode costs more than all else.
        case 0x2070..<0x3164, 0x3165..<0xFE00, 0x1F000..<0xE0000: false
        default: scalar.properties.isDefaultIgnorableCodePoint
        }
    }
}
