import Channels
import CheckedYAML
import Content
import Conversations
import Foundation
import Gateway
import HTTPTypes
import Logging
import NIOHTTP1
import Storage

/// The gateway of a bench: in this process, on a database of its own, with a clock that can be moved.
final class OwnGateway: Sendable {
    /// Pictures and files that are kept at once after they came.
    private static let attachmentsAtOnce = 50

    let assembly: GatewayAssembly
    let clock = BenchClock()

    init(settings: GatewaySettings, content: GatewayContent, environment: [String: String]) async throws {
        var logger = Logger(label: "bench")
        logger.logLevel = .critical
        let clock = clock
        assembly = try GatewayAssembly(
            settings: settings, content: content, httpClient: LoopbackHTTP.client, environment: environment,
            logger: logger, now: { clock.now })
        try await OwnChannels.keepTokens(of: settings, in: assembly.store, now: clock.now)
    }

    func close() throws { try assembly.store.close() }

    /// Takes a provider's call; nil for a channel that there is not.
    func take(_ call: WebhookCall) async -> LoopbackHTTP.Answer? {
        let channel = ChannelID(rawValue: call.url.lastPathComponent)
        return await assembly.take(WebhookRequest(call), on: channel).map {
            LoopbackHTTP.Answer(status: Int($0.status.code), body: $0.body)
        }
    }

    /// Handles and sends all that waits.
    func settle() async throws {
        try await assembly.handlePending()
        try await assembly.sendPending()
    }

    /// Moves the clock ahead, then does what is due: news of dossiers, slow portals, alerts, answers that waited.
    func move(by seconds: TimeInterval) async throws {
        clock.move(by: seconds)
        try await settle()
        try await assembly.followUpDossiers()
        try await assembly.announceDossierNews()
        try await assembly.tellFurtherAlerts()
        try await assembly.sendPending()
    }

    /// Keeps what villagers sent as the gateway's own fetching would; that one never calls this machine.
    func keepAttachments(_ bytes: (String) -> [UInt8]?) async throws {
        let store = assembly.store
        for due in try await store.claimAttachments(limit: Self.attachmentsAtOnce, now: clock.now, lease: 60) {
            guard let kept = due.description.url.flatMap(bytes) else { continue }
            try await store.keep(attachment: due.id, bytes: kept, now: clock.now)
        }
    }
}

extension WebhookRequest {
    /// The call as it would come over the wire.
    init(_ call: WebhookCall) {
        let components = URLComponents(url: call.url, resolvingAgainstBaseURL: false)
        var fields = HTTPFields()
        for (name, value) in call.headers {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        self.init(
            method: call.method == .GET ? .get : .post,
            query: (components?.queryItems ?? []).map { ($0.name, $0.value ?? "") },
            rawQuery: components?.percentEncodedQuery ?? "", headers: fields, body: call.body)
    }
}
