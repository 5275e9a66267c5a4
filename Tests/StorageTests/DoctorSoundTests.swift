import Conversations
import Foundation
import PublicServices
import Testing

@testable import Storage

/// What the store's own verbs make in right use is never a fault to the doctor, at each step.
@Suite struct DoctorSoundTests {
    private static let now = StoreFixture.start
    private static let user = "2512523625412515"

    private func expectClean(
        _ fixture: StoreFixture, at time: Date = now, _ location: SourceLocation = #_sourceLocation
    ) async throws {
        let doctor = try fixture.doctor(keys: fixture.keys)
        let report = try await doctor.examine(.now(time))
        try doctor.close()
        #expect(report.findings == [], sourceLocation: location)
    }

    private func receive(
        _ fixture: StoreFixture, _ text: String, on channel: ChannelID = StoreFixture.channel,
        from sender: String = StoreFixture.phone, id: String, sentAt: Date? = nil, at time: Date = now,
        limit: SenderLimit? = nil
    ) async throws -> IncomingTurn {
        let message = InboundMessage(channel: channel, providerID: id, sender: sender, text: text, sentAt: sentAt)
        _ = try await fixture.store.receive([.message(message)], at: time)
        let turns = try await fixture.store.claimIncoming(
            limit: 9, owner: "worker", now: time, lease: 30, senderLimit: limit)
        return try #require(turns.first)
    }

    private func record(
        _ fixture: StoreFixture, _ outcome: SendResult.Outcome, of message: MessageID, at time: Date = now
    ) async throws {
        try await fixture.store.recordSending(
            [SendResult(message: message, owner: "sender", outcome: outcome)], now: time)
    }

    @Test(arguments: [739_709_500.0248007, 820_012_345.024801, 850_012_345.6789012])
    func `a moment in a dialogue's state, whose digits read as a citizen's number`(moment: Double) async throws {
        try await withStore { fixture in
            let turn = try await receive(fixture, "khai sinh", id: "m")
            var handled = fixture.handled(turn, replies: ["Mời đến xã"])
            handled.state.lastTurn = Date(timeIntervalSinceReferenceDate: moment)
            _ = try await fixture.store.commit([handled], now: Self.now)
            let state = try await fixture.store.read { try $0.text("SELECT state FROM conversation") }
            #expect(state.map { PersonalNumbers.masked($0) != $0 } == true)
            try await expectClean(fixture)
        }
    }

