/// Signs that stand in a text without being seen: those of no width, spaces that are no plain space, and digits and
/// letters of double width, as chat programs and copied documents leave them.
public enum HiddenSigns {
    /// The text without them: signs of no width are left out, other spaces are plain ones, double width is single width.
    public static func removed(from text: String) -> String {
        guard mayStand(in: text) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if let plain = plain(scalar) { result.append(plain) }
        }
        return String(result)
    }

    /// A quick look at the bytes with which such signs begin; most texts have none of them.
    static func mayStand(in text: String) -> Bool {
        text.hasByte { $0 == 0xC2 || $0 == 0xE2 || $0 == 0xE3 || $0 == 0xEF }
    }

    /// What a scalar stands for, itself where it is seen; nil for a sign of no width.
    public static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        if LetterTable.isInvisible(scalar) { return nil }
        switch scalar.value {
        // A no-break space, the spaces of typesetting, and that of double width.
        case 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: return " "
        // Double width has the order of ASCII.
        case 0xFF01...0xFF5E: return Unicode.Scalar(UInt8(scalar.value - 0xFF01 + 0x21))
        default: return scalar
        }
    }
}
