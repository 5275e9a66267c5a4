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

    /// What came of one message, of an officer's deed, or of a pause.
    package struct Turn: Sendable, Codable, Equatable {
        package var text: String
        /// Who acted where it was no villager: `staff`, `takes`, `gives`, or `waits` for nobody.
        package var speaker: String? = nil
        /// When, where the conversation has times of its own.
        package var at: Date? = nil
        /// How long nobody wrote, for `waits`.
        package var minutes: Int? = nil
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

    /// When the message of this number, from 0, is sent where the conversation has no times.
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
        for (number, talk) in corpus.enumerated() {
            let player = TalkPlayer(
                assembly: assembly, content: content, clock: clock, channel: channel, number: number)
            recording.talks.append(Talk(name: talk.name, turns: try await player.play(talk)))
            if (number + 1).isMultiple(of: 500) { progress(number + 1) }
        }
        return recording
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
