import VietnameseText

/// The name of somebody on the staff, as villagers write it: whole, its last two words, or the given name behind a title.
package struct PersonName: Sendable, Equatable {
    private let words: [Word]

    package init(_ name: String) { words = Words(name).words }

    /// Whether a text speaks of this person.
    ///
    /// It rather says so once too often: for the right to see a denunciation a doubt is enough.
    package func stands(in text: String) -> Bool {
        guard let given = words.last else { return false }
        let said = Words(text).words
        if words.count > 1 {
            for count in Set([words.count, 2]) where Self.stands(words.suffix(count), in: said) { return true }
        }
        return said.indices.dropFirst().contains { place in
            Self.isSame(said[place], given) && Self.isTitle(said[place - 1])
                && said[place].sentence == said[place - 1].sentence
        }
    }

    private static func stands(_ name: ArraySlice<Word>, in said: [Word]) -> Bool {
        guard said.count >= name.count else { return false }
        return (0...said.count - name.count).contains { start in
            zip(name, said[start..<start + name.count]).allSatisfy { isSame($1, $0) }
        }
    }

    /// What is written without marks may be any word of these letters; with marks it is the one that stands there.
    private static func isSame(_ said: Word, _ name: Word) -> Bool {
        said.hasMarks ? said.markedKey == name.markedKey : said.foldedKey == name.foldedKey
    }

    /// The last word of what stands before a name: `ông`, `cán bộ`, `đồng chí`, `chủ tịch`, `trưởng thôn`, `công an`.
    private static func isTitle(_ word: Word) -> Bool { titles.contains(word.folded) }

    private static let titles: Set<String> = [
        "ong", "ba", "anh", "chi", "co", "chu", "bac", "cau", "mo", "di", "em", "ten", "thang", "con", "bo", "tich",
        "thu", "truong", "pho", "thon", "xa", "an", "chinh", "toan", "quan", "thay", "sep", "vien", "doi", "y", "a",
    ]
}
