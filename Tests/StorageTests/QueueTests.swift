import Conversations
import Foundation
import PublicServices
import Testing

@testable import Storage

/// What an officer sees in which order, and that the counts are true.
@Suite struct QueueTests {
    private static let start = Desk.start

    @Test func `emergencies come first, then what was promised soonest, then what was put off`() async throws {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh")
            let late = try await desk.matter(from: "+84900000001", promisedIn: 7200)
            let none = try await desk.matter(from: "+84900000002", promisedIn: nil)
            let soon = try await desk.matter(from: "+84900000003", promisedIn: 3600)
            let help = try await desk.matter("cứu", .emergency, from: "+84900000004", promisedIn: nil)
            let off = try await desk.matter(from: "+84900000005", promisedIn: 1800)
            #expect(try await desk.store.snooze(off, until: Self.start + 1200, by: officer, now: Self.start) == .done)
            #expect(try await desk.rows(.waiting, by: officer) == [help, soon, late, none, off])
            // It comes back by itself.
            #expect(
                try await desk.rows(.waiting, by: officer, at: Self.start + 1200) == [help, off, soon, late, none])
            let page = try await desk.store.matters(.waiting, by: officer, now: Self.start)
            #expect(page.total == 5 && page.counts.emergencies == 1)
            #expect(page.rows.last?.snoozedUntil == Self.start + 1200)
            #expect(page.rows[1].addressTail == "003" && page.rows[1].question == "cho tôi gặp cán bộ")
        }
    }

    @Test func `of promises those to come are told, also behind many that are past`() async throws {
        try await withStore { fixture in
            let desk = Desk(fixture)
            let officer = try await desk.officer("hanh")
            for index in 0..<4 { try await desk.matter(from: "+8490000000\(index)", promisedIn: 60) }
            try await desk.matter(from: "+84900000009", promisedIn: nil)
            try await desk.matter(from: "+84900000008", promisedIn: 7200)
            let promised = try await fixture.store.promises(
                of: Desk.commune, after: Desk.start + 3600, limit: 2, by: officer)
            #expect(promised == [Desk.start + 7200])
        }
    }

    @Test func `a matter is put off neither into the past nor beyond its promise`() async throws {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh")
            let matter = try await desk.matter(promisedIn: 3600)
            for seconds in [-1, 0, 3601] {
                #expect(
                    try await desk.store.snooze(matter, until: Self.start + seconds, by: officer, now: Self.start)
                        == .refused(.badTime))
            }
            #expect(
                try await desk.store.snooze(matter, until: Self.start + 3600, by: officer, now: Self.start) == .done)
        }
    }

    @Test func `each list holds what is its own, and pages follow one another without gaps`() async throws {
        try await withDesk { desk in
            let land = OfficerUnit(commune: Desk.commune, unit: "land")
            let officer = try await desk.officer("hanh", units: [land])
            var matters: [EscalationID] = []
            for index in 0..<12 {
                matters.append(
                    try await desk.matter(
                        from: "+8490000\(1000 + index)", unit: index < 4 ? "land" : "one_stop",
                        topic: index.isMultiple(of: 2) ? "land_transfer" : nil, promisedIn: Double(600 * (index + 1))))
            }
            #expect(try await desk.store.take(matters[5], by: officer, now: Self.start) == .done)
            for (index, matter) in matters.suffix(4).enumerated() {
                #expect(
                    try await desk.store.close(matter, reason: .notForUs, by: officer, now: Self.start + index) == .done
                )
            }
            let counts = try await desk.store.matterCounts(by: officer)
            #expect(counts == MatterCounts(waiting: 8, mine: 1, unit: 4, all: 12, closed: 4, emergencies: 0))
            #expect(try await desk.rows(.mine, by: officer) == [matters[5]])
            #expect(try await desk.rows(.unit, by: officer) == Array(matters[0..<4]))
            #expect(try await desk.rows(.closed, by: officer) == matters.suffix(4).reversed())
            #expect(try await desk.rows(.all, by: officer) == Array(matters[0..<8]) + matters.suffix(4).reversed())
            var (found, cursor, pages): ([EscalationID], MatterCursor?, Int) = ([], nil, 0)
            repeat {
                let page = try await desk.store.matters(.all, after: cursor, limit: 5, by: officer, now: Self.start)
                found += page.rows.map(\.id)
                cursor = page.next
                pages += 1
            } while cursor != nil && pages < 9
            #expect(found == Array(matters[0..<8]) + matters.suffix(4).reversed())
            #expect(pages == 3)
            let filter = MatterFilter(unit: "land", topic: "land_transfer", channel: StoreFixture.channel)
            for (list, expected) in [(MatterList.waiting, [matters[0], matters[2]]), (.closed, []), (.mine, [])] {
                let page = try await desk.store.matters(list, filter: filter, by: officer, now: Self.start)
                #expect(page.rows.map(\.id) == expected && page.total == expected.count)
            }
            let ended = try await desk.store.matters(
                .closed, filter: MatterFilter(topic: "land_transfer"), by: officer, now: Self.start)
            #expect(ended.rows.map(\.id) == [matters[10], matters[8]] && ended.total == 2)
            let odd = MatterCursor(rawValue: "9.9.x")
            #expect(
                try await desk.store.matters(.all, after: odd, limit: 5, by: officer, now: Self.start).rows.count == 5)
        }
    }

    @Test func `matters are found by the hamlet that an officer wrote down, also later ones, and counts are true`()
        async throws
    {
        try await withDesk { desk in
            let store = desk.store
            let officer = try await desk.officer("hanh")
            let stranger = try await desk.officer("mai", communes: [Desk.other])
            let here = "thôn 2 (xã Hà Mòn)"
            let filter = MatterFilter(hamlet: here)
            func found(_ list: MatterList, topic: TopicID? = nil) async throws -> [EscalationID] {
                var filter = filter
                filter.topic = topic
                let page = try await store.matters(list, filter: filter, by: officer, now: Self.start)
                #expect(page.total == page.rows.count, "\(list)")
                return page.rows.map(\.id)
            }
            let first = try await desk.matter(from: "+84900000001", topic: "a")
            let other = try await desk.matter(from: "+84900000002")
            #expect(try await found(.waiting) == [])
            #expect(try await store.placeVillager(here, of: first, by: stranger, now: Self.start) == .unknown)
            #expect(try await store.placeVillager(here, of: first, by: officer, now: Self.start) == .done)
            #expect(try await store.placeVillager("thôn 3", of: other, by: officer, now: Self.start) == .done)
            let later = try await desk.matter(
                "việc khác", .notUnderstood, from: "+84900000001", unit: "land", at: Self.start + 60)
            #expect(try await Set(found(.waiting)) == [first, later])
            #expect(try await found(.waiting, topic: "a") == [first])
            #expect(try await store.take(later, by: officer, now: Self.start) == .done)
            #expect(try await found(.mine) == [later])
            #expect(try await store.close(first, reason: .notForUs, by: officer, now: Self.start) == .done)
            #expect(try await found(.closed) == [first])
            #expect(try await found(.all).count == 2)
            let row = try #require(try await store.matter(later, by: officer, now: Self.start)).row
            #expect(row.hamlet == here)
            let day = CalendarDay(daysSince1970: Int(Self.start.timeIntervalSince1970 + 7 * 3600) / 86_400)
            let calendar = OfficeCalendar(weeklyHours: [:])
            let third = try await desk.matter(from: "+84900000003")
            func report(_ hamlet: String?) async throws -> [String: Int]? {
                try await store.report(
                    ReportQuery(commune: Desk.commune, hamlet: hamlet, from: day, to: day), calendar: calendar,
                    by: officer, now: Self.start)?.hamlets
            }
            #expect(try await report(nil) == [here: 2, "thôn 3": 1, "": 1])
            #expect(try await report(here) == [here: 2])
            #expect(try await store.placeVillager(nil, of: first, by: officer, now: Self.start) == .done)
            #expect(try await found(.all) == [])
            #expect(try await report(nil) == ["thôn 3": 1, "": 3] && third != first)
        }
    }

    @Test func `a clerk of another commune sees nothing and can do nothing`() async throws {
        try await withDesk { desk in
            let matter = try await desk.matter()
            let stranger = try await desk.officer("dung", communes: [Desk.other])
            let store = desk.store
            #expect(try await desk.rows(.all, by: stranger) == [])
            #expect(try await store.matter(matter, by: stranger, now: Self.start) == nil)
            #expect(try await store.thread(of: matter, before: nil, by: stranger, now: Self.start) == nil)
            #expect(try await store.revealNumber(of: matter, by: stranger, now: Self.start) == nil)
            #expect(try await store.revealTexts(of: matter, by: stranger, now: Self.start) == nil)
            #expect(try await store.saveDraft("a", of: matter, lastSeen: nil, by: stranger, now: Self.start) == nil)
            #expect(try await store.take(matter, by: stranger, now: Self.start) == .unknown)
            #expect(try await store.close(matter, reason: .spam, by: stranger, now: Self.start) == .unknown)
            #expect(try await store.note(matter, text: "a", by: stranger, now: Self.start) == .unknown)
            let new = NewAnswer(matter: matter, text: "a", typed: "a", code: "0000", lastSeen: nil, formKey: "a")
            #expect(try await store.answer(new, by: stranger, now: Self.start) == .unknown)
            try await store.notePresence(at: matter, isTyping: true, by: stranger, now: Self.start)
            #expect(try await desk.fixture.number("SELECT COUNT(*) FROM presence") == 0)
        }
    }

    @Test func `a denunciation is for those with the right, and never for whom it names`() async throws {
        try await withDesk { desk in
            let plain = try await desk.officer("hanh")
            let handler = try await desk.officer("binh", name: "Trần Văn Bình", title: "anh", restricted: true)
            let named = try await desk.officer("dung", name: "Y Dũng", title: "anh", restricted: true)
            let matter = try await desk.matter("toi to cao ong Dung dia chinh nhan tien", .denunciation)
            #expect(try await desk.rows(.waiting, by: handler) == [matter])
            #expect(try await desk.store.matterCounts(by: handler).waiting == 1)
            for officer in [plain, named] {
                #expect(try await desk.rows(.all, by: officer) == [])
                #expect(try await desk.store.matterCounts(by: officer) == MatterCounts())
                #expect(try await desk.store.matter(matter, by: officer, now: Self.start) == nil)
                #expect(try await desk.store.take(matter, by: officer, now: Self.start) == .unknown)
                #expect(
                    try await desk.store.handOver(matter, to: .officer(officer.id), by: handler, now: Self.start)
                        == .refused(.notAllowed))
            }
            #expect(
                try await desk.store.handOver(matter, to: .unit("land"), by: handler, now: Self.start)
                    == .refused(.isRestricted))
            #expect(
                try await desk.store.handOverTargets(of: matter, by: handler, now: Self.start).map(\.id) == [handler.id]
            )
            // Named later, or entered later, it is the same.
            let second = try await desk.officer("nhung", name: "Lê Thị Nhung", restricted: true)
            #expect(try await desk.rows(.waiting, by: second) == [matter])
            try await desk.write("cả bà Nhung nữa", at: Self.start + 60) { $0.addsTo = matter }
            #expect(try await desk.rows(.waiting, by: second) == [])
            let third = try await desk.officer("dung2", name: "Nguyễn Văn Dũng", restricted: true)
            #expect(try await desk.rows(.waiting, by: third) == [])
            // What else the same villager asks stands in the open list without its words.
            let open = try await desk.matter("giờ làm việc", .noCheckedFact, at: Self.start + 120)
            let page = try await desk.store.matters(.waiting, by: plain, now: Self.start + 120)
            #expect(page.rows.map(\.id) == [open] && page.rows[0].question == nil)
            let detail = try #require(try await desk.store.matter(open, by: named, now: Self.start + 120))
            #expect(detail.question == nil && detail.thread.entries.isEmpty && detail.earlier.isEmpty)
            #expect(try await desk.store.matter(matter, by: handler, now: Self.start)?.thread.entries.count == 3)
        }
    }

    @Test func `new messages of a denunciation are counted for nobody who may not read them`() async throws {
        try await withDesk { desk in
            let clerk = try await desk.officer("mai", name: "Phạm Mai")
            let open = try await desk.matter("xin gặp cán bộ")
            try await desk.matter("tôi tố cáo cán bộ nhận tiền", .denunciation, at: Self.start + 60)
            let row = try #require(try await desk.store.matter(open, by: clerk, now: Self.start + 61)).row
            #expect(row.newMessages == 0)
        }
    }

    @Test func `who is there is seen by others for half a minute`() async throws {
        try await withDesk { desk in
            let (hanh, dung) = (
                try await desk.officer("hanh"), try await desk.officer("dung", name: "Y Dũng", title: "anh")
            )
            let matter = try await desk.matter()
            try await desk.store.notePresence(at: matter, isTyping: true, by: dung, now: Self.start)
            let seen = try await desk.store.matters(.waiting, by: hanh, now: Self.start + 29).rows[0].presence
            #expect(seen.map(\.displayName) == ["anh Dũng"] && seen[0].isTyping)
            #expect(try await desk.store.matters(.waiting, by: dung, now: Self.start).rows[0].presence.isEmpty)
            #expect(try await desk.store.matters(.waiting, by: hanh, now: Self.start + 30).rows[0].presence.isEmpty)
            try await desk.store.leave(matter, by: dung, now: Self.start)
            #expect(try await desk.store.matter(matter, by: hanh, now: Self.start)?.row.presence == [])
        }
    }

    @Test func `a browser learns what changed, and that it must read all again when it was away too long`() async throws
    {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh")
            let matter = try await desk.matter()
            let mark = try await desk.store.deskMark()
            #expect(try await desk.store.deskChanges(after: mark).matters == [])
            _ = try await desk.store.take(matter, by: officer, now: Self.start)
            try await desk.write("nữa", at: Self.start + 1)
            let changes = try await desk.store.deskChanges(after: mark)
            #expect(changes.matters.contains(matter) && changes.conversations.count == 1 && changes.isComplete)
            #expect(try await desk.store.deskChanges(after: changes.mark).mark == changes.mark)
            #expect(try await desk.store.deskChanges(after: mark, limit: 1).isComplete == false)
            try await desk.fixture.execute("DELETE FROM desk_change WHERE id <= \(mark + 1)")
            #expect(try await desk.store.deskChanges(after: mark).isComplete == false)
        }
    }

    @Test func `a thread is read fifty messages at a time, with notes where they belong`() async throws {
        try await withDesk { desk in
            let officer = try await desk.officer("hanh")
            let matter = try await desk.matter()
            for index in 1...70 { try await desk.write("tin \(index)", at: Self.start + index) }
            #expect(try await desk.store.note(matter, text: "đã gọi", by: officer, now: Self.start + 10) == .done)
            let detail = try #require(try await desk.store.matter(matter, by: officer, now: Self.start + 100))
            #expect(detail.thread.entries.count == 50 && detail.thread.olderCount == 21)
            #expect(detail.question?.text == "cho tôi gặp cán bộ")
            let older = try #require(
                try await desk.store.thread(
                    of: matter, before: detail.thread.older, by: officer, now: Self.start + 100))
            #expect(older.older == nil && older.entries.count == 22)
            guard case .note(let note) = older.entries[11] else {
                Issue.record("no note at its place: \(older.entries.map { "\($0)".prefix(40) })")
                return
            }
            #expect(note.text == "đã gọi" && note.displayName == "chị Hạnh")
            #expect(detail.row.newMessages == 0)
            try await desk.write("nữa", at: Self.start + 200)
            #expect(try await desk.store.matters(.waiting, by: officer, now: Self.start + 200).rows[0].newMessages == 1)
        }
    }
}
