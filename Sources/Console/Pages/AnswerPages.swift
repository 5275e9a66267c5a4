import Content
import Conversations
import Foundation
import Gateway
import HTTPTypes
import JSONText
import LibCrypto
import PublicServices
import Storage

/// Writing to a villager: the box, the look before sending, the question when somebody wrote since, and taking it back.
extension ConsoleDesk {
    var answerRoutes: [Route] {
        [
            .post("/viec/#/tra-loi") { try await answer($0) },
            .post("/viec/#/nhap") { try await keepDraft($0) },
            .post("/viec/#/bo-nhap") { visit in
                let officer = try officer(of: visit)
                try await store.dropDraft(of: try matterID(visit), by: officer, now: visit.now)
                return .seeOther("/viec/\(try matterID(visit))?xong=bo")
            },
            .post("/viec/#/lay-lai") { try await takeBack($0) },
        ]
    }

    /// The box, with what was typed before.
    func say(_ detail: MatterDetail, officer: Officer, clock: ClockWords, said: Said) async throws -> Values {
        let row = detail.row
        let text = said.text ?? detail.draft?.text ?? ""
        let preview = AnswerPreview(text, code: detail.code, on: row.channel.flatMap { channels[$0] })
        let form = preview.form(said.spelling)
        var values: Values = [
            "to": MatterWords.inline(row), "person": MatterWords.person(row), "text": text,
            "undoSeconds": officer.profile.undoSeconds, "seen": detail.lastMessage?.description ?? "",
            "check": detail.code,
            "formKey": Hex.encode(try randomBytes(12)), "size": form?.sizeWords ?? "", "cost": given(form?.cost),
            "priced": form?.cost ?? "", "preview": given(form?.text), "tooLong": given(said.fault ?? preview.fault),
            "restored": said.text == nil && detail.draft != nil,
            "saved": detail.draft.map { "Đã lưu nháp lúc \(clock.clock($0.savedAt))" } ?? "",
            "spellings": spellings(preview, chosen: form, channel: row.channel.flatMap { channels[$0] }),
            "readyOpen": said.readyQuery != nil, "readyQuery": said.readyQuery ?? "", "picks": [Values](),
            "noPicks": false, "channel": row.channel?.rawValue ?? "",
        ]
        values.merge(try await picks(said.readyQuery, for: row, officer: officer, clock: clock)) { $1 }
        return values
    }

    private func spellings(_ preview: AnswerPreview, chosen: AnswerPreview.Form?, channel: ChannelTraits?) -> Any {
        let labels = [AnswerPreview.Spelling.bare: "Không dấu", .marked: "Có dấu"]
        guard (channel?.carrier ?? .sms) == .sms, channel?.spelling != .unmarked else { return false }
        let list = (channel?.spelling == .marked ? [AnswerPreview.Spelling.marked, .bare] : [.bare, .marked]).map {
            spelling -> Values in
            let form = preview.forms.first { $0.spelling == spelling }
            return [
                "value": spelling.rawValue, "label": labels[spelling] ?? "", "cost": form?.cost.map { "· \($0)" } ?? "",
                "chosen": spelling == (chosen?.spelling ?? (channel?.spelling == .marked ? .marked : .bare)),
            ]
        }
        return ["list": list] as Values
    }

    // MARK: Sending

