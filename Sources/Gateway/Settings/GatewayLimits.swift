public import Foundation

/// Every limit and time-out of the running gateway, with its unit.
public struct GatewayLimits: Sendable {
    /// The largest webhook body, in bytes.
    public var webhookBytes = 64 * 1024
    /// Webhooks that share one commit at most.
    public var webhooksPerCommit = 64
    /// Webhooks that may wait for a commit; one more is refused at once.
    public var waitingWebhooks = 4096
    /// How long a webhook may wait, in seconds; Zalo allows 2.
    public var webhookSeconds: TimeInterval = 1.5
    /// An idle connection is closed after so many seconds.
    public var idleSeconds = 60
    /// Connections served at once; more wait in the backlog.
    public var connections = 1024
    /// Messages understood in one pass, one of each conversation.
    public var turnsPerPass = 256
    /// How long a claimed message belongs to its worker, in seconds; then another may take it.
    public var turnLease: TimeInterval = 60
    /// Loops that send in parallel.
    public var senders = 4
    /// Messages that one sender claims at once.
    public var messagesPerClaim = 64
    /// Longer than any provider may take for all messages of a claim, in seconds.
    public var sendLease: TimeInterval = 120
    /// Workers look for work at least this often, in seconds; repairs a lost wake-up and sees other processes' rows.
    public var tickSeconds = 1
    /// How often the database's journal is looked at, in milliseconds.
    public var checkpointMilliseconds = 500
    /// Channels look after their tokens this often, in seconds.
    public var careSeconds = 600
    /// The largest picture or file that is fetched, in bytes.
    public var attachmentBytes = 5 * 1024 * 1024
    /// How long fetching one may take, in seconds.
    public var attachmentSeconds: Int64 = 20
    /// Attachments fetched at once.
    public var attachmentsPerPass = 4
    /// Waits between the tries of one attachment, in seconds; its address is said to end after half an hour.
    public var attachmentWaits: [TimeInterval] = [30, 300]
    /// Waits between the tries of one message, in seconds; after the last it has failed for good.
    public var retryWaits: [TimeInterval] = [5, 15, 60, 300, 900, 3600, 3 * 3600, 6 * 3600, 12 * 3600]
    /// Each wait is stretched by up to this share, so that a storm does not return as a storm.
    public var retryJitter = 0.2
    /// How long one question to a dossier portal may take, in seconds.
    public var portalSeconds: TimeInterval = 4
    /// The largest answer of a portal, in bytes.
    public var portalAnswerBytes = 64 * 1024
    /// After so many failures in a row a portal is left alone.
    public var portalFailures = 3
    /// For so many seconds it is then left alone.
    public var portalRestSeconds: TimeInterval = 30
    /// For so long a portal's answer is given again without asking, in seconds.
    public var portalFreshSeconds: TimeInterval = 60
    /// For so long it is given, with its time, while the portal cannot be asked, in seconds.
    public var portalStaleSeconds: TimeInterval = 12 * 3600
    /// Answers of one portal that are kept.
    public var portalCacheEntries = 1000
    /// Portals are asked about followed dossiers this often, in seconds.
    public var portalVisitSeconds: TimeInterval = 1800
    /// News of dossiers are looked for this often, in seconds.
    public var trackingSeconds = 15
    /// News announced in one transaction.
    public var newsPerPass = 100
    /// How long work in hand may take after SIGTERM, in seconds.
    public var shutdownSeconds = 25

    public init() {}
}
