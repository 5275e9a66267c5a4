internal import PublicServices

/// Writes a comparison for people, in Vietnamese.
package enum ComparisonText {
    /// Characters of a text that are shown, at most.
    private static let longest = 160

    /// The differences, or everything; then what is missing on either side, then the numbers.
    package static func lines(_ comparison: ServiceComparison, showsAll: Bool) -> [String] {
        var lines: [String] = []
        for entry in comparison.entries {
            let shown = entry.findings.filter { showsAll || $0.verdict == .differs || $0.verdict == .onlyTheirs }
            guard !shown.isEmpty || entry.published.ended != nil else { continue }
            let since = entry.published.day.map { "họ ghi ngày \($0.vietnameseText)" } ?? "họ không ghi ngày"
            lines.append("\(entry.procedure.code) \(entry.procedure.name) (\(since))")
            if let ended = entry.published.ended { lines.append("  MÃ ĐÃ HẾT DÙNG: \(ended)") }
            lines += shown.flatMap(self.lines)
        }
        // Of a few procedures nothing follows for those that are not among them.
        for (procedure, successor) in comparison.absent where comparison.isWhole || successor != nil {
            let next = successor.map { "; có thể nay là \($0.code) \(cut($0.name))" } ?? ""
            let what = comparison.isWhole ? "không còn trong danh mục của họ" : "không có trong tệp"
            lines.append("\(procedure.code) \(procedure.name): \(what)\(next)")
        }
        for (procedure, candidate) in comparison.uncoded {
            guard let candidate else { continue }
            lines.append("\(procedure.code) \(procedure.name): có thể là mã \(candidate.code) \(cut(candidate.name))")
        }
        return lines + numbers(comparison)
    }

    private static func lines(_ finding: ServiceComparison.Finding) -> [String] {
        let name = finding.kind.map { $0.staffName.lowercased() } ?? "tên"
        var head = "  \(name): \(finding.verdict.rawValue)"
        if finding.isOlder { head += ", dữ kiện của ta cũ hơn" }
        var lines = [head]
        if let fact = finding.ours {
            let day = "\(fact.checkedOn.vietnameseText), \(fact.confidence.rawValue)"
            lines.append("    ta (\(day)): \(cut(fact.text))")
        }
        if !finding.theirs.isEmpty { lines.append("    họ: \(cut(finding.theirs))") }
        return lines
    }

    private static func numbers(_ comparison: ServiceComparison) -> [String] {
        let findings = comparison.entries.flatMap(\.findings)
        func count(_ verdict: ServiceComparison.Verdict) -> Int { findings.count { $0.verdict == verdict } }
        let older = findings.count { $0.isOlder }
        let ended = comparison.ended.map(\.code.rawValue)
        return [
            "\(comparison.entries.count) thủ tục so được: \(count(.agrees)) mặt khớp, \(count(.differs)) khác, "
                + "\(count(.onlyTheirs)) ta chưa có, \(count(.onlyOurs)) họ không ghi, \(count(.unclear)) không rõ; "
                + "\(older) dữ kiện của ta cũ hơn.",
            "\(ended.count) mã đã hết dùng\(ended.isEmpty ? "" : " (\(ended.joined(separator: ", ")))"), \(comparison.absent.count) mã của ta họ không có, "
                + "\(comparison.missing.count) thủ tục của họ ta chưa có.",
        ]
    }

    private static func cut(_ text: String) -> String {
        text.count <= longest ? text : text.prefix(longest - 1) + "…"
    }
}
