import Foundation
import Testing

/// What docs/architecture.md says of the way of one message.
@Suite struct WalkTests {
    private static let page = ImportTests.sources.appending(path: "../docs/architecture.md").standardizedFileURL

    @Test func `each file that the way of one message names lies where it says`() throws {
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        let way = try #require(text.components(separatedBy: "## The way of one message").last)
            .components(separatedBy: "All that writes at the same time")[0]
        var count = 0
        for row in way.split(separator: "\n") where row.hasPrefix("| ") {
            for name in (row.split(separator: "|").last ?? "").split(separator: "`") where name.contains("/") {
                count += 1
                let file = ImportTests.sources.appending(path: name + ".swift")
                if !FileManager.default.fileExists(atPath: file.path) { Issue.record("there is no \(name).swift") }
            }
        }
        #expect(count > 30)
    }
}
