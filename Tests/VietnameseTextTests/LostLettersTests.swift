import Testing

@testable import VietnameseText

/// Letters that were lost on the way stay in their words, and question marks end questions all the same.
@Suite struct LostLettersTests {
    @Test(arguments: [
        ("L?m gi?y khai sinh c?n g?", "L�m gi�y khai sinh c�n g�"),
        ("??ng k? k?t h?n c?n gi?y t? g??", "��ng k� k�t h�n c�n gi�y t� g��"),
        ("Gi? l?m vi?c c?a x?", "Gi� l�m vi�c c�a x�"), ("ch?y nh? r?i", "ch�y nh� r�i"),
        ("h? s? x?c nh?n h?n nh?n", "h� s� x�c nh�n h�n nh�n"), ("Gi?y t?", "Gi�y t�"),
        // A question mark that ends a question, amid lost letters.
        ("khai t? ? ??u? C?m ?n", "khai t� ? ��u? C�m �n"),
        // Three bytes of a letter, one by one.
        ("gi???y khai sinh c???n g??", "gi���y khai sinh c���n g��"),
    ])
    func `question marks within words stand for lost letters`(text: String, shown: String) {
        #expect(LostLetters.shown(in: text) == shown)
    }

    @Test(arguments: [
        "bao nhiêu?nộp ở đâu", "bao nhieu tien?nop o dau?", "dc k?e hoi khai sinh", "dc k?a", "bn?k ad", "ko? v?",
        "gì??? sao???",
        "có được không?em cảm ơn", "??? là sao", "ủa??alo", "https://dichvucong.gov.vn/?ma=1&x=2", "a?b", "1?2?3",
        "khai sinh cần gì?khai tử cần gì?", "ok?ok", "?khai sinh", "anh Hai?chị Ba?", "sao?sao", "?", "", "ad?a?",
    ])
    func `question marks of questions stay`(text: String) {
        #expect(LostLetters.shown(in: text) == text)
    }

    @Test(arguments: [
        ("kh�ai sinh", ["kh?ai", "sinh"]), ("gi�y t�", ["gi?y", "t?"]), ("��ng k�", ["??ng", "k?"]),
        // Where no syllable fits, the sign parts two words, as a NUL or a cut emoji does.
        ("khai�sinh", ["khai", "sinh"]), ("cần�gì", ["cần", "gì"]), ("hồ sơ�123", ["hồ", "sơ", "123"]),
        ("0�5�1", ["0", "5", "1"]), ("a � b", ["a", "b"]), ("���", []), ("ok�", ["ok"]), ("�� khai", ["khai"]),
    ])
    func `a lost letter stays in its word where that may be a syllable`(text: String, words: [String]) {
        let read = Words(text)
        #expect(read.words.map(\.spelling) == words)
        #expect(read.words.indices.allSatisfy { Words(read.original($0..<$0 + 1)).words.count == 1 })
    }

    @Test(arguments: [("hủy�", "hủy"), ("có�", "có"), ("�sinh", "sinh"), ("huy��", "huy"), ("1�", "1")])
    func `a sign behind a whole word changes nothing of it`(text: String, word: String) {
        #expect(Words(text).words.map(\.markedKey) == Words(word).words.map(\.markedKey))
    }

    @Test(arguments: [
        ("gi�y", "giấy", true), ("gi�y", "giy", true), ("gi�y", "giường", false), ("��ng", "đăng", true),
        ("kh�ai", "khai", true),
        ("c�n", "cần", true), ("c�n", "còng", false), ("gia��y", "giấy", true), ("t�m", "tím", true),
        ("tr���", "trú", true),
        ("hồ�", "hổ", false),
    ])
    func `a word may have been what its letters fit`(written: String, meant: String, fits: Bool) throws {
        let letters = try #require(Words(meant).words.first).letters
        let word = Word(
            range: 0..<0,
            letters: written.unicodeScalars.compactMap {
                $0 == "\u{FFFD}" ? .lost : LetterTable.letter(for: $0)
            })
        #expect((word.lostCost(of: letters) != nil) == fits)
    }

    @Test func `what nothing but lost letters costs stays bounded`() {
        let clock = ContinuousClock()
        for piece in ["\u{FFFD}", "a\u{FFFD}", "ng?", "?a", "\u{FFFD} "] {
            let text = String(repeating: piece, count: 65_536 / piece.utf8.count)
            let time = clock.measure { _ = Words(LostLetters.shown(in: Words.read(of: text))) }
            #expect(time < .seconds(10), "\(piece) took \(time)")
        }
    }
}
