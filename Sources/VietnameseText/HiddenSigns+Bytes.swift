extension HiddenSigns {
    /// Appends what a scalar is where numbers and codes are read: no byte for one of no width, a control or a combining
    /// mark, the base of a letter with marks, a hyphen for a dash, a space for white space beyond ASCII.
    ///
    /// - Parameters:
    ///   - letter: what stands for a letter that has no plain one beneath.
    ///   - sign: what stands for any other sign beyond ASCII.
    package static func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8], letter: UInt8, sign: UInt8) {
        if scalar.isASCII {
            let byte = UInt8(truncatingIfNeeded: scalar.value)
            if !isControl(byte) { bytes.append(byte) }
        } else if (0xC0...0x24F).contains(scalar.value) || (0x1E00...0x1EFF).contains(scalar.value),
            let base = LetterTable.letter(for: scalar)?.base
        {
            bytes.append(base)
        } else if LetterTable.combiningMark(scalar) == nil, let plain = plain(scalar) {
            if plain.isASCII {
                bytes.append(UInt8(truncatingIfNeeded: plain.value))
            } else if let several = CompatibilityForms.expanded(scalar) {
                bytes += several.utf8
            } else if isDash(scalar) {
                bytes.append(UInt8(ascii: "-"))
            } else if let other = other(scalar, letter: letter, sign: sign) {
                bytes.append(other)
            }
        }
    }

    /// Whether a byte of ASCII is a control other than white space: a phone shows nothing for it.
    package static func isControl(_ byte: UInt8) -> Bool { byte == 0x7F || (byte < 0x20 && byte &- 0x09 >= 5) }

    private static func other(_ scalar: Unicode.Scalar, letter: UInt8, sign: UInt8) -> UInt8? {
        if let base = LetterTable.letter(for: scalar)?.base { return base }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return nil
        case .spaceSeparator, .lineSeparator, .paragraphSeparator: return 0x20
        // The one white space that is no separator beyond ASCII.
        case .control: return scalar.value == 0x85 ? 0x20 : nil
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .letterNumber,
            .spacingMark:
            return letter
        default: return sign
        }
    }
}
