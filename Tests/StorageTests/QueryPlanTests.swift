import Conversations
import Foundation
import GRDB
import PublicServices
import Synchronization
import Testing

@testable import Storage

@Suite struct QueryPlanTests {
    /// The statements that the verbs ran, each once.
    private final class Statements: Sendable {
        private let seen = Mutex<Set<String>>([])

        var all: [String] { seen.withLock { $0.sorted() } }
        func clear() { seen.withLock { $0.removeAll() } }
        func add(_ sql: String) { seen.withLock { _ = $0.insert(sql) } }
    }

    @Test func `no verb reads through a whole table`() async throws {
        let statements = Statements()
        try await withStore(trace: { statements.add($0) }) { fixture in
            statements.clear()
            try await useEveryVerb(of: fixture)
            let used = statements.all.filter { sql in
                ["SELECT", "INSERT", "UPDATE", "DELETE"].contains { sql.hasPrefix($0) }
                    && !sql.contains("sqlite_master") && !sql.contains("grdb_migrations")
                    // What the index of words runs for itself.
                    && !sql.contains("'main'.'message_words_")
            }
            #expect(used.count > 30)
            for sql in used {
                let plan = try await fixture.store.pool.read { db in
                    let statement = try db.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)
                    // A plan needs no values.
                    statement.setUncheckedArguments([])
                    return try Row.fetchAll(statement).map { $0["detail"] as String }
                }
                // Counting the quarantine means walking it; it is nearly empty.
                let scans = plan.filter {
                    $0.contains("SCAN") && !$0.hasPrefix("SCAN quarantine USING COVERING")
                        // A commune has dozens of officers.
                        && !$0.hasPrefix("SCAN officer")
                        // Counts a bounded number of rows that an index found.
                        && !$0.hasPrefix("SCAN counted")
                        // The index of words is no table.
                        && !$0.hasPrefix("SCAN message_words VIRTUAL TABLE INDEX")
                }
                #expect(scans == [], "\(sql)")
                // The look for an earlier message must start from its conversation, or a long queue costs its square.
                let earlier = plan.filter { $0.hasPrefix("SEARCH earlier") }
                #expect(earlier.allSatisfy { $0.hasSuffix("(conversation_id=? AND message_id<?)") }, "\(earlier)")
                #expect(!plan.contains { $0.contains("TEMP B-TREE FOR ORDER BY") }, "\(sql): \(plan)")
            }
        }
    }

    @Test func `no statement on the way of a message builds a temporary tree`() async throws {
        let statements = Statements()
        try await withStore(trace: { statements.add($0) }) { fixture in
            try await fixture.receive("chào", id: "a")
            statements.clear()
            try await fixture.queue(["chào"], id: "b")
            for message in try await fixture.claimOut() {
                try await fixture.store.recordSending(
                    [SendResult(message: message.id, owner: "sender", outcome: .sent("", reference: "r"))],
                    now: StoreFixture.start)
            }
            let used = statements.all.filter { sql in
                ["SELECT", "INSERT", "UPDATE"].contains { sql.hasPrefix($0) }
            }
            #expect(used.count > 15)
            for sql in used {
                let steps = try await fixture.store.pool.read { db in
                    let statement = try db.makeStatement(sql: "EXPLAIN " + sql)
                    statement.setUncheckedArguments([])
                    return try Row.fetchAll(statement).map { $0["opcode"] as String }
                }
                #expect(!steps.contains { $0 == "OpenEphemeral" || $0 == "SorterOpen" }, "\(sql)")
            }
        }
    }

    private func useEveryVerb(of fixture: StoreFixture) async throws {
        let store = fixture.store
        let now = StoreFixture.start
        try await fixture.queue(["một", "hai", "ba"], id: "a")
        for outcome in [SendResult.Outcome.sent(""), .retry(at: now, reason: ""), .failed("")] {
            let message = try #require(try await fixture.claimOut().first)
            try await store.recordSending(
                [SendResult(message: message.id, owner: "sender", outcome: outcome)],
                now: now
            )
            _ = try await fixture.report(.failed, of: message.id)
        }
        _ = try await fixture.claimOut("other")
        try await fixture.receive("nữa", id: "b")
        for attempt in 0..<3 {
            let turn = try #require(try await fixture.claim(at: now + 20 * TimeInterval(attempt)).first)
            try await store.recordHandlingFailure(
                turn.message, owner: "worker", error: "", now: now + 20 * TimeInterval(attempt))
        }
        try await fixture.receive("STOP", id: "c")
        let turn = try #require(try await fixture.claim().first)
        let escalation = NewEscalation(reason: .feedback, unit: nil, promisedBy: nil)
        _ = try await store.commit(
            [fixture.handled(turn, escalation: escalation, optedOut: true, interest: "digital_skills")], now: now)
        _ = try await store.receive(
            [
                .unreadable(
                    UnreadableMessage(
                        channel: StoreFixture.channel,
                        providerID: "u",
                        sender: nil,
                        reason: "",
                        bytes: []
                    )
                )
            ],
            at: now
        )
        _ = try await store.interests(of: nil, limit: 10)
        _ = try await store.interests(of: "digital_skills", limit: 10)
        _ = try await store.openedInterests(of: nil, by: "Minh", now: now)
        let open = try await store.openEscalations(limit: 10)
        _ = try await store.escalation(open[0].id)
        _ = try await store.answer(escalation: open[0].id, text: "chào", by: "Minh", now: now)
        _ = try await store.messages(of: StoreFixture.channel, address: StoreFixture.phone)
        try await store.releaseLeases(owner: "worker")
        try await useDossierVerbs(of: fixture)
        try await useAccountVerbs(of: fixture)
        try await useIntakeVerbs(of: fixture)
        try await useDeskVerbs(of: fixture)
    }

    private func useDeskVerbs(of fixture: StoreFixture) async throws {
        let (store, now) = (fixture.store, StoreFixture.start)
        let desk = Desk(fixture)
        let password = "mật khẩu dài lắm"
        let officer = try await desk.officer("hanh", role: .supervisor, restricted: true, password: password)
        let other = try await desk.officer("dung", restricted: true)
        _ = try await store.updateOfficer(officer.id, to: officer.profile, by: nil, now: now)
        _ = try await store.beginSecondFactor(of: other.id, issuer: "a", now: now)
        _ = try await store.confirmSecondFactor(of: other.id, code: "0", now: now)
        let origin = SignInOrigin(address: "a", device: String(repeating: "0", count: 64))
        _ = try await store.signIn(login: "hanh", password: "sai", from: origin, now: now)
        guard
            case .signedIn(let opened) = try await store.signIn(
                login: "hanh", password: password, from: origin, now: now)
        else { throw FixtureError(words: "not signed in") }
        _ = try await store.session(token: opened.token, now: now + 100)
        _ = try await store.sessions(of: officer.id, now: now)
        let once = try await store.makeOneTimeSignIn(for: officer.id, life: 60, now: now)
        _ = try await store.signIn(oneTime: once, from: origin, now: now)
        let matter = try await desk.matter(from: "+84900000055", unit: "land", topic: "a")
        let tip = try await desk.matter("tố cáo ông A", .denunciation, from: "+84900000056")
        try await desk.write("thêm", from: "+84900000056") { $0.addsTo = tip }
        for list in MatterList.allCases {
            for filter in [
                MatterFilter(), MatterFilter(unit: "a"), MatterFilter(topic: "a"), MatterFilter(hamlet: "thôn 2"),
            ] {
                _ = try await store.matters(list, filter: filter, by: officer, now: now)
            }
        }
        _ = try await store.emergencies(by: officer, now: now)
        _ = try await store.promises(of: "dak-ha", after: now, limit: 9, by: officer)
        _ = try await store.importDossiers(
            [DossierTests.dossier(.accepted)], of: DossierTests.commune, by: "", officer: officer.id, now: now)
        _ = try await store.changeDossier(
            DossierTests.dossier(.accepted), to: DossierEdit(state: .finished, reason: nil, newDate: nil),
            of: DossierTests.commune, on: CalendarDay(daysSince1970: 20_781), by: officer, now: now)
        _ = try await store.dossierHistory(
            DossierTests.code, of: DossierTests.commune, limit: 9, by: officer, now: now)
        _ = try await store.lastImport(of: DossierTests.commune, by: officer)
        _ = try await store.matter(matter, by: officer, now: now)
        _ = try await store.thread(of: matter, before: MessageID(9), by: officer, now: now)
        _ = try await store.attachment(1, of: matter, by: officer, now: now)
        _ = try await store.revealNumber(of: matter, by: officer, now: now)
        _ = try await store.revealTexts(of: matter, by: officer, now: now)
        _ = try await store.deskChanges(after: try await store.deskMark() - 2)
        _ = try await store.take(matter, by: officer, now: now)
        _ = try await store.snooze(matter, until: now + 60, by: officer, now: now)
        _ = try await store.note(matter, text: "a", by: officer, now: now)
        _ = try await store.nameVillager("bà Lan", of: matter, by: officer, now: now)
        _ = try await store.placeVillager("thôn 2", of: matter, by: officer, now: now)
        _ = try await store.markShared(true, of: matter, by: officer, now: now)
        _ = try await store.saveDraft("a", of: matter, lastSeen: nil, by: officer, now: now)
        _ = try await store.drafts(by: officer)
        try await store.notePresence(at: matter, isTyping: true, by: officer, now: now)
        try await store.leave(matter, by: officer, now: now)
        _ = try await store.handOverTargets(of: matter, by: officer, now: now)
        _ = try await store.handOver(matter, to: .unit("one"), by: officer, now: now)
        let message = try #require(try await desk.answer(matter, by: officer).message)
        _ = try await store.takeBack(message, by: officer, now: now)
        let asked = NewAnswer(
            matter: matter, text: "a", typed: "a", code: "0001", lastSeen: nil, isConfirmed: true, formKey: "q",
            question: "b")
        let second = try #require(try await store.answer(asked, by: officer, now: now).message)
        try await desk.write("1", from: "+84900000055") { $0.effects = [.satisfaction(matter, .good)] }
        _ = try await store.takeBack(second, by: officer, now: now)
        _ = try await store.close(matter, reason: .spam, by: officer, now: now)
        _ = try await store.reopen(matter, by: officer, now: now)
        try await desk.write("lệ phí", from: "+84900000055") { $0.replies = [Reply(template: "answer", text: "a")] }
        let ready = ReadyAnswerDraft(commune: Desk.commune, title: "a", body: "b")
        let saved = try #require(try await store.saveReadyAnswer(ready, by: officer, now: now))
        _ = try await store.readyAnswers(of: Desk.commune, by: officer)
        _ = try await store.readyAnswerVersions(saved.id, by: officer)
        try await store.noteUse(ofReady: saved.id, by: officer, now: now)
        _ = try await store.auditEntries(by: officer)
        while try await store.readSettled(now: now) > 0 {}
        for text in ["lệ phí", "055", "0900000055"] { _ = try await store.search(text, by: officer, now: now) }
        _ = try await store.lastSignIns(of: [officer.id])
        _ = try await store.channelStates([StoreFixture.channel, "sms-khac"], now: now)
        let keeper = try await desk.officer("quan", role: .administrator)
        _ = try await store.sendTest("thử", to: "+84900000077", on: StoreFixture.channel, by: keeper, now: now)
        _ = try await store.notUnderstood(of: Desk.commune, since: now, by: officer)
        _ = try await store.earlierMessages(of: Desk.commune, since: now, limit: 10, by: officer)
        try await store.note(.factConfirmed, of: Desk.commune, subject: "a", by: officer, now: now)
        let calendar = OfficeCalendar(weeklyHours: [:])
        let day = calendar.day(of: now)
        _ = try await store.report(
            ReportQuery(commune: Desk.commune, unit: "a", from: day, to: day), calendar: calendar, by: officer, now: now
        )
        _ = try await store.satisfaction(
            of: ReportQuery(commune: Desk.commune, unit: "a", from: day, to: day), calendar: calendar, by: officer)
        _ = try await store.today(of: Desk.commune, calendar: calendar, by: officer, now: now)
        _ = try await store.openConversation(ConversationID(1), by: officer, now: now)
        _ = try await store.repeatAlerts(now: now)
        try await store.endSession(opened.session.id, of: officer.id, by: officer.id, now: now)
        try await store.setActive(false, of: other.id, by: nil, now: now)
    }

    private func useIntakeVerbs(of fixture: StoreFixture) async throws {
        let store = fixture.store
        let now = StoreFixture.start
        let calls = [[1], [2]].map {
            InboundEvent.unproven(UnprovenCall(channel: StoreFixture.channel, reason: "", bytes: $0))
        }
        _ = try await store.receive(calls, at: now)
        _ = try await store.unprovenMessages(of: StoreFixture.channel)
        for entry in try await store.quarantine(limit: 10) {
            _ = try await store.quarantined(entry.number)
            _ =
                entry.kind == .unproven && entry.size > 0
                ? try await store.release(entry.number, events: [], by: "Lan", now: now)
                : try await store.discard(entry.number, by: "Lan", now: now)
        }
        try await store.proveWritable(at: now)
        try await fixture.receive("năm", from: "+84900000009", id: "limit")
        let claimed = try await store.claimIncoming(
            limit: 10, owner: "worker", now: now, lease: 1, senderLimit: SenderLimit(messages: 1, seconds: 1))
        let turn = try #require(claimed.last)
        var handled = fixture.handled(turn)
        handled.burst = .begins
        _ = try await store.commit([handled], now: now)
    }

    private func useAccountVerbs(of fixture: StoreFixture) async throws {
        let store = fixture.store
        let now = StoreFixture.start
        let channel = StoreFixture.channel
        let phone = StoreFixture.phone
        _ = try await store.receive(
            [
                .message(
                    InboundMessage(
                        channel: channel, providerID: "follow", sender: phone, text: "", sentAt: nil, kind: .follow)),
                .message(
                    InboundMessage(
                        channel: channel, providerID: "image", sender: phone, text: "", sentAt: nil, kind: .image,
                        attachments: [MessageAttachment(kind: .image, url: "http://a")])),
                .staffMessage(
                    StaffMessage(
                        channel: channel, providerID: "s", recipient: phone, text: "a", kind: .text, author: "zalo:1")),
                .unfollowed(Unfollowing(channel: channel, address: phone, at: now)),
                .deliveryReport(
                    DeliveryReport(channel: channel, reference: "early", status: .seen, detail: "")),
            ], at: now)
        try await fixture.queue(["bốn"], for: "+84900000002", id: "d")
        let message = try #require(try await fixture.claimOut(at: now + 600).first { $0.recipient == "+84900000002" })
        try await store.recordSending(
            [SendResult(message: message.id, owner: "sender", outcome: .sent("", reference: "early"))], now: now)
        #expect(try await fixture.deliveryState(of: message.id, from: "+84900000002") == .delivered)
        let due = try #require(try await store.claimAttachments(limit: 1, now: now, lease: 1).first)
        try await store.recordFetchFailure(attachment: due.id, reason: "", retryAt: now, now: now)
        try await store.keep(attachment: due.id, bytes: [1], now: now)
        #expect(try await store.bytes(ofAttachment: due.id) == [1])
        _ = try await store.attachments(of: message.id)
        try await store.keep(token: "a", of: channel, now: now)
        #expect(try await store.token(of: channel) == "a")
        try await store.raiseAlarm(of: channel, detail: "", now: now)
        try await store.endAlarm(of: channel, now: now)
        try await store.noteTakeOver(of: channel, by: "sms-2", isSlow: true, now: now)
        try await store.noteReturn(of: channel, now: now)
        _ = try await store.sights(since: now - 60, now: now)
    }

    private func useDossierVerbs(of fixture: StoreFixture) async throws {
        let store = fixture.store
        let now = StoreFixture.start
        let commune = DossierTests.commune
        try await fixture.receive("4567", from: "+84912345677", id: "e")
        let turn = try #require(try await fixture.claim().first)
        _ = try await store.countDossierTry(
            turn.message,
            code: DossierTests.code,
            of: commune,
            by: turn.conversation,
            limits: DossierTests.tries,
            now: now
        )
        for state in [DossierState.accepted, .processing] {
            let dossier = DossierTests.dossier(state)
            _ = try await store.importDossiers([dossier], of: commune, by: "Minh", now: now)
            _ = try await store.importDossiers([dossier], of: commune, by: "Minh", now: now)
        }
        var handled = fixture.handled(turn)
        handled.commune = commune
        handled.dossier = DossierOutcome(
            followed: DossierTests.dossier(.processing),
            spelling: .marked,
            isProven: true
        )
        _ = try await store.commit([handled], now: now)
        try await store.noteDossierDays(of: commune, followedBefore: now + 60, now: now) { dossier in
            dossier.promisedOn.map { (.dueSoon, $0) }
        }
        let told = try await store.announceDossierNews(of: commune, limit: 10, now: now) { _, _ in
            Reply(template: "dossier_news", text: "tin")
        }
        #expect(told == 1)
        _ = try await store.dossiers(of: commune, limit: 10)
        _ = try await store.followedDossiers(of: commune)
        _ = try await store.hasDossiers(of: commune)
        try await useDeliveryVerbs(of: fixture)
    }

    private func useDeliveryVerbs(of fixture: StoreFixture) async throws {
        let store = fixture.store
        let now = StoreFixture.start
        try await fixture.receive("hồ sơ", from: "+84912345670", id: "f")
        let turn = try #require(try await fixture.claim().first)
        var handled = fixture.handled(turn, replies: ["chào"])
        handled.commune = DossierTests.commune
        handled.waitingQuestion = .begin(DossierLookup(code: DossierTests.code), givesUpAt: now)
        handled.furtherEscalations = [NewEscalation(reason: .feedback, unit: "a", promisedBy: nil)]
        handled.linkNotice = Reply(template: "link_notice", text: "chào")
        _ = try await store.commit([handled], now: now)
        guard case .code(let code) = try await store.makeLinkCode(for: turn.conversation, now: now) else { return }
        _ = try await store.receive(
            [.message(InboundMessage(channel: "zalo", providerID: "g", sender: "1", text: "LK", sentAt: nil))], at: now)
        let zalo = try #require(try await fixture.claim().first)
        _ = try await store.link(zalo.conversation, by: "0", in: zalo.message, now: now)
        #expect(try await store.link(zalo.conversation, by: code, in: zalo.message, now: now) == .linked)
        let due = try #require(try await store.claimFollowUps(limit: 1, now: now + 60, lease: 1).first)
        try await store.postponeFollowUp(due.id, until: now, now: now)
        try await store.clockJumped(by: 1, now: now)
        _ = try await store.lastClock()
        #expect(try await store.end(due, with: FollowUpAnswer(replies: []), now: now))
        let pace = SendingPace(perSecond: 9, unit: .segments)
        let message = try #require(
            try await store.claimOutgoing(
                limit: 99, owner: "sender", now: now + 600, lease: 1, of: StoreFixture.channel, pace: pace
            ).first { $0.recipient == "+84912345670" })
        try await store.recordSending(
            [SendResult(message: message.id, owner: "sender", outcome: .unreachable(""))], now: now,
            of: StoreFixture.channel, alarm: "broken")
        #expect(try await fixture.claimOut(at: now + 601).contains { $0.recipient == "1" })
        _ = try await store.unlink(turn.conversation, now: now)
    }
}
