import Conversations
import Foundation
import PublicServices
import Testing

@testable import Storage

/// What an officer writes: kept, asked about, taken back, and sent once.
@Suite struct StaffAnswerTests {
    private static let start = Desk.start

    @Test func `an answer leaves after its time to take it back, and ends the matter`() async throws {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh")
            let matter = try await desk.matter()
            let message = try #require(try await desk.answer(matter, by: officer).message)
            #expect(try await desk.fixture.claimOut(at: Self.start + 9).isEmpty)
            let row = try #require(try await desk.store.matter(matter, by: officer, now: Self.start + 1)?.row)
            #expect(row.closed?.answer == message && row.closed?.by == "chị Hạnh")
            let sent = try await desk.fixture.claimOut(at: Self.start + 10)
            #expect(sent.map(\.id) == [message])
            #expect(try await desk.store.takeBack(message, by: officer, now: Self.start + 10) == .gone)
            #expect(try await desk.store.matterCounts(by: officer).closed == 1)
        }
    }

    @Test func `how far an answer has come is told by what the provider proved`() async throws {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh")
            let matter = try await desk.matter()
            let message = try #require(try await desk.answer(matter, by: officer).message)
            func delivery(at time: Date) async throws -> DeliveryWords? {
                let detail = try await desk.store.matter(matter, by: officer, now: time)
                return detail?.thread.entries.lazy.compactMap { entry -> DeliveryWords? in
                    guard case .message(let one) = entry, one.id == message else { return nil }
                    return one.delivery
                }.first
            }
            let (sent, patience) = (Self.start + 11, StoreLimits.reportPatience)
            #expect(try await delivery(at: Self.start + 1) == .takeBack(until: Self.start + 10))
            _ = try await desk.fixture.claimOut(at: Self.start + 10)
            #expect(try await delivery(at: Self.start + 10) == .sending)
            try await desk.store.recordSending(
                [SendResult(message: message, owner: "sender", outcome: .sent("ok"))], now: sent)
            #expect(try await delivery(at: sent.addingTimeInterval(patience)) == .accepted(at: sent))
            #expect(try await delivery(at: sent.addingTimeInterval(patience + 1)) == .noReport(since: sent))
            _ = try await desk.fixture.report(.delivered, of: message, at: sent + 60)
            #expect(try await delivery(at: sent.addingTimeInterval(patience + 1)) == .delivered(at: sent + 60))
        }
    }

    @Test func `taken back, nothing leaves, the matter is open and the text is the draft`() async throws {
        try await withDesk { desk in
            desk.fixture.settle(budget: 100)
            let (officer, other) = (try await desk.officer("hanh"), try await desk.officer("dung"))
            let matter = try await desk.matter()
            let message = try #require(try await desk.answer(matter, "chờ chút", by: officer).message)
            #expect(try await desk.store.takeBack(message, by: other, now: Self.start + 5) == .unknown)
            #expect(
                try await desk.store.takeBack(message, by: officer, now: Self.start + 5) == .done(typed: "chờ chút"))
            #expect(try await desk.store.takeBack(message, by: officer, now: Self.start + 6) == .unknown)
            #expect(try await desk.fixture.claimOut(at: Self.start + 60).isEmpty)
            let detail = try #require(try await desk.store.matter(matter, by: officer, now: Self.start + 60))
            #expect(detail.row.closed == nil && detail.row.holder?.id == officer.id && detail.draft?.text == "chờ chút")
            #expect(try await desk.fixture.number("SELECT units FROM spending") == 0)
        }
    }

    @Test func `a second click is the same answer`() async throws {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh")
            let matter = try await desk.matter()
            let first = try await desk.answer(matter, by: officer, form: "f")
            #expect(try await desk.answer(matter, by: officer, form: "f") == first)
            #expect(try await desk.fixture.number("SELECT COUNT(*) FROM outgoing") == 1)
        }
    }

    @Test func `two officers answer at once: one leaves, the other is asked`() async throws {
        try await withDesk { desk in
            let (hanh, dung) = (
                try await desk.officer("hanh"), try await desk.officer("dung", name: "Y Dũng", title: "anh")
            )
            let matter = try await desk.matter()
            let seen = try await desk.store.matter(matter, by: dung, now: Self.start)?.lastMessage
            let sent = try #require(try await desk.answer(matter, "một", by: hanh).message)
            guard case .since(let since) = try await desk.answer(matter, "hai", by: dung, lastSeen: seen) else {
                Issue.record("not asked")
                return
            }
            #expect(since.map(\.id) == [sent] && since[0].author == "chị Hạnh")
            #expect(
                try await desk.answer(matter, "hai", by: dung, lastSeen: seen, confirmed: true).message != nil)
            #expect(try await desk.fixture.number("SELECT COUNT(*) FROM outgoing") == 2)
        }
    }

    @Test func `who did not see the villager's last message is asked`() async throws {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh")
            let matter = try await desk.matter()
            let seen = try await desk.store.matter(matter, by: officer, now: Self.start)?.lastMessage
            try await desk.write("cháu được 20 ngày rồi", at: Self.start + 5) { $0.addsTo = matter }
            guard
                case .since(let since) = try await desk.answer(matter, by: officer, lastSeen: seen, at: Self.start + 9)
            else {
                Issue.record("not asked")
                return
            }
            #expect(since.map(\.text) == ["cháu được 20 ngày rồi"])
            // Ended by a colleague without a message, it is asked too.
            let other = try await desk.officer("dung", name: "Y Dũng", title: "anh")
            _ = try await desk.store.close(matter, reason: .answeredByPhone, by: other, now: Self.start + 9)
            #expect(try await desk.answer(matter, by: officer, at: Self.start + 10) == .ended(by: "anh Dũng"))
        }
    }

    @Test func `each answer of a conversation has a code of its own, by which its villager alone can check it`()
        async throws
    {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh")
            let matter = try await desk.matter()
            let detail = try #require(try await desk.store.matter(matter, by: officer, now: Self.start))
            #expect(detail.code.wholeMatch(of: /[0-9]{4}/) != nil)
            #expect(try await desk.store.matter(matter, by: officer, now: Self.start)?.code == detail.code)
            let conversation = try #require(detail.row.conversation)
            _ = try await desk.answer(matter, by: officer)
            let next = try #require(try await desk.store.matter(matter, by: officer, now: Self.start))
            #expect(next.code != detail.code)
            func sent(_ code: String, in conversation: ConversationID, at seconds: Int) async throws -> Date? {
                try await desk.store.answerSent(withCode: code, in: conversation, now: Self.start + seconds)
            }
            #expect(try await sent(detail.code, in: conversation, at: 5) == nil)
            #expect(try await sent(detail.code, in: conversation, at: 11) == Self.start + 10)
            #expect(try await sent(next.code, in: conversation, at: 11) == nil)
            try await desk.write("chào", from: "+84900000077")
            #expect(try await sent(detail.code, in: ConversationID(conversation.number + 1), at: 11) == nil)
        }
    }

    @Test func `a draft survives hand-over, closing, signing out and the end of its program`() async throws {
        try await withDesk { desk in
            let (hanh, dung) = (try await desk.officer("hanh"), try await desk.officer("dung"))
            let matter = try await desk.matter()
            let text = "Bà mang giấy chứng sinh, số 012345678901"
            #expect(
                try await desk.store.saveDraft(text, of: matter, lastSeen: nil, by: hanh, now: Self.start) == Self.start
            )
            _ = try await desk.store.handOver(matter, to: .officer(dung.id), by: hanh, now: Self.start)
            _ = try await desk.store.close(matter, reason: .duplicate, by: dung, now: Self.start)
            try await desk.store.endSessions(of: hanh.id, by: hanh.id, now: Self.start)
            let again = try desk.fixture.openAgain()
            #expect(try await again.draft(of: matter, by: hanh)?.text == text)
            #expect(try await again.drafts(by: hanh).map(\.matter) == [matter])
            #expect(try await again.draft(of: matter, by: dung) == nil)
            try await again.dropDraft(of: matter, by: hanh, now: Self.start)
            #expect(try await again.drafts(by: hanh) == [])
            try again.close()
        }
    }

    @Test func `a villager's reply goes to the officer who answered, with a promise`() async throws {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh")
            let matter = try await desk.matter(unit: "land", topic: "land_transfer")
            _ = try await desk.answer(matter, by: officer)
            try await desk.write("mai em lên được không", at: Self.start + 60) {
                $0.add(to: matter, promisedBy: Self.start + 9000)
            }
            let mine = try await desk.store.matters(.mine, by: officer, now: Self.start + 60)
            #expect(mine.rows.map(\.reason) == [.villagerReply])
            #expect(mine.rows[0].promisedBy == Self.start + 9000 && mine.rows[0].topic == "land_transfer")
            // Who is gone gets nothing: it waits for all.
            try await desk.store.setActive(false, of: officer.id, by: nil, now: Self.start + 70)
            let other = try await desk.officer("dung")
            #expect(try await desk.rows(.waiting, by: other, at: Self.start + 80).count == 1)
            #expect(try await desk.rows(.mine, by: officer, at: Self.start + 80).isEmpty)
        }
    }

    @Test func `what is closed opens again, unless there is another of its kind`() async throws {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh")
            let matter = try await desk.matter()
            _ = try await desk.store.close(matter, reason: .spam, by: officer, now: Self.start)
            #expect(try await desk.store.take(matter, by: officer, now: Self.start) == .refused(.notOpen))
            let twin = try await desk.matter(at: Self.start + 5)
            #expect(try await desk.store.reopen(matter, by: officer, now: Self.start) == .refused(.openTwin(twin)))
            _ = try await desk.store.close(twin, reason: .duplicate, by: officer, now: Self.start)
            #expect(try await desk.store.reopen(matter, by: officer, now: Self.start) == .done)
            #expect(try await desk.rows(.mine, by: officer) == [matter])
        }
    }

    @Test func `ready answers keep their versions, and are found without marks`() async throws {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh")
            let stranger = try await desk.officer("dung", communes: [Desk.other])
            var draft = ReadyAnswerDraft(
                commune: Desk.commune, title: "Giấy chứng sinh", body: "Mời {{xưng hô}} lên trước {{giờ}}. {{giờ}}")
            let answer = try #require(try await desk.store.saveReadyAnswer(draft, by: officer, now: Self.start))
            #expect(answer.variables == ["xưng hô", "giờ"])
            draft.id = answer.id
            draft.body = "Mời lên xã"
            #expect(try await desk.store.saveReadyAnswer(draft, by: officer, now: Self.start)?.version == 2)
            #expect(try await desk.store.readyAnswerVersions(answer.id, by: officer).map(\.version) == [2, 1])
            for (search, count) in [("giay chung", 1), ("xã giấy", 1), ("nợ", 0), ("", 1)] {
                #expect(
                    try await desk.store.readyAnswers(matching: search, of: Desk.commune, by: officer).count == count)
            }
            #expect(try await desk.store.readyAnswers(of: Desk.commune, by: stranger) == [])
            #expect(try await desk.store.saveReadyAnswer(draft, by: stranger, now: Self.start) == nil)
            try await desk.store.noteUse(ofReady: answer.id, by: officer, now: Self.start)
            #expect(try await desk.store.readyAnswer(answer.id, by: officer)?.uses == 1)
            #expect(try await desk.store.removeReadyAnswer(answer.id, by: officer, now: Self.start))
            #expect(try await desk.store.readyAnswers(of: Desk.commune, by: officer) == [])
        }
    }

    @Test func `every view and deed is in the audit, by numbers alone`() async throws {
        try await withDesk { desk in
            let (officer, chief) = (
                try await desk.officer("hanh"), try await desk.officer("binh", role: .supervisor)
            )
            let matter = try await desk.matter("số căn cước 051085001234, tên Lan")
            _ = try await desk.store.matter(matter, by: officer, now: Self.start)
            #expect(try await desk.store.revealNumber(of: matter, by: officer, now: Self.start) == StoreFixture.phone)
            _ = try await desk.store.note(matter, text: "bà Lan 051085001234", by: officer, now: Self.start)
            _ = try await desk.store.nameVillager("bà Lan", of: matter, by: officer, now: Self.start)
            _ = try await desk.answer(matter, "chào bà Lan", by: officer)
            #expect(try await desk.store.matter(matter, by: officer, now: Self.start)?.row.name == "bà Lan")
            let entries = try await desk.store.auditEntries(by: chief)
            // A page that reads itself again is one look.
            #expect(entries.count { $0.action == "matter.viewed" } == 1)
            let own = entries.filter { $0.officer == officer.id }.map(\.action)
            for action in ["matter.viewed", "number.revealed", "matter.noted", "villager.named", "matter.answered"] {
                #expect(own.contains(action), "\(action)")
            }
            for entry in entries {
                for word in ["Lan", "051085", "91234", "chào"] {
                    #expect(!"\(entry.actor)\(entry.subject)\(entry.detail)".contains(word))
                }
            }
            #expect(try await desk.store.auditEntries(by: officer).isEmpty)
        }
    }

    @Test func `numbers in messages are masked until they are revealed, which is in the audit`() async throws {
        try await withDesk { desk in
            let (officer, chief) = (
                try await desk.officer("hanh"), try await desk.officer("binh", role: .supervisor, restricted: true)
            )
            let plain = try await desk.matter("cho tôi gặp cán bộ", from: "+84922222222")
            #expect(try await desk.store.matter(plain, by: officer, now: Self.start)?.hidesNumbers == false)
            let matter = try await desk.matter("số căn cước 051085001234, tên Lan")
            try await desk.matter("tố cáo người có số 051085004321", .denunciation, at: Self.start + 60)
            let detail = try #require(try await desk.store.matter(matter, by: officer, now: Self.start + 61))
            #expect(detail.hidesNumbers && detail.question?.text.contains("051085001234") == false)
            // What the machine or staff wrote is none of the villager's numbers.
            _ = try await desk.answer(matter, "chào bà Lan, số 051085009999", by: officer, at: Self.start + 62)
            let shown = try await desk.store.revealTexts(of: matter, by: officer, now: Self.start + 63)
            #expect(shown?.map(\.text) == ["số căn cước 051085001234, tên Lan"])
            #expect(try await desk.store.revealTexts(of: matter, by: chief, now: Self.start + 63)?.count == 2)
            try await desk.store.noteExport(of: matter, by: officer, now: Self.start + 64)
            let own = try await desk.store.auditEntries(by: chief).filter { $0.officer == officer.id }
            for action in ["texts.revealed", "matter.exported"] {
                #expect(own.filter { $0.action == action }.map(\.subject) == ["escalation \(matter)"])
            }
        }
    }

    @Test func `the audit tells nothing of matters that its reader may not see`() async throws {
        try await withDesk { desk in
            let handler = try await desk.officer("lan", name: "Trần Thị Lan", restricted: true)
            let denunciation = try await desk.matter("tôi tố cáo cán bộ nhận tiền", .denunciation)
            let open = try await desk.matter("xin gặp cán bộ", from: "+84922222222")
            for matter in [denunciation, open] {
                #expect(try await desk.store.take(matter, by: handler, now: Self.start) == .done)
            }
            func subjects(_ login: String, _ communes: [CommuneID], restricted: Bool = false) async throws -> Set<
                String
            > {
                let reader = try await desk.officer(
                    login, name: "Phạm \(login)", role: .supervisor, communes: communes, restricted: restricted)
                return Set(try await desk.store.auditEntries(by: reader).map(\.subject))
            }
            let (hidden, common) = ("escalation \(denunciation)", "escalation \(open)")
            let ours = try await subjects("mai", [Desk.commune])
            #expect(ours.contains(common) && !ours.contains(hidden))
            let theirs = try await subjects("nam", [Desk.other])
            #expect(!theirs.contains(common) && !theirs.contains(hidden))
            #expect(!theirs.contains("officer \(handler.id)"))
            #expect(try await subjects("tam", [Desk.commune], restricted: true).isSuperset(of: [hidden, common]))
        }
    }

    @Test func `of two officers of one name each is asked about the other's answer`() async throws {
        try await withDesk { desk in
            let (one, other) = (try await desk.officer("hanh"), try await desk.officer("hanh2"))
            let matter = try await desk.matter()
            let seen = try #require(try await desk.store.matter(matter, by: other, now: Self.start)).lastMessage
            _ = try await desk.answer(matter, by: one, at: Self.start + 5)
            let second = try await desk.answer(matter, by: other, lastSeen: seen, at: Self.start + 6)
            #expect(second.message == nil)
        }
    }

    @Test func `a code that another answer bears is replaced by a new one`() async throws {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh")
            let matter = try await desk.matter()
            let first = try #require(try await desk.store.matter(matter, by: officer, now: Self.start)).code
            _ = try await desk.answer(matter, by: officer)
            _ = try await desk.store.reopen(matter, by: officer, now: Self.start + 60)
            _ = try await desk.store.matter(matter, by: officer, now: Self.start + 60)
            try await desk.fixture.execute("UPDATE draft SET code = '\(first)'")
            let refused = try await desk.answer(matter, by: officer, confirmed: true, at: Self.start + 61)
            #expect(refused == .codeTaken)
            let again = try await desk.answer(matter, by: officer, confirmed: true, at: Self.start + 62)
            #expect(again.message != nil)
        }
    }
}
