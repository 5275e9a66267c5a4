package import CheckedYAML
import Conversations
import Foundation
import Gateway
package import Storage

/// A conversation to be played again: what one villager writes, in order.
package struct CorpusTalk: Sendable, Equatable {
    /// Tells it from all others, such as `khai-sinh.yaml` or `own.tsv:12`.
    package var name: String
    package var texts: [String]

    package init(name: String, texts: [String]) {
        self.name = name
        self.texts = texts
    }

    /// The same as it may be kept: what is played must be what is written down, or it would not play the same again.
    package var masked: CorpusTalk { CorpusTalk(name: name, texts: texts.map(Corpus.masked)) }
}

/// Conversations out of scenarios, files of talks, lists of texts, or a gateway's database.
package enum Corpus {
    /// Conversations that are read from a database at once.
    private static let atOnce = 200

    /// Reads a scenario, a file of talks (docs/talks.md), or a text on each line with columns behind it.
    package static func load(path: String) throws(FileProblems) -> [CorpusTalk] {
        do throws(FileProblem) {
            let name = (path as NSString).lastPathComponent
            guard path.hasSuffix(".yaml") else { return try lines(of: path, name: name) }
            let root = try YAMLEntry.load(path: path)
            guard (try? root.entries()) != nil, (try? root.keys) == nil else {
                return [CorpusTalk(name: name, texts: try texts(ofScenario: root))]
            }
            var talks: [CorpusTalk] = []
            for (index, talk) in try root.entries().enumerated() {
                var texts: [String] = []
                for message in try talk.entry("messages").entries() { texts.append(try message.entry("text").string()) }
                talks.append(CorpusTalk(name: "\(name):\(index + 1)", texts: texts))
            }
            return talks
        } catch {
            throw FileProblems([error])
        }
    }

    private static func texts(ofScenario root: YAMLEntry) throws(FileProblem) -> [String] {
        var texts: [String] = []
        for step in try root.entry("steps").entries() {
            if let text = try step.optional("villager")?.string(), !text.isEmpty { texts.append(text) }
        }
        return texts
    }

    /// Each line is a conversation of one message; a first line that begins with "text" is a header.
    private static func lines(of path: String, name: String) throws(FileProblem) -> [CorpusTalk] {
        let file = try TextFile.load(path: path, kind: "a text on each line")
        let lines = file.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        return lines.enumerated().compactMap { number, line in
            let words = line.prefix { $0 != "\t" }.trimmingCharacters(in: .whitespaces)
            guard !words.isEmpty, !words.hasPrefix("#"), number > 0 || words != "text" else { return nil }
            return CorpusTalk(name: "\(name):\(number + 1)", texts: [words])
        }
    }

    /// The conversations of a gateway's database, with every longer number masked; none with a denunciation.
    package static func load(from store: GatewayStore, limit: Int) async throws -> [CorpusTalk] {
        var talks: [CorpusTalk] = []
        var last: Int64 = 0
        while talks.count < limit {
            let next = try await store.villagersTexts(after: last, limit: min(atOnce, limit - talks.count))
            guard let end = next.last else { break }
            last = end.conversation
            talks += next.filter { !$0.texts.isEmpty }.map { conversation, texts in
                CorpusTalk(name: "conversation \(conversation)", texts: texts.map(masked))
            }
        }
        return talks
    }

    /// Numbers of six digits and more, such as phones and codes, become zeros; so does all of a citizen's number.
    static func masked(_ text: String) -> String { MaskedText.of(text) }
}

extension YAMLEntry {
    /// The keys of a mapping; throws for anything else.
    fileprivate var keys: [String] { get throws(FileProblem) { try pairs().map(\.key) } }
}

extension Corpus {
    /// The conversations of the database that a configuration names; it must be there.
    package static func load(configuration: String, limit: Int) async throws -> [CorpusTalk] {
        let settings = try GatewaySettings.load(path: configuration)
        guard FileManager.default.fileExists(atPath: settings.database) else {
            throw Bench.Refusal(description: "There is no database \(settings.database). Fix: name its configuration")
        }
        let store = try settings.openStore()
        defer { try? store.close() }
        return try await load(from: store, limit: limit)
    }
}
