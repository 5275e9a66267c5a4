import Content
import Conversations
import Foundation
import Gateway
import PublicServices
import Storage

/// "Hồ sơ": finding a dossier, its history, and changing its state by hand.
extension ConsoleDesk {
    var dossierRoutes: [Route] {
        [
            .get("/ho-so") { try await dossiersPage($0) },
            .get("/ho-so/ma/*") { try await dossierPage($0) },
            .get("/ho-so/ma/*/doi") { try await dossierForm($0, faults: []) },
            .post("/ho-so/ma/*/doi") { try await changeDossier($0) },
        ]
    }

    private func query(_ commune: Commune) -> String { "?xa=" + FormText.encoded(commune.id.rawValue) }

    /// What stands in the place of the register where the commune asks a portal.
    func portalNote(_ commune: Commune) -> Any {
        given(
            commune.dossiers.portal == nil
                ? nil
                : "\(MatterWords.capitalized(commune.name)) hỏi hồ sơ thẳng từ cổng dịch vụ, nên ở đây không nhập hay sửa."
        )
    }

    private func dossiersPage(_ visit: Visit) async throws -> Answer {
        let officer = try officer(of: visit)
        let commune = try askedCommune(visit, by: officer)
        let typed = String((visit.query["q"] ?? "").prefix(limits.queryLetters))
        let wanted = typed.trimmingCharacters(in: .whitespacesAndNewlines)
        var fault: String?
        if !wanted.isEmpty {
            if let code = DossierCode(wanted) ?? commune.dossiers.shortCode(in: wanted) {
                if try await store.dossier(code, of: commune.id) != nil {
                    return .seeOther("/ho-so/ma/\(code)" + query(commune))
                }
                fault = "Sổ của \(commune.name) chưa có hồ sơ \(code)."
            } else {
                fault =
                    "“\(HTMLText.visible(wanted))” không phải mã hồ sơ. Viết như trên giấy biên nhận, ví dụ 000.00.53.H48-220921-0099."
            }
        }
        let clock = ClockWords(now: visit.now)
        let last = try await store.lastImport(of: commune.id, by: officer)
        let holds = try await store.hasDossiers(of: commune.id)
        let importer = try await name(of: last?.officer) ?? "Người giữ máy"
        let values: Values = [
            "communes": communeChoice(commune, by: officer), "commune": commune.id.rawValue, "query": wanted,
            "fault": given(fault), "portal": portalNote(commune), "isOwn": commune.dossiers.portal == nil,
            "done": given(
                visit.query["xong"] == "nhap" ? "Đã nhập. Ai đang theo dõi hồ sơ có thay đổi thì được nhắn tin." : nil),
            "last": given(
                last.map {
                    "\(importer) nhập lúc \(clock.moment($0.at)): "
                        + DossierText.count(changed: $0.changed, unchanged: $0.unchanged) + "."
                }),
            "isEmpty": last == nil && !holds, "importPath": "/ho-so/nhap" + query(commune),
        ]
        return page(visit, title: "Hồ sơ", page: "ho-so", main: library.text(of: "dossiers", values))
    }

    /// An officer as pages name them.
    private func name(of id: OfficerID?) async throws -> String? {
        guard let id, let officer = try await store.officer(id) else { return nil }
        return MatterWords.capitalized(officer.displayName)
    }

    private func history(_ visit: Visit, by officer: Officer) async throws -> (
        commune: Commune, history: DossierHistory
    ) {
        let commune = try askedCommune(visit, by: officer)
        guard let code = DossierCode(visit.path[2]),
            let history = try await store.dossierHistory(
                code, of: commune.id, limit: limits.dossierEvents, by: officer, now: visit.now)
        else { throw Refusal(.notFound) }
        return (commune, history)
    }

