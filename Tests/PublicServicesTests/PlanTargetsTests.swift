import CheckedYAML
import Content
import Foundation
import Testing

@testable import PublicServices

@Suite struct PlanTargetsTests {
    private static let shipped = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "config/targets.yaml").path

    @Test func `the shipped file is read, and each plan has a source`() throws {
        let targets = try PlanTargets.load(path: Self.shipped)
        #expect(targets.version >= 1 && !targets.plans.isEmpty)
        #expect(targets.plans.allSatisfy { !$0.sources.isEmpty && $0.doubt != nil })
        let today = try #require(CalendarDay(year: 2026, month: 11, day: 26))
        #expect(targets.plans.contains { $0.isOver(on: today) } && targets.plans.contains { !$0.isOver(on: today) })
    }

    @Test func `every fault of the file is told with its line`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "targets-\(UUID()).yaml").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let text = """
            version: 0
            checked_on: 2026-11-31
            plans:
              - name: a
                period: b
                standing: sure
                sources: []
                targets:
                  - name: x
                    target: y
                    confidence: Q
                    measure: money
            """
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        let problems = try #require(throws: FileProblems.self) { try PlanTargets.load(path: path) }
        #expect(problems.problems.compactMap(\.line) == [1, 2, 6, 11, 12])
    }
}
