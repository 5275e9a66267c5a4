import Foundation

/// An input under which an invariant did not hold, with what is needed to play it again; a file under `Tests/FuzzCorpus/finds`.
package struct FindFile: Sendable, Codable {
    /// What plays it again.
    package var replay: String
    package var door: String
    package var invariant: Invariant
    package var detail: String
    /// The run that found it.
    package var seed: UInt64
    package var index: Int
    package var input: FuzzInput

    package static func load(path: String) throws -> FindFile {
        try JSONDecoder().decode(FindFile.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    }

    func write(path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        try (encoder.encode(self) + Data("\n".utf8)).write(to: URL(fileURLWithPath: path))
    }
}
