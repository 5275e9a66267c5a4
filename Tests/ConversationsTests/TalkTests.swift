import PublicServices
import Testing

@testable import Conversations
@testable import Evaluation

/// Conversations that are labelled turn by turn: how they are read, judged and answered.
@Suite struct TalkTests {
    private static let file = ShippedContent.root + "/Tests/Evaluation/talks.yaml"

    /// Bars a little under what was measured when they were set; `simulator talks` prints where it stands.
    @Test func `our own conversations are answered as well as before`() throws {
        let dialogue = try ShippedContent.dialogue.get()
        let topics = Set(dialogue.matcher.catalogue.topics.map(\.id))
        let trial = TalkTrial(try Talk.load(path: Self.file, topics: topics), dialogue: dialogue)
        let summary = trial.summary
        #expect(summary.turns >= 290)
        #expect(summary.share(.right) >= 0.58)
        #expect(summary.helped >= 0.77)
        #expect(summary.share(.wrong) <= 0.1)
        #expect(summary.counts[.harmful, default: 0] <= 1)
    }

    @Test(arguments: [
        ("birth_registration", TalkOutcome.topic("birth_registration", nil)),
        ("birth_registration/fees", .topic("birth_registration", .fees)),
        ("birth_registration/time", .topic("birth_registration", .time)),
        ("menu:passport", .menu("passport")), ("danger?", .other(.danger)), ("none", .other(.none)),
    ])
    func `an outcome is read and written alike`(text: String, outcome: TalkOutcome) {
        #expect(TalkOutcome(text) == outcome)
        #expect(outcome.description == text)
    }

    @Test func `what is no outcome is none`() {
        #expect(TalkOutcome("birth_registration/colour") == nil)
        #expect(TalkOutcome("a/b/c") == nil)
        #expect(TalkOutcome("") == nil)
    }

    struct Judged: Sendable {
        var outcomes: [Set<TalkOutcome>]
        var verdict: TalkTrial.Verdict
    }

    @Test(arguments: [
        Judged(outcomes: [[.topic("a", nil), .topic("a", .fees)]], verdict: .right),
        Judged(outcomes: [[.topic("a", nil)]], verdict: .acceptable),
        Judged(outcomes: [[.topic("a", .fees)], [.other(.hours)]], verdict: .acceptable),
        Judged(outcomes: [[.other(.none)]], verdict: .useless), Judged(outcomes: [[.menu("b")]], verdict: .useless),
        Judged(outcomes: [[.topic("b", nil)]], verdict: .wrong),
        Judged(outcomes: [[.other(.quiet)]], verdict: .harmful),
        Judged(outcomes: [[.other(.optout)]], verdict: .harmful), Judged(outcomes: [], verdict: .useless),
    ])
    func `a turn is judged by its label`(_ judged: Judged) {
        let message = Talk.Message(
            text: "x", right: [.topic("a", .fees)], acceptable: [.topic("a", nil)], harmful: [.other(.quiet)])
        #expect(TalkTrial.verdict(judged.outcomes, message) == judged.verdict)
    }

    @Test func `odd and even conversations part the trial`() throws {
        let dialogue = try ShippedContent.dialogue.get()
        let message = Talk.Message(
            text: "khai sinh", right: [.topic("birth_registration", nil)], acceptable: [], harmful: [])
        let trial = TalkTrial(Array(repeating: Talk(who: "x", messages: [message]), count: 3), dialogue: dialogue)
        #expect(trial.half(even: true).rows.map(\.talk) == [2])
        #expect(trial.half(even: false).rows.map(\.talk) == [1, 3])
    }
}
