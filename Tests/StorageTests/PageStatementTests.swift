import Conversations
import Foundation
import PublicServices
import Synchronization
import Testing

@testable import Storage

@Suite struct PageStatementTests {
    private final class Count: Sendable {
        private let number = Mutex(0)

        func add() { number.withLock { $0 += 1 } }
        func taken() -> Int {
            number.withLock { number in
                defer { number = 0 }; return number
            }
        }
    }

    @Test func `a page asks the store as often, however many conversations there are`() async throws {
        let count = Count()
        try await withDesk(trace: {
            // What the index of words runs for itself is no statement of ours.
            if !$0.contains("message_words_") { count.add() }
        }) { desk in
            let officer = try await desk.officer("hanh", role: .supervisor, restricted: true)
            let matter = try await desk.matter(from: "+84900001000")
            var numbers = 0
            /// How many statements each page ran, by its name.
            func pages(with matters: Int) async throws -> [String: Int] {
                while numbers < matters {
                    numbers += 1
                    try await desk.matter(from: "+8490000\(2000 + numbers)", unit: "land", topic: "a")
                    try await desk.write("thêm nữa", from: "+84900001000")
                    if numbers % 2 == 0 {
                        let id = try await desk.matter(from: "+8490000\(6000 + numbers)")
                        _ = try await desk.store.close(id, reason: .spam, by: officer, now: StoreFixture.start)
                    }
                }
                let (store, now) = (desk.store, StoreFixture.start + 60)
                while try await store.readSettled(now: now) > 0 {}
                let calendar = OfficeCalendar(weeklyHours: [:])
                let day = calendar.day(of: now)
                let query = ReportQuery(commune: Desk.commune, from: day.adding(days: -7), to: day)
                var counted: [String: Int] = [:]
                func page(_ name: String, _ work: () async throws -> Void) async throws {
                    // What is noted of the first look is not noted again.
                    try await work()
                    _ = count.taken()
                    try await work()
                    counted[name] = count.taken()
                }
                for list in MatterList.allCases {
                    try await page("\(list)") { _ = try await store.matters(list, by: officer, now: now) }
                }
                try await page("matter") { _ = try await store.matter(matter, by: officer, now: now) }
                try await page("search") { _ = try await store.search("cán bộ", by: officer, now: now) }
                try await page("report") {
                    _ = try await store.report(query, calendar: calendar, by: officer, now: now)
                }
                return counted
            }
            let few = try await pages(with: 60)
            #expect(few.values.allSatisfy { $0 > 0 })
            let many = try await pages(with: 180)
            for (name, number) in few { #expect(many[name] == number, "\(name)") }
        }
    }
}
