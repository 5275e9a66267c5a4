package import Channels
package import Foundation

/// Every limit and time-out of the running gateway, with its unit.
package struct GatewayLimits: Sendable {
    /// The largest webhook body, in bytes.
    package var webhookBytes = 64 * 1024
    /// The head of a request, in bytes and in fields; more than any provider sends.
    package var headerBytes = 80 * 1024
    package var headerFields = 200
    /// Webhooks that may wait for a commit; one more is refused at once.
    package var waitingWebhooks = 4096
    /// How long a webhook may wait, in seconds; Zalo allows 2.
    package var webhookSeconds: TimeInterval = 1.5
    /// An idle connection is closed after so many seconds.
    package var idleSeconds: Int64 = 60
    /// The first request of a connection must begin within so many seconds.
    package var firstRequestSeconds: TimeInterval = 20
    /// The body of a request must be there so many seconds after its head.
    package var bodySeconds: TimeInterval = 10
    /// A connection that the gateway ends waits so many seconds for its client to see the answer.
    package var lingerSeconds: Int64 = 2
    /// Connections that the system keeps for the gateway until it takes them.
    package var backlog = 1024
    /// Connections served at once, where the system allows so many open files; more wait in the backlog.
    package var connections = 1024
    /// Files that are open beside those connections at most: the database's, and connections to providers.
    package var filesBesideConnections = 384
    /// What one call to a provider may take.
    package var provider = ProviderLimits()
    /// The database is proven to be writable this often, in seconds; every second while it is not.
    package var healthSeconds = 5
    /// A proof that takes longer, in seconds, makes `/health` fail.
    package var healthPatience = 2
    /// A proof that takes longer, in seconds, means that the program hangs, and systemd may restart it.
    package var stuckSeconds = 60
    /// The database is looked through for damage at the start and then this often, in seconds.
    package var damageCheckEvery: TimeInterval = 24 * 3600
    /// Looking through it ends after so many seconds, also unfinished: it reads the whole file.
    package var damageCheckSeconds: TimeInterval = 5
    /// How long the inbox rests when it has handled what one second allows, in milliseconds.
    package var paceRest = 100
    /// Messages understood in one pass, one of each conversation.
    package var turnsPerPass = 256
    /// How long a claimed message belongs to its worker, in seconds; then another may take it.
    package var turnLease: TimeInterval = 60
    /// Messages of a channel that may be under way at once; all of them must find a connection within a call's deadline.
    package var sendingSlots = 256
    /// Messages that are claimed at once; large claims write fewer pages for each message.
    package var messagesPerClaim = 128
    /// Longer than any provider may take for a message, with the waits of its pace, in seconds.
    package var sendLease: TimeInterval = 120
    /// Workers look for work at least this often, in seconds; repairs a lost wake-up and sees other processes' rows.
    package var tickSeconds = 1
    /// Messages of channels that are no longer configured are looked for this often, in seconds.
    package var strayTickSeconds = 10
    /// How often the database's journal is looked at, in milliseconds.
    package var checkpointMilliseconds = 500
    /// Channels look after their tokens this often, in seconds.
    package var careSeconds = 600
    /// The largest picture or file that is fetched, in bytes.
    package var attachmentBytes = 5 * 1024 * 1024
    /// How long fetching one may take, in seconds.
    package var attachmentSeconds: Int64 = 20
    /// Attachments fetched at once.
    package var attachmentsPerPass = 4
    /// Waits between the tries of one attachment, in seconds; its address is said to end after half an hour.
    package var attachmentWaits: [TimeInterval] = [30, 300]
    /// Due messages that have not moved for so long, while nothing else has either, are told, in seconds; longer than a lease.
    package var stallSeconds: TimeInterval = 300
    /// This often it is looked whether due messages move, in seconds.
    package var flowLookSeconds = 10
    /// What `/health` and `/metrics` tell of queues, matters and the disk is looked at this often, in seconds.
    package var stateSeconds = 10
    /// `/health/ready` fails when no write has succeeded for so long, in seconds.
    package var readySeconds = 10
    /// Calls for help that are told together are looked for this often, in seconds.
    package var alertTickSeconds = 5
    /// Waits between the tries of one message, in seconds; after the last it has failed for good.
    package var retryWaits: [TimeInterval] = [5, 15, 60, 300, 900, 3600, 3 * 3600, 6 * 3600, 12 * 3600]
    /// Each wait is stretched by up to this share, so that a storm does not return as a storm.
    package var retryJitter = 0.2
    /// A channel that failed for so long without one success is told to staff, in seconds.
    package var channelAlarmSeconds: TimeInterval = 600
    /// A machine's clock that differs by more from the time that has passed has jumped, in seconds.
    package var clockJumpSeconds: TimeInterval = 10
    /// The time is kept this often, in seconds, so that the next start knows whether the clock went back.
    package var clockNoteSeconds = 60
    /// How long one question to a dossier portal may take, in seconds.
    package var portalSeconds: TimeInterval = 4
    /// The largest answer of a portal, in bytes.
    package var portalAnswerBytes = 64 * 1024
    /// After so many failures in a row a portal is left alone.
    package var portalFailures = 3
    /// For so many seconds it is then left alone.
    package var portalRestSeconds: TimeInterval = 30
    /// For so long a portal's answer is given again without asking, in seconds.
    package var portalFreshSeconds: TimeInterval = 60
    /// For so long it is given, with its time, while the portal cannot be asked, in seconds.
    package var portalStaleSeconds: TimeInterval = 12 * 3600
    /// Answers of one portal that are kept.
    package var portalCacheEntries = 1000
    /// Lookups that run beside the handling of other messages; with more the inbox waits for them.
    package var lookupsInFlight = 128
    /// Questions that had to wait for a portal are looked for this often, in seconds.
    package var followUpTickSeconds = 5
    /// Such questions looked up at once.
    package var followUpsPerPass = 16
    /// Waits between the tries of one such question, in seconds; the last one is repeated.
    package var followUpWaits: [TimeInterval] = [60, 120, 300, 600, 900]
    /// At night an answer is sent only within so many seconds of its question; later ones wait for the morning.
    package var followUpNightSeconds: TimeInterval = 1800
    /// Portals are asked about followed dossiers this often, in seconds.
    package var portalVisitSeconds: TimeInterval = 1800
    /// News of dossiers are looked for this often, in seconds.
    package var trackingSeconds = 15
    /// News announced in one transaction.
    package var newsPerPass = 100
    /// What is older than it may be kept is looked for at the start and then this often, in seconds.
    package var retentionSeconds = 24 * 3600
    /// How long work in hand may take after SIGTERM, in seconds.
    package var shutdownSeconds = 25

    package init() {}
}
