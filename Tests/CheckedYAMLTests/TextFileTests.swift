import Foundation
import Testing

@testable import CheckedYAML

@Suite struct TextFileTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "text-" + UUID().uuidString)

    @Test func `each reason why a file cannot be read is told apart`() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let latin = folder.appending(path: "latin.tsv")
        try Data([0x6B, 0xE0, 0x0A]).write(to: latin)
        for (path, words) in [
            (folder.path + "/none.tsv", "there is no such file"), (folder.path, "this is a folder"),
            (latin.path, "the text is not UTF-8"),
        ] {
            let problem = #expect(throws: FileProblem.self) { try TextFile.load(path: path, kind: "a text a line") }
            #expect("\(try #require(problem))".hasPrefix("\(path): \(words). Fix: "))
        }
    }

    @Test func `a byte order mark is no part of the text`() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "marked.tsv")
        try Data("\u{FEFF}chào".utf8).write(to: file)
        #expect(try TextFile.load(path: file.path, kind: "").text == "chào")
    }

    @Test func `words that may be meant are named, slips first`() {
        #expect(Spelling.near(to: "answr", among: ["answer", "menu", "none"]) == ["answer"])
        #expect(Spelling.near(to: "delivery", among: ["delivery_failed", "menu"]) == ["delivery_failed"])
        #expect(Spelling.near(to: "voi", among: ["answer"]) == [])
    }
}
