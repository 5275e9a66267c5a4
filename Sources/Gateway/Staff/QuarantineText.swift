import Conversations
import Foundation
package import Storage

/// An entry as a technician reads it.
package enum QuarantineText {
    package static func lines(_ entry: QuarantineEntry) -> [String] {
        let kind = entry.kind == .unproven ? "chưa xác thực" : "không đọc được"
        var parts = ["#\(entry.number)", StaffLine.moment(entry.receivedAt), "kênh \(entry.channel)", kind]
        if entry.size > 0 { parts.append("\(entry.size) byte") }
        if let outcome = entry.outcome {
            parts.append((outcome == "released" ? "đã thả" : "đã bỏ") + ", \(entry.endedBy ?? "")")
        }
        return [StaffLine.text(parts.joined(separator: " · ")), "    " + StaffLine.text(entry.reason)]
    }

    package static func lines(_ contents: QuarantineDesk.Contents) -> [String] {
        var lines = lines(contents.entry)
        if let method = contents.method { lines.append("    \(method), thân \(contents.bodyBytes) byte") }
        lines += contents.query.map { "    ?" + StaffLine.text("\($0.name)=\($0.value)") }
        lines += contents.headers.map { "    " + StaffLine.text("\($0.name): \($0.value)") }
        lines += contents.events.map { "    → " + StaffLine.text($0) }
        return lines
    }

    package static func ending(_ ending: QuarantineEnding, of number: Int64, done: String) -> String {
        switch ending {
        case .done(let receipts):
            let copies = receipts.filter { $0 == .duplicate }.count
            return "\(done) mục số \(number)." + (copies > 0 ? " Tin này đã có từ trước, không ghi thêm." : "")
        case .endedBefore(let outcome, let by):
            return
                "Mục số \(number) \(outcome == "released" ? "đã được thả" : "đã bị bỏ") trước đó (\(by)); không đổi gì."
        }
    }
}
