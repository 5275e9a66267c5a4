import Foundation

/// Where the parts of a chart stand, reckoned from the lines of its table.
///
/// The drawing is 560 wide, so that its letters have their size beside the table, and scrolls in its own box on a phone.
enum ReportChart {
    private static let width = 560
    /// Letters that fit before the axis; the table has the whole label.
    private static let labelLetters = 25

    static func values(_ table: ReportSheet.Table) -> Values {
        switch table.chart {
        case .bars: bars(table)
        case .hours: hours(table)
        case nil: [:]
        }
    }

    private static func bars(_ table: ReportSheet.Table) -> Values {
        let (left, room, step) = (220, 250, 37)
        let most = max(1, table.lines.compactMap(\.number).max() ?? 0)
        let bars = table.lines.enumerated().map { index, line -> Values in
            let length = scaled(line.number ?? 0, of: most, to: room)
            return [
                "label": short(line.label), "labelX": left - 10, "textY": index * step + 25, "x": left,
                "y": index * step + 6, "width": length, "height": 26, "open": line.isOpen, "number": line.text,
                "numberX": left + length + 8,
            ]
        }
        let height = table.lines.count * step + 6
        return ["bars": bars, "box": "0 0 \(width) \(height)", "axisX": left, "height": height]
    }

    private static func hours(_ table: ReportSheet.Table) -> Values {
        let (left, top, bottom, step) = (44, 20, 180, 21)
        let scale = round(up: table.lines.compactMap(\.number).max() ?? 0)
        let columns = table.lines.enumerated().map { index, line -> Values in
            let length = scaled(line.number ?? 0, of: scale, to: bottom - top)
            return [
                "x": left + 4 + index * step, "y": bottom - length, "width": 16, "height": length, "open": line.isOpen,
                // Each third hour is named, or letters would stand in one another.
                "label": given(index % 3 == 0 ? "\(index)" : nil), "labelX": left + 12 + index * step,
            ]
        }
        let lines = (1...4).map { part -> Values in
            let y = bottom - (bottom - top) * part / 4
            return ["y": y, "textY": y + 5, "number": NumberWords.grouped(scale * part / 4)]
        }
        return [
            "columns": columns, "grid": lines, "box": "0 0 \(width) 206", "axisX": left, "axisY": bottom,
            "width": width,
        ]
    }

    private static func scaled(_ number: Int, of most: Int, to room: Int) -> Int {
        // A little is seen as more than nothing.
        number <= 0 ? 0 : max(2, Int(clamping: Int64(number) * Int64(room) / Int64(most)))
    }

    /// The next number that four equal steps divide well.
    private static func round(up number: Int) -> Int {
        let number = min(number, 1_000_000_000_000)
        var step = 1
        while true {
            for factor in [4, 8, 20] where factor * step >= number { return factor * step }
            step *= 10
        }
    }

    private static func short(_ label: String) -> String {
        guard label.count > labelLetters else { return label }
        let cut = label.prefix(labelLetters - 1)
        let whole = cut.lastIndex(of: " ").map { cut[..<$0] } ?? cut
        return whole.trimmingCharacters(in: .whitespaces) + "…"
    }
}
