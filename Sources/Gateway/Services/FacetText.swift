package import PublicServices

/// Writes for people, in Vietnamese, what can be told of each procedure.
package enum FacetText {
    /// A line for each procedure, then the numbers.
    package static func lines(_ coverages: [FacetCoverage]) -> [String] {
        var lines = coverages.map { coverage in
            let procedure = coverage.procedure
            let lacking = coverage.lacking.map { $0.staffName.lowercased() }.joined(separator: ", ")
            var line = "\(procedure.code) \(procedure.name): \(coverage.told.count)/\(FacetCoverage.asked.count)"
            if !lacking.isEmpty { line += ", thiếu \(lacking)" }
            if let gaps = procedure.gaps { line += ". Lý do: \(gaps)" }
            return line
        }
        let told = coverages.map(\.told.count).reduce(0, +)
        let all = coverages.count * FacetCoverage.asked.count
        let tenths = all == 0 ? 0 : (told * 1000 + all / 2) / all
        lines.append(
            "\(coverages.count) thủ tục: trả lời được \(told) trên \(all) điều dân hay hỏi (\(tenths / 10),\(tenths % 10) %)."
        )
        let unexplained = coverages.filter { !$0.unexplained.isEmpty }
        lines.append("\(unexplained.count) thủ tục thiếu giấy tờ, lệ phí, thời gian hoặc nơi nộp mà chưa ghi lý do.")
        lines += unexplained.map { coverage in
            "  \(coverage.procedure.code): \(coverage.unexplained.map { $0.staffName.lowercased() }.joined(separator: ", "))"
        }
        return lines
    }
}
