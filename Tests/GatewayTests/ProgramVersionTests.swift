import Foundation
import Testing

@testable import Gateway

@Suite struct ProgramVersionTests {
    @Test(arguments: ["gateway", "simulator"])
    func `the version names program, version and commit`(program: String) throws {
        let pattern = try Regex("[a-z]+ [0-9]+[.][0-9]+[.][0-9]+(-dev)? [(]commit (unknown|[0-9a-f]{7,40}(-dirty)?)[)]")
        let text = ProgramVersion.text(of: program)
        #expect(text.hasPrefix(program + " "))
        #expect(text.wholeMatch(of: pattern) != nil, "\(text)")
    }

    /// A version that is being worked on is the heading "Unreleased", with its number; a released one has a date.
    @Test func `the changelog's first heading is of this version`() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../CHANGELOG.md")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        let heading = try #require(lines.first { $0.hasPrefix("## ") })
        let number = ProgramVersion.number
        if number.hasSuffix("-dev") {
            #expect(heading == "## Unreleased (\(number.dropLast(4)))")
        } else {
            #expect(heading.hasPrefix("## \(number) (20"))
        }
    }
}
