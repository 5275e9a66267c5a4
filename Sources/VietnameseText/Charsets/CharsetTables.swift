/// What each byte of the encodings of one byte stands for.
enum CharsetTables {
    /// WHATWG: what browsers read as Latin-1 and ASCII too.
    static let windows1252 = bytes(
        high: "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ")

    /// WHATWG; tones are marks of their own behind their vowel.
    static let windows1258: [Unicode.Scalar] = {
        var table = bytes(high: "€\u{81}‚ƒ„…†‡ˆ‰\u{8A}‹Œ\u{8D}\u{8E}\u{8F}\u{90}‘’“”•–—˜™\u{9A}›œ\u{9D}\u{9E}Ÿ")
        let others: [(Int, Unicode.Scalar)] = [
            (0xC3, "Ă"), (0xCC, "\u{300}"), (0xD0, "Đ"), (0xD2, "\u{309}"), (0xD5, "Ơ"), (0xDD, "Ư"), (0xDE, "\u{303}"),
            (0xE3, "ă"), (0xEC, "\u{301}"), (0xF0, "đ"), (0xF2, "\u{323}"), (0xF5, "ơ"), (0xFD, "ư"), (0xFE, "₫"),
        ]
        for (byte, scalar) in others { table[byte] = scalar }
        return table
    }()

    static let latin9: [Unicode.Scalar] = {
        var table = bytes(high: "")
        let others: [(Int, Unicode.Scalar)] = [
            (0xA4, "€"), (0xA6, "Š"), (0xA8, "š"), (0xB4, "Ž"), (0xB8, "ž"), (0xBC, "Œ"), (0xBD, "œ"), (0xBE, "Ÿ"),
        ]
        for (byte, scalar) in others { table[byte] = scalar }
        return table
    }()

    /// RFC 1456: letters also in the place of six controls.
    static let viscii: [Unicode.Scalar] = {
        let letters =
            "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
        var table = bytes(high: "")
        for (index, letter) in letters.unicodeScalars.prefix(128).enumerated() { table[0x80 + index] = letter }
        let others: [(Int, Unicode.Scalar)] = [
            (0x02, "Ẳ"), (0x05, "Ẵ"), (0x06, "Ẫ"), (0x14, "Ỷ"), (0x19, "Ỹ"), (0x1E, "Ỵ"),
        ]
        for (byte, scalar) in others { table[byte] = scalar }
        return table
    }()

    /// 3GPP TS 23.038, 6.2.1; the escape itself shows nothing.
    static let gsmBasic: [Unicode.Scalar] = Array(
        ("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u{A0}ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
            + "¿abcdefghijklmnopqrstuvwxyzäöñüà").unicodeScalars)

    static let gsmExtension: [UInt8: Unicode.Scalar] = [
        0x0A: "\u{0C}", 0x14: "^", 0x28: "{", 0x29: "}", 0x2F: "\\", 0x3C: "[", 0x3D: "~", 0x3E: "]", 0x40: "|",
        0x65: "€",
    ]

    /// Latin-1, with other signs in 0x80…0x9F.
    private static func bytes(high: String) -> [Unicode.Scalar] {
        var table = (0...255).map { Unicode.Scalar(UInt8($0)) }
        for (index, scalar) in high.unicodeScalars.prefix(32).enumerated() { table[0x80 + index] = scalar }
        return table
    }
}