    private func answer(_ visit: Visit) async throws -> Answer {
        let officer = try officer(of: visit)
        let text = visit.form["tin"] ?? ""
        let matter = try matterID(visit)
        let spelling = visit.form["chu"]
        // Whatever happens next, what was typed is kept.
        if !text.isEmpty {
            _ = try await store.saveDraft(
                text, of: matter, lastSeen: visit.form["thay"].flatMap(Int64.init).map { MessageID($0) }, by: officer,
                now: visit.now)
        }
        // With the script a pick goes where the caret is; without it, behind what was typed.
        if let id = visit.form["chen"].flatMap(Int64.init), let ready = try await store.readyAnswer(id, by: officer) {
            try await store.noteUse(ofReady: id, by: officer, now: visit.now)
            let longer = [text, ready.body].filter { !$0.isEmpty }.joined(separator: "\n")
            return try await matterPage(visit, said: Said(text: longer, spelling: spelling))
        }
        switch visit.form["buoc"] {
        case "bo":
            try await store.dropDraft(of: matter, by: officer, now: visit.now)
            return .seeOther("/viec/\(matter)?xong=bo")
        case "cau":
            return try await matterPage(
                visit, said: Said(text: text, spelling: spelling, readyQuery: visit.typed("cau")))
        default: break
        }
        let detail = try await detail(visit)
        let preview = AnswerPreview(
            text, code: visit.form["kt"].flatMap(Self.code) ?? detail.code,
            on: detail.row.channel.flatMap { channels[$0] })
        guard let form = preview.form(spelling) else {
            return try await matterPage(
                visit,
                said: Said(text: text, spelling: spelling, fault: preview.fault ?? "Viết câu trả lời trước khi gửi"))
        }
        if let unfilled = ReadyAnswer.variables(in: text).first {
            return try await matterPage(
                visit, said: Said(text: text, spelling: spelling, fault: "Điền \(unfilled) vào chỗ {{\(unfilled)}}"))
        }
        let isPriced = visit.form["gia"] == (form.cost ?? "")
        guard visit.form["buoc"] == "gui", isPriced else {
            let why = visit.form["buoc"] == "gui" ? "Giá khác với giá vừa hiện: xem lại rồi gửi." : nil
            return check(visit, detail, form, text: text, why: why)
        }
        let code = visit.form["kt"].flatMap(Self.code) ?? detail.code
        let answer = NewAnswer(
            matter: matter, text: form.text, typed: text, code: code,
            lastSeen: visit.form["thay"].flatMap(Int64.init).map { MessageID($0) },
            isConfirmed: visit.form["biet"] == "1",
            formKey: String((visit.form["phieu"] ?? "").prefix(64)),
            question: satisfactionQuestion(of: detail.row, in: form.spelling))
        switch try await store.answer(answer, by: officer, now: visit.now) {
        case .sent:
            wakeSenders()
            return .seeOther("/viec/\(matter)")
        case .since(let messages):
            return collision(visit, detail, form, text: text, since: messages, endedBy: nil)
        case .ended(let by):
            return collision(visit, detail, form, text: text, since: [], endedBy: by)
        case .noConversation:
            return try await matterPage(
                visit, said: Said(refused: "Không rõ ai gửi tin này, nên không trả lời được.", text: text))
        case .empty:
            return try await matterPage(visit, said: Said(text: text, fault: "Viết câu trả lời trước khi gửi"))
        case .codeTaken:
            return try await matterPage(
                visit, said: Said(refused: "Chưa gửi: mã kiểm tra vừa đổi. Xem lại rồi gửi.", text: text))
        case .unknown: throw Refusal(.notFound)
        }
    }

    private func satisfactionQuestion(of row: MatterRow, in spelling: AnswerPreview.Spelling) -> String? {
        guard let commune = commune(of: row), let dialogue = content.dialogues[commune.id] else { return nil }
        return dialogue.composer.satisfactionQuestion(spelling: spelling == .bare ? .unmarked : .marked)?.text
    }

    /// The code of a form that was shown; nil for what is none.
    private static func code(_ text: String) -> String? {
        text.utf8.count == CheckCode.digits && text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? text : nil
    }

    private func frame(_ visit: Visit, _ detail: MatterDetail, _ form: AnswerPreview.Form, text: String) throws
        -> Values
    {
        let officer = try officer(of: visit)
        return [
            "id": detail.row.id.description, "code": visit.formCode,
            "to": MatterWords.inline(detail.row), "person": MatterWords.person(detail.row), "you": officer.you,
            "preview": form.text, "size": form.sizeWords, "cost": given(form.cost), "priced": form.cost ?? "",
            "seen": visit.form["thay"] ?? "", "check": visit.form["kt"] ?? detail.code,
            "formKey": visit.form["phieu"] ?? "", "spelling": form.spelling.rawValue, "text": text, "why": false,
            "undoSeconds": officer.profile.undoSeconds,
        ]
    }

    private func check(
        _ visit: Visit, _ detail: MatterDetail, _ form: AnswerPreview.Form, text: String, why: String?
    ) -> Answer {
        guard var values = try? frame(visit, detail, form, text: text) else { return refused(Refusal(.fault)) }
        values["why"] = given(why)
        return page(
            visit, title: "Gửi \(MatterWords.inline(detail.row))?", page: "viec",
            main: library.text(of: "sendCheck", values))
    }

