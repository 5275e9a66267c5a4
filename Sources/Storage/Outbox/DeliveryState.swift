package import Conversations

/// How far an outgoing message has come; the raw value is stored.
package enum DeliveryState: String, Sendable, Codable, CaseIterable {
    case queued
    case sending
    /// The provider said that it took the message.
    case sent
    case delivered
    case failed

    /// The provider did not take it yet.
    static let unsent: [DeliveryState] = [.queued, .sending]
    /// The provider took it.
    static let taken: [DeliveryState] = [.sent, .delivered]
    /// It was handed to the provider at least once.
    static let tried: [DeliveryState] = [.sending] + taken

    /// The state after a report, which never goes back: reports arrive late, twice and in any order.
    package func after(_ status: DeliveryReport.Status) -> DeliveryState {
        switch (status, self) {
        case (.delivered, _), (.seen, _): .delivered
        case (.failed, .queued), (.failed, .sending), (.failed, .sent): .failed
        case (.accepted, .queued), (.accepted, .sending), (.buffered, .queued), (.buffered, .sending): .sent
        default: self
        }
    }
}
