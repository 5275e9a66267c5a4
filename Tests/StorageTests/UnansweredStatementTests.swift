import Conversations
import Foundation
import Testing

@testable import Storage

/// A server is not waited for where nothing is asked of it; neither results nor refusals may get lost by that.
@Suite struct UnansweredStatementTests {
    private struct Away: Error {}

    @Test func `what is refused while nobody asks is told, and nothing beside it is kept`() async throws {
        try await withStore { fixture in
            try await fixture.refuse(insertInto: "setting", when: "NEW.name = 'refused'")
            let store = fixture.store
            for asks in [false, true] {
                await #expect(throws: StorageError.self) {
                    try await store.write(at: StoreFixture.start) { transaction in
                        try transaction.set("before", to: "1")
                        try transaction.set("refused", to: "1")
                        try transaction.set("after", to: "1")
                        // The refusal comes with an answer to something else.
                        if asks { _ = try transaction.exists("SELECT 1 FROM setting WHERE name = 'before'") }
                    }
                }
            }
            #expect(try await fixture.number("SELECT count(*) FROM setting WHERE name IN ('before', 'after')") == 0)
        }
    }

    @Test func `work that fails by itself after an unheard refusal is undone as that of its own`() async throws {
        try await withStore { fixture in
            try await fixture.refuse(insertInto: "setting", when: "NEW.name = 'refused'")
            let store = fixture.store
            await #expect(throws: (any Error).self) {
                try await store.write(at: StoreFixture.start) { transaction in
                    if fixture.server != nil { try transaction.set("refused", to: "1") }
                    throw Away()
                }
            }
            try await store.write(at: StoreFixture.start) { try $0.set("next", to: "1") }
            #expect(try await fixture.number("SELECT count(*) FROM setting WHERE name = 'next'") == 1)
        }
    }

    @Test func `each of many sets of values has its own count and its own rows`() async throws {
        try await withStore { fixture in
            let names = (0..<3 * StoreLimits.statementsSent).map { "name \($0)" }
            let (counts, rows) = try await fixture.store.write(at: StoreFixture.start) { transaction in
                for name in names { try transaction.set(name, to: "old") }
                let counts = try transaction.changes(
                    "UPDATE setting SET value = name WHERE name = ?",
                    each: names.enumerated().map { [$0.offset.isMultiple(of: 3) ? "none" : $0.element] })
                let rows = try transaction.all("SELECT value FROM setting WHERE name = ?", each: names.map { [$0] }) {
                    try $0.next() as String
                }
                return (counts, rows)
            }
            #expect(counts == names.indices.map { $0.isMultiple(of: 3) ? 0 : 1 })
            #expect(rows == names.enumerated().map { [$0.offset.isMultiple(of: 3) ? "old" : $0.element] })
        }
    }

    @Test(arguments: [1, 9, 10, 11, 100, 110, 111, 400])
    func `rows are shown once each until enough were seen`(enough: Int) async throws {
        try await withStore { fixture in
            let names = (1000..<1350).map { "name \($0)" }
            let (seen, beside) = try await fixture.store.write(at: StoreFixture.start) { transaction in
                for name in names { try transaction.set(name, to: "") }
                var (seen, beside): ([String], Int) = ([], 0)
                try transaction.step("SELECT name FROM setting WHERE name LIKE 'name %' ORDER BY name") { row in
                    seen.append(try row.next())
                    // Whoever looks at a row may ask for something else.
                    if try transaction.exists("SELECT 1 FROM setting WHERE name = ?", [seen.last]) { beside += 1 }
                    return seen.count < enough
                }
                return (seen, beside)
            }
            #expect(seen == Array(names.prefix(enough)))
            #expect(beside == seen.count)
        }
    }

    @Test(arguments: [0, 1, 2, 63, 64, 65, 127, 200])
    func `rows that are put in together are each given their own number, in their order`(count: Int) async throws {
        try await withStore { fixture in
            let insertion = Insertion(
                into: "message", "conversation_id", "direction", "channel", "text", "original_sealed", "created_at",
                "author")
            let (ids, found) = try await fixture.store.write(at: StoreFixture.start) { transaction in
                let conversation = try transaction.conversationBegunIfNew(with: "a", on: "zalo")
                let rows = (0..<count).map { number -> StatementValues in
                    let sealed: Data? = number % 3 == 0 ? nil : Data([0, UInt8(number)])
                    let author: String? = number % 2 == 0 ? nil : ""
                    return [conversation.number, "out", "zalo", "\(number) ổ'\\", sealed, number, author]
                }
                let ids = try transaction.inserted(insertion, rows)
                let found = try transaction.all(
                    "SELECT created_at, text, original_sealed, author FROM message WHERE id = ?", each: ids.map { [$0] }
                ) { row -> (Int, String, Data?, String?) in
                    (try row.next(), try row.next(), row.nextIfAny(), row.nextIfAny())
                }
                return (ids, found.map { $0[0] })
            }
            #expect(ids == ids.sorted() && Set(ids).count == count)
            #expect(found.map(\.0) == Array(0..<count))
            let texts = (0..<count).map { "\($0) ổ'\\" }
            #expect(found.map(\.1) == texts)
            for (number, row) in found.enumerated() {
                #expect(row.2 == (number % 3 == 0 ? nil : Data([0, UInt8(number)])))
                #expect(row.3 == (number % 2 == 0 ? nil : ""))
            }
        }
    }

    @Test func `a row that is refused among others undoes them all`() async throws {
        try await withStore { fixture in
            try await fixture.refuse(insertInto: "audit", when: "NEW.action = 'refused'")
            await #expect(throws: StorageError.self) {
                try await fixture.store.write(at: StoreFixture.start) { transaction in
                    try transaction.audit(
                        ["a", "refused", "b"].map { NewAuditEntry(action: $0, subject: "x") })
                }
            }
            #expect(try await fixture.number("SELECT count(*) FROM audit WHERE subject = 'x'") == 0)
        }
    }

    @Test func `of many sets of values the rows of each are shown until enough of it were seen`() async throws {
        try await withStore { fixture in
            // So many rows has a set, and so many are looked at.
            let sets = [
                (0, 1), (1, 1), (2, 3), (3, 3), (3, 9), (4, 3), (4, 4), (9, 1), (40, 2), (40, 30), (250, 240), (2, 2),
            ]
            let seen = try await fixture.store.write(at: StoreFixture.start) { transaction in
                for (number, set) in sets.enumerated() {
                    for row in 0..<set.0 { try transaction.audit("\(row)", of: "set \(number)") }
                }
                var seen: [[String]] = sets.map { _ in [] }
                try transaction.steps(
                    "SELECT action FROM audit WHERE subject = ? ORDER BY id", each: sets.indices.map { ["set \($0)"] }
                ) { number, row in
                    seen[number].append(try row.next())
                    return seen[number].count < sets[number].1
                }
                return seen
            }
            #expect(seen == sets.map { set in (0..<min(set.0, set.1)).map { "\($0)" } })
        }
    }

    @Test func `a statement that could not be understood is understood later`() async throws {
        try await withStore { fixture in
            let sql = "INSERT INTO added_later (name) VALUES (?)"
            await #expect(throws: StorageError.self) {
                try await fixture.store.write(at: StoreFixture.start) { try $0.run(sql, ["a"]) }
            }
            try await fixture.store.write(at: StoreFixture.start) {
                try $0.run("CREATE TABLE added_later (name TEXT)")
                try $0.run(sql, ["b"])
            }
            #expect(try await fixture.number("SELECT count(*) FROM added_later") == 1)
            try await fixture.store.write(at: StoreFixture.start) { try $0.run("DROP TABLE added_later") }
        }
    }
}
