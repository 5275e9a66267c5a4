/// A comparison as one HTML page; the words of villagers stand in it as text alone.
package enum ComparisonHTML {
    package static func page(_ comparison: TalkComparison) -> String {
        let totals = comparison.totals
        let title = "\(totals.changed) trong \(totals.turns) tin được trả lời khác"
        var parts = [
            "<h1>\(title)</h1>",
            "<p><b>Cũ:</b> \(HTMLPage.escaped(comparison.old))<br><b>Mới:</b> \(HTMLPage.escaped(comparison.new))</p>",
            "<table><tr><th scope=\"col\">Phần</th><th scope=\"col\">Cũ</th><th scope=\"col\">Mới</th></tr>",
            "<tr><th scope=\"row\">Phần tin SMS</th><td>\(totals.oldSegments)</td><td>\(totals.newSegments)</td></tr>",
            "<tr><th scope=\"row\">Việc chuyển cán bộ</th><td>\(totals.oldEscalations)</td><td>\(totals.newEscalations)</td></tr>",
            "</table>",
        ]
        if totals.unmatched > 0 { parts.append("<p>\(totals.unmatched) cuộc trò chuyện chỉ có ở một bên.</p>") }
        for kind in TalkComparison.Kind.allCases {
            let own = comparison.changes.filter { $0.kind == kind }
            guard !own.isEmpty else { continue }
            parts.append("<h2>\(names[kind] ?? kind.rawValue): \(own.reduce(0) { $0 + $1.count }) tin</h2>")
            for change in own {
                let examples = change.examples.map(example).joined()
                parts.append(
                    "<details><summary>\(change.count) × <del>\(HTMLPage.escaped(change.old))</del> → "
                        + "<ins>\(HTMLPage.escaped(change.new))</ins></summary><ul>\(examples)</ul></details>")
            }
        }
        return HTMLPage.text(title: title, body: parts.joined(separator: "\n"))
    }

    private static let names: [TalkComparison.Kind: String] = [
        .escalation: "Chuyển cán bộ", .answer: "Câu trả lời khác loại", .words: "Cùng loại, khác lời",
        .cost: "Giá tiền",
    ]

    private static func example(_ example: TalkComparison.Example) -> String {
        func replies(_ texts: [String], _ tag: String) -> String {
            texts.map { "<p class=\"reply\"><\(tag)>\(HTMLPage.escaped($0))</\(tag)></p>" }.joined()
        }
        return "<li><p><b>\(HTMLPage.escaped(example.text))</b> <small>\(HTMLPage.escaped(example.talk))</small></p>"
            + replies(example.old, "del") + replies(example.new, "ins") + "</li>"
    }
}
