import Conversations
import Foundation
import HTTPTypes
import PublicServices
import Storage

/// What can be done with a matter beside answering it.
extension ConsoleDesk {
    var deedRoutes: [Route] {
        [
            .post("/viec/#/nhan") { try await deed($0, "nhan") { try await store.take($0, by: $1, now: $2) } },
            .post("/viec/#/tra-ve") { try await deed($0, "tra-ve") { try await store.giveBack($0, by: $1, now: $2) } },
            .post("/viec/#/mo-lai") { try await deed($0, "mo") { try await store.reopen($0, by: $1, now: $2) } },
            .get("/viec/#/chuyen") { try await handOverPage($0) },
            .post("/viec/#/chuyen") { try await handOver($0) },
            .get("/viec/#/hen-lai") { try await snoozePage($0) },
            .post("/viec/#/hen-lai") { try await snooze($0) },
            .get("/viec/#/ghi-chu") { try await notePage($0) },
            .post("/viec/#/ghi-chu") { try await note($0) },
            .post("/viec/#/ten") { visit in
                let name = visit.typed("ten")
                let hamlet = visit.form["thon"]
                return try await deed(visit, "ten") { id, officer, now in
                    let named = try await store.nameVillager(name.isEmpty ? nil : name, of: id, by: officer, now: now)
                    guard case .done = named, let hamlet else { return named }
                    let row = try await detail(visit).row
                    guard hamlet != row.hamlet ?? "" else { return named }
                    // Only what the commune's list has, or had when it was written down.
                    guard hamlet.isEmpty || hamletChoices(of: row).contains(hamlet) else { return named }
                    return try await store.placeVillager(hamlet.isEmpty ? nil : hamlet, of: id, by: officer, now: now)
                }
            },
            .get("/viec/#/dong") { try await closePage($0) },
            .post("/viec/#/dong") { try await close($0) },
            .get("/viec/#/goi") { try await callPage($0) },
            .post("/viec/#/goi") { try await callPage($0) },
            .post("/viec/#/goi-xong") { try await noteCall($0) },
            .get("/viec/#/so") { try await numbersPage($0) },
            .post("/viec/#/so") { try await numbersPage($0) },
        ]
    }

    private func deed(
        _ visit: Visit, _ notice: String,
        _ body: (EscalationID, Officer, Date) async throws -> Deed
    ) async throws -> Answer {
        let officer = try officer(of: visit)
        let id = try matterID(visit)
        switch try await body(id, officer, visit.now) {
        case .done: return .seeOther("/viec/\(id)?xong=\(notice)")
        case .unknown: throw Refusal(.notFound)
        case .refused(.openTwin(let twin)): return .seeOther("/viec/\(twin)")
        case .refused(let refusal):
            return try await matterPage(visit, said: Said(refused: words(refusal)), status: .conflict)
        }
    }

    private func words(_ refusal: DeedRefusal) -> String {
        switch refusal {
        case .notOpen: "Chưa làm gì: việc này đã xong rồi."
        case .isOpen: "Việc này đang mở."
        case .openTwin: "Việc này đã mở ở trang khác."
        case .badTime: "Chọn giờ hẹn lại, sau bây giờ và trước giờ đã hẹn với bà con"
        case .empty: "Viết ghi chú trước khi lưu"
        case .notAllowed: "Người được chọn không được giữ việc này"
        case .isRestricted: "Việc giữ kín không hẹn lại được."
        }
    }

    private func frame(_ visit: Visit, _ row: MatterRow, wrong: [(field: String, words: String)] = []) throws -> Values
    {
        [
            "id": row.id.description, "code": visit.formCode,
            "to": MatterWords.inline(row), "person": MatterWords.person(row), "you": try officer(of: visit).you,
            "me": try officer(of: visit).displayName, "errors": errors(wrong), "wrong": !wrong.isEmpty,
        ]
    }

    private func show(
        _ visit: Visit, _ template: String, title: String, _ values: Values, isWrong: Bool = false
    ) -> Answer {
        page(visit, title: title, isWrong: isWrong, page: "viec", main: library.text(of: template, values))
    }

    // MARK: Handing over

