import VietnameseText

/// A wording as it stands in an intents file: `[làm|xin|] giấy khai sinh`, `mất .. giấy khai sinh`.
///
/// Brackets hold alternatives, an empty one may be left out; `..` stands for up to six other words.
package struct PhrasePattern: Sendable {
    /// A phrase without alternatives: runs of words, in order, with gaps between them.
    package struct Expansion: Sendable, Hashable {
        package var runs: [[String]]

        package init(runs: [[String]]) { self.runs = runs }

        /// How many words it names; longer wordings say more.
        package var length: Int { runs.reduce(0) { $0 + $1.count } }
    }

    /// The most expansions that one line may have; beyond, it should be two lines.
    package static let maximalExpansions = 10_000

    package var source: String
    package var expansions: [Expansion]

    /// Reads a wording; on an error, `problem` says what is wrong with it.
    package init(_ source: String) throws(PatternProblem) {
        self.source = source
        var sequences: [[Piece]] = [[]]
        for piece in try Self.pieces(of: source) {
            switch piece {
            case .words(let words): sequences = sequences.map { $0 + [.words(words)] }
            case .gap: sequences = sequences.map { $0 + [.gap] }
            case .alternatives(let alternatives):
                sequences = sequences.flatMap { sequence in
                    alternatives.map { $0.isEmpty ? sequence : sequence + [.words($0)] }
                }
            }
            guard sequences.count <= Self.maximalExpansions else {
                throw PatternProblem(what: "it stands for more than \(Self.maximalExpansions) wordings")
            }
        }
        var seen: Set<Expansion> = []
        expansions = []
        for sequence in sequences {
            let expansion = Self.expansion(of: sequence)
            guard !expansion.runs.isEmpty else { throw PatternProblem(what: "one of its wordings is empty") }
            if seen.insert(expansion).inserted { expansions.append(expansion) }
        }
    }

    package struct PatternProblem: Error { package var what: String }

    private enum Piece {
        case words([String])
        case alternatives([[String]])
        case gap
    }

    private static func pieces(of source: String) throws(PatternProblem) -> [Piece] {
        var pieces: [Piece] = []
        var rest = source[...]
        while let character = rest.first {
            if character == "[" {
                guard let end = rest.firstIndex(of: "]") else { throw PatternProblem(what: "a [ has no ]") }
                let inside = rest[rest.index(after: rest.startIndex)..<end]
                pieces.append(
                    .alternatives(inside.split(separator: "|", omittingEmptySubsequences: false).map { split($0) }))
                rest = rest[rest.index(after: end)...]
            } else if character == "]" {
                throw PatternProblem(what: "a ] has no [")
            } else {
                let end = rest.firstIndex { $0 == "[" || $0 == "]" } ?? rest.endIndex
                for token in rest[..<end].split(separator: " ") {
                    pieces.append(token == ".." ? .gap : .words(split(token)))
                }
                rest = rest[end...]
            }
        }
        return pieces
    }

    private static func split(_ text: Substring) -> [String] {
        let words = Words(String(text))
        return words.words.indices.map { words.original($0..<$0 + 1) }
    }

    private static func expansion(of sequence: [Piece]) -> Expansion {
        var runs: [[String]] = [[]]
        for piece in sequence {
            switch piece {
            case .words(let words): runs[runs.count - 1].append(contentsOf: words)
            case .gap: runs.append([])
            case .alternatives: break
            }
        }
        return Expansion(runs: runs.filter { !$0.isEmpty })
    }
}