    private func dossierPage(_ visit: Visit) async throws -> Answer {
        let officer = try officer(of: visit)
        let (commune, history) = try await history(visit, by: officer)
        let dossier = history.known.dossier
        let clock = ClockWords(now: visit.now)
        let heading = "Hồ sơ \(dossier.code)"
        var names: [OfficerID: String] = [:]
        for id in Set(history.events.compactMap(\.officer)) { names[id] = try await name(of: id) }
        var events: [Values] = []
        for event in history.events {
            let who = event.officer.flatMap { names[$0] }
            events.append([
                "at": clock.moment(event.at), "what": Self.words(event),
                "who": who.map { "\($0) đổi bằng tay" }
                    ?? (event.kind == .state || event.kind == .newDate ? "Theo tệp nhập hoặc cổng" : "Máy theo lịch"),
                "told": Self.told(event),
            ])
        }
        let isLate = dossier.lateness(in: commune.calendar, now: visit.now) != nil
        let values: Values = [
            "heading": heading, "back": "/ho-so" + query(commune), "name": dossier.procedureName,
            "state": dossier.state.officialName,
            "local": given(dossier.localState.flatMap { $0 == dossier.state.officialName ? nil : $0 }),
            "late": given(isLate ? "Quá hẹn" : nil),
            "received": given(dossier.receivedOn?.vietnameseText),
            "promised": given(dossier.promisedOn?.vietnameseText),
            "newDate": given(dossier.newDate?.vietnameseText), "finished": given(dossier.finishedOn?.vietnameseText),
            "reason": given(dossier.reason), "phone": MatterWords.capitalized(DossierText.phone(of: dossier)),
            "confirmed": clock.moment(history.known.confirmedAt), "followers": Self.followers(history.followers),
            "events": events, "hasEvents": !events.isEmpty,
            "change": given(
                commune.dossiers.portal == nil ? "/ho-so/ma/\(dossier.code)/doi" + query(commune) : nil),
            "portal": portalNote(commune),
            "done": given(
                [
                    "doi": "Đã đổi.", "y-nguyen": "Không có gì thay đổi.",
                ][visit.query["xong"] ?? ""]),
        ]
        return page(visit, title: heading, page: "ho-so", main: library.text(of: "dossier", values))
    }

    private static func words(_ event: DossierHistory.Event) -> String {
        let reason = event.reason.map { " Lý do: \($0)." } ?? ""
        return switch event.kind {
        case .state: "\(event.state.officialName).\(reason)"
        case .newDate: "Hẹn lại ngày \(event.newDate?.vietnameseText ?? "").\(reason)"
        case .dueSoon: "Sắp đến ngày hẹn trả."
        case .overdue: "Đã qua ngày hẹn trả."
        }
    }

    private static func told(_ event: DossierHistory.Event) -> String {
        switch event.told {
        case nil: "Chờ nhắn người theo dõi"
        case 0?: "Không có ai theo dõi lúc đó"
        case let count?: "Đã nhắn \(count) người theo dõi"
        }
    }

    static func followers(_ count: Int) -> String {
        count == 0 ? "Chưa có ai theo dõi hồ sơ này." : "\(count) người đang theo dõi hồ sơ này bằng tin nhắn."
    }

    // MARK: - Changing by hand

    /// - Parameter found: the dossier where it was read already, for every reading is kept as a look at it.
    private func dossierForm(
        _ visit: Visit, faults: [(field: String, words: String)], preview: Values? = nil,
        found: (commune: Commune, history: DossierHistory)? = nil
    ) async throws -> Answer {
        let officer = try officer(of: visit)
        let (commune, history) = if let found { found } else { try await history(visit, by: officer) }
        guard commune.dossiers.portal == nil else { throw Refusal(.notFound) }
        let dossier = history.known.dossier
        let chosen = visit.form["trang-thai"].flatMap { Int($0) } ?? dossier.state.rawValue
        let heading = "Đổi trạng thái hồ sơ \(dossier.code)"
        func fault(_ field: String) -> Any { given(faults.first { $0.field == field }?.words) }
        let values: Values = [
            "heading": heading, "errors": errors(faults), "action": "/ho-so/ma/\(dossier.code)/doi",
            "back": "/ho-so/ma/\(dossier.code)" + query(commune), "code": visit.formCode,
            "commune": commune.id.rawValue,
            "number": dossier.code.description, "name": dossier.procedureName, "now": dossier.state.officialName,
            "seen": Self.mark(dossier),
            "states": DossierState.allCases.map {
                ["value": $0.rawValue, "label": $0.officialName, "chosen": $0.rawValue == chosen] as Values
            },
            "reason": visit.form["ly-do"] ?? Self.oneLine(dossier.reason ?? ""),
            "newDate": visit.form["ngay"] ?? dossier.newDate?.description ?? "",
            "wrongState": fault("trang-thai"), "wrongReason": fault("ly-do"), "wrongDate": fault("ngay"),
            "followers": Self.followers(history.followers), "preview": preview.map { $0 as Any } ?? false,
            "isFirst": preview == nil,
        ]
        return page(
            visit, title: heading, isWrong: !faults.isEmpty, page: "ho-so",
            main: library.text(of: "dossierForm", values))
    }