    private func handOverPage(_ visit: Visit, wrong: String? = nil) async throws -> Answer {
        let officer = try officer(of: visit)
        let row = try await detail(visit).row
        var targets: [Values] = try await store.handOverTargets(of: row.id, by: officer, now: visit.now).filter {
            $0.id != officer.id
        }
        .map { colleague in
            let units = colleague.profile.units.compactMap { unit($0.unit, of: commune($0.commune)) }
            let name = MatterWords.capitalized(colleague.displayName)
            return [
                "value": "nguoi-\(colleague.id)",
                "label": ([name, units.first].compactMap { $0 }).joined(separator: ", "),
            ]
        }
        if !row.isRestricted {
            targets += (commune(of: row)?.units ?? []).filter { $0.id != row.unit }.map {
                ["value": "to-\($0.id)", "label": "Tổ: \($0.name)"]
            }
        }
        var values = try frame(visit, row, wrong: wrong.map { [("cho", $0)] } ?? [])
        values["targets"] = targets
        return show(
            visit, "handOver", title: "Chuyển việc của \(MatterWords.inline(row))", values, isWrong: wrong != nil)
    }

    private func handOver(_ visit: Visit) async throws -> Answer {
        let target = visit.form["cho"] ?? ""
        let to: HandOver
        if target.hasPrefix("nguoi-"), let number = Int64(target.dropFirst(6)) {
            to = .officer(OfficerID(number))
        } else if target.hasPrefix("to-") {
            to = .unit(UnitID(rawValue: String(target.dropFirst(3))))
        } else {
            return try await handOverPage(visit, wrong: "Chọn người hoặc tổ để chuyển")
        }
        let officer = try officer(of: visit)
        let id = try matterID(visit)
        switch try await store.handOver(id, to: to, by: officer, now: visit.now) {
        // It may be out of one's own sight now.
        case .done: return .seeOther("/viec?xong=chuyen")
        case .unknown: throw Refusal(.notFound)
        case .refused(let refusal): return try await handOverPage(visit, wrong: words(refusal))
        }
    }

    // MARK: Putting off

    private func snoozePage(_ visit: Visit, wrong: String? = nil) async throws -> Answer {
        let row = try await detail(visit).row
        let clock = ClockWords(now: visit.now)
        var values = try frame(visit, row, wrong: wrong.map { [("ngay", $0)] } ?? [])
        values["latest"] = given(row.promisedBy.flatMap { $0 > visit.now ? clock.moment($0) : nil })
        values["day"] = visit.typed("ngay")
        values["clock"] = visit.typed("gio")
        let choices = snoozeChoices(row, clock: clock)
        values["choices"] =
            choices.isEmpty
            ? false as Any
            : [
                "list": choices.map {
                    [
                        "value": String(WholeNumber.down($0.timeIntervalSince1970)),
                        "label": MatterWords.capitalized(clock.moment($0)),
                    ] as Values
                }
            ]
                as Values
        return show(
            visit, "snooze", title: "Hẹn lại việc của \(MatterWords.inline(row))", values, isWrong: wrong != nil)
    }

    /// In an hour, at the next opening after that, and the one after; each before the promise.
    private func snoozeChoices(_ row: MatterRow, clock: ClockWords) -> [Date] {
        guard let calendar = commune(of: row)?.calendar else { return [] }
        let hour = calendar.adding(workingMinutes: 60, to: clock.now)
        let next = calendar.nextOpening(after: hour.addingTimeInterval(4 * 3600))
        let later = calendar.nextOpening(after: next.addingTimeInterval(12 * 3600))
        var choices: [Date] = []
        for date in [hour, next, later] where !choices.contains(date) {
            if date > clock.now, row.promisedBy.map({ date <= $0 }) ?? true { choices.append(date) }
        }
        return choices
    }

    private func snooze(_ visit: Visit) async throws -> Answer {
        let officer = try officer(of: visit)
        let clock = ClockWords(now: visit.now)
        let chosen = visit.form["luc"] ?? ""
        let until =
            if let seconds = Int64(chosen), chosen.utf8.count < 12 {
                Date(timeIntervalSince1970: TimeInterval(seconds))
            } else {
                clock.date(day: visit.typed("ngay"), clock: visit.typed("gio"))
            }
        guard let until else { return try await snoozePage(visit, wrong: words(.badTime)) }
        switch try await store.snooze(try matterID(visit), until: until, by: officer, now: visit.now) {
        case .done: return .seeOther("/viec/\(try matterID(visit))?xong=hen")
        case .unknown: throw Refusal(.notFound)
        case .refused(let refusal): return try await snoozePage(visit, wrong: words(refusal))
        }
    }

    // MARK: Notes

