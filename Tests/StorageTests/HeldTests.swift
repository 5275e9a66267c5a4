import Conversations
import Foundation
import PublicServices
import Testing

@testable import Storage

/// While a person has a conversation, the gateway says nothing of itself in it.
@Suite struct HeldTests {
    private static let start = Desk.start

    private func reply(_ template: String) -> Reply { Reply(template: template, text: "chào \(template)") }

    @Test func `from taking over only receipts, calls for help and news that was asked for are queued`() async throws {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh")
            let matter = try await desk.matter()
            _ = try await desk.store.take(matter, by: officer, now: Self.start)
            let passing = ["added", "emergency", "dossier_due_soon", "opted_out"]
            for template in passing + ["answer", "page", "menu", "welcome", "greeting"] {
                try await desk.write("x", at: Self.start + 1) { $0.replies = [self.reply(template)] }
            }
            let out = try await desk.store.messages(of: StoreFixture.channel, address: StoreFixture.phone)
                .compactMap(\.template)
            #expect(out == passing)
            // What got no answer is added to what the officer has.
            #expect(try await desk.fixture.number("SELECT COUNT(*) FROM escalation_message") == 5)
            #expect(try await desk.store.matter(matter, by: officer, now: Self.start + 2)?.added.count == 5)
        }
    }

    @Test func `turns of one commit each get their own replies in order, and what a person has gets none`() async throws
    {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh")
            let matter = try await desk.matter()
            _ = try await desk.store.take(matter, by: officer, now: Self.start)
            let fixture = desk.fixture
            let senders = ["+84900000001", StoreFixture.phone, "+84900000002", "+84900000003"]
            for (number, sender) in senders.enumerated() {
                try await fixture.receive("x\(number)", from: sender, id: "t\(number)", at: Self.start + 1)
            }
            let turns = try await fixture.claim(at: Self.start + 1).enumerated().map { number, turn in
                fixture.handled(
                    turn, replies: ["một \(turn.text)", "hai \(turn.text)"],
                    escalation: number == 2 ? NewEscalation(reason: .feedback, unit: nil, promisedBy: nil) : nil,
                    optedOut: number == 3 ? true : nil)
            }
            #expect(turns.count == 4)
            #expect(try await desk.store.commit(turns, now: Self.start + 1) == [])
            for (number, sender) in senders.enumerated() {
                let out = try await desk.store.messages(of: StoreFixture.channel, address: sender).map(\.text)
                    .filter { $0.hasSuffix(" x\(number)") }
                #expect(out == (number == 1 ? [] : ["một x\(number)", "hai x\(number)"]))
            }
            #expect(try await fixture.number("SELECT COUNT(*) FROM audit WHERE action = 'turn.handled'") ?? 0 >= 4)
            #expect(try await fixture.number("SELECT COUNT(*) FROM audit WHERE action = 'reply.withheld'") == 2)
        }
    }

    @Test func `what was queued before is withheld when it would be sent`() async throws {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh")
            let matter = try await desk.matter()
            try await desk.write("lệ phí", at: Self.start + 1) {
                $0.replies = [self.reply("answer"), self.reply("added")]
            }
            _ = try await desk.store.take(matter, by: officer, now: Self.start + 1)
            #expect(try await desk.fixture.claimOut(at: Self.start + 2).isEmpty)
            #expect(try await desk.fixture.claimOut(at: Self.start + 3).map(\.text) == ["chào added"])
            let detail = try #require(try await desk.store.matter(matter, by: officer, now: Self.start + 4))
            let words = detail.thread.entries.compactMap { entry -> DeliveryWords? in
                if case .message(let message) = entry { message.delivery } else { nil }
            }
            #expect(words == [.withheld, .sending])
            let doctor = try desk.fixture.doctor(keys: desk.fixture.keys)
            #expect(try await doctor.examine(.now(Self.start + 5)).findings == [])
            try doctor.close()
        }
    }

    @Test func `the machine speaks again after giving back, closing, asking for it, or three days without a deed`()
        async throws
    {
        for way in 0..<4 {
            try await withDesk { desk in
                let officer = try await desk.officer("hanh")
                let matter = try await desk.matter(promisedIn: nil)
                _ = try await desk.store.take(matter, by: officer, now: Self.start)
                var later = Self.start + 60
                switch way {
                case 0: _ = try await desk.store.giveBack(matter, by: officer, now: later)
                case 1: _ = try await desk.store.close(matter, reason: .answeredByPhone, by: officer, now: later)
                case 2: try await desk.write("máy", at: later) { $0.machineBack = matter }
                default: later = later + 73 * 3600
                }
                try await desk.fixture.receive("lệ phí", id: "z", at: later)
                let turn = try #require(try await desk.fixture.claim(at: later).first)
                #expect(turn.matter?.isHeld != true)
                var handled = desk.fixture.handled(turn)
                handled.replies = [reply("answer")]
                _ = try await desk.store.commit([handled], now: later)
                #expect(try await desk.fixture.claimOut(at: later).count == 1, "\(way)")
            }
        }
    }

    @Test func `whoever takes a matter of theirs again silences the machine again`() async throws {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh")
            let matter = try await desk.matter(promisedIn: nil)
            _ = try await desk.store.take(matter, by: officer, now: Self.start)
            try await desk.write("máy", at: Self.start + 60) { $0.machineBack = matter }
            _ = try await desk.store.take(matter, by: officer, now: Self.start + 61)
            try await desk.fixture.receive("lệ phí", id: "z", at: Self.start + 62)
            let turn = try #require(try await desk.fixture.claim(at: Self.start + 62).first)
            #expect(turn.matter?.isHeld == true)
        }
    }

    @Test func `a turn knows that a person has the matter, whatever was raised after it`() async throws {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh")
            let matter = try await desk.matter()
            _ = try await desk.store.take(matter, by: officer, now: Self.start)
            _ = try await desk.matter("ảnh", .attachment, at: Self.start + 30)
            try await desk.fixture.receive("nữa", id: "z", at: Self.start + 9 * 3600)
            let turn = try #require(try await desk.fixture.claim(at: Self.start + 9 * 3600).first)
            #expect(turn.matter?.id == matter && turn.matter?.isHeld == true)
        }
    }

    @Test(arguments: 0..<12)
    func `whatever happens in whatever order, the rules of taking over hold`(seed: Int) async throws {
        try await withDesk { desk in
            var play = try await HeldPlay(desk, seed: UInt64(seed))
            for _ in 0..<250 { try await play.step() }
            try await play.end()
        }
    }
}

