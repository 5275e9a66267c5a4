import Foundation
import Testing

/// Each engine of the database stands behind a folder of its own.
@Suite struct EngineTests {
    /// Where the engines may be imported, and why.
    private static let engineRooms = [
        // The engines of the store.
        "Storage/SQLite/", "Storage/PostgreSQL/",
        // Looks at the file from outside, past the store that it tries.
        "Fuzzing/Doors/",
    ]

    private static let engineModules: Set<String> = ["GRDB", "GRDBSQLite", "SQLite3", "CLibPQ"]

    @Test func `only the folder of the engine imports it`() throws {
        var seen = 0
        for (file, text) in try ImportTests.files() where !ImportTests.imports(in: text).filter(Self.isEngine).isEmpty {
            seen += 1
            if !Self.engineRooms.contains(where: file.hasPrefix) { Issue.record("\(file) imports the engine") }
        }
        #expect(seen > 5, "nothing is found")
    }

    private static func isEngine(_ module: String) -> Bool { engineModules.contains(module) }

    /// Where words of one engine may stand.
    private static let engineFolders = ["Storage/SQLite/", "Storage/PostgreSQL/", "Storage/Engine/", "Storage/Doctor/"]

    /// What only SQLite says; a second engine would need a word of its own for it.
    @Test func `verbs hold no pragma and ask no tables of SQLite's own`() throws {
        for (file, text) in try ImportTests.files(of: "Storage")
        where !Self.engineFolders.contains(where: file.hasPrefix) {
            for word in ["PRAGMA", "sqlite_", "rowid", "GLOB", "strftime", "datetime(", "INSERT OR", "UPDATE OR"]
            where text.contains(word) {
                Issue.record("\(file) speaks SQLite: \(word)")
            }
        }
    }

    /// A list of numbers or words tells nobody which states it leaves out.
    @Test func `statements name sets of states by the enum that has them`() throws {
        let list = /\b(?:state|outcome|kind)\s+(?:NOT\s+)?IN\s*\((?!\\\()/
        for (file, text) in try ImportTests.files(of: "Storage") where !file.contains("/Migrations") {
            for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            where line.firstMatch(of: list) != nil {
                Issue.record("\(file):\(number + 1) lists states: \(line)")
            }
        }
    }
}
