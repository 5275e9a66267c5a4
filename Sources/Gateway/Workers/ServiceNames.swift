// The service group writes each service's description into its log; the default one would print all content by reflection.

extension InboxWorker: CustomStringConvertible {
    var description: String { "inbox" }
}

extension OutboxWorker: CustomStringConvertible {
    var description: String { "outbox" }
}

extension TrackingWorker: CustomStringConvertible {
    var description: String { "tracking" }
}

extension ChannelCare: CustomStringConvertible {
    var description: String { "channel care" }
}

extension Intake: CustomStringConvertible {
    var description: String { "intake" }
}

extension StoreWatch: CustomStringConvertible {
    var description: String { "store watch" }
}

extension AttachmentWorker: CustomStringConvertible {
    var description: String { "attachments" }
}

extension SettledWorker: CustomStringConvertible {
    var description: String { "settled messages" }
}
