import Content
import Conversations
import Foundation
import Gateway
import Logging
import PublicServices
import Storage

/// "Thông tin thủ tục": what the machine tells of each procedure, from where, until when; officers confirm or correct it.
extension ConsoleDesk {
    var factRoutes: [Route] {
        [
            .get("/du-kien") { try await factsPage($0) },
            .get("/du-kien/*") { try await procedurePage($0) },
            .get("/du-kien/*/*", .supervisors) { try await factForm($0) },
            .post("/du-kien/*/*", .supervisors) { try await saveFact($0) },
            .post("/du-kien/*/*/bo", .supervisors) { try await dropFact($0) },
        ]
    }

    /// The catalogue as the commune tells it now.
    private func told(_ commune: Commune) -> ServiceCatalogue {
        content.services.applying(overrides: content.dialogues[commune.id]?.composer.commune ?? commune)
    }

    private func query(_ commune: Commune) -> String { "?xa=" + FormText.encoded(commune.id.rawValue) }

    private func factsPage(_ visit: Visit) async throws -> Answer {
        let officer = try officer(of: visit)
        let commune = try askedCommune(visit, by: officer)
        let today = ClockWords(now: visit.now).today
        let catalogue = told(commune)
        let words = FoldedWords(String((visit.query["q"] ?? "").prefix(100))).words
        let ending = ending(in: catalogue)
        let soon = ending.count { $0.end < today.adding(days: limits.factNoticeDays) }
        let found = catalogue.procedures.filter { procedure in
            let own = Set(
                FoldedWords([procedure.name, procedure.label ?? "", procedure.code.rawValue].joined(separator: " "))
                    .words)
            return words.allSatisfy { word in own.contains { $0.hasPrefix(word) } }
        }
        .sorted { ($0.field, $0.name) < ($1.field, $1.name) }
        let heading = "Thông tin thủ tục"
        let values: Values = [
            "heading": heading, "communes": communeChoice(commune, by: officer), "commune": commune.id.rawValue,
            "query": visit.query["q"].map { String($0.prefix(100)) } ?? "",
            "isEnding": !ending.isEmpty,
            "endingHeading": soon == 0
                ? "Hết hạn sớm nhất"
                : "\(NumberWords.grouped(soon)) thủ tục hết hạn trong \(limits.factNoticeDays) ngày tới",
            "ending": ending.prefix(min(max(soon, limits.soonestFacts), limits.endingFacts)).map { one in
                [
                    "name": one.procedure.name,
                    "kinds": MatterWords.capitalized(
                        one.kinds.map { $0.staffName.lowercased() }.joined(separator: ", ")),
                    "end": MatterWords.capitalized(FactWords.end(one.end, today: today)),
                    "href": "/du-kien/\(one.procedure.code)" + query(commune),
                ] as Values
            },
            "moreEnding": given(
                soon > limits.endingFacts ? "Còn \(soon - limits.endingFacts) thủ tục nữa, hết hạn sau." : nil),
            "found": words.isEmpty ? "\(found.count) thủ tục" : "\(found.count) thủ tục khớp",
            "procedures": found.map { procedure -> Values in
                [
                    "name": procedure.name, "href": "/du-kien/\(procedure.code)" + query(commune),
                    "about": about(procedure, on: today),
                ]
            },
        ]
        return page(visit, title: heading, page: "du-kien", main: library.text(of: "facts", values))
    }

    /// What of a procedure ends on the same day.
    private struct Ending {
        var procedure: Procedure
        var end: CalendarDay
        var kinds: [FactKind]
    }

    /// What ends next, the soonest first.
    private func ending(in catalogue: ServiceCatalogue) -> [Ending] {
        var endings: [Ending] = []
        for procedure in catalogue.procedures {
            let ends = Set(procedure.facts.values.compactMap(\.validUntil))
            endings += ends.map { end in
                let kinds = FactKind.allCases.filter { procedure.facts[$0]?.validUntil == end }
                return Ending(procedure: procedure, end: end, kinds: kinds)
            }
        }
        return endings.sorted { ($0.end, $0.procedure.name) < ($1.end, $1.procedure.name) }
    }

    /// "Hộ tịch · 6 mục nói chắc chắn · 1 mục tham khảo · 2 mục chưa nói".
    private func about(_ procedure: Procedure, on today: CalendarDay) -> String {
        let standings = procedure.facts.values.map { $0.standing(on: today) }
        func count(_ standing: Fact.Standing, _ words: String) -> String? {
            let count = standings.count { $0 == standing }
            return count == 0 ? nil : "\(count) mục \(words)"
        }
        return [
            procedure.field, count(.stated, "nói chắc chắn"), count(.reference, "tham khảo"),
            count(.lapsed, "của quy định đã hết hạn"), count(.withheld, "chưa nói"),
        ].compactMap { $0 }.joined(separator: " · ")
    }

