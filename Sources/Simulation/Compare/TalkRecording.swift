import CheckedYAML
import Content
import Conversations
package import Foundation
import Gateway
import Logging
import Storage
import VietnameseText

/// How one version answered a corpus: what a comparison holds against another version.
package struct TalkRecording: Sendable, Codable, Equatable {
    package struct Reply: Sendable, Codable, Equatable {
        package var template: String
        package var text: String
    }

    /// What came of one message.
    package struct Turn: Sendable, Codable, Equatable {
        package var text: String
        /// What came instead of words, such as `image`; nil for words alone.
        package var kind: String? = nil
        package var decision: String
        package var replies: [Reply]
        /// SMS segments of all replies.
        package var segments: Int
        /// Reasons of the matters that staff got.
        package var escalated: [String]
    }

    package struct Talk: Sendable, Codable, Equatable {
        package var name: String
        package var turns: [Turn]
    }

    /// What was played: the program's version and the configuration.
    package var version: String
    package var talks: [Talk]

    /// Tuesday 2026-11-24, 9:00 in Vietnam, so that two recordings differ by nothing of their days.
    private static let start = Date(timeIntervalSince1970: 1_795_485_600)
    /// Between two messages of a villager, in seconds.
    private static let pause: TimeInterval = 60

    /// When the message of this number, from 0, is sent.
    static func moment(of message: Int) -> Date { start.addingTimeInterval(pause * Double(message)) }

    /// Plays a corpus against the content of a configuration, through the real dialogue and a database that is thrown away.
    package static func play(
        _ corpus: [CorpusTalk], configuration: String, environment: [String: String] = [:],
        progress: (Int) -> Void = { _ in }
    ) async throws -> TalkRecording {
        var settings = try GatewaySettings.load(path: configuration)
        let folder = FileManager.default.temporaryDirectory.appending(path: "compare-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        settings.database = folder.appending(path: "data/gateway.sqlite").path
        settings.keyFile = folder.appending(path: "keys/gateway.key").path
        // A corpus is many villagers at once; what a day may cost is not what is compared.
        settings.pace.answersPerDay = 0
        settings.pace.segmentsPerDay = 0
        let content = try GatewayContent.load(settings)
        try LoopbackHTTP.requirePortals(of: content)
        guard let first = settings.channels.first else { throw Bench.Refusal(description: "There is no channel.") }
        let channel = ChannelID(rawValue: try first.entry("id").string())
        let clock = SettableClock(start)
        var logger = Logger(label: "compare")
        logger.logLevel = .critical
        let assembly = try GatewayAssembly(
            settings: settings, content: content, httpClient: LoopbackHTTP.client, environment: environment,
            logger: logger, now: { clock.now })
        defer { try? assembly.store.close() }
        var recording = TalkRecording(
            version: "\(ProgramVersion.text(of: "simulator")), \(configuration)", talks: [])
        var matters = 0
        for (number, talk) in corpus.enumerated() {
            let phone = "+8490" + String(number + 1_000_000)
            var turns: [Turn] = []
            var numbers: Set<Int> = []
            for (index, sent) in talk.messages.enumerated() {
                clock.set(moment(of: index))
                let deed = try await assembly.store.lastDeed()
                let heard = try await assembly.store.messages(of: channel, address: phone).count
                let message = InboundMessage(
                    channel: channel, providerID: "\(number)-\(index)", sender: phone, text: sent.text,
                    sentAt: clock.now,
                    kind: sent.kind, attachments: sent.kind.playedAttachments)
                _ = try await assembly.store.receive([.message(message)], at: clock.now)
                try await assembly.handlePending()
                let log = Array(try await assembly.store.messages(of: channel, address: phone).dropFirst(heard))
                let escalated = try await assembly.store.reasonsOpened(after: deed)
                for _ in escalated {
                    matters += 1
                    numbers.insert(matters)
                }
                turns.append(turn(sent, log: log, escalated: escalated, numbers: numbers))
            }
            recording.talks.append(Talk(name: talk.name, turns: turns))
            if (number + 1).isMultiple(of: 500) { progress(number + 1) }
        }
        return recording
    }

    private static func turn(
        _ sent: CorpusTalk.Message, log: [StoredMessage], escalated: [String], numbers: Set<Int>
    ) -> Turn {
        let replies = log.filter { $0.direction == .outgoing }
        return Turn(
            text: Corpus.masked(sent.text), kind: sent.kind == .text ? nil : sent.kind.rawValue,
            decision: log.first { $0.direction == .incoming }?.decision ?? "",
            replies: replies.map { reply in
                let template = reply.template ?? "staff"
                // Codes are drawn by chance, and numbers of matters depend on the conversations before.
                let shown = template == "link_code" ? "…" : withoutNumbers(numbers, in: reply.text)
                return Reply(template: template, text: shown)
            }, segments: replies.reduce(0) { $0 + SMSEncoding.size(of: $1.text).segments }, escalated: escalated)
    }

    private static func withoutNumbers(_ numbers: Set<Int>, in text: String) -> String {
        guard !numbers.isEmpty else { return text }
        return text.replacing(/\b[0-9]+\b/) { match in
            Int(match.output).map(numbers.contains) == true ? "N" : String(match.output)
        }
    }

    /// Reads a recording that was written before.
    package static func load(path: String) throws -> TalkRecording {
        guard let bytes = FileManager.default.contents(atPath: path),
            let recording = try? JSONDecoder().decode(TalkRecording.self, from: bytes)
        else {
            throw Bench.Refusal(
                description:
                    "\(path) is no recording. Fix: make one with simulator compare --save \(path) CONFIG CORPUS…")
        }
        return recording
    }

    package var json: Data {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return try encoder.encode(self)
        }
    }
}