    private func notePage(_ visit: Visit, wrong: String? = nil) async throws -> Answer {
        let row = try await detail(visit).row
        var values = try frame(visit, row, wrong: wrong.map { [("chu-thich", $0)] } ?? [])
        values["text"] = visit.form["ghi"] ?? ""
        values["name"] = row.isRestricted ? "" : row.name ?? ""
        let hamlets = hamletChoices(of: row)
        values["hamlets"] =
            hamlets.isEmpty
            ? false as Any
            : ["list": hamlets.map { ["label": $0, "chosen": $0 == row.hamlet] as Values }] as Values
        return show(visit, "note", title: "Ghi chú về \(MatterWords.inline(row))", values, isWrong: wrong != nil)
    }

    /// The hamlets of the matter's commune, with the one that is written down; none where what is private says nothing of it.
    private func hamletChoices(of row: MatterRow) -> [String] {
        guard !row.isRestricted else { return [] }
        let known = commune(of: row)?.hamlets.map(\.label) ?? []
        return known + [row.hamlet].compactMap { $0 }.filter { !known.contains($0) }
    }

    private func note(_ visit: Visit) async throws -> Answer {
        let officer = try officer(of: visit)
        let text = String(visit.typed("ghi").prefix(2000))
        switch try await store.note(try matterID(visit), text: text, by: officer, now: visit.now) {
        case .done: return .seeOther("/viec/\(try matterID(visit))?xong=ghi")
        case .unknown: throw Refusal(.notFound)
        case .refused(let refusal): return try await notePage(visit, wrong: words(refusal))
        }
    }

    // MARK: Closing

    private func closePage(_ visit: Visit, wrong: String? = nil) async throws -> Answer {
        let row = try await detail(visit).row
        var values = try frame(visit, row, wrong: wrong.map { [("vi-sao", $0)] } ?? [])
        let person = MatterWords.capitalized(MatterWords.person(row))
        values["unanswered"] = "\(person) chưa được trả lời, và sẽ không nhận tin nào."
        values["reasons"] = ClosingReason.allCases.map {
            ["value": $0.rawValue, "label": MatterWords.closing($0)] as Values
        }
        return show(visit, "close", title: "Đóng việc của \(MatterWords.inline(row))?", values, isWrong: wrong != nil)
    }

    private func close(_ visit: Visit) async throws -> Answer {
        guard let reason = visit.form["vi"].flatMap(ClosingReason.init(rawValue:)) else {
            return try await closePage(visit, wrong: "Chọn vì sao đóng")
        }
        return try await deed(visit, "dong") { try await store.close($0, reason: reason, by: $1, now: $2) }
    }

    // MARK: Calling back

    /// By GET the number is masked; the click on the button, a POST, shows it and is written down.
    private func callPage(_ visit: Visit) async throws -> Answer {
        let officer = try officer(of: visit)
        let row = try await detail(visit).row
        var values = try frame(visit, row)
        values["number"] = false
        if visit.method == .post {
            guard let number = try await store.revealNumber(of: row.id, by: officer, now: visit.now) else {
                throw Refusal(.notFound)
            }
            values["number"] = number
            values["tel"] = given(number.wholeMatch(of: /\+?[0-9]{8,15}/) == nil ? nil : number)
            values["at"] = ClockWords(now: visit.now).clock(visit.now)
            values["outcomes"] = [
                (CallOutcome.reached, "Đã nói chuyện"), (.noReply, "Không ai nghe"), (.wrongNumber, "Nhầm số"),
            ].map { ["value": $0.0.rawValue, "label": $0.1] as Values }
        }
        return show(visit, "call", title: "Gọi lại \(MatterWords.inline(row))", values)
    }

    /// The same for personal numbers that stand in messages: masked until a click, which is written down.
    private func numbersPage(_ visit: Visit) async throws -> Answer {
        let officer = try officer(of: visit)
        let row = try await detail(visit).row
        var values = try frame(visit, row)
        values["shown"] = false
        if visit.method == .post {
            guard let messages = try await store.revealTexts(of: row.id, by: officer, now: visit.now) else {
                throw Refusal(.notFound)
            }
            let clock = ClockWords(now: visit.now)
            values["shown"] =
                [
                    "at": clock.clock(visit.now), "isEmpty": messages.isEmpty,
                    "list": messages.map { message in
                        ["at": MatterWords.capitalized(clock.moment(message.at)), "text": message.text] as Values
                    },
                ] as Values
        }
        return show(visit, "numbers", title: "Số căn cước trong tin của \(MatterWords.inline(row))", values)
    }

    private func noteCall(_ visit: Visit) async throws -> Answer {
        guard let outcome = visit.form["sao"].flatMap(CallOutcome.init(rawValue:)) else {
            return .seeOther("/viec/\(try matterID(visit))")
        }
        return try await deed(visit, "goi") { try await store.noteCall($0, outcome: outcome, by: $1, now: $2) }
    }
}