    /// The procedure and, where the address names one, the kind of fact.
    private func subject(_ visit: Visit, by officer: Officer) throws -> (
        commune: Commune, procedure: Procedure, base: Procedure?, kind: FactKind?
    ) {
        let commune = try askedCommune(visit, by: officer)
        let code = ProcedureCode(rawValue: visit.path[1])
        let kind = visit.path.count > 2 ? FactKind(rawValue: visit.path[2]) : nil
        guard let procedure = told(commune)[code], visit.path.count == 2 || kind != nil else {
            throw Refusal(.notFound)
        }
        // What would be told without what officers confirmed.
        return (commune, procedure, content.services.applying(overrides: commune)[code], kind)
    }

    private func ownFacts(_ commune: Commune) async -> (facts: OwnFacts, isBroken: Bool) {
        do throws(CommuneDesk.Fault) {
            return (try await own.facts(of: commune.id), false)
        } catch {
            logger.warning("A commune's facts cannot be read.", metadata: ["fault": "\(error)"])
            return (OwnFacts(), true)
        }
    }

    private func procedurePage(_ visit: Visit) async throws -> Answer {
        let officer = try officer(of: visit)
        let (commune, procedure, base, _) = try subject(visit, by: officer)
        let today = ClockWords(now: visit.now).today
        let (facts, isBroken) = await ownFacts(commune)
        let mayConfirm = officer.profile.role != .officer
        let path = "/du-kien/\(procedure.code)"
        let values: Values = [
            "heading": procedure.name, "commune": commune.id.rawValue, "back": "/du-kien" + query(commune),
            "about": [
                procedure.isCodeUnsure ? "mã chưa chắc" : "mã \(procedure.code)", procedure.field,
                unit(procedure.unit, of: commune),
            ].compactMap { $0 }.joined(separator: " · "),
            "broken": isBroken, "code": FormGuard.code(of: visit.signedIn?.token ?? ""),
            "done": given(
                [
                    "luu": "Đã lưu. Máy nói câu này từ bây giờ.",
                    "bo": "Đã bỏ. Máy lại nói theo danh mục chung.",
                ][visit.query["xong"] ?? ""]),
            "facts": FactKind.allCases.map { kind -> Values in
                let fact = procedure.facts[kind]
                let confirmed = facts[procedure.code, kind]
                let isChanged = confirmed.map { $0.was != base?.facts[kind]?.text } ?? false
                return [
                    "kind": kind.staffName, "text": fact?.text ?? "Chưa có thông tin.",
                    "standing": fact.map { FactWords.standing($0, on: today) } ?? "Máy để cán bộ trả lời",
                    "isReference": fact?.standing(on: today) == .reference,
                    "end": given(fact?.validUntil.map { MatterWords.capitalized(FactWords.end($0, today: today)) }),
                    "sources": given(fact.map { "Nguồn: " + $0.sources.joined(separator: "; ") }),
                    "checked": given(
                        confirmed == nil ? fact.map { "Soát ngày \($0.checkedOn.vietnameseText)" } : nil),
                    "confirmed": given(
                        confirmed.map { "\($0.by) xác nhận ngày \($0.on.vietnameseText) cho \(commune.name)" }),
                    "changed": given(
                        isChanged
                            ? base?.facts[kind].map { "Danh mục chung nay viết khác: “\($0.text)”" }
                                ?? "Danh mục chung nay không còn mục này." : nil),
                    "href": given(mayConfirm ? "\(path)/\(kind.rawValue)" + query(commune) : nil),
                    "label": fact == nil ? "Thêm" : "Xác nhận hoặc sửa",
                    "drop": given(mayConfirm && confirmed != nil ? "\(path)/\(kind.rawValue)/bo" : nil),
                ]
            },
        ]
        return page(visit, title: procedure.name, page: "du-kien", main: library.text(of: "procedure", values))
    }

    private func factForm(
        _ visit: Visit
    ) async throws -> Answer { try await factForm(visit, faults: []) }

