import Channels
import CheckedYAML
package import Conversations
package import Foundation
package import Storage
import VietnameseText

/// What was set aside at the door, for whoever knows the provider.
package struct QuarantineDesk: Sendable {
    /// An entry with what stands in it.
    package struct Contents: Sendable {
        package var entry: QuarantineEntry
        /// `POST`, and so on; nil where only a body was kept, or nothing any more.
        package var method: String?
        /// Without the values of secrets, and of telephone numbers only the end.
        package var query: [(name: String, value: String)]
        package var headers: [(name: String, value: String)]
        package var bodyBytes: Int
        /// What a release would take in, as the channel reads it; texts have their personal numbers masked.
        package var events: [String]
    }

    private let settings: GatewaySettings
    private let store: GatewayStore
    private let environment: [String: String]

    package init(settings: GatewaySettings, store: GatewayStore, environment: [String: String]) {
        self.settings = settings
        self.store = store
        self.environment = environment
    }

    /// How many messages each channel took in without a proof; channels with none are left out.
    package func unprovenMessages() async throws -> [(channel: ChannelID, count: Int)] {
        var counts: [(channel: ChannelID, count: Int)] = []
        for entry in settings.channels {
            let id = ChannelID(rawValue: try entry.entry("id").string())
            let count = try await store.unprovenMessages(of: id)
            if count > 0 { counts.append((id, count)) }
        }
        return counts
    }

    /// Nil for an unknown number.
    package func contents(_ number: Int64) async throws -> Contents? {
        guard let (entry, bytes) = try await store.quarantined(number) else { return nil }
        guard entry.kind == .unproven, let call = StoredCall(bytes: bytes) else {
            return Contents(
                entry: entry, method: nil, query: [], headers: [], bodyBytes: bytes.count,
                events: bytes.isEmpty ? [] : [Self.legible(bytes)])
        }
        return Contents(
            entry: entry, method: call.method,
            query: call.query.map { ($0.name, Self.isSecret($0.name) ? "…" : Self.masked($0.value)) },
            headers: call.headers.map { ($0.name, Self.masked($0.value)) }, bodyBytes: call.body.count,
            events: try events(of: call, on: entry.channel).map(Self.description))
    }

    /// Reads the call through its channel as the configuration stands now, and takes in what it says.
    package func release(_ number: Int64, by technician: String, now: Date) async throws -> QuarantineEnding {
        guard let (entry, bytes) = try await store.quarantined(number), entry.kind == .unproven, entry.outcome == nil,
            let call = StoredCall(bytes: bytes)
        else {
            // The store knows what is wrong with this number.
            return try await store.release(number, events: [], by: technician, now: now)
        }
        let events = try events(of: call, on: entry.channel)
        return try await store.release(number, events: events, by: technician, now: now)
    }

    private func events(of call: StoredCall, on id: ChannelID) throws -> [InboundEvent] {
        let found = try settings.channels.first { try $0.entry("id").string() == id.rawValue }
        guard let found, let request = call.request else {
            throw FileProblems([
                FileProblem(
                    file: settings.file, line: nil, entry: "channels", what: "there is no channel \(id) any more",
                    mend: "put it back, or discard the call")
            ])
        }
        let channel = try ChannelKinds.channel(found, .offline(settings, environment: environment))
        do throws(WebhookRejection) {
            return try channel.read(request)
        } catch {
            throw FileProblems([
                FileProblem(
                    file: settings.file, line: found.line, entry: id.rawValue,
                    what: "the channel cannot read the call: \(error.sentence)", mend: "discard the call")
            ])
        }
    }

    /// What bytes say that no channel could read, as far as anybody can tell; without whole numbers.
    static func legible(_ bytes: [UInt8]) -> String {
        // A message under the id of another is kept as its kind, its sender and its text, parted by NUL.
        let parts = bytes.split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false)
        if parts.count == 3, MessageKind(rawValue: String(decoding: parts[0], as: UTF8.self)) != nil {
            let sender = String(decoding: parts[1], as: UTF8.self)
            let text = String(decoding: parts[2].prefix(shownBytes), as: UTF8.self)
            return "tin nhắn của …\(sender.suffix(3)): \(PersonalNumbers.masked(text))"
        }
        return "nội dung: " + numbersShortened(PersonalNumbers.masked(Charsets.guess(Array(bytes.prefix(shownBytes)))))
    }

    /// Enough for a line, in any encoding; an even number, for those of two bytes.
    private static let shownBytes = 2000

    private static func masked(_ value: String) -> String {
        PhoneNumber(value).map { "…" + $0.e164.suffix(3) } ?? numbersShortened(PersonalNumbers.masked(value))
    }

    /// The text with runs of nine digits or more cut to their ends: whatever body a number stands in, it is not shown whole.
    static func numbersShortened(_ text: String) -> String {
        text.replacing(/\+?[0-9](?:[ .\-]?[0-9]){8,}/) { "…" + $0.output.suffix(3) }
    }

    private static func isSecret(_ name: String) -> Bool {
        let name = name.lowercased()
        return ["secret", "token", "password", "apikey", "api_key", "sign"].contains(where: name.contains)
    }

    private static func description(_ event: InboundEvent) -> String {
        switch event {
        case .message(let message):
            "tin nhắn của …\(message.sender.suffix(3)): \(PersonalNumbers.masked(message.text))"
        case .deliveryReport(let report): "báo nhận: \(report.status.rawValue)"
        case .staffMessage(let message): "tin của cán bộ gửi …\(message.recipient.suffix(3))"
        case .unfollowed(let event): "…\(event.address.suffix(3)) thôi theo dõi"
        case .unreadable(let message): "không đọc được: \(message.reason)"
        case .unproven: "chưa xác thực"
        case .ignored(let reason): "bỏ qua: \(reason)"
        }
    }
}
