import Testing
import VietnameseText

@Suite struct LegacyEncodingTests {
    @Test(
        arguments: [
            ("®¨ng ký khai sinh", "đăng ký khai sinh", LegacyEncoding.tcvn3),
            ("Giê lµm viÖc cña x·", "Giờ làm việc của xã", .tcvn3),
            ("ñaêng kyù keát hoân", "đăng ký kết hôn", .vni),
            ("Xaùc nhaän hoä khaåu thöôøng truù", "Xác nhận hộ khẩu thường trú", .vni),
            ("Ä‘Äƒng kÃ½ táº¡m trÃº", "đăng ký tạm trú", .utf8),
            (
                "&#273;&#259;ng k&#253; khai sinh c&#7847;n gi&#7845;y t&#7901; g&#236;",
                "đăng ký khai sinh cần giấy tờ gì", .escapes
            ),
            ("&#x111;&#x103;ng k&yacute; k&#x1EBF;t h&ocirc;n", "đăng ký kết hôn", .escapes),
            ("&amp;#273;&amp;#259;ng k&amp;#253; khai sinh", "đăng ký khai sinh", .escapes),
            ("\\u0111\\u0103ng k\\u00fd khai sinh", "đăng ký khai sinh", .escapes),
            ("\\u{111}\\u{103}ng k\\u{fd} khai t\\u{1eed}", "đăng ký khai tử", .escapes),
            ("%u0111%u0103ng k%u00FD t%u1EA1m tr%u00FA", "đăng ký tạm trú", .escapes),
            ("%C4%91%C4%83ng%20k%C3%BD%20khai%20sinh", "đăng ký khai sinh", .escapes),
            ("%C4%91%C4%83ng+k%C3%BD+khai+sinh", "đăng ký khai sinh", .escapes),
            ("dang%20ky%20khai%20sinh", "dang ky khai sinh", .escapes),
            ("=C4=91=C4=83ng k=C3=BD khai sinh", "đăng ký khai sinh", .escapes),
            ("006B006800610069002000730069006E0068", "khai sinh", .hex),
            ("0111 0103 006E 0067 0020 006B 00FD 0020 006B 0068 0061 0069", "đăng ký khai", .hex),
            ("6B6861692073696E68", "khai sinh", .hex),
            ("\\x6B\\x68\\x61\\x69\\x20\\x73\\x69\\x6E\\x68", "khai sinh", .escapes),
            ("1101 0301 6E00 6700 2000 6B00 FD00 2000", "đăng ký", .hex),
            ("ðãng kyì khai sinh câÌn giâìy tõÌ giÌ", "đăng ký khai sinh cần giấy tờ gì", .windows1258),
            ("giâìy khai sinh mâìt rôÌi laÌm laòi", "giấy khai sinh mất rồi làm lại", .windows1258),
            ("Ã„â€˜Ã„Æ’ng kÃƒÂ½ khai sinh", "đăng ký khai sinh", .utf8),
            // The no-break space of "à" as it is, as a plain space, as one with the gap, and trimmed away.
            ("chÃ¡y nhÃ\u{A0} cá»©u", "cháy nhà cứu", .utf8), ("chÃ¡y nhÃ  cá»©u", "cháy nhà cứu", .utf8),
            ("chÃ¡y nhÃ cá»©u", "cháy nhà cứu", .utf8), ("bá»‹ chÃ¡y nhÃ", "bị cháy nhà", .utf8),
            ("chÃƒÂ¡y nhÃƒÂ\u{A0} cÃ¡Â»Â©u", "cháy nhà cứu", .utf8),
            // What Windows-1252 has no sign for came as another, or not at all.
            ("Ä\u{FFFD}Äƒng kÃ½ táº¡m trÃº", "\u{FFFD}ăng ký tạm trú", .utf8),
            ("Ä?Äƒng kÃ½ káº¿t hÃ´n cáº§n giáº¥y tá»? gÃ¬", "\u{FFFD}ăng ký kết hôn cần giấy t\u{FFFD} gì", .utf8),
            ("Ä‘Äƒng kÃ½ khai tá» bao lÃ¢u", "đăng ký khai t\u{FFFD} bao lâu", .utf8),
            ("®¨ng ký t¹m tró ë ®©u", "đăng ký tạm trú ở đâu", .tcvn3),
            ("\\\\u0111\\\\u0103ng k\\\\u00fd t\\\\u1ea1m tr\\\\u00fa", "đăng ký tạm trú", .escapes),
            ("\\\\\\\\u0111i l\\\\\\\\u00e0m gi\\\\\\\\u1ea5y", "đi làm giấy", .escapes),
            ("\\\\xC4\\\\x91\\\\xC4\\\\x83ng k\\\\xC3\\\\xBD", "đăng ký", .escapes),
            ("ch%E1y%20nh%E0%20c%u1EE9u%20v%u1EDBi", "cháy nhà cứu với", .escapes),
            ("%u0111%u0103ng%20k%FD%20k%u1EBFt%20h%F4n", "đăng ký kết hôn", .escapes),
            ("l%E0m%20gi%E0y%20%E1o", "làm giày áo", .escapes),
            ("%C4%91%C4%83ng%20k%C3%BD%20khai%20sinh%20c%E1%BA", "đăng ký khai sinh c\u{FFFD}", .escapes),
            ("=?UTF-8?Q?=C4=91=C4=83ng_k=C3=BD_khai_sinh?=", "đăng ký khai sinh", .escapes),
            ("=?utf-8?B?xJHEg25nIGvDvSBraGFpIHNpbmg=?=", "đăng ký khai sinh", .escapes),
            ("=?utf-8?b?xJHEg25n?= =?UTF-8?q?_k=C3=BD_?= khai sinh", "đăng ký khai sinh", .escapes),
            ("=?iso-8859-1?Q?ch=E1y_nh=E0?=", "cháy nhà", .escapes),
        ])
    func `what an old encoding left is read as it was meant`(
        text: String, meant: String, encoding: LegacyEncoding
    ) throws {
        let decoded = try #require(LegacyEncoding.decoded(text))
        #expect(Words(decoded.text).words.map(\.marked) == Words(meant).words.map(\.marked))
        #expect(decoded.encoding == encoding)
    }

