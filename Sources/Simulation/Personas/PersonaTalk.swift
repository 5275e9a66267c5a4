import Evaluation
import Foundation
import PublicServices

/// One conversation as it goes: a villager with wants, who reads what comes and goes on, until they have it or give up.
struct PersonaTalk {
    /// Messages of one conversation at most, those of the phone itself included.
    private static let mostTurns = 30
    /// Answers of the phone itself to answers of the gateway, after which it is a loop.
    static let loop = 3

    let persona: Persona
    let wants: [PersonaWant]
    let reader: PersonaReader
    let gateway: PersonaGateway
    let villager: PersonaGateway.Villager
    let phrases: PersonaPhrases
    var random: SplitMix

    var turns: [PersonaTurn] = []
    var minute = 0
    var patience: Int
    var fulfilled = 0
    var failure: PersonaFailure?
    var failedTurn = 0
    var heard: [String] = []
    /// What came since the want at hand was told first, and whether staff got something of it.
    var answers: [String] = []
    var hasMatter = false
    var wording = 0
    var hasReacted = false

    init(
        persona: Persona, wants: [PersonaWant], reader: PersonaReader, gateway: PersonaGateway,
        villager: PersonaGateway.Villager, phrases: PersonaPhrases, seed: UInt64
    ) {
        self.persona = persona
        self.wants = wants
        self.reader = reader
        self.gateway = gateway
        self.villager = villager
        self.phrases = phrases
        random = SplitMix(state: seed)
        patience = persona.patience
    }

    /// Holds the conversation.
    mutating func hold() async throws -> PersonaOutcome {
        for (place, want) in wants.enumerated() {
            answers = []
            hasMatter = false
            wording = random.next(below: 100)
            patience = persona.patience
            worn = 0
            guard try await pursue(want, isFirst: place == 0) else { break }
            fulfilled += 1
        }
        if failure == nil, persona.isPolite {
            _ = try await say(turn(.thanks, phrases.text("thanks", persona.dialect, wording)))
        }
        if failure == nil, persona.faults.contains(.lostReceipt) {
            // Nobody said that the answers arrived: they must not come again for that.
            let again = try await gateway.wait(until: minute + 180, villager)
            if !again.isEmpty { fail(.sentTwice, at: turns.count - 1, with: again) }
        }
        return PersonaOutcome(
            persona: persona, wants: wants, fulfilled: fulfilled, messages: turns.count, script: script)
    }

    private var script: PersonaScript? {
        failure.map {
            PersonaScript(
                phone: persona.phone, start: villager.start, turns: turns, losesReceipts: villager.losesReceipts,
                want: wants[min(fulfilled, wants.count - 1)], judged: failedTurn, failure: $0,
                heard: PersonaScript.heard(heard, reader.signs))
        }
    }

    mutating func fail(_ kind: PersonaFailure, at turn: Int, with texts: [String]) {
        guard failure == nil else { return }
        (failure, failedTurn, heard) = (kind, turn, texts)
    }

    // MARK: - One want

    /// Asks until it is there; false when the conversation is over.
    private mutating func pursue(_ want: PersonaWant, isFirst: Bool) async throws -> Bool {
        var place = turns.count
        var came = try await isFirst ? open(want) : say(followUp(want))
        while failure == nil {
            // A greeting that was overtaken comes behind the question; both were answered.
            place = turns.lastIndex { $0.role.isJudged } ?? place
            let hearing = reader.hear(came, all: answers, for: want, hasMatter: hasMatter)
            if hearing == .got { return try await end(want, came) }
            guard let next = next(after: hearing, for: want), turns.count < Self.mostTurns else {
                fail(PersonaFailure(hearing), at: place, with: came)
                return false
            }
            came = try await say(next)
        }
        return false
    }

    /// What is said to an answer that is not yet what was wanted; nil where patience ends.
    private mutating func next(after hearing: PersonaHearing, for want: PersonaWant) -> PersonaTurn? {
        switch hearing {
        // An alarm that nobody raised wakes an officer, whatever is answered later.
        case .got, .promised, .alarm: return nil
        case .menu(let choices):
            if let choice = PersonaReader.choice(among: choices, for: want) {
                guard bears(0.5) else { return nil }
                let isNumber = random.next(below: 100) < 80
                return turn(.choose, isNumber ? choice.answer : choice.label)
            }
            return again(want)
        case .confirm:
            let isMeant = answers.last.map(PersonaWords.init).map { words in want.names.contains(where: words.contains)
            }
            guard isMeant == true, bears(0.5) else { return again(want) }
            return turn(.choose, phrases.text("yes", persona.dialect, random.next(below: 3)))
        case .askTopic where !want.filling.isEmpty && want.kind != .dossier:
            guard bears(0.5) else { return nil }
            return turn(.ask, filled("subject", want))
        case .askCode where want.dossier != nil:
            guard bears(0.25) else { return nil }
            return turn(.code, want.filling)
        case .askDigits:
            guard bears(0.25), let phone = want.dossier?.phone else { return nil }
            return turn(.code, String(phone.suffix(4)))
        case .more:
            guard bears(0.25) else { return nil }
            return turn(.more, phrases.text("more", persona.dialect, random.next(below: 2)))
        case .invited where turns.filter({ $0.role.isJudged }).count <= 1, .askAgain:
            guard bears(0.5) else { return nil }
            return turn(.ask, filled(want.wording, want))
        case .otherFact where !phrases.all(want.wording + "+", persona.dialect).isEmpty:
            wording += 1
            return bears(1) ? followUp(want) : nil
        case .askDanger:
            guard bears(1) else { return nil }
            var next = turn(.ask, filled(want.wording, want))
            next.before = phrases.text("no-danger", persona.dialect, random.next(below: 2))
            return next
        default: return again(want)
        }
    }

    var worn = 0.0

    /// Whether patience lasts for one answer more that costs so much of it.
    private mutating func bears(_ cost: Double) -> Bool {
        worn += cost
        while worn >= 1 {
            worn -= 1
            patience -= 1
        }
        return patience > 0
    }

    /// The same question in other words.
    private mutating func again(_ want: PersonaWant) -> PersonaTurn? {
        guard bears(1) else { return nil }
        wording += 1
        var turn = turn(.ask, filled(want.wording, want))
        if random.next(below: 3) == 0 { turn.before = phrases.text("not-this", persona.dialect, random.next(below: 3)) }
        return turn
    }

    /// The want is there: what phones and polite people do then.
    private mutating func end(_ want: PersonaWant, _ came: [String]) async throws -> Bool {
        if let words = want.expected.officer {
            minute += 30
            let texts = try await say(turn(.officer, words))
            guard texts.contains(where: { PersonaWords($0).contains(words) }) else {
                fail(.officerUnheard, at: turns.count - 1, with: texts)
                return false
            }
        }
        guard persona.faults.contains(.reaction), !hasReacted, let liked = came.last else { return true }
        hasReacted = true
        let text = phrases.text("liked", persona.dialect, random.next(below: 4)).replacing("{t}", with: liked)
        let texts = try await say(PersonaTurn(role: .reaction, core: text, minute: minute))
        if !texts.isEmpty { fail(.reactionAnswered, at: turns.count - 1, with: texts) }
        return failure == nil
    }
}

/// What came of a conversation.
struct PersonaOutcome: Sendable {
    var persona: Persona
    var wants: [PersonaWant]
    /// How many of the wants were fulfilled, in their order.
    var fulfilled: Int
    var messages: Int
    /// Nil where all was well.
    var script: PersonaScript?
}
