/// The outcome of scenarios in the Test Anything Protocol, version 13.
package enum TAPReport {
    package static func text(_ outcomes: [ScenarioPlayer.Outcome]) -> String {
        var lines = ["TAP version 13", "1..\(outcomes.count)"]
        for (index, outcome) in outcomes.enumerated() {
            let title = outcome.title.replacing("#", with: "\\#").replacing("\n", with: " ")
            lines.append("\(outcome.differences.isEmpty ? "ok" : "not ok") \(index + 1) - \(title)")
            lines += outcome.differences.flatMap { $0.split(separator: "\n") }.map { "# \($0)" }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
