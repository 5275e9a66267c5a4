import Testing
import VietnameseText

@Suite struct SyllableTests {
    @Test(arguments: [
        "giấy", "khai", "sinh", "nghĩa", "vụ", "quốc", "thuở", "gì", "giếng", "khuya", "yêu", "nguyễn", "xoáy", "được",
        "quý", "thuế", "đường",
    ])
    func `a Vietnamese syllable is one`(text: String) throws {
        let word = try #require(Words(text).words.first)
        #expect(Syllable.isSyllable(word))
        #expect(Syllable.isFolded(word.foldedKey))
    }

    @Test(arguments: ["giaays", "khaisinh", "ddang", "xyz", "wifi", "cawn", "kẻo2", "ngeo", "bcd", "lôp"])
    func `what no rime or tone allows is none`(text: String) throws {
        let word = try #require(Words(text).words.last)
        #expect(!Syllable.isSyllable(word))
    }
}

@Suite struct TypingMethodTests {
    static let texts = [
        "đăng ký khai sinh", "giấy chứng nhận quyền sử dụng đất", "thường trú", "hộ nghèo", "quốc tịch",
    ]

    @Test(arguments: texts, TypingMethod.allCases)
    func `what a method types is read back`(text: String, method: TypingMethod) {
        for (word, key) in zip(Words(text).words, Words(method.typed(text)).words) where word.hasMarks {
            let decoded = method.decoded(key.letters).map { Word(range: 0..<0, letters: $0).marked }
            #expect(decoded == word.marked)
        }
    }

    @Test(arguments: [("giaays", "giấy"), ("giaasy", "giấy"), ("dduwowjc", "được"), ("dduwojc", "được")])
    func `telex keys may stand in either order`(keys: String, word: String) throws {
        let letters = try #require(Words(keys).words.first).letters
        let meant = try #require(Words(word).words.first)
        #expect(TypingMethod.telex.decoded(letters).map { Word(range: 0..<0, letters: $0).marked } == meant.marked)
    }

    @Test(arguments: [("giay61", "giấy"), ("gia6y1", "giấy"), ("d9ie65n", "điện")])
    func `VNI keys may stand in either order`(keys: String, word: String) throws {
        let letters = try #require(Words(keys).words.first).letters
        let meant = try #require(Words(word).words.first)
        #expect(TypingMethod.vni.decoded(letters).map { Word(range: 0..<0, letters: $0).marked } == meant.marked)
    }

    @Test(arguments: ["ct07", "t7", "2tr5", "kt3", "khai", "sinh"])
    func `codes and plain words are no raw typing`(text: String) throws {
        let letters = try #require(Words(text).words.first).letters
        for method in TypingMethod.allCases { #expect(method.decoded(letters) == nil) }
    }
}