    private func factForm(_ visit: Visit, faults: [(field: String, words: String)]) async throws -> Answer {
        let officer = try officer(of: visit)
        let (commune, procedure, _, kind) = try subject(visit, by: officer)
        guard let kind else { throw Refusal(.notFound) }
        let today = ClockWords(now: visit.now).today
        let fact = procedure.facts[kind]
        let own = await ownFacts(commune).facts[procedure.code, kind]
        let end = fact?.validUntil.flatMap { $0 > today ? $0 : nil } ?? today.adding(days: limits.factDays)
        let heading = "\(kind.staffName): \(procedure.label ?? procedure.name)"
        func fault(_ field: String) -> Any { given(faults.first { $0.field == field }?.words) }
        let values: Values = [
            "heading": heading, "errors": errors(faults), "commune": commune.id.rawValue, "communeName": commune.name,
            "action": "/du-kien/\(procedure.code)/\(kind.rawValue)",
            "back": "/du-kien/\(procedure.code)" + query(commune),
            "procedure": procedure.name, "code": FormGuard.code(of: visit.signedIn?.token ?? ""),
            "standing": fact.map { FactWords.standing($0, on: today) + "." } ?? "Chưa có thông tin.",
            "sources": given(fact.map { "Nguồn đang có: " + $0.sources.joined(separator: "; ") + "." }),
            "note": given(fact?.note.map { "Ghi chú: \($0)" }),
            "text": visit.form["cau"] ?? fact?.text ?? "", "source": visit.form["nguon"] ?? own?.source ?? "",
            "end": visit.form["den"] ?? end.description, "wrongText": fault("cau"), "wrongSource": fault("nguon"),
            "wrongEnd": fault("den"), "most": OwnFacts.longestText,
        ]
        return page(
            visit, title: heading, isWrong: !faults.isEmpty, page: "du-kien",
            main: library.text(of: "factForm", values))
    }

    private func saveFact(_ visit: Visit) async throws -> Answer {
        let officer = try officer(of: visit)
        let (commune, procedure, base, kind) = try subject(visit, by: officer)
        guard let kind else { throw Refusal(.notFound) }
        let today = ClockWords(now: visit.now).today
        var faults: [(field: String, words: String)] = []
        var text = ""
        do throws(OwnFacts.Fault) {
            text = try OwnFacts.text(of: HTMLText.visible(visit.form["cau"] ?? ""), kind: kind)
        } catch {
            faults.append(("cau", FactWords.fault(error)))
        }
        let source = visit.typed("nguon").split(whereSeparator: \.isNewline).joined(separator: " ")
        if source.count < 3 { faults.append(("nguon", "Ghi văn bản hoặc nơi đã đối chiếu")) }
        if source.count > limits.sourceLetters {
            faults.append(("nguon", "Ghi ngắn hơn, nhiều nhất \(limits.sourceLetters) ký tự"))
        }
        let end = ReportPeriod.day(visit.form["den"] ?? "")
        let last = today.adding(days: limits.factDays * 2)
        if end.map({ $0 < today || $0 > last }) ?? true {
            faults.append(("den", "Chọn ngày hết hạn, từ hôm nay đến \(last.vietnameseText)"))
        }
        guard faults.isEmpty, let end else { return try await factForm(visit, faults: faults) }
        let entry = OwnFacts.Entry(
            code: procedure.code, kind: kind, text: text, source: source, by: officer.profile.name, on: today,
            validUntil: end, was: base?.facts[kind]?.text)
        do throws(CommuneDesk.Fault) {
            try await own.confirm(entry, for: commune.id)
        } catch {
            logger.warning("A fact could not be kept.", metadata: ["fault": "\(error)"])
            return try await factForm(visit, faults: [("cau", FileWords.unsaved)])
        }
        try await store.note(
            .factConfirmed, of: commune.id, subject: "\(procedure.code)/\(kind.rawValue)", by: officer, now: visit.now)
        return .seeOther("/du-kien/\(procedure.code)\(query(commune))&xong=luu")
    }

    private func dropFact(_ visit: Visit) async throws -> Answer {
        let officer = try officer(of: visit)
        let (commune, procedure, _, kind) = try subject(visit, by: officer)
        guard let kind else { throw Refusal(.notFound) }
        do throws(CommuneDesk.Fault) {
            try await own.drop(procedure.code, kind, for: commune.id)
        } catch {
            logger.warning("A fact could not be taken away.", metadata: ["fault": "\(error)"])
            throw Refusal(.fault)
        }
        try await store.note(
            .factDropped, of: commune.id, subject: "\(procedure.code)/\(kind.rawValue)", by: officer, now: visit.now)
        return .seeOther("/du-kien/\(procedure.code)\(query(commune))&xong=bo")
    }
}