    private func collision(
        _ visit: Visit, _ detail: MatterDetail, _ form: AnswerPreview.Form, text: String, since: [ThreadMessage],
        endedBy: String?
    ) -> Answer {
        guard var values = try? frame(visit, detail, form, text: text) else { return refused(Refusal(.fault)) }
        let clock = ClockWords(now: visit.now)
        let person = MatterWords.person(detail.row)
        let staff = since.last { $0.author != nil }
        let what =
            if let staff {
                "\(staff.author ?? "") vừa trả lời \(person) lúc \(clock.clock(staff.at))"
            } else if let endedBy {
                "\(endedBy) vừa xong việc này"
            } else {
                "\(person) vừa nhắn thêm"
            }
        values["what"] = what
        values["ask"] =
            staff != nil
            ? "\(MatterWords.capitalized(person)) có cần nghe cả hai tin không?" : "Tin này có còn đúng không?"
        values["since"] = since.map { message in
            [
                "who": message.direction == .incoming
                    ? MatterWords.capitalized(person) : MatterWords.capitalized(message.author ?? "Máy trả lời"),
                "at": clock.clock(message.at),
                "text": [MatterWords.sign(message.kind), message.text].compactMap { $0 }.joined(separator: " "),
            ] as Values
        }
        // Whoever sends all the same has seen what stands here.
        values["seen"] = since.map(\.id.number).max().map { String($0) } ?? visit.form["thay"] ?? ""
        return page(
            visit, title: "Chưa gửi: \(what)", page: "viec", main: library.text(of: "collision", values),
            status: .conflict)
    }

    // MARK: Taking back

    /// What of this officer can still be taken back.
    func undo(_ detail: MatterDetail, officer: Officer, clock: ClockWords) -> Any {
        let waiting = detail.thread.entries.reversed().lazy.compactMap { entry -> (ThreadMessage, Date)? in
            guard case .message(let message) = entry, message.author != nil,
                case .takeBack(let until) = message.delivery, until > clock.now
            else { return nil }
            return (message, until)
        }.first
        guard let (message, until) = waiting else { return false }
        return [
            "to": MatterWords.inline(detail.row), "at": clock.clockWithSeconds(until), "cost": false,
            "message": message.id.description, "leaves": WholeNumber.up(until.timeIntervalSince(clock.now)),
        ] as Values
    }

    private func takeBack(_ visit: Visit) async throws -> Answer {
        let officer = try officer(of: visit)
        guard let message = visit.form["tin"].flatMap(Int64.init) else { throw Refusal(.badForm) }
        let matter = try matterID(visit)
        return switch try await store.takeBack(MessageID(message), by: officer, now: visit.now) {
        case .done: .seeOther("/viec/\(matter)?xong=lay-lai")
        case .gone: .seeOther("/viec/\(matter)?xong=di-roi")
        case .unknown: throw Refusal(.notFound)
        }
    }

    // MARK: Drafts

    /// Saves what stands in the box and says what it would cost: for the script, every two seconds at most.
    private func keepDraft(_ visit: Visit) async throws -> Answer {
        let officer = try officer(of: visit)
        let matter = try matterID(visit)
        let text = visit.form["tin"] ?? ""
        let saved = try await store.saveDraft(
            text, of: matter, lastSeen: visit.form["thay"].flatMap(Int64.init).map { MessageID($0) }, by: officer,
            now: visit.now)
        try await store.notePresence(at: matter, isTyping: true, by: officer, now: visit.now)
        let channel = visit.form["kenh"].flatMap { channels[ChannelID(rawValue: $0)] }
        let preview = AnswerPreview(text, code: visit.form["kt"].flatMap(Self.code) ?? "0000", on: channel)
        let form = preview.form(visit.form["chu"])
        var reply = DraftReply()
        reply.ends = (visit.signedIn?.session.expiresAt).map { WholeNumber.down($0.timeIntervalSince(visit.now)) } ?? 0
        reply.saved = saved.map { "Đã lưu nháp lúc \(ClockWords(now: visit.now).clock($0))" }
        reply.size = form?.sizeWords ?? ""
        reply.cost = form?.cost ?? ""
        reply.preview = form.map { HTMLText.visible($0.text) } ?? ""
        reply.fault = preview.fault
        reply.costs = Dictionary(
            preview.forms.map { ($0.spelling.rawValue, $0.cost ?? "") }, uniquingKeysWith: { first, _ in first })
        return .json(String(decoding: try JSONText.encode(reply), as: UTF8.self))
    }

    private struct DraftReply: Encodable {
        var saved: String?
        /// Seconds until the sign-in ends.
        var ends = 0
        var size = ""
        var cost = ""
        var preview = ""
        var fault: String?
        var costs: [String: String] = [:]
    }
}
