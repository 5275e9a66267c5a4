import Testing

@testable import VietnameseText

@Suite struct CharsetTests {
    private static let sentence = "đăng ký khai sinh cần giấy tờ gì"
    private static let emoji = "Cháy nhà rồi, cứu với 😀"

    private static func utf16(_ text: String, isBig: Bool = true) -> [UInt8] {
        text.utf16.flatMap { unit in
            let pair = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
            return isBig ? pair : pair.reversed()
        }
    }

    /// The bytes of a text in an encoding of one byte.
    private static func bytes(_ text: String, _ table: [Unicode.Scalar]) -> [UInt8] {
        text.unicodeScalars.compactMap { scalar in table.firstIndex(of: scalar).map { UInt8($0) } }
    }

    /// As Windows-1258 writes it: tones behind their vowels.
    private static let windows1258 = bytes(
        "đăng ky\u{301} khai sinh câ\u{300}n giâ\u{301}y tơ\u{300} gi\u{300}", CharsetTables.windows1258)

    /// Words compare as composed and decomposed alike.
    private static func same(_ left: String, _ right: String) -> Bool {
        left.unicodeScalars.elementsEqual(right.unicodeScalars) || left == right
    }

    @Test(arguments: [
        ("utf8", Charset.utf8), ("UTF-8", .utf8), ("\"utf-8\"", .utf8), (" unicode-1-1-utf-8 ", .utf8),
        ("UTF_8", .utf8),
        ("latin1", .windows1252), ("ISO-8859-1", .windows1252), ("us-ascii", .windows1252), ("cp1252", .windows1252),
        ("iso-8859-15", .latin9), ("windows-1258", .windows1258), ("CP1258", .windows1258), ("utf-16", .utf16BE),
        ("UTF-16BE", .utf16BE), ("utf-16le", .utf16LE), ("UCS-2", .utf16BE), ("iso-10646-ucs-2", .utf16BE),
        ("GSM", .gsm7), ("gsm-7", .gsm7), ("GSM 03.38", .gsm7), ("gsm0338", .gsm7), ("VISCII", .viscii),
        ("klingon", nil), ("", nil),
    ])
    func `an encoding is known by its names`(label: String, charset: Charset?) {
        #expect(Charset(label: label) == charset)
    }

    @Test(arguments: [
        ("text/plain; charset=utf8", "utf8"), ("text/plain;CHARSET = \"UTF-16BE\"; x=y", "UTF-16BE"),
        ("text/plain; format=flowed; charset='gsm'", "gsm"), ("text/plain", nil), ("text/plain; charset=", nil),
        ("charset=utf-8", nil),
    ])
    func `a label stands in a content type`(type: String, label: String?) {
        #expect(Charset.label(inContentType: type) == label)
    }

    /// Under every label, known and unknown, right and wrong.
    @Test(arguments: [
        nil, "utf-8", "utf8", "us-ascii", "iso-8859-1", "windows-1258", "iso-8859-15", "utf-16", "utf-16be", "utf-16le",
        "ucs-2", "gsm", "x-unknown",
    ])
    func `bytes that plainly are UTF-16 or UTF-8 are read as that`(label: String?) {
        for text in [Self.sentence, Self.emoji, "dang ky khai sinh can giay to gi", "ok", "Ạ ơi, cháu hỏi tí ạ"] {
            for bytes in [
                Array(text.utf8), Self.utf16(text), [0xFE, 0xFF] + Self.utf16(text),
                [0xFF, 0xFE] + Self.utf16(text, isBig: false), Self.utf16(text, isBig: false),
                [0xEF, 0xBB, 0xBF] + Array(text.utf8),
            ] {
                #expect(Charsets.text(bytes, label: label) == text, "\(text) \(bytes.prefix(8))")
            }
        }
    }

    @Test func `a cut unit becomes a sign, and the rest is read`() {
        for label in ["utf-16be", "utf-8", nil] {
            #expect(Charsets.text(Self.utf16("cháy nhà ") + [0xD8, 0x3D], label: label) == "cháy nhà \u{FFFD}")
            #expect(Charsets.text(Self.utf16("cháy nhà") + [0x00], label: label) == "cháy nhà\u{FFFD}")
            for cut in 1...3 {
                let text = Charsets.text(Array((Self.sentence + "😀").utf8.dropLast(cut)), label: label)
                #expect(text.hasPrefix(Self.sentence) && text.contains("\u{FFFD}"), "\(cut)")
            }
        }
        let tail = Charsets.text(Array("ạ, cháy nhà".utf8.dropFirst()), label: "utf-8")
        #expect(tail.hasSuffix(", cháy nhà"))
    }

    @Test(arguments: ["windows-1258", "iso-8859-1", "utf-8", nil, "x-unknown"])
    func `Vietnamese in the encodings of one byte is found by its words`(label: String?) {
        #expect(Self.same(Charsets.text(Self.windows1258, label: label), Self.sentence))
        let viscii = Self.bytes(Self.sentence, CharsetTables.viscii)
        #expect(Charsets.text(viscii, label: label) == Self.sentence)
        #expect(Charsets.text(viscii, label: "viscii") == Self.sentence)
        let tcvn3: [UInt8] = [
            0xAE, 0xA8, 0x6E, 0x67, 0x20, 0x6B, 0xFD, 0x20, 0x6B, 0x68, 0x61, 0x69, 0x20, 0x73, 0x69, 0x6E, 0x68,
            0x20, 0x63, 0xC7, 0x6E, 0x20, 0x67, 0x69, 0xCA, 0x79, 0x20, 0x74, 0xEA,
        ]
        #expect(Charsets.text(tcvn3, label: label) == "đăng ký khai sinh cần giấy tờ")
    }

