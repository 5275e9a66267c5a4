import Foundation

/// The file that a chat is recorded into; every reason why it cannot be written is told in the tester's words.
package struct TalkFile: Sendable {
    package let path: String

    /// Refuses a place that cannot be written, and a file that is no scenario, which would be lost.
    package init(_ path: String) throws(Bench.Refusal) {
        self.path = path
        let folder = URL(filePath: path).deletingLastPathComponent().path
        let files = FileManager.default
        var isFolder: ObjCBool = false
        func refusal(_ why: String, _ mend: String) -> Bench.Refusal {
            Bench.Refusal(description: "Chưa ghi vào \(path): \(why). Fix: \(mend)")
        }
        guard files.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
            throw refusal("không có thư mục \(folder)", "tạo thư mục ấy, hoặc gõ /record với chỗ khác")
        }
        if files.fileExists(atPath: path, isDirectory: &isFolder) {
            guard !isFolder.boolValue else { throw refusal("đó là thư mục", "thêm tên tệp, như \(path)/ban-ghi.yaml") }
            let old = (try? String(contentsOfFile: path, encoding: .utf8)) ?? "?"
            guard old.isEmpty || old.split(whereSeparator: \.isNewline).contains(where: { $0.hasPrefix("scenario:") })
            else { throw refusal("đã có tệp ấy và nó không phải kịch bản", "gõ /record với tên khác") }
        }
        guard files.isWritableFile(atPath: folder) else {
            throw refusal("không có quyền viết trong \(folder)", "cho quyền, hoặc gõ /record với chỗ khác")
        }
    }

    /// What a tester must know of a recording.
    package var notice: String {
        "Ghi cuộc trò chuyện này vào \(path); tệp được viết lại sau mỗi lượt. Mỗi trả lời chỉ giữ tên mẫu và đoạn đầu, nhiều "
            + "nhất \(TalkRecord.demanded) ký tự; muốn giữ nguyên văn: simulator run --update --whole-texts \(path)"
    }

    /// Writes all that was recorded.
    package func write(_ record: TalkRecord) throws(Bench.Refusal) {
        guard !record.steps.isEmpty else { return }
        let title = URL(filePath: path).deletingPathExtension().lastPathComponent
        do {
            try record.scenario(title).write(toFile: path, atomically: true, encoding: .utf8)
        } catch {
            // The place was good when the recording began; what is wrong now, a new look tells best.
            _ = try TalkFile(path)
            throw Bench.Refusal(description: "Chưa ghi được vào \(path). Fix: xem đĩa còn chỗ không, hoặc ghi chỗ khác")
        }
    }
}
