import AsyncAlgorithms
import AsyncHTTPClient
import Channels
import Conversations
import Foundation
import Logging
import ServiceLifecycle
import Storage

/// Fetches pictures and files soon after their message, since their addresses end, and seals them away.
struct AttachmentWorker: Service {
    let store: GatewayStore
    let channels: ChannelList
    let limits: GatewayLimits
    let now: @Sendable () -> Date
    let logger: Logger

    func run() async throws {
        let client = MediaFetcher.client()
        let fetcher = MediaFetcher(
            client: client, bytes: limits.attachmentBytes, seconds: limits.attachmentSeconds)
        let slots = SendingSlots(limits.attachmentsPerPass, claimedAtOnce: limits.attachmentsPerPass)
        let ticks = AsyncTimerSequence(interval: .seconds(limits.tickSeconds), clock: .continuous).map { _ in () }
        await withDiscardingTaskGroup { group in
            for await _ in merge(ticks, slots.freed).cancelOnGracefulShutdown() {
                do {
                    // A slow one holds its own slot only, for the addresses of the others end meanwhile.
                    while !Task.isShuttingDownGracefully, let limit = slots.claimable {
                        let due = try await store.claimAttachments(limit: limit, now: now(), lease: limits.sendLease)
                        slots.take(due.count)
                        for attachment in due {
                            group.addTask {
                                await attempt(attachment, fetcher)
                                slots.release(wakes: true)
                            }
                        }
                        guard due.count == limit else { break }
                    }
                } catch is CancellationError {
                    break
                } catch {
                    complain(error)
                }
            }
        }
        try await client.shutdown()
    }

    private func attempt(_ attachment: DueAttachment, _ fetcher: MediaFetcher) async {
        do {
            try await fetch(attachment, fetcher)
        } catch {
            complain(error)
        }
    }

    private func complain(_ error: any Error) {
        logger.error(
            "Attachments cannot be kept; they are tried again at the next tick.", metadata: ["error": "\(error)"])
    }

    /// Fetches one batch, each on its own task; true if there was any.
    func pass(_ fetcher: MediaFetcher) async throws -> Bool {
        let due = try await store.claimAttachments(
            limit: limits.attachmentsPerPass, now: now(), lease: limits.sendLease)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for attachment in due {
                group.addTask { try await fetch(attachment, fetcher) }
            }
            try await group.waitForAll()
        }
        return !due.isEmpty
    }

    private func fetch(_ attachment: DueAttachment, _ fetcher: MediaFetcher) async throws {
        do throws(MediaFetcher.Failure) {
            let hosts = channels[attachment.channel]?.mediaHosts ?? []
            let bytes = try await fetcher.fetch(attachment.description.url ?? "", hosts: hosts)
            try await keep(bytes, of: attachment)
        } catch {
            let wait = error.isTransient ? limits.attachmentWaits.dropFirst(attachment.attempts - 1).first : nil
            logger.warning(
                "An attachment was not fetched.",
                metadata: ["attachment": "\(attachment.id)", "reason": "\(error.reason)"])
            try await store.recordFetchFailure(
                attachment: attachment.id, reason: error.reason, retryAt: wait.map { now().addingTimeInterval($0) },
                now: now())
        }
    }

    private func keep(_ bytes: [UInt8], of attachment: DueAttachment) async throws(MediaFetcher.Failure) {
        do {
            try await store.keep(attachment: attachment.id, bytes: bytes, now: now())
        } catch {
            throw MediaFetcher.Failure(reason: "It could not be kept: \(error).", isTransient: true)
        }
    }
}