    @Test func `Latin-1 is read as Windows-1252, with the words that it can write`() {
        #expect(Charsets.text([0x6C, 0xE0], label: "latin1") == "là")
        #expect(Charsets.text([0x93, 0x61, 0x94], label: "iso-8859-1") == "“a”")
        #expect(Charsets.text([0x61, 0xA4], label: "iso-8859-15") == "a€")
    }

    @Test func `the alphabet of SMS has its own signs, also behind its escape`() {
        #expect(Charsets.text([0x61, 0x00, 0x62, 0x02, 0x11], label: "gsm") == "a@b$_")
        #expect(Charsets.text([0x1B, 0x65, 0x1B, 0x28, 0x1B, 0x40, 0x1B], label: "gsm-7") == "€{|")
        #expect(Charsets.text([0x7F, 0x05], label: "GSM 03.38") == "àé")
        #expect(Charsets.text(Array("dang ky".utf8), label: "gsm") == "dang ky")
        #expect(Charsets.text(Array("đăng ký".utf8), label: "gsm") == "đăng ký")
    }

    @Test func `a sign of nothing inside of a text moves nothing`() {
        let text = "cho hoi a\u{0}b.vn dang ky khai sinh"
        for label in ["utf-8", "iso-8859-1", nil] { #expect(Charsets.text(Array(text.utf8), label: label) == text) }
    }

    @Test func `binary data are no text, and texts called so are`() {
        #expect(!Charsets.isPlainlyText([1, 2]))
        #expect(!Charsets.isPlainlyText([0x06, 0x05, 0x04, 0x15, 0x81, 0x00, 0x00, 0xFF]))
        #expect(!Charsets.isPlainlyText([]))
        #expect(Charsets.isPlainlyText(Array("cháy nhà\n".utf8)))
        #expect(Charsets.isPlainlyText(Self.utf16("cháy nhà cứu với")))
    }

    @Test(
        arguments: [
            ([0x05, 0x00, 0x03, 0xCC, 0x02, 0x01], 6), ([0x06, 0x08, 0x04, 0x01, 0x02, 0x03, 0x03], 7),
            ([0x05, 0x00, 0x03, 0xCC, 0x02, 0x03], 0), ([0x05, 0x00, 0x03, 0xCC, 0x00, 0x00], 0),
            ([0x05, 0x00, 0x03], 0),
            ([0x61, 0x05, 0x00, 0x03, 0x01, 0x02, 0x01], 0),
        ] as [([UInt8], Int)])
    func `the header of a part is taken off, and nothing else`(header: [UInt8], length: Int) {
        let bytes = header + Array("đăng ký".utf8)
        #expect(UserDataHeader.removed(from: bytes) == Array(bytes.dropFirst(length)))
    }

    private static func utf32(_ text: String, isBig: Bool = true) -> [UInt8] {
        text.unicodeScalars.flatMap { scalar in
            let four = (0..<4).map { UInt8(truncatingIfNeeded: scalar.value >> UInt32(8 * (3 - $0))) }
            return isBig ? four : four.reversed()
        }
    }

    @Test(arguments: [nil, "utf-32", "utf-32be", "ucs-4", "utf-16", "utf-8", "latin1"])
    func `four bytes for each sign are read`(label: String?) {
        for text in [Self.sentence, Self.emoji, "ok"] {
            for isBig in [true, false] {
                #expect(Charsets.text(Self.utf32(text, isBig: isBig), label: label) == text)
                #expect(Charsets.text(Self.utf32("\u{FEFF}" + text, isBig: isBig), label: label) == text)
                let cut = Array(Self.utf32(text + "ạ", isBig: isBig).dropLast())
                #expect(Charsets.text(cut, label: label) == text + "\u{FFFD}")
            }
        }
    }

    @Test func `a sign of nothing in front turns no text around`() {
        for isBig in [true, false] {
            let label = isBig ? "UTF-16BE" : "UTF-16LE"
            let text = Charsets.text(Self.utf16("\u{FFFE}" + Self.sentence, isBig: isBig), label: label)
            #expect(text == "\u{FFFD}" + Self.sentence)
            // A true mark wins over the label.
            #expect(Charsets.text(Self.utf16("\u{FEFF}" + Self.sentence, isBig: !isBig), label: label) == Self.sentence)
        }
    }

    @Test func `any bytes under any label end as a text`() {
        var state: UInt64 = 20_261_126
        func dice() -> UInt8 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 33)
        }
        for round in 0..<400 {
            let bytes = (0..<Int(dice())).map { _ in round.isMultiple(of: 2) ? dice() : dice() & 0x8F }
            for label in [nil, "utf-8", "utf-16", "gsm", "windows-1258", "latin1", "nonsense"] {
                let text = Charsets.text(bytes, label: label)
                #expect(
                    text.unicodeScalars.count <= bytes.count && (bytes.count < 2 || !text.isEmpty || bytes.count < 8))
            }
            _ = Charsets.isPlainlyText(bytes)
            _ = UserDataHeader.removed(from: bytes)
        }
    }
}
