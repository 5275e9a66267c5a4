import Foundation

/// All numbers of the console.
struct ConsoleLimits: Sendable {
    /// Bytes of a form: an answer of the longest chat message, written with every letter encoded, has less.
    var formBytes = 64 * 1024
    /// Bytes of a path with its query.
    var pathBytes = 2048
    /// Letters of a login and of a password; a longer one is no right one.
    var signInLetters = 200
    /// Rows of one page of the queue.
    var rows = 25
    /// Seconds between two looks for changes, for all who watch together.
    var feedSeconds = 1
    /// Seconds after which a silent stream says that it lives, so that no proxy ends it.
    var heartbeatSeconds = 20
    /// Streams that all together may have open; one more is refused, and its page asks again.
    var streams = 200
    /// Streams of one session, such as those of many tabs in a browser without locks.
    var sessionStreams = 20
    /// Seconds for which a one-time sign-in counts, as one of the command line.
    var oneTimeSeconds: TimeInterval = 12 * 3600
    /// Seconds after signing in within which a new password is taken without the old one.
    var freshSeconds: TimeInterval = 10 * 60
    /// Pages of a conversation, of fifty messages each, that one file of a matter holds.
    var exportPages = 20
    /// Bytes of all pictures in one file of a matter.
    var exportPictureBytes = 20 * 1024 * 1024
    /// Matters that the sheet of the morning looks at.
    var todayRows = 100
    /// Promises that fit on one sheet of paper.
    var sheetRows = 12
    /// Entries of one page of the record.
    var auditEntries = 100
    /// Days of one report at most: a year and some.
    var reportDays = 400
    /// Days back for which messages that were not understood are grouped, and wordings are tried.
    var learningDays = 30
    /// Groups of one page.
    var groups = 30
    /// Messages on which a wording is tried.
    var triedMessages = 2000
    /// Changes of one kind that are shown one by one.
    var shownChanges = 20
    /// Letters of a message that is an example.
    var exampleLetters = 200
    /// Taught wordings that are listed, the newest.
    var taught = 100
    /// Facts that end within so many days stand on top.
    var factNoticeDays = 60
    /// How many procedures of them are shown, and how many of those that end soonest at least.
    var endingFacts = 20
    var soonestFacts = 5
    /// Days for which a confirmed fact is told unless its officer says otherwise; twice as many at most.
    var factDays = 365
    /// Letters of what an officer relies on.
    var sourceLetters = 300
    /// Days of the calendar that are listed.
    var calendarDays = 60
    /// Days that can be entered at once, and how far ahead.
    var calendarSpan = 31
    var calendarAheadDays = 800
    /// Days for which entered days are kept once they are over, for reports of that time.
    var calendarPastDays = 800
    /// Days before the end of the known holidays from which on the page says so.
    var calendarNoticeDays = 180
    /// Promises that are looked at for days that are closed now.
    var calendarPromises = 1000
    /// Bytes of a table of dossiers, such as twenty thousand of them, and of the form around it.
    var tableBytes = 4 * 1024 * 1024
    /// Tables that wait for confirmation at once, the oldest makes room; and for how many seconds.
    var waitingTables = 6
    var waitingTableSeconds: TimeInterval = 30 * 60
    /// Rows of a table that are shown before it is taken in, and faults.
    var previewRows = 10
    var shownFaults = 200
    /// Events of a dossier's history.
    var dossierEvents = 100
    /// Letters of a reason, of which villagers read the first 60.
    var reasonLetters = 200
    /// Hits of one page of a search.
    var hits = 20
    /// Letters of what is searched for.
    var queryLetters = 200
    /// Ready answers that are offered at once.
    var readyAnswers = 20
}
