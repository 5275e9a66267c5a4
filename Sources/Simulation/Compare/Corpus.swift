package import CheckedYAML
package import Conversations
package import Foundation
import Gateway
package import Storage

/// A conversation to be played again: what one villager sends, and what officers do about it, in order.
package struct CorpusTalk: Sendable, Equatable {
    /// Words, or what comes instead of them, mostly with none; or the deed of an officer.
    package struct Message: Sendable, Equatable {
        package enum Speaker: String, Sendable {
            case villager, staff
            /// An officer takes the conversation, or leaves it; without words.
            case takes, gives
        }

        package var speaker: Speaker
        package var kind: MessageKind
        package var text: String
        /// When, to the minute; nil for a minute after what stands before it.
        package var at: Date?

        package init(speaker: Speaker = .villager, kind: MessageKind = .text, text: String, at: Date? = nil) {
            self.speaker = speaker
            self.kind = kind
            self.text = text
            self.at = at
        }
    }

    /// Tells it from all others, such as `khai-sinh.yaml` or `own.tsv:12`.
    package var name: String
    package var messages: [Message]

    package init(name: String, messages: [Message]) {
        self.name = name
        self.messages = messages
    }

    package init(name: String, texts: [String]) { self.init(name: name, messages: texts.map { Message(text: $0) }) }

    package var texts: [String] { messages.map(\.text) }

    /// The same as it may be kept: what is played must be what is written down, or it would not play the same again.
    package var masked: CorpusTalk {
        var talk = self
        for index in messages.indices { talk.messages[index].text = Corpus.masked(messages[index].text) }
        return talk
    }
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
                return [CorpusTalk(name: name, messages: try messages(ofScenario: root))]
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

    /// A misspelt key would leave a message out, and a comparison without it would find nothing.
    private static func messages(ofScenario root: YAMLEntry) throws(FileProblem) -> [CorpusTalk.Message] {
        try root.allow(keys: ScenarioKey.names(of: .scenario))
        var messages: [CorpusTalk.Message] = []
        for step in try root.entry("steps").entries() {
            try step.allow(keys: ScenarioKey.names(of: .step))
            if let found = try step.villagersMessage() { messages.append(.init(kind: found.kind, text: found.text)) }
        }
        return messages
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

    /// The conversations of a gateway's database with what officers did in them, at their times, every longer number masked;
    /// none with a denunciation.
    package static func load(from store: GatewayStore, limit: Int) async throws -> [CorpusTalk] {
        var talks: [CorpusTalk] = []
        var last: Int64 = 0
        while talks.count < limit {
            let next = try await store.pastActs(after: last, limit: min(atOnce, limit - talks.count))
            guard let end = next.last else { break }
            last = end.conversation
            talks += next.map { conversation, acts in
                CorpusTalk(name: "conversation \(conversation)", messages: acts.map(CorpusTalk.Message.init)).masked
            }.filter { $0.messages.contains { $0.speaker == .villager } }
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

extension CorpusTalk.Message {
    fileprivate init(_ act: PastAct) {
        // Scenarios know minutes; what is played must be what is written down.
        let at = Date(timeIntervalSince1970: (act.at.timeIntervalSince1970 / 60).rounded(.down) * 60)
        switch act.what {
        case .message(let kind, let text): self.init(kind: kind, text: text, at: at)
        case .answer(let text, _): self.init(speaker: .staff, text: text, at: at)
        case .taken: self.init(speaker: .takes, text: "", at: at)
        case .givenBack: self.init(speaker: .gives, text: "", at: at)
        }
    }
}
