import Content
import Conversations
import Foundation
import Gateway
import PublicServices
import VietnameseText

/// Gateways and machines that answer each other's SMS, with a clock of their own: an hour passes in seconds.
final class LoopWorld {
    /// What has a number and answers what comes to it.
    struct Machine {
        /// What it answers to its nth SMS from the gateway, and after how many seconds; nil for nothing more.
        var answer: (_ text: String, _ count: Int) -> String?
        var seconds: Double
        /// In whose name the answer goes out, where that is not its own number.
        var name: String?
    }

    private struct Event {
        var at: Date
        var gateway: String
        var from: String
        var text: String
    }

    private struct Site {
        var gateway: FuzzGateway
        /// Seconds in which its SMS arrive.
        var latency: Double
        var count = LoopCount()
    }

    /// SMS of one gateway after which a loop is taken for endless; some of them double.
    private static let most = 400

    private let settings: GatewaySettings
    private let content: GatewayContent
    private var sites: [String: Site] = [:]
    private var machines: [String: Machine] = [:]
    private var received: [String: Int] = [:]
    /// In the order of time.
    private var events: [Event] = []
    private var ids = 0

    init(settings: GatewaySettings, content: GatewayContent) {
        self.settings = settings
        self.content = content
    }

    /// Puts a gateway up under a number of its own.
    func addGateway(number: String, latency: Double) throws {
        let channels = """
            - {id: kannel, kind: kannel, commune: dak-ha, number: "\(number)", secret: secret-of-the-fuzzer, send_url: "http://127.0.0.1:1/s", username: u, password: p}
            """
        let gateway = try FuzzGateway(settings: settings, content: content, channels: channels, isQuiet: true)
        sites[number] = Site(gateway: gateway, latency: latency)
    }

    func add(_ machine: Machine, number: String) { machines[number] = machine }

    /// Has a gateway get an SMS at the beginning.
    func send(_ text: String, from number: String, to gateway: String, after seconds: Double = 0) {
        schedule(Event(at: Template.start + seconds, gateway: gateway, from: number, text: text))
    }

    /// Lets the time pass; what each gateway sent, by its number.
    func run(seconds: Double) async throws -> [String: LoopCount] {
        defer { for site in sites.values { try? site.gateway.remove() } }
        var now = Template.start
        let end = now + seconds
        var tick = now
        while now <= end, sites.values.allSatisfy({ $0.count.answers + $0.count.alerts < Self.most }) {
            // What is due later goes out at the next tick.
            if let event = events.first, event.at <= tick {
                events.removeFirst()
                now = max(now, event.at)
                try await deliver(event, at: now)
            } else {
                now = tick
                for number in sites.keys.sorted() { try await step(number, at: now) }
                tick += 10
            }
        }
        return sites.mapValues(\.count)
    }

    private func schedule(_ event: Event) {
        let place = events.firstIndex { $0.at > event.at } ?? events.count
        events.insert(event, at: place)
    }

    private func deliver(_ event: Event, at now: Date) async throws {
        guard let site = sites[event.gateway] else { return }
        ids += 1
        site.gateway.move(to: now)
        let call = FuzzCall(
            channel: "kannel", method: "POST", query: "id=l\(ids)&ts=\(Int64(now.timeIntervalSince1970))",
            headers: [
                .init(name: "X-Kannel-From", value: event.from),
                .init(name: "Content-Type", value: "text/plain; charset=UTF-8"),
            ], body: Bytes(Array(event.text.utf8)), isSigned: true)
        _ = await site.gateway.assembly.take(FuzzChannels.request(call, at: now), on: "kannel")
        try await step(event.gateway, at: now)
    }

    /// Handles what waits at a gateway, and carries what it sends to whom it is for.
    private func step(_ number: String, at now: Date) async throws {
        guard let site = sites[number] else { return }
        site.gateway.move(to: now)
        try await site.gateway.assembly.handlePending()
        for message in try await site.gateway.sent() {
            let isAlert = message.recipient == dutyPhone
            sites[number]?.count.add(message, isAlert: isAlert)
            if sites[message.recipient] != nil {
                schedule(Event(at: now + site.latency, gateway: message.recipient, from: number, text: message.text))
            } else if let machine = machines[message.recipient] {
                received[message.recipient, default: 0] += 1
                guard let answer = machine.answer(message.text, received[message.recipient, default: 0]) else {
                    continue
                }
                schedule(
                    Event(
                        at: now + machine.seconds, gateway: number, from: machine.name ?? message.recipient,
                        text: answer))
            }
        }
    }

    /// The phone of the officer on duty, as messages are addressed to it.
    var dutyPhone: String {
        content.communes["dak-ha"]?.dutyPhone.flatMap { PhoneNumber($0)?.e164 } ?? ""
    }
}

/// What a gateway sent.
package struct LoopCount: Sendable, Equatable {
    /// SMS to the machine or the other gateway.
    package var answers = 0
    /// SMS to the officer on duty.
    package var alerts = 0
    package var segments = 0

    mutating func add(_ message: OutgoingMessage, isAlert: Bool) {
        if isAlert { alerts += 1 } else { answers += 1 }
        segments += message.segments
    }
}
