package import VietnameseText

/// The words of a text without marks, as staff search for them: `đăng ký` is found by `dang ky`, and the other way round.
package struct FoldedWords: Sendable, Equatable {
    package let words: [String]

    package init(_ text: String) { self.init(Words(text)) }
    package init(_ read: Words) { words = read.words.map(\.folded) }
}