    @Test func `an answer on a second channel, which arrived on the first after all`() async throws {
        try await withStore { fixture in
            let zalo = try await receive(fixture, "LIÊN KẾT", on: "zalo", from: Self.user, id: "z")
            guard case .code(let code) = try await fixture.store.makeLinkCode(for: zalo.conversation, now: Self.now)
            else { throw FixtureError(words: "no code") }
            var handled = fixture.handled(zalo, replies: ["Mã", "Lệ phí 8.000 đồng"])
            _ = try await fixture.store.commit([handled], now: Self.now)
            try await expectClean(fixture)
            let wrong = try await receive(fixture, "LIÊN KẾT 00", id: "w")
            _ = try await fixture.store.link(wrong.conversation, by: "00", in: wrong.message, now: Self.now)
            handled = fixture.handled(wrong, replies: ["Sai"])
            _ = try await fixture.store.commit([handled], now: Self.now)
            let sms = try await receive(fixture, "LIÊN KẾT \(code)", id: "s")
            #expect(
                try await fixture.store.link(sms.conversation, by: code, in: sms.message, now: Self.now) == .linked)
            handled = fixture.handled(sms, replies: ["Đã liên kết"])
            handled.linkNotice = Reply(template: "link_notice", text: "Đã liên kết")
            _ = try await fixture.store.commit([handled], now: Self.now)
            try await expectClean(fixture)

            let first = try #require(try await fixture.claimOut().first { $0.channel == "zalo" })
            try await record(fixture, .unreachable("7 days"), of: first.id)
            #expect(try await fixture.number("SELECT COUNT(*) FROM outgoing WHERE switched_from IS NOT NULL") == 1)
            #expect(try await fixture.number("SELECT COUNT(*) FROM escalation") == 0)
            try await expectClean(fixture)
            _ = try await fixture.report(.delivered, of: first.id, channel: "zalo")
            #expect(try await fixture.number("SELECT COUNT(*) FROM outgoing WHERE state = 'delivered'") == 1)
            try await expectClean(fixture)
            _ = try await fixture.store.unlink(sms.conversation, now: Self.now)
            try await expectClean(fixture)
        }
    }

    @Test func `a queue that is longer than its pace, and an urgent answer in it`() async throws {
        try await withStore { fixture in
            for index in 0..<6 {
                let turn = try await receive(fixture, "chào", from: "+8490000000\(index)", id: "\(index)")
                let emergency = index == 5 ? NewEscalation(reason: .emergency, unit: nil, promisedBy: nil) : nil
                _ = try await fixture.store.commit(
                    [fixture.handled(turn, replies: ["Chào"], escalation: emergency)], now: Self.now)
            }
            try await expectClean(fixture)
            let pace = SendingPace(perSecond: 0.01, unit: .messages)
            var time = Self.now
            for _ in 0..<3 {
                time = time + 600
                let claimed = try await fixture.store.claimOutgoing(
                    limit: 8, owner: "sender", now: time, lease: 60, of: StoreFixture.channel, pace: pace)
                #expect(claimed.count == 1)
                for message in claimed { try await record(fixture, .sent("ok"), of: message.id, at: time) }
                try await expectClean(fixture, at: time)
            }
            // The channel stands still: what waits is overdue.
            let doctor = try fixture.doctor(keys: fixture.keys)
            let report = try await doctor.examine(.now(time + 1000))
            try doctor.close()
            #expect(report.findings.map(\.check) == ["outgoing overdue"])
            #expect(report.findings.map(\.count) == [3])
        }
    }

    @Test func `questions that wait for a portal and end in each way`() async throws {
        try await withStore { fixture in
            var time = Self.now
            func ask(_ sender: String, _ id: String, _ change: FollowUpChange?, optedOut: Bool? = nil) async throws {
                let turn = try await receive(fixture, "hồ sơ", from: sender, id: id, at: time)
                var handled = fixture.handled(turn, replies: ["Chờ"], optedOut: optedOut)
                handled.commune = DossierTests.commune
                handled.waitingQuestion = change
                _ = try await fixture.store.commit([handled], now: time)
                for message in try await fixture.claimOut(at: time) {
                    try await record(fixture, .sent("ok"), of: message.id, at: time)
                }
                try await expectClean(fixture, at: time)
            }
            let begin = FollowUpChange.begin(DossierLookup(code: DossierTests.code), givesUpAt: Self.now + 3600)
            let people = (0..<4).map { "+8490000000\($0)" }
            for person in people { for id in ["a", "b"] { try await ask(person, person + id, begin) } }
            try await ask(people[0], "answered", .end(DossierTests.code))
            try await ask(people[1], "stopped", nil, optedOut: true)
            time = Self.now + 30
            let due = try await fixture.store.claimFollowUps(limit: 9, now: time, lease: 60)
            #expect(due.map(\.sender) == [people[2], people[3]])
            try await expectClean(fixture, at: time)
            try await fixture.store.end(
                due[0], with: FollowUpAnswer(replies: [Reply(template: "dossier_status", text: "xong")]), now: time)
            try await fixture.store.end(
                due[1],
                with: FollowUpAnswer(
                    replies: [Reply(template: "dossier_given_up", text: "chưa tra được")],
                    escalation: NewEscalation(reason: .dossierQuestion, unit: nil, promisedBy: nil), isGivenUp: true),
                now: time)
            try await expectClean(fixture, at: time)
            let states = "SELECT COUNT(DISTINCT state) FROM dossier_followup"
            #expect(try await fixture.number(states) == 4)
        }
    }

    @Test func `calls set aside, released and discarded, and bodies that cannot be read`() async throws {
        try await withStore { fixture in
            func call(_ bytes: [UInt8]?) -> InboundEvent {
                .unproven(UnprovenCall(channel: StoreFixture.channel, reason: "wrong", bytes: bytes))
            }
            func body(_ id: String, from sender: String?) -> InboundEvent {
                .unreadable(
                    UnreadableMessage(
                        channel: StoreFixture.channel, providerID: id, sender: sender, reason: "odd", bytes: [7]))
            }
            _ = try await fixture.store.receive(
                [
                    call([1]), call([2]), call([3]), call(nil), body("a", from: nil),
                    body("b", from: StoreFixture.phone), body("c", from: StoreFixture.phone),
                ], at: Self.now)
            let held = try await fixture.store.quarantine(limit: 10)
            #expect(held.count == 6)
            try await expectClean(fixture)
            for (index, entry) in held.enumerated() {
                if index == 0 {
                    _ = try await fixture.store.release(
                        entry.number, events: [fixture.text("khai sinh", id: "m")], by: "Lan", now: Self.now)
                } else {
                    _ = try await fixture.store.discard(entry.number, by: "Lan", now: Self.now)
                }
                try await expectClean(fixture)
            }
        }
    }

    @Test func `a burst, its end, and a message that a later one has overtaken`() async throws {
        try await withStore { fixture in
            for index in 0..<7 {
                let time = Self.now + (index == 6 ? 500 : index)
                let turn = try await receive(
                    fixture, "chào \(index)", id: "\(index)", sentAt: time, at: time,
                    limit: SenderLimit(messages: 3, seconds: 60))
                let begins = turn.rate == .burstBegins
                var handled = fixture.handled(
                    turn, replies: turn.rate == .burst ? [] : ["Chào"],
                    escalation: begins ? NewEscalation(reason: .tooManyMessages, unit: nil, promisedBy: nil) : nil)
                handled.decision = turn.rate.isOver ? "limited" : "small_talk"
                handled.leavesState = turn.rate.isOver
                handled.burst = begins ? .begins : turn.rate == .calmAgain ? .ends : nil
                _ = try await fixture.store.commit([handled], now: time)
                try await expectClean(fixture, at: time)
            }
            #expect(try await fixture.number("SELECT COUNT(*) FROM audit WHERE action = 'conversation.calm'") == 1)
            let late = try await receive(fixture, "1", id: "late", sentAt: Self.now + -9000, at: Self.now + 501)
            #expect(late.isOvertaken)
            // It has lost its meaning, so nothing is said.
            var handled = fixture.handled(late)
            handled.decision = "none"
            handled.leavesState = true
            _ = try await fixture.store.commit([handled], now: Self.now + 501)
            try await expectClean(fixture, at: Self.now + 502)
        }
    }

    @Test func `one question for each of two units, and one of a channel`() async throws {
        try await withStore { fixture in
            let turn = try await receive(fixture, "đất và khai sinh", id: "a")
            var handled = fixture.handled(
                turn, replies: ["Chờ"], escalation: NewEscalation(reason: .askedForStaff, unit: "a", promisedBy: nil))
            handled.furtherEscalations = [NewEscalation(reason: .askedForStaff, unit: "b", promisedBy: nil)]
            _ = try await fixture.store.commit([handled], now: Self.now)
            #expect(try await fixture.number("SELECT COUNT(*) FROM escalation WHERE state = 'open'") == 2)
            let message = try #require(try await fixture.claimOut().first)
            try await fixture.store.recordSending(
                [
                    SendResult(
                        message: message.id, owner: "sender", outcome: .retry(at: Self.now + 60, reason: "account"))
                ], now: Self.now, of: StoreFixture.channel, alarm: "The account is empty.")
            try await expectClean(fixture)
            try await fixture.store.clockJumped(by: 7200, now: Self.now + 7200)
            try await expectClean(fixture, at: Self.now + 7200)
        }
    }
}
