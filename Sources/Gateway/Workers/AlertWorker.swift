import Content
import Conversations
import Foundation
import Logging
import PublicServices
import ServiceLifecycle
import Storage

/// Tells officers on duty what came after the first alerts: "+3 tin nữa" of one villager, or a digest of many.
struct AlertWorker: Service {
    let store: GatewayStore
    let live: LiveContent
    let limits: GatewayLimits
    let outboxWakeUps: WakeUps
    let now: @Sendable () -> Date
    let logger: Logger

    func run() async throws {
        let ticks = WakeUps(listeners: 1).passes(of: 0, tickSeconds: limits.alertTickSeconds)
        for await _ in ticks.cancelOnGracefulShutdown() {
            do {
                try await pass()
            } catch is CancellationError {
                break
            } catch {
                logger.error(
                    "Further alerts cannot be told; it is tried again at the next tick.",
                    metadata: ["error": "\(error)"])
            }
        }
    }

    /// Queues all that is due.
    func pass() async throws {
        let told = try await store.tellFurtherAlerts(now: now()) { text(of: $0) } + store.repeatAlerts(now: now())
        if told > 0 { outboxWakeUps.signal() }
    }

    private func text(of alert: FurtherAlert) -> Reply? {
        let content = live.content
        // An alert of a commune that is configured no more is told all the same: its words are those of any.
        let any = content.dialogues.byCommune.min { $0.key.rawValue < $1.key.rawValue }?.value
        let dialogue = content.dialogues[alert.commune] ?? any
        let calls = alert.calls.map { AnswerComposer.Call(sender: $0.sender, text: $0.text, at: $0.at) }
        guard let composer = dialogue?.composer, let newest = calls.first else { return nil }
        return alert.isOfMany
            ? composer.alertDigest(count: alert.count, calls: calls)
            : composer.furtherAlert(count: alert.count, newest: newest)
    }
}

extension AlertWorker: CustomStringConvertible {
    var description: String { "alerts" }
}
