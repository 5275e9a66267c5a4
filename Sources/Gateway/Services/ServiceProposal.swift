internal import Foundation
package import PublicServices
internal import VietnameseText

/// Writes what they have as entries in our format, for a person to shorten and accept.
///
/// Every fact is of confidence L, so that nothing of it is told before somebody raised it.
package enum ServiceProposal {
    /// Characters of a proposed text, at most: below what a fact may have.
    private static let longest = 380
    private static let longestPaper = 90

    /// The file; nil when there is nothing to propose.
    ///
    /// - Parameters:
    ///   - codes: the procedures to propose, also such that we do not have; all of ours that differ when empty.
    package static func yaml(
        _ comparison: ServiceComparison, codes: [ProcedureCode] = [], today: CalendarDay
    ) -> String? {
        var entries: [String] = []
        for entry in comparison.entries where codes.isEmpty || codes.contains(entry.procedure.code) {
            let kinds = entry.findings.filter { $0.verdict == .differs || $0.verdict == .onlyTheirs }.compactMap(\.kind)
            let facts = facts(entry.published, kinds: codes.isEmpty ? kinds : FactKind.allCases, today: today)
            if !facts.isEmpty { entries.append(head(entry.procedure) + facts) }
        }
        for procedure in comparison.missing where codes.contains(procedure.code) {
            entries.append(newHead(procedure) + facts(procedure, kinds: FactKind.allCases, today: today))
        }
        guard !entries.isEmpty else { return nil }
        return """
            # Đề xuất ngày \(today.vietnameseText). So từng mục với config/services, rút gọn còn điều người dân cần, nâng độ
            # tin cậy (H hoặc M) rồi chép vào đó; mục nào còn là L thì chưa trả lời cho dân.

            procedures:
            \(entries.joined(separator: "\n"))
            """
    }

    private static func head(_ procedure: Procedure) -> String {
        var lines = [
            "  - code: \"\(procedure.code)\"", "    name: \(quoted(procedure.name))", "    topic: \(procedure.topic)",
            "    field: \(quoted(procedure.field))", "    level: \(procedure.level.rawValue)",
            "    unit: \(procedure.unit)",
        ]
        if let label = procedure.label { lines.insert("    label: \(quoted(label))", at: 2) }
        return lines.joined(separator: "\n") + "\n    facts:\n"
    }

    /// A procedure that we do not have: a person chooses topic, unit and phrases.
    private static func newHead(_ procedure: PublishedProcedure) -> String {
        """
          - code: "\(procedure.code)"
            name: \(quoted(procedure.name))
            topic: choose_topic
            field: \(quoted(procedure.field.isEmpty ? "?" : procedure.field))
            level: chua_ro
            unit: one_stop
            facts:

        """
    }

    private static func facts(_ procedure: PublishedProcedure, kinds: [FactKind], today: CalendarDay) -> String {
        kinds.compactMap { kind in
            guard let text = text(kind, procedure).map(sendable), text.count > 3 else { return nil }
            let day = procedure.day.map { min($0, today) } ?? today
            return """
                      \(kind.rawValue):
                        text: \(quoted(text))
                        confidence: L
                        sources:
                          - \(quoted("\(procedure.file), \(procedure.day.map { "ghi ngày \($0.vietnameseText)" } ?? "không ghi ngày")"))
                        checked_on: \(day)
                        note: "Đề xuất ngày \(today.vietnameseText), chưa có người đọc."
                """
        }.map { $0 + "\n" }.joined()
    }

    private static func text(_ kind: FactKind, _ procedure: PublishedProcedure) -> String? {
        switch kind {
        case .documents:
            let papers = procedure.papers.filter { !$0.isRemark }
            return papers.isEmpty ? nil : papers.map { shortened($0.name) }.joined(separator: "; ")
        case .fee: return fee(procedure)
        case .time:
            let times = procedure.ways.compactMap { way -> String? in
                guard let quantity = way.quantity, way.unit != "other" else { return nil }
                return "\(quantity) \(FacetComparison.unit(way.unit))"
            }
            return times.isEmpty ? nil : FacetComparison.unique(times).joined(separator: "; ")
        case .result: return procedure.result
        case .eligibility: return procedure.requirements
        case .form:
            let forms = procedure.papers.compactMap(\.form)
            return forms.isEmpty ? nil : FacetComparison.unique(forms).joined(separator: "; ")
        case .inDatabases, .place, .link, .steps, .who, .deadline, .original, .elsewhere, .legalBasis: return nil
        }
    }

    private static func fee(_ procedure: PublishedProcedure) -> String? {
        let ways = ["online": "nộp qua mạng", "direct": "nộp trực tiếp", "post": "nộp qua bưu điện"]
        let sums = procedure.ways.flatMap { way in
            way.fees.compactMap { fee -> String? in
                guard let amount = fee.amount, amount > 0 else { return nil }
                return "\(ways[way.way] ?? way.way): \(FacetComparison.money(amount))"
            }
        }
        if !sums.isEmpty { return FacetComparison.unique(sums).joined(separator: "; ") }
        let fees = procedure.ways.flatMap(\.fees)
        if fees.contains(where: { FacetComparison.folded($0.text).contains("hoi dong nhan dan") }) {
            return "Theo mức của tỉnh"
        }
        let isFree = !fees.isEmpty && fees.allSatisfy { $0.amount == 0 && !$0.isTypedZero }
        return isFree ? "Miễn phí" : nil
    }

    /// A paper's name up to a whole word, without the marks of lists around it.
    private static func shortened(_ name: String) -> String {
        let marks: Set<Character> = [".", ",", ";", ":", " "]
        var bare = String(name.drop { !$0.isLetter && !$0.isNumber }).replacing(";", with: ",")
        if bare.count > longestPaper {
            let cut = bare.prefix(longestPaper)
            bare = String(cut[..<(cut.lastIndex(of: " ") ?? cut.endIndex)])
        }
        while let last = bare.last, marks.contains(last) { bare.removeLast() }
        return bare
    }

    /// What a fact may hold: letters of an SMS, no link, no procedure's code, no more than fits.
    private static func sendable(_ text: String) -> String {
        let words = text.split(whereSeparator: \.isWhitespace).filter { word in
            let isLink = word.contains("://") || word.contains("@") || word.contains(#/[A-Za-z0-9]\.[A-Za-z]{2,}/#)
            return !isLink && !word.contains(#/[0-9]\.[0-9]{6}/#)
        }
        var clean = ""
        for character in words.joined(separator: " ").precomposedStringWithCanonicalMapping {
            switch character {
            case "–", "—": clean.append("-")
            case "“", "”", "\"": continue
            default:
                let plain = UnmarkedSpelling.of(String(character))
                let isPlain = plain.count == 1 && plain.allSatisfy { $0.isASCII && !$0.isNewline }
                if isPlain, !"[]{}\\^~|`€".contains(character) { clean.append(character) }
            }
            if clean.count >= longest { break }
        }
        return clean.trimmingCharacters(in: .whitespaces)
    }

    /// A YAML text in double quotes; controls are left out.
    private static func quoted(_ text: String) -> String {
        let clean = text.unicodeScalars.filter { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
        let escaped = String(String.UnicodeScalarView(clean)).replacing("\\", with: "\\\\")
            .replacing("\"", with: "\\\"")
        return "\"\(escaped)\""
    }
}
