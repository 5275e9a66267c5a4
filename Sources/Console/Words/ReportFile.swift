import Foundation
import VietnameseText

/// A report as a file for spreadsheets: the lines of the page, in its order.
enum ReportFile {
    struct Head: Sendable {
        var commune: String
        var unit: String?
        var hamlet: String?
        var from: String
        var to: String
        var at: String
        /// Up to when the numbers are complete, where that is not `at`.
        var upTo: String?
        var by: String
    }

    static func csv(_ sheet: ReportSheet, targets: ReportTargets? = nil, head: Head) -> String {
        var rows = [
            ["Báo cáo", head.commune], ["Tổ (chỉ phần việc của cán bộ)", head.unit ?? "Cả xã"],
            ["Thôn (chỉ phần việc của cán bộ)", head.hamlet ?? "Cả xã"],
            ["Từ ngày", head.from], ["Đến hết ngày", head.to], ["Giờ", "Việt Nam, UTC+7"],
            ["Lấy lúc", head.at],
        ]
        if let upTo = head.upTo { rows.append(["Số liệu đến", upTo]) }
        rows += [
            ["Người lấy", head.by], [],
            ["Mục", "Dòng", "Số", "Đơn vị", "Trên", "Phần", "Tiền (đồng)"],
        ]
        for table in sheet.all {
            rows += table.lines.map { line in
                [
                    table.caption, line.label, line.number.map(String.init) ?? "", line.unit.rawValue,
                    line.whole.map(String.init) ?? "", line.share ?? "", line.money.map(String.init) ?? "",
                ]
            }
        }
        if let targets {
            rows += [
                [], ["Chỉ tiêu", targets.about], ["Kế hoạch", "Chỉ tiêu", "Mức", "Nhà Rông đếm được", "Ghi chú"],
            ]
            for plan in targets.plans {
                rows += plan.rows.map {
                    ["\(plan.name) (\(plan.standing))", $0.name, $0.target, $0.counted, $0.note]
                }
            }
        }
        // The mark in front tells spreadsheets that the letters are UTF-8.
        return "\u{FEFF}" + rows.map { $0.map(cell).joined(separator: ",") }.joined(separator: "\r\n") + "\r\n"
    }

    /// A quoted cell on one line; what a spreadsheet would take for a formula is made plain text.
    static func cell(_ text: String) -> String {
        // The first byte counts too, for a tab or a line break may hide what stands behind it.
        let begins = text.unicodeScalars.first.map { "\t\r\n".unicodeScalars.contains($0) } ?? false
        let line = VisibleText.line(text)
        let first = line.unicodeScalars.first { !$0.properties.isWhitespace }
        // Those of double width too: spreadsheets of East Asia read them as the same.
        let isFormula = begins || first.map { "=+-@＝＋－＠".unicodeScalars.contains($0) } ?? false
        return "\"" + (isFormula ? "'" : "") + line.replacing("\"", with: "\"\"") + "\""
    }
}
