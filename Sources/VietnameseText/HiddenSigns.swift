/// Signs that stand in a text without being seen, and letters and digits in other shapes than the plain ones, as chat
/// programs and copied documents leave them.
package enum HiddenSigns {
    /// The text without them: signs of no width are left out, other spaces are plain ones, and letters and digits of
    /// other shapes (double width, mathematical, circled) are plain.
    package static func removed(from text: String) -> String {
        guard mayStand(in: text) else { return text }
        var result = String.UnicodeScalarView()
        var flags: [Unicode.Scalar] = []
        for scalar in text.unicodeScalars {
            if CompatibilityForms.regionalLetter(scalar) != nil {
                flags.append(scalar)
                continue
            }
            if !flags.isEmpty {
                result.append(contentsOf: reading(ofFlags: flags))
                flags.removeAll()
            }
            if let plain = plain(scalar) {
                if plain == scalar, let several = CompatibilityForms.expanded(scalar) {
                    result.append(contentsOf: several.unicodeScalars)
                } else {
                    result.append(plain)
                }
            }
        }
        result.append(contentsOf: reading(ofFlags: flags))
        return String(result)
    }

    /// A quick look at the bytes with which such signs begin; most texts have none of them.
    ///
    /// The letters of Vietnamese, composed or with marks of their own, begin with C3 to C6, CC or E1 B8 to E1 BB.
    static func mayStand(in text: String) -> Bool {
        var previous: UInt8 = 0
        return text.hasByte { byte in
            defer { previous = byte }
            if previous == 0xE1 { return byte < 0xB8 || byte > 0xBB }
            return byte >= 0xC2 && !(0xC3...0xC6).contains(byte) && byte != 0xCC && byte != 0xE1
        }
    }

    /// What a scalar stands for, itself where it is seen; nil for a sign of no width.
    package static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        if scalar.isASCII { return scalar }
        if LetterTable.isInvisible(scalar) { return nil }
        if isSpace(scalar) { return " " }
        return CompatibilityForms.plain(scalar) ?? scalar
    }

    /// A no-break space, the spaces of typesetting, and that of double width.
    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }

    /// Whether a scalar is a dash of any length, which people and programs write for the hyphen of a number or code.
    package static func isDash(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x2D, 0x2010...0x2015, 0x2043, 0x2212, 0x2E3A, 0x2E3B, 0x30FC, 0xFE31, 0xFE32, 0xFE58, 0xFE63, 0xFF0D: true
        default: false
        }
    }

    /// A text as numbers and codes are read: besides what `removed` does, each dash is a plain hyphen.
    package static func plainNumber(_ text: String) -> String {
        let plain = removed(from: text)
        guard plain.hasByte({ $0 == 0xE2 || $0 == 0xE3 || $0 == 0xEF }) else { return plain }
        var result = String.UnicodeScalarView()
        for scalar in plain.unicodeScalars { result.append(isDash(scalar) ? "-" : scalar) }
        return String(result)
    }

    /// Flags stay; words that are spelled in the letters of flags are read.
    ///
    /// One flag or the same again and again is a picture, all else is writing.
    private static func reading(ofFlags letters: [Unicode.Scalar]) -> [Unicode.Scalar] {
        let isPicture =
            letters.count == 2
            || (letters.count % 2 == 0 && letters.indices.allSatisfy { letters[$0] == letters[$0 % 2] })
        return isPicture ? letters : letters.compactMap(CompatibilityForms.regionalLetter)
    }
}
