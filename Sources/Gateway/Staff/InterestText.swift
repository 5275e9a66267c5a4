import Conversations
package import PublicServices
package import Storage
import VietnameseText

/// An entry of a list as staff read it, and as a spreadsheet does.
package enum InterestText {
    package static func line(_ entry: InterestEntry, names: [TopicID: String]) -> String {
        let tail = entry.address.map { "số …\($0)" } ?? "số không đọc được"
        let parts = [
            StaffLine.moment(entry.at), "kênh \(entry.channel)", tail, names[entry.topic] ?? entry.topic.rawValue,
        ]
        return StaffLine.text(parts.joined(separator: " · "))
    }

    package static func csv(_ entries: [InterestEntry], names: [TopicID: String]) -> String {
        let rows = entries.map { entry in
            [
                cell(StaffLine.moment(entry.at)), cell(entry.channel.rawValue), phoneCell(entry.address ?? ""),
                cell(names[entry.topic] ?? entry.topic.rawValue),
            ].joined(separator: ",")
        }
        // The mark in front tells spreadsheets that the letters are UTF-8.
        return "\u{FEFF}" + (["thời điểm,kênh,số,việc"] + rows).joined(separator: "\r\n") + "\r\n"
    }

    /// A quoted cell; what a spreadsheet would take for a formula is made plain text.
    static func cell(_ text: String) -> String {
        let text = VisibleText.line(text)
        let first = text.unicodeScalars.first { !$0.properties.isWhitespace }
        // Those of double width too: spreadsheets of East Asia read them as the same.
        let isFormula = first.map { "=+-@＝＋－＠".unicodeScalars.contains($0) } ?? false
        return "\"" + (isFormula ? "'" : "") + text.replacing("\"", with: "\"\"") + "\""
    }

    /// A telephone number in groups, `+84 901 234 567`: a spreadsheet makes a number of `+84901234567` and drops the plus.
    static func phoneCell(_ address: String) -> String {
        // A long id would come out as 3,67E+18.
        if address.count > 11, address.wholeMatch(of: /[0-9]+/) != nil { return cell("ID " + address) }
        guard address.wholeMatch(of: /\+[0-9]{8,15}/) != nil else { return cell(address) }
        let digits = Array(address.dropFirst())
        let rest = digits.dropFirst(2)
        // Groups of three from the end, so that the last three are those that lists show.
        var groups: [String] = []
        var end = rest.endIndex
        while end > rest.startIndex {
            let begin = max(rest.startIndex, end - 3)
            groups.insert(String(rest[begin..<end]), at: 0)
            end = begin
        }
        return "\"+" + ([String(digits.prefix(2))] + groups).joined(separator: " ") + "\""
    }
}