    /// As a field of a form shows it and brings it back: a browser changes the ends of lines.
    private static func oneLine(_ text: String) -> String {
        HTMLText.visible(text).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// What tells whether the dossier is still as it was shown.
    private static func mark(_ dossier: Dossier) -> String {
        [
            String(dossier.state.rawValue), oneLine(dossier.reason ?? ""), dossier.newDate?.description ?? "",
            dossier.promisedOn?.description ?? "",
        ].joined(separator: "|")
    }

    private static func mark(_ edit: DossierEdit) -> String {
        [String(edit.state.rawValue), oneLine(edit.reason ?? ""), edit.newDate?.description ?? ""].joined(
            separator: "|")
    }

    private func changeDossier(_ visit: Visit) async throws -> Answer {
        let officer = try officer(of: visit)
        let (commune, history) = try await history(visit, by: officer)
        guard commune.dossiers.portal == nil else { throw Refusal(.notFound) }
        let dossier = history.known.dossier
        let today = ClockWords(now: visit.now).today
        guard visit.form["thay"] == Self.mark(dossier) else {
            return try await dossierForm(
                visit,
                faults: [("trang-thai", "Hồ sơ vừa thay đổi, nay là “\(dossier.state.officialName)”. Xem lại rồi đổi")],
                found: (commune, history))
        }
        var faults: [(field: String, words: String)] = []
        let state = visit.form["trang-thai"].flatMap { Int($0) }.flatMap(DossierState.init(rawValue:))
        if state == nil { faults.append(("trang-thai", "Chọn trạng thái")) }
        let reason = visit.typed("ly-do").split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if reason.count > limits.reasonLetters {
            faults.append(("ly-do", "Viết lý do ngắn hơn, nhiều nhất \(limits.reasonLetters) ký tự"))
        }
        if let state, [.supplementRequested, .rejected, .stopped].contains(state), reason.isEmpty {
            faults.append(("ly-do", "Viết lý do để bà con biết phải làm gì"))
        }
        var newDate: CalendarDay?
        if !visit.typed("ngay").isEmpty {
            newDate = ReportPeriod.day(visit.typed("ngay"))
            if newDate == nil {
                faults.append(("ngay", "Chọn ngày hẹn mới, hoặc để trống"))
            } else if let day = newDate, day != dossier.newDate {
                if day < today { faults.append(("ngay", "\(CalendarWords.day(day)) đã qua")) }
                if commune.calendar.periods(on: day).isEmpty {
                    faults.append(("ngay", "\(CalendarWords.day(day)) xã nghỉ. Chọn ngày làm việc"))
                }
            }
        }
        guard faults.isEmpty, let state else {
            return try await dossierForm(visit, faults: faults, found: (commune, history))
        }
        let edit = DossierEdit(state: state, reason: reason.isEmpty ? nil : reason, newDate: newDate)
        // What was changed behind the preview is shown first.
        guard visit.form["buoc"] == "ghi", visit.form["da-xem"] == Self.mark(edit) else {
            return try await dossierForm(
                visit, faults: [], preview: preview(edit, of: history, in: commune, now: visit.now),
                found: (commune, history))
        }
        let outcome = try await store.changeDossier(
            dossier, to: edit, of: commune.id, on: today, by: officer, now: visit.now)
        let path = "/ho-so/ma/\(dossier.code)\(query(commune))&xong="
        switch outcome {
        case .changed: return .seeOther(path + "doi")
        case .same: return .seeOther(path + "y-nguyen")
        case .unknown: throw Refusal(.notFound)
        case .overtaken:
            return try await dossierForm(visit, faults: [("trang-thai", "Hồ sơ vừa thay đổi. Xem lại rồi đổi")])
        }
    }

    /// What would be changed, and what followers would read.
    private func preview(
        _ edit: DossierEdit, of history: DossierHistory, in commune: Commune, now: Date
    ) -> Values {
        let old = history.known.dossier
        let new = edit.applied(to: old, on: ClockWords(now: now).today)
        let composer = content.dialogues[commune.id]?.composer
        let text = DossierNews.Kind(from: old, to: new).flatMap {
            composer?.announcement(of: DossierNews(kind: $0, dossier: new), spelling: .unmarked, now: now)
        }
        let isNews = text != nil && history.followers > 0
        return [
            "mark": Self.mark(edit),
            "what": old.state == new.state
                ? "Giữ trạng thái “\(old.state.officialName)”."
                : "“\(old.state.officialName)” thành “\(new.state.officialName)”.",
            "text": given(isNews ? text?.text : nil),
            "quiet": isNews && commune.dossiers.isQuiet(at: now)
                ? "Đang giờ nghỉ đêm: tin đi khi hết giờ nghỉ." as Any : false as Any,
            "label": isNews ? "Đổi và nhắn \(history.followers) người theo dõi" : "Đổi, không nhắn ai",
        ]
    }
}
