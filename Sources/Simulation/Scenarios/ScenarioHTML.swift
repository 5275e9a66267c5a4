import Conversations
import Storage

/// The outcome of scenarios as one HTML page: what differs, what nothing covers, then every conversation.
package enum ScenarioHTML {
    package static func page(_ outcomes: [ScenarioPlayer.Outcome], _ coverage: ScenarioCoverage) -> String {
        let failed = outcomes.filter { !$0.differences.isEmpty }
        let title = "\(outcomes.count - failed.count) đạt, \(failed.count) khác"
        var parts = ["<h1>\(HTMLPage.escaped(title))</h1>"]
        if !failed.isEmpty {
            parts.append("<h2>Khác với kịch bản</h2>")
            for outcome in failed {
                let lines = outcome.differences.map { "<li>\(HTMLPage.escaped($0))</li>" }.joined()
                parts.append("<h3>\(HTMLPage.escaped(outcome.title))</h3><ul>\(lines)</ul>")
            }
        }
        parts.append("<h2>Độ phủ</h2><table><tr><th scope=\"col\">Phần</th><th scope=\"col\">Đã phủ</th>")
        parts.append("<th scope=\"col\">Tất cả</th><th scope=\"col\">%</th><th scope=\"col\">Chưa phủ</th></tr>")
        for part in coverage.parts {
            let missing = (part.missing + part.unreachable.sorted { $0.key < $1.key }.map { "\($0) (\($1))" })
                .map(HTMLPage.escaped).joined(separator: ", ")
            parts.append(
                "<tr><th scope=\"row\">\(part.name)</th><td>\(part.covered.count)</td><td>\(part.total)</td>"
                    + "<td>\((part.percent * 10).rounded() / 10)</td><td>\(missing)</td></tr>")
        }
        parts.append("</table><h2>Các cuộc trò chuyện</h2>")
        for outcome in outcomes {
            let talk = outcome.played.map(step).joined()
            parts.append(
                "<details><summary>\(outcome.differences.isEmpty ? "✓" : "✗") \(HTMLPage.escaped(outcome.title))</summary>"
                    + "<ol>\(talk)</ol></details>")
        }
        return HTMLPage.text(title: title + " – kịch bản Nhà Rông", body: parts.joined(separator: "\n"))
    }

    private static func step(_ step: StepOutcome) -> String {
        let wrong = step.differences.isEmpty ? "" : " class=\"wrong\""
        let said =
            switch step.step.speaker {
            case .villager(let text, let kind): "Dân: " + (kind == .text ? text : "[\(kind.rawValue)] \(text)")
            case .staff(let text): "Cán bộ: " + text
            case .register(let dossiers): "Nhập \(dossiers.count) hồ sơ"
            case .officer(let takes): takes ? "Cán bộ nhận việc" : "Cán bộ trả việc"
            case .nobody: "Không ai nhắn"
            case .provider(.unreadable): "Nhà mạng đưa đến một tin không đọc được"
            case .provider(.unproven): "Nhà mạng đưa đến một tin sai mã bí mật"
            }
        let replies = step.replies.map { reply in
            "<p class=\"reply\">\(HTMLPage.escaped(reply.text)) <small>\(reply.template ?? "cán bộ")</small></p>"
        }.joined()
        let others = zip(step.step.others, step.toOthers).flatMap { other, messages in
            messages.map { "<p class=\"reply\">\(HTMLPage.escaped("→ \(other.to): \($0.text)"))</p>" }
        }.joined()
        let matters =
            step.opened.isEmpty ? "" : "<p><small>chuyển cán bộ: \(step.opened.joined(separator: ", "))</small></p>"
        return "<li\(wrong)><p><b>\(HTMLPage.escaped(said))</b></p>\(replies)\(others)\(matters)</li>"
    }
}

/// A page that stands alone, for reports: no script, nothing from elsewhere, light and dark.
enum HTMLPage {
    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }

    static func text(title: String, body: String) -> String {
        """
        <!DOCTYPE html>
        <html lang="vi">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(escaped(title))</title>
        <style>
        :root { color-scheme: light dark; --paper: #FAF6EF; --ink: #241D18; --soft: #574B41; --line: #DCD1C2; --sunken: #F2EBE0;
          --alarm: #A3160F; --alarm-bg: #FDEDE9; --done-bg: #E5F2EA; --link: #234A86; }
        @media (prefers-color-scheme: dark) { :root { --paper: #1A1613; --ink: #F4EDE3; --soft: #CBBFB1; --line: #4B4139; --sunken: #302923;
          --alarm: #FFB4A8; --alarm-bg: #47150F; --done-bg: #16342A; --link: #AECBFF; } }
        body { margin: 1.5rem; background: var(--paper); color: var(--ink); overflow-wrap: anywhere;
          font: 400 1rem/1.5 "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif; }
        main { max-width: 70rem; margin: 0 auto; }
        table { border-collapse: collapse; width: 100%; }
        th, td { border: 1px solid var(--line); padding: .4rem .6rem; text-align: left; vertical-align: top; }
        summary { cursor: pointer; padding: .4rem 0; color: var(--link); }
        li { margin-bottom: .5rem; }
        small { color: var(--soft); }
        .reply { background: var(--sunken); border: 1px solid var(--line); border-radius: 8px; padding: .4rem .7rem; white-space: pre-line; }
        .wrong { background: var(--alarm-bg); border-left: 5px solid var(--alarm); padding-left: .5rem; }
        del { background: var(--alarm-bg); color: var(--alarm); } ins { background: var(--done-bg); text-decoration: none; font-weight: 700; }
        </style>
        </head>
        <body>
        <main>
        \(body)
        </main>
        </body>
        </html>

        """
    }
}
