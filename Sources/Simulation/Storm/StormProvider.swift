import Conversations
import Evaluation
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Synchronization

/// Plays two providers with faults: Kannel's smsbox and the receiver of Standard Webhooks.
///
/// Every message names itself by its number in the gateway's database, so what was taken twice is known for sure.
package final class StormProvider: Sendable {
    package struct Faults: Sendable, Equatable {
        /// The share of sends that are answered with 503 and not taken.
        package var failing = 0.02
        /// The share of sends that are answered only after a while.
        package var slow = 0.1
        /// The longest such while, in seconds; less than the gateway's patience.
        package var slowSeconds = 1.0
        /// The share of delivery reports that never come.
        package var lostReceipts = 0.2

        package init() {}
    }

    static let smsPath = "cgi-bin/sendsms"
    static let hookPath = "hooks/storm"
    /// Reports that wait to be made; more are lost, as with a real provider.
    private static let waitingReports = 10_000
    private static let reporters = 8

    private struct State {
        /// How often each message came, so that every try has its own luck.
        var tries: [Int64: Int] = [:]
        var taken: [MessageID: Int] = [:]
        var refused = 0
        var unnamed = 0
        var lostReports = 0
    }

    private let faults: Faults
    private let seed: UInt64
    private let state = Mutex(State())

    init(faults: Faults, seed: UInt64) {
        self.faults = faults
        self.seed = seed
    }

    /// How often each message was taken.
    var taken: [MessageID: Int] { state.withLock { $0.taken } }
    var refused: Int { state.withLock { $0.refused } }
    /// Sends that named no message of the gateway.
    var unnamed: Int { state.withLock { $0.unnamed } }
    var lostReports: Int { state.withLock { $0.lostReports } }

    /// Runs until cancelled.
    func run(port: Int, client: LoadClient, whenListening: @escaping @Sendable (Int) async -> Void) async throws {
        let router = Router()
        let (reports, queue) = AsyncStream.makeStream(
            of: URL.self, bufferingPolicy: .bufferingNewest(Self.waitingReports))
        router.post("\(Self.smsPath)") { request, _ in
            let report = HTTPField.Name("X-Kannel-DLR-Url").flatMap { request.headers[$0] }
            _ = try await request.body.collect(upTo: 64 * 1024)
            let number = report.flatMap { URLComponents(string: $0.replacing("%d", with: "1")) }?.queryItems?
                .first { $0.name == "ref" }?.value.flatMap(Int64.init)
            var luck = self.luck(of: number)
            guard await self.take(number, &luck) else { return Self.answer(.serviceUnavailable, "try again") }
            for url in self.reports(report, &luck) { queue.yield(url) }
            return Self.answer(.accepted, "0: Accepted for delivery")
        }
        router.post("\(Self.hookPath)") { request, _ in
            let body = try await request.body.collect(upTo: 64 * 1024)
            let sending = try? JSONDecoder().decode(Sending.self, from: Data(body.readableBytesView))
            let number = sending.flatMap { Int64($0.data.reference) }
            var luck = self.luck(of: number)
            guard await self.take(number, &luck) else {
                return Self.answer(.serviceUnavailable, "try again")
            }
            return Self.answer(.ok, "{}")
        }
        var quiet = Logger(label: "storm-provider")
        quiet.logLevel = .critical
        let server = Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { channel in await whenListening(channel.localAddress?.port ?? 0) }, logger: quiet)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            for _ in 0..<Self.reporters {
                group.addTask { for await url in reports { _ = await client.get(url) } }
            }
            try await group.next()
            group.cancelAll()
        }
    }

    private struct Sending: Decodable {
        struct Content: Decodable { var reference: String }
        var data: Content
    }

    /// What happens to one try of a message: it follows from the seed, whichever sends come before it.
    private func luck(of number: Int64?) -> SplitMix {
        guard let number else { return SplitMix(state: seed) }
        let attempt = state.withLock { state in
            state.tries[number, default: 0] += 1
            return state.tries[number] ?? 1
        }
        return Self.luck(seed: seed, message: number, attempt: attempt)
    }

    static func luck(seed: UInt64, message: Int64, attempt: Int) -> SplitMix {
        var mixed = SplitMix(state: seed &* 0x9E37_79B9 &+ UInt64(bitPattern: message))
        return SplitMix(state: mixed.next() &+ UInt64(attempt))
    }

    /// Whether a send is taken, perhaps after a while.
    private func take(_ number: Int64?, _ luck: inout SplitMix) async -> Bool {
        let wait = luck.happens(faults.slow) ? luck.next(upTo: faults.slowSeconds) : 0
        let isRefused = luck.happens(faults.failing)
        let isTaken = state.withLock { state in
            guard let number else {
                state.unnamed += 1
                return false
            }
            guard !isRefused else {
                state.refused += 1
                return false
            }
            // Counted before the answer: once it is on its way, nobody knows whether it arrives.
            state.taken[MessageID(number), default: 0] += 1
            return true
        }
        if wait > 0, number != nil { try? await Task.sleep(for: .seconds(wait)) }
        return isTaken
    }

    /// The reports that Kannel makes of a message, some of them lost, doubled or in the wrong order.
    private func reports(_ template: String?, _ luck: inout SplitMix) -> [URL] {
        guard let template else { return [] }
        var statuses: [String] = []
        for status in ["8", "1"] where !luck.happens(faults.lostReceipts) { statuses.append(status) }
        let lost = 2 - statuses.count
        state.withLock { $0.lostReports += lost }
        if luck.happens(0.1) { statuses.reverse() }
        if luck.happens(0.1), let last = statuses.last { statuses.append(last) }
        return statuses.compactMap { URL(string: template.replacing("%d", with: $0)) }
    }

    private static func answer(_ status: HTTPResponse.Status, _ text: String) -> Response {
        Response(status: status, body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