/// Villagers, the machine, officers and the provider, each doing something at random.
private struct HeldPlay {
    private let desk: Desk
    private let officers: [Officer]
    private let senders = (1...4).map { "+8490000100\($0)" }
    private var random: Random
    private var now = Desk.start
    private var matters: [EscalationID] = []
    private var sentBy: [MessageID: Int] = [:]
    private var takenBack: Set<MessageID> = []
    private var answers: [MessageID] = []
    private var waiting: [(OutgoingMessage)] = []

    init(_ desk: Desk, seed: UInt64) async throws {
        self.desk = desk
        random = Random(state: seed &* 7919 &+ 1)
        officers = [
            try await desk.officer("hanh"), try await desk.officer("dung", name: "Y Dũng", title: "anh"),
            try await desk.officer("binh", name: "Lê Bình", title: "anh", restricted: true),
        ]
    }

    mutating func step() async throws {
        now = now + random.below(40)
        let officer = officers[random.below(officers.count)]
        switch random.below(12) {
        case 0, 1, 2: try await villagerWrites()
        case 3, 4: try await claimAndSend()
        case 5: try await settle()
        case 6: try await answer(officer)
        default:
            guard let matter = matters.randomElement(using: &random) else { return }
            try await act(on: matter, officer)
        }
        try await nothingIsLost()
    }

    private mutating func villagerWrites() async throws {
        let sender = senders[random.below(senders.count)]
        let kind = random.below(5)
        let template = ["answer", "page", "added", "dossier_due_soon", "to_staff"][random.below(5)]
        let reason: EscalationReason = [.askedForStaff, .attachment, .emergency, .denunciation][random.below(4)]
        let promise = now.addingTimeInterval(7200)
        try await desk.write("tin lúc \(now)", from: sender, at: now) { handled in
            handled.replies = [Reply(template: template, text: template)]
            if kind == 0 { handled.escalation = NewEscalation(reason: reason, unit: nil, promisedBy: promise) }
        }
        let known = try await desk.fixture.number("SELECT MAX(id) FROM escalation") ?? 0
        matters = (0..<known).map { EscalationID(Int64($0 + 1)) }
    }

