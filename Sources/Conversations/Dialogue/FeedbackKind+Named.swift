import VietnameseText

extension FeedbackKind {
    /// Whether a text calls itself a complaint or the like: then it is one of its own.
    static func isNamed(in words: Words) -> Bool {
        let words = words.words
        return zip(words, words.dropFirst()).contains { first, second in
            names.contains { isIt(first, $0.0) && isIt(second, $0.1) }
        }
    }

    private static let names = pairs([
        "phản ánh", "phản ảnh", "kiến nghị", "khiếu nại", "tố cáo", "tố giác", "góp ý",
    ])

    /// Whether a text denounces somebody: "xin tố cáo người làm sổ đỏ vòi tiền".
    ///
    /// What it is about (land, relief) must not make an ordinary question of it, because the sender is protected. Who asks how
    /// denouncing goes denounces nobody yet.
    static func denounces(_ words: Words) -> Bool {
        let words = words.words
        guard words.count >= 4 else { return false }
        for place in words.indices.dropLast(2) {
            let (first, second) = (words[place], words[place + 1])
            guard denouncing.contains(where: { isIt(first, $0.0) && isIt(second, $0.1) }),
                persons.contains(words[place + 2].folded)
            else { continue }
            return !zip(words, words.dropFirst()).contains { asking.contains([$0.folded, $1.folded]) }
        }
        return false
    }

    private static func isIt(_ word: Word, _ marked: Word) -> Bool {
        word.hasMarks ? word.markedKey == marked.markedKey : word.foldedKey == marked.foldedKey
    }

    private static let denouncing = pairs(["tố cáo", "tố giác"])

    private static func pairs(_ texts: [String]) -> [(Word, Word)] {
        texts.compactMap { text in
            let words = Words(text).words
            return words.count == 2 ? (words[0], words[1]) : nil
        }
    }

    /// How those begin who are denounced.
    private static let persons: Set<String> = [
        "ong", "ba", "anh", "chi", "co", "chu", "bac", "can", "nguoi", "truong", "pho", "cong", "hieu", "ke",
        "thu",
        "bi", "thang", "dua", "no", "han", "nhan", "giao", "thay", "bon", "nhom", "xa", "dia", "mot", "hai",
        "ten", "vo",
        "chong", "hang", "giam", "vien", "lanh",
    ]
    private static let asking: Set<[String]> = [
        ["o", "dau"], ["the", "nao"], ["ra", "sao"], ["lam", "sao"], ["can", "gi"], ["nhu", "nao"], ["cho", "nao"],
        ["mau", "don"], ["thu", "tuc"], ["noi", "nao"], ["gap", "ai"], ["co", "duoc"], ["bi", "phat"], ["cach", "nao"],
        ["don", "gi"], ["giay", "gi"],
    ]
}
