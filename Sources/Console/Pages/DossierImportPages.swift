import Conversations
import Foundation
import Gateway
import PublicServices
import Storage

/// Taking in a table of dossiers: chosen, looked at, and then taken in whole, or not at all.
extension ConsoleDesk {
    var dossierImportRoutes: [Route] {
        [
            .get("/ho-so/nhap") { try await tableForm($0, fault: nil) },
            .upload("/ho-so/nhap", limit: limits.tableBytes) { try await previewTable($0) },
            .post("/ho-so/nhap/ghi") { try await takeTable($0) },
        ]
    }

    private func path(_ commune: Commune) -> String { "/ho-so?xa=" + FormText.encoded(commune.id.rawValue) }

    private func tableForm(_ visit: Visit, fault: String?) async throws -> Answer {
        let officer = try officer(of: visit)
        let commune = try askedCommune(visit, by: officer)
        guard commune.dossiers.portal == nil else { throw Refusal(.notFound) }
        let heading = "Nhập hồ sơ của \(commune.name)"
        let values: Values = [
            "heading": heading, "errors": errors(fault.map { [("tep", $0)] } ?? []), "fault": given(fault),
            "back": path(commune), "code": visit.formCode, "commune": commune.id.rawValue,
            "megabytes": limits.tableBytes / 1024 / 1024,
        ]
        return page(
            visit, title: heading, isWrong: fault != nil, page: "ho-so", main: library.text(of: "dossierTable", values))
    }

    private func previewTable(_ visit: Visit) async throws -> Answer {
        let officer = try officer(of: visit)
        let commune = try askedCommune(visit, by: officer)
        guard commune.dossiers.portal == nil else { throw Refusal(.notFound) }
        guard let file = visit.file, !file.bytes.isEmpty else {
            return try await tableForm(visit, fault: "Chọn tệp hồ sơ đã lưu thành “CSV UTF-8”")
        }
        let name = HTMLText.visible(String(file.name.prefix(100)))
        let table = DossierTable(file.bytes, file: name, rules: commune.dossiers, calendar: commune.calendar)
        if table.faults.isEmpty, table.rows.isEmpty {
            return try await tableForm(visit, fault: "Tệp “\(name)” có tên cột nhưng không có dòng hồ sơ nào")
        }
        var outcome: DossierImport?
        var token: String?
        if table.faults.isEmpty {
            outcome = try await store.importDossiers(
                table.dossiers, of: commune.id, isDryRun: true, by: "", officer: officer.id, now: visit.now)
            token = try await tables.put(
                .init(officer: officer.id, commune: commune.id, name: name, bytes: file.bytes, at: visit.now))
        }
        return preview(table, named: name, of: commune, outcome: outcome, token: token, visit)
    }

    private func preview(
        _ table: DossierTable, named name: String, of commune: Commune, outcome: DossierImport?, token: String?,
        _ visit: Visit
    ) -> Answer {
        let isWrong = !table.faults.isEmpty
        let count = table.faults.count
        let heading = isWrong ? "Chưa nhập: tệp có \(count) chỗ cần sửa" : "Xem lại trước khi nhập"
        let changes = Dictionary(
            (outcome?.changes ?? []).map { ($0.code, $0.change) }, uniquingKeysWith: { first, _ in first })
        let values: Values = [
            "heading": heading, "back": "/ho-so/nhap?xa=" + FormText.encoded(commune.id.rawValue), "name": name,
            "communeName": commune.name, "commune": commune.id.rawValue, "code": visit.formCode, "isWrong": isWrong,
            "faults": table.faults.prefix(limits.shownFaults).map(remark),
            "moreFaults": given(
                count > limits.shownFaults ? "Còn \(count - limits.shownFaults) chỗ nữa, sửa các chỗ trên trước." : nil),
            "remarks": table.remarks.map(remark), "hasRemarks": !table.remarks.isEmpty,
            "rows": table.rows.prefix(limits.previewRows).map { row -> Values in
                let dossier = row.dossier
                return [
                    "line": row.line, "number": dossier.code.description, "name": dossier.procedureName,
                    "state": dossier.state.officialName, "due": dossier.dueOn?.vietnameseText ?? "",
                    "phone": dossier.phone.map { "…\($0.suffix(3))" } ?? "không có",
                    "change": outcome == nil
                        ? "" : changes[dossier.code].map(DossierText.change) ?? "giữ nguyên",
                ]
            },
            "hasRows": !table.rows.isEmpty,
            "caption": table.rows.count > limits.previewRows
                ? "\(limits.previewRows) dòng đầu trong \(NumberWords.grouped(table.rows.count)) hồ sơ"
                : "\(table.rows.count) hồ sơ trong tệp",
            "outcome": given(outcome.map(Self.summary)), "token": given(token),
            "told": outcome.map {
                $0.told > 0
                    ? "\(NumberWords.grouped($0.told)) tin sẽ nhắn cho người đang theo dõi hồ sơ."
                    : "Không có tin nào phải nhắn."
            } ?? "",
            "label": outcome.map { "Nhập \(NumberWords.grouped($0.changes.count + $0.unchanged)) hồ sơ" } ?? "",
        ]
        return page(
            visit, title: heading, isWrong: isWrong, page: "ho-so", main: library.text(of: "dossierPreview", values))
    }

    private func remark(_ remark: DossierRemark) -> Values {
        [
            "place": [remark.line.map { "Dòng \($0)" }, remark.column.isEmpty ? nil : remark.column]
                .compactMap { $0 }.joined(separator: ", "),
            "words": remark.vietnamese,
        ]
    }

    /// As in "3 hồ sơ mới, 5 đổi trạng thái, 20 giữ nguyên".
    private static func summary(_ outcome: DossierImport) -> String {
        let changes = outcome.changes.map(\.change)
        let added = changes.count { $0 == .added }
        let details = changes.count { $0 == .details }
        let parts = [
            (added, "hồ sơ mới"), (changes.count - added - details, "đổi trạng thái"), (details, "sửa chi tiết"),
            (outcome.unchanged, "giữ nguyên"),
        ].filter { $0.0 > 0 }.map { "\(NumberWords.grouped($0.0)) \($0.1)" }
        return parts.joined(separator: ", ") + ". Hồ sơ không có trong tệp thì để yên."
    }

    private func takeTable(_ visit: Visit) async throws -> Answer {
        let officer = try officer(of: visit)
        let commune = try askedCommune(visit, by: officer)
        guard commune.dossiers.portal == nil else { throw Refusal(.notFound) }
        guard
            let waiting = await tables.take(visit.form["tep"] ?? "", by: officer.id, now: visit.now),
            waiting.commune == commune.id
        else { return try await tableForm(visit, fault: "Tệp xem trước đã hết hạn, chưa nhập gì. Chọn lại tệp") }
        // As it was looked at, and read by the rules of this moment.
        let table = DossierTable(waiting.bytes, file: waiting.name, rules: commune.dossiers, calendar: commune.calendar)
        guard table.faults.isEmpty else {
            return preview(table, named: waiting.name, of: commune, outcome: nil, token: nil, visit)
        }
        _ = try await store.importDossiers(
            table.dossiers, of: commune.id, by: officer.profile.name, officer: officer.id, now: visit.now)
        return .seeOther(path(commune) + "&xong=nhap")
    }
}
