/// The outcome of scenarios in the XML that build servers read.
package enum JUnitReport {
    package static func xml(_ outcomes: [ScenarioPlayer.Outcome]) -> String {
        let failures = outcomes.filter { !$0.differences.isEmpty }.count
        var lines = [
            #"<?xml version="1.0" encoding="UTF-8"?>"#,
            #"<testsuite name="scenarios" tests="\#(outcomes.count)" failures="\#(failures)">"#,
        ]
        for outcome in outcomes {
            let head = #"  <testcase classname="\#(escaped(outcome.file))" name="\#(escaped(outcome.title))""#
            if outcome.differences.isEmpty {
                lines.append(head + "/>")
            } else {
                let text = escaped(outcome.differences.joined(separator: "\n"))
                lines.append(
                    head
                        + #"><failure message="\#(outcome.differences.count) differences">\#(text)</failure></testcase>"#
                )
            }
        }
        return (lines + ["</testsuite>", ""]).joined(separator: "\n")
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}