    @Test(
        arguments: [
            "đăng ký khai sinh cho bé cần giấy tờ gì", "dang ky tam tru", "Hoà, thuý, khoẻ", "xã Ia Krêl, làng Êđê",
            "https://dichvucong.gov.vn/tra%20cuu?ma=000.00.53.H48-261120-0001", "giảm 50% lệ phí", "a=10&b=20 &amp; c",
            "0901234567", "051199001234", "DEADBEEF", "deadbeef01234567", "0511 9900 1234 0511 9900 1235",
            "550e8400-e29b-41d4-a716-446655440000", "000.00.53.H48-261120-0001", "?ang k? khai sinh",
            "giò chả, cái giỏ, quì",
            "x = y\\n", "C:\\users\\u0111", "abc 12 34 56 78 90 12 34 56", "cafe bad face dead",
            "lương 50%AC không", "tăng 100%ABC", "x=E1 y=C4", "=?UTF-8?", "=?x?y?z?= là gì", "=?utf-8?B?xJ!?=",
            "a=?b?c",
            "D:\\\\u0 xã", "giá 500.000₫ đúng không", "Bahnar: kơdih, ñăm, bơngai", "café crème", "", "½ thửa đất",
        ])
    func `texts of today stay as they are`(text: String) {
        #expect(LegacyEncoding.decoded(text) == nil)
    }

    @Test func `every letter of TCVN3 comes back`() throws {
        // The whole lower-case alphabet of marks, each in a syllable of its own.
        let tcvn3 = "µn ¶o ·n ¸n ¹n ¨n »n ¼n ½n ¾n Æn ©n Çn Èn Én Ên Ën ®i Ìn Îo Ïn Ðn Ñn ªm Òm Óm Ôm Õm Öm"
        let meant = "àn ảo ãn án ạn ăn ằn ẳn ẵn ắn ặn ân ần ẩn ẫn ấn ận đi èn ẻo ẽn én ẹn êm ềm ểm ễm ếm ệm"
        let decoded = try #require(LegacyEncoding.decoded(tcvn3))
        #expect(decoded.text == meant)
    }
}
