import Channels
import Content
import Conversations
import Foundation
import Logging
import PublicServices
import ServiceLifecycle
import Storage

/// Carries out what the privacy notice promises: after a commune's months texts and numbers go, pictures sooner.
struct RetentionWorker: Service {
    let store: GatewayStore
    let channels: ChannelList
    let live: LiveContent
    let limits: GatewayLimits
    let attachmentDays: Int
    let now: @Sendable () -> Date
    let logger: Logger

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                do {
                    try await self.pass()
                } catch is CancellationError {
                    return
                } catch {
                    self.logger.error(
                        "What is older than it may be kept could not be erased; it is tried again at the next pass.",
                        metadata: ["error": "\(error)"])
                }
                try await Task.sleep(for: .seconds(self.limits.retentionSeconds))
            }
        }
    }

    @discardableResult
    func pass() async throws -> Forgotten {
        let again = try await store.eraseAgain(now: now())
        if again > 0 {
            logger.notice(
                "Villagers who had asked for it were erased again, in a database that was brought back.",
                metadata: ["count": "\(again)"])
        }
        let forgotten = try await store.forget(retention(at: now()), now: now())
        if !forgotten.isNothing {
            logger.notice(
                "What was older than it may be kept was erased.",
                metadata: [
                    "messages": "\(forgotten.messages)", "contacts": "\(forgotten.contacts)",
                    "attachments": "\(forgotten.attachments)",
                ])
        }
        return forgotten
    }

    private func retention(at now: Date) -> Retention {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = OfficeCalendar.timeZone
        var kept: [ChannelID: Date] = [:]
        let content = live.content
        for (id, channel) in channels.channels {
            let months = content.communes[channel.profile.commune]?.retentionMonths
            kept[id] = months.flatMap { calendar.date(byAdding: .month, value: -$0, to: now) }
        }
        return Retention(
            keptSince: kept, attachmentsKeptSince: now.addingTimeInterval(-TimeInterval(attachmentDays) * 24 * 3600))
    }
}

extension RetentionWorker: CustomStringConvertible {
    var description: String { "retention" }
}
