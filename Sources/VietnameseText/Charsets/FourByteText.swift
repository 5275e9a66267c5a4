/// UTF-32 in either order, which no SMS has by the book, but which programs write that take `wchar_t` for a text.
enum FourByteText {
    /// The text of bytes that plainly are that, whatever their label says; nil for all others.
    ///
    /// Of each four bytes one is zero and the one beside it at most 0x10: as UTF-16 every second sign would be a control.
    static func text(_ bytes: [UInt8]) -> String? {
        guard bytes.count >= 8 else { return nil }
        return text(bytes, places: (0, 1, 2, 3)) ?? text(bytes, places: (3, 2, 1, 0))
    }

    private static func text(_ bytes: [UInt8], places: (Int, Int, Int, Int)) -> String? {
        var scalars = String.UnicodeScalarView()
        var letters = 0
        for start in stride(from: 0, through: bytes.count - 4, by: 4) {
            guard bytes[start + places.0] == 0, bytes[start + places.1] <= 0x10 else { return nil }
            let value =
                UInt32(bytes[start + places.1]) << 16 | UInt32(bytes[start + places.2]) << 8
                | UInt32(bytes[start + places.3])
            if value >= 0x20 { letters += 1 }
            if start == 0, value == 0xFEFF { continue }
            scalars.append(Unicode.Scalar(value) ?? "\u{FFFD}")
        }
        guard letters * 8 > bytes.count else { return nil }
        if !bytes.count.isMultiple(of: 4) { scalars.append("\u{FFFD}") }
        return String(scalars)
    }
}
