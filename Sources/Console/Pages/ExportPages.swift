import Conversations
import Foundation
import LibCrypto
import PublicServices
import Storage

/// A matter as one file, for the office's own document system: it opens without the console, and prints.
extension ConsoleDesk {
    var exportRoutes: [Route] { [.get("/viec/#/tep-luu") { try await exportFile($0) }] }

    private func exportFile(_ visit: Visit) async throws -> Answer {
        let officer = try officer(of: visit)
        let detail = try await detail(visit)
        let row = detail.row
        var pages = [detail.thread]
        while let before = pages.first?.older, pages.count < limits.exportPages,
            let older = try await store.thread(of: row.id, before: before, by: officer, now: visit.now)
        {
            pages.insert(older, at: 0)
        }
        var thread = detail.thread
        thread.entries = pages.flatMap(\.entries)
        thread.older = pages.first?.older
        thread.olderCount = pages.first?.olderCount ?? 0
        let clock = ClockWords(now: visit.now)
        let (name, tail) = MatterWords.name(row)
        var values = self.thread(thread, of: row, question: detail.question?.id, clock: clock)
        if let entries = values["entries"] as? [Values] {
            values["entries"] = try await withPictures(entries, of: row, by: officer, now: visit.now)
        }
        values["heading"] = "\(name) \(tail)"
        values["commune"] = commune(of: row)?.name ?? ""
        values["number"] = row.id.description
        values["subject"] = [topic(row.topic), MatterWords.reason(row.reason)].compactMap { $0 }.joined(separator: ", ")
        values["by"] = officer.profile.name
        values["at"] = "\(clock.clock(visit.now)) ngày \(clock.dayAndYear(visit.now))"
        values["older"] = given(
            thread.older == nil ? nil : "Còn \(thread.olderCount) tin cũ hơn không có trong tệp này.")
        try await store.noteExport(of: row.id, by: officer, now: visit.now)
        return .download(
            library.text(of: "export", values), name: "viec-\(row.id).html", type: "text/html; charset=utf-8")
    }

    /// With the pictures themselves in the place of their addresses, until the file is large.
    private func withPictures(
        _ entries: [Values], of row: MatterRow, by officer: Officer, now: Date
    ) async throws -> [Values] {
        var room = limits.exportPictureBytes
        var result: [Values] = []
        for var entry in entries {
            var attachments = entry["attachments"] as? [Values] ?? []
            for index in attachments.indices where attachments[index]["picture"] as? Bool == true {
                let id = (attachments[index]["href"] as? String)?.split(separator: "/").last.flatMap { Int64($0) }
                attachments[index]["picture"] = false
                guard let id, let file = try await store.attachment(id, of: row.id, by: officer, now: now),
                    file.bytes.count <= room, let type = AttachmentKind.picture(file)
                else { continue }
                room -= file.bytes.count
                attachments[index]["picture"] = true
                attachments[index]["href"] = "data:\(type);base64," + Base64.encode(file.bytes)
            }
            // A file that stays in the console has no address here.
            for index in attachments.indices where attachments[index]["picture"] as? Bool == false {
                attachments[index]["href"] = false
            }
            entry["attachments"] = attachments
            result.append(entry)
        }
        return result
    }
}
