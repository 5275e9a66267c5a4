import Foundation

/// The numbers of the store, with their units.
enum StoreLimits {
    /// How long a statement waits for another process that writes.
    static let busyTimeout: TimeInterval = 5
    /// How long one of several gateways has the turn to renew a channel's token, in seconds; longer than a call to its provider.
    static let renewalTurn: TimeInterval = 30
    /// The oldest PostgreSQL that keeps a store, as libpq numbers versions.
    static let oldestServer = 150_000
    /// How long a server may take for one statement of a write, of a read, and of upkeep such as new tables, in seconds.
    static let serverPatience: TimeInterval = 10
    static let serverReadPatience: TimeInterval = 60
    static let serverUpkeepPatience: TimeInterval = 3600
    /// How long a commit may wait for a standby, in seconds; then it is not acknowledged, and the provider comes again.
    static let commitPatience: TimeInterval = 5
    /// After how long a commit is asked whether it really waited for a standby, in seconds; most take a few milliseconds.
    static let commitDoubt: TimeInterval = 0.05
    /// How many connections of a gateway read.
    static let serverReaders = 4
    /// How many connections read reports from a standby, how old what they read may be, and for how long a standby that
    /// cannot be read is passed over, in seconds.
    static let replicaReaders = 2
    static let replicaLag: TimeInterval = 60
    static let replicaRest: TimeInterval = 30
    /// How many rows are asked for at once where nobody knows how many will be wanted.
    static let rowsFetched: Int32 = 100
    /// How many of them are asked for first.
    static let rowsFetchedFirst: Int32 = 10
    /// The same where many are asked for at once.
    static let rowsFetchedOfEach: Int32 = 3
    /// How many rows one statement puts in at most; a power of two.
    static let rowsInserted = 64
    /// How many more times it is looked whether other sessions have ended, and how many seconds lie between.
    static let looksForSessions = 10
    static let lookForSessions: TimeInterval = 0.2
    /// How many statements are sent to a server before their answers are read.
    static let statementsSent = 256
    /// How many of them wait for those behind them before they are sent.
    static let statementsHeld = 8
    /// How many pieces of work share a commit at most; a webhook or a worker's batch is one of them.
    static let jobsPerCommit = 128
    /// Between which durations commits are counted, in seconds.
    static let commitBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
    /// What the writer keeps of the database in memory, in bytes: the inner pages of every index with millions of
    /// conversations, and all that a commit changes, or it is written to the journal twice.
    static let writerCache = 24 << 20
    /// From this size on the journal is carried into the database file, in bytes.
    static let checkpointBytes = 32 << 20
    /// To this size the file of the journal is cut when it has grown larger, in bytes; less than that is written over.
    static let keptJournalBytes = 128 << 20
    /// How much of the journal the writer may be left to carry, in bytes.
    static let checkpointRest = 1 << 20
    /// How often the rest is made smaller at most, before the writer carries it whatever it is.
    static let checkpointPasses = 6
    /// How many times handling may fail before staff get the message; a try that was cut off counts as well.
    static let handlingAttempts = 3
    /// How many seconds a message rests after its first failure, and after each further one: longer than a passing fault.
    static let handlingRests: [TimeInterval] = [2, 10]
    /// How many times a message is tried at all: more often, for what was cut off may be the power's fault.
    static let cutOffAttempts = 5
    /// How many times the program may end by itself while it works on a message; then the message is set aside.
    static let crashes = 2
    /// How long after a message its copy under a new id is known as one, in seconds.
    static let copyWindow: TimeInterval = 24 * 3600
    /// The same where the provider's clock may know no seconds.
    static let coarseCopyWindow: TimeInterval = 5
    /// How many messages of a conversation are looked at for a copy.
    static let copiesLookedAt = 30
    /// How many matters of a conversation are looked at for the one that a message may belong to.
    static let mattersLookedAt = 20
    /// After an alert further calls for help of the same villager are told together, this often, in seconds.
    static let alertWindow: TimeInterval = 600
    /// How many villagers' first calls for help within `alertWindow` are told one by one to one phone; beyond, together.
    static let alertsApart = 10
    /// How long a call for help waits for others that are told with it, in seconds.
    static let digestWait: TimeInterval = 60
    /// How many calls for help such a message tells of one by one; it counts them all.
    static let callsInDigest = 5
    /// From this share of the budget of a day on staff are warned, in percent.
    static let budgetWarning = 80
    /// How long a later message of a conversation waits for an earlier one, counted from the earlier one's making.
    static let orderPatience: TimeInterval = 120
    /// Providers tell whole seconds, and not all by one clock: messages so close, in milliseconds, keep their arrival's order.
    static let sentTimeGrain: Int64 = 1000
    /// Calls without a proof that are held of one channel; more are refused.
    static let heldCalls = 1000
    /// The bytes that they may have together, before sealing.
    static let heldBytes: Int64 = 16 * 1024 * 1024
    /// How many messages an officer sees with an escalation.
    static let escalationTexts = 5
    /// How many of the messages that were added to an escalation they see.
    static let escalationAdditions = 10
    /// How many characters of an address staff see.
    static let addressTail = 3
    /// From this number of digits on a run of them may be an address, which an alert shows to the officer alone.
    static let shortestAddress = 7
    /// How many characters of a provider's or an error's words are kept.
    static let detailLength = 500
    /// How far ahead of its pace a claim may take messages, in seconds; so long they wait outside of the database.
    static let paceHorizon: TimeInterval = 1
    /// How long a code that links two channels is good, in seconds.
    static let linkCodeLife: TimeInterval = 15 * 60
    /// How many digits such a code has.
    static let linkCodeDigits = 8
    /// How many wrong codes one contact may send within `linkTriesWithin`.
    static let linkTries = 5
    /// In seconds.
    static let linkTriesWithin: TimeInterval = 24 * 3600
    /// How long after the question a slow portal is asked again for the first time, in seconds.
    static let firstFollowUp: TimeInterval = 30
    /// How long anything may wait past its time before the doctor calls it overdue, in seconds; covers a long backlog.
    static let overdue: TimeInterval = 900
    /// How far a channel's pace may be ahead of its last claim before the doctor doubts it, in seconds; the longest answer
    /// at the slowest pace takes less.
    static let paceAhead: TimeInterval = 4 * 3600
    /// How many rows the doctor mends in one transaction where each is right without the others.
    static let repairsPerBatch = 500
    /// How many rows of a finding the doctor names; it counts them all.
    static let namedRows = 20
    /// How many messages, villagers and attachments are emptied in one transaction when their time is over.
    static let erasedMessagesPerStep = 1000
    static let erasedContactsPerStep = 500
    /// How many villagers' rows are looked at in one go for those who have been silent, and how long the rest behind it is, in milliseconds.
    static let contactsPerLook = 5000
    static let lookingRest = 200
    static let erasedAttachmentsPerStep = 20
    /// How many rows are copied from one engine to the other in one transaction.
    static let copiedPerStep = 2000
    /// How many pages of the index of words are written anew in one transaction.
    static let mergedPagesPerStep = 500
    /// How long the writer is left to others between two such steps, in milliseconds.
    static let erasingRest = 50
    /// For so long after a matter is closed its villager's old messages are looked for, in seconds; passes are daily.
    static let answeredLookBack: TimeInterval = 7 * 24 * 3600
    /// How often it is tried to empty the journal, a second apart.
    static let journalCuts = 10
    /// Characters that a password of an officer has at least, and at most, so that hashing it takes a bounded time.
    static let passwordLength = 10...200
    /// How many bytes of a login are kept.
    static let loginLength = 1...40
    /// How many wrong passwords one browser or address may try for a login within `signInWindow`.
    static let signInTries = 10
    /// In seconds; so long a lock holds too.
    static let signInWindow: TimeInterval = 15 * 60
    /// How long a session lives without being used, in seconds.
    static let sessionIdle: TimeInterval = 30 * 60
    /// How long it lives at most, in seconds.
    static let sessionLife: TimeInterval = 12 * 3600
    /// How often at most it is written down that a session was used, in seconds.
    static let sessionNoted: TimeInterval = 60
    /// How many browsers of an officer are known.
    static let devices = 20
    /// How long a browser is known after its officer signed in in it, in seconds.
    static let deviceLife: TimeInterval = 365 * 86_400
    /// Steps of 30 seconds by which the clock of an authenticator may be wrong.
    static let factorDrift: Int64 = 1
    /// Bytes of a secret behind a token, and of that of a second factor.
    static let tokenBytes = 32
    static let factorBytes = 20
    /// How long after a browser last said so an officer is shown as present, in seconds.
    static let presence: TimeInterval = 30
    /// For how long looks at the same matter by the same officer are one look to the audit, in seconds: an open page reads
    /// itself again.
    static let viewNoted: TimeInterval = 600
    /// How many messages of a thread are shown at once.
    static let threadMessages = 50
    /// How many rows a page of a list has at most.
    static let pageRows = 100
    /// How many new messages of a villager are counted at most.
    static let newMessages = 99
    /// How many matters of the same villager are shown beside one.
    static let earlierMatters = 10
    /// How long the provider may be silent about a message that it took, in seconds; then it is said that no report came.
    static let reportPatience: TimeInterval = 72 * 3600
    /// How many characters a note, a draft or an answer may have.
    static let staffText = 4000
    /// How many characters a name of a villager may have.
    static let nameLength = 60
    /// How many ready answers of a commune there may be.
    static let readyAnswers = 1000
    /// How long somebody who took a matter and did nothing more keeps the gateway silent, in seconds.
    static let holdLife: TimeInterval = 72 * 3600
    /// How often an alert is repeated while nobody takes the call for help, and every how many seconds.
    static let alertRepeats = 6
    static let alertRest: TimeInterval = 600
    /// The newest messages, among which the last one of a channel is looked for; of older ones the day is known.
    static let recentMessages = 2000
    /// How long the same test of a channel is not sent again.
    static let testPause: TimeInterval = 60
    /// How many messages are read for search and sums in one transaction.
    static let settledPerPass = 500
    /// How many hits of a search are counted; beyond, it is said that there are more.
    static let countedHits = 1000
    /// How many hits are looked at, whoever may see them; older ones are not found.
    static let searchedHits = 20_000
    /// How many words of a search are looked for.
    static let searchWords = 8
    /// Characters of a message that a search shows around a hit.
    static let snippet = 160
    /// How many messages that were not understood are grouped at once.
    static let groupedMessages = 2000
    /// Among how many of the newest messages of all communes those of one are looked for, to try a wording on.
    static let earlierMessages: Int64 = 20_000
    /// How many promises the sheet of the morning names.
    static let sheetRows = 12
    /// How many codes are tried before the conversation has none left.
    static let checkTries = 50
}