    private mutating func claimAndSend() async throws {
        // No lease ends while its sender lives.
        try await settle()
        let held = try await desk.store.read { [now] transaction in
            try transaction.all(
                """
                SELECT conversation_id FROM escalation
                WHERE state = 'open' AND holder_id IS NOT NULL AND machine_at IS NULL AND held_at > ?
                """,
                [now.milliseconds - StoreLimits.holdLife.inMilliseconds]
            ) { try $0.next() as Int64 }
        }
        for message in try await desk.fixture.claimOut(at: now) {
            let found = try await desk.store.read { transaction in
                try transaction.first(
                    "SELECT conversation_id, author, template FROM message WHERE id = ?", [message.id.number]
                ) { row in
                    let (conversation, author, template): (Int64, String?, String?) =
                        (try row.next(), row.nextIfAny(), row.nextIfAny())
                    return (conversation, author != nil || ReplyTemplate.mayLeaveWhileHeld(template))
                }
            }
            let (conversation, mayLeave) = try #require(found)
            #expect(mayLeave || !held.contains(conversation), "\(message.text) left while a person has it")
            #expect(!takenBack.contains(message.id), "what was taken back left")
            waiting.append(message)
        }
    }

    /// The provider tells what became of messages, in any order.
    private mutating func settle() async throws {
        while !waiting.isEmpty {
            let message = waiting.remove(at: random.below(waiting.count))
            let outcome: SendResult.Outcome =
                switch random.below(4) {
                case 0: .retry(at: now + 5, reason: "busy")
                case 1 where answers.contains(message.id) == false: .failed("off")
                default: .sent("ok")
                }
            if case .sent = outcome { sentBy[message.id, default: 0] += 1 }
            try await desk.store.recordSending(
                [SendResult(message: message.id, owner: "sender", outcome: outcome)], now: now)
        }
    }

    private mutating func answer(_ officer: Officer) async throws {
        guard let matter = matters.randomElement(using: &random),
            let detail = try await desk.store.matter(matter, by: officer, now: now)
        else { return }
        let new = NewAnswer(
            matter: matter, text: "trả lời", typed: "trả lời", code: detail.code, lastSeen: detail.lastMessage,
            isConfirmed: random.below(2) == 0, formKey: UUID().uuidString)
        guard let message = try await desk.store.answer(new, by: officer, now: now).message else { return }
        // A second click.
        #expect(try await desk.store.answer(new, by: officer, now: now).message == message)
        answers.append(message)
        guard random.below(3) == 0 else { return }
        now = now + random.below(15)
        if case .done = try await desk.store.takeBack(message, by: officer, now: now) { takenBack.insert(message) }
    }

    private mutating func act(on matter: EscalationID, _ officer: Officer) async throws {
        let store = desk.store
        switch random.below(6) {
        case 0, 1: _ = try await store.take(matter, by: officer, now: now)
        case 2: _ = try await store.giveBack(matter, by: officer, now: now)
        case 3:
            let other = officers[random.below(officers.count)]
            _ = try await store.handOver(matter, to: .officer(other.id), by: officer, now: now)
        case 4: _ = try await store.close(matter, reason: .noAnswerNeeded, by: officer, now: now)
        default: _ = try await store.reopen(matter, by: officer, now: now)
        }
    }

    /// Each open matter stands in somebody's queue, and the counts say how many those are.
    private func nothingIsLost() async throws {
        let open = Set(
            try await desk.store.read { transaction in
                try transaction.all("SELECT id FROM escalation WHERE state = 'open'") { EscalationID(try $0.next()) }
            })
        let handler = officers[2]
        let page = try await desk.store.matters(.waiting, limit: 100, by: handler, now: now)
        #expect(Set(page.rows.map(\.id)) == open && page.total == open.count)
        var held = 0
        for officer in officers {
            let mine = try await desk.store.matters(.mine, limit: 100, by: officer, now: now)
            #expect(mine.total == mine.rows.count && mine.rows.allSatisfy { $0.holder?.id == officer.id })
            held += mine.total
        }
        #expect(held == page.rows.filter { $0.holder != nil }.count)
    }

    mutating func end() async throws {

        for _ in 0..<60 {
            now = now + 30
            try await claimAndSend()
            try await settle()
        }
        for message in answers where !takenBack.contains(message) {
            #expect(sentBy[message] == 1, "answer \(message) was sent \(sentBy[message] ?? 0) times")
        }
        for message in takenBack { #expect(sentBy[message] == nil) }
        let doctor = try desk.fixture.doctor(keys: desk.fixture.keys)
        #expect(try await doctor.examine(.now(now)).findings.map(\.check) == [])
        try doctor.close()
    }
}

/// The same numbers for the same seed.
private struct Random: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    mutating func below(_ end: Int) -> Int { Int(next() % UInt64(end)) }
}
