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
            "giá 500.000₫ đúng không", "Bahnar: kơdih, ñăm, bơngai", "café crème", "", "½ thửa đất",
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
