import Conversations
import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import PublicServices
import Storage

/// One matter: the question, beside it the answer, below them the whole conversation.
extension ConsoleDesk {
    var matterRoutes: [Route] {
        [
            .get("/viec/#") { try await matterPage($0, said: Said(notice: $0.query["xong"])) },
            .get("/viec/#/tep/#") { try await attachmentFile($0) },
            .get("/viec/#/cu-hon") { try await olderPage($0) },
        ]
    }

    /// What a matter's page says of what was just done, and what was typed before.
    struct Said: Sendable {
        /// The name of a notice, as it stands in the address.
        var notice: String?
        /// What could not be done.
        var refused: String?
        /// What stands in the box instead of the draft.
        var text: String?
        var spelling: String?
        var fault: String?
        var readyQuery: String?
    }

    /// Who is signed in; every page but the open ones is reached by nobody else.
    func signedIn(_ visit: Visit) throws -> Visit.SignedIn {
        guard let signedIn = visit.signedIn else { throw Refusal(.notFound) }
        return signedIn
    }

    func officer(of visit: Visit) throws -> Officer { try signedIn(visit).officer }

    func matterID(_ visit: Visit) throws -> EscalationID {
        guard let number = visit.number(at: 1) else { throw Refusal(.notFound) }
        return EscalationID(number)
    }

    /// The matter of an address; whoever may not see it gets the same page as where there is none.
    func detail(_ visit: Visit) async throws -> MatterDetail {
        let officer = try officer(of: visit)
        guard let detail = try await store.matter(try matterID(visit), by: officer, now: visit.now) else {
            throw Refusal(.notFound)
        }
        return detail
    }

    func matterPage(_ visit: Visit, said: Said, status: Answer.Status = .ok) async throws -> Answer {
        let officer = try officer(of: visit)
        let detail = try await detail(visit)
        let row = detail.row
        if !visit.isLive { try await store.notePresence(at: row.id, isTyping: false, by: officer, now: visit.now) }
        let clock = ClockWords(now: visit.now)
        let (name, tail) = MatterWords.name(row)
        var values: Values = [
            "id": row.id.description, "code": visit.formCode, "name": name,
            "tail": tail,
            "you": officer.you, "person": MatterWords.person(row), "to": MatterWords.inline(row),
            "promise": PromiseWords(row, calendar: commune(of: row)?.calendar, words: clock).values,
            "refused": given(said.refused), "done": given(said.notice.flatMap { Self.notices[$0] }),
            "errors": errors(said.fault.map { [("tin", $0)] } ?? []),
            "private": row.isRestricted
                ? ["who": "Việc này được giữ kín: chỉ người được giao mở được", "at": clock.clock(visit.now)] as Values
                : false as Any,
            "open": row.closed == nil, "others": others(row), "undo": false, "following": false, "say": false,
            "ended": false, "cannotSay": false, "facts": facts(detail, officer: officer, clock: clock),
        ]
        values.merge(question(detail, officer: officer, clock: clock)) { $1 }
        values.merge(thread(detail.thread, of: row, question: detail.question?.id, clock: clock)) { $1 }
        values["undo"] = undo(detail, officer: officer, clock: clock)
        let waiting = try await store.matters(.waiting, limit: 2, by: officer, now: visit.now)
        if let closed = row.closed {
            values["ended"] = ended(closed, clock: clock)
            values["promise"] = ["main": "Đã xong", "beside": "lúc \(clock.moment(closed.at))"] as Values
            if let next = waiting.rows.first(where: { $0.id != row.id }) {
                values["following"] = ["href": "/viec/\(next.id)", "label": MatterWords.inline(next)] as Values
            }
        }
        if row.conversation == nil {
            values["cannotSay"] = "Không rõ ai gửi tin này, nên không trả lời được."
        } else if detail.isOptedOut {
            values["cannotSay"] = "Số này đã nhắn HỦY, không nhận tin của xã nữa. Hãy gọi điện nếu cần."
        } else if row.closed == nil || said.text != nil || detail.draft != nil {
            values["say"] = try await say(detail, officer: officer, clock: clock, said: said)
        }
        return page(
            visit, title: "\(name) \(tail)", isWrong: said.fault != nil, page: "viec",
            main: library.text(of: "matter", values), waiting: waiting.counts.waiting, status: status)
    }

    /// What was done, by the word in the address: an address says nothing that does not stand here.
    static let notices: [String: String] = [
        "nhan": "Đã nhận việc. Máy tạm im, chờ trả lời của cán bộ.", "tra-ve": "Đã trả về danh sách chung.",
        "chuyen": "Đã chuyển.", "ghi": "Đã lưu ghi chú.", "hen": "Đã hẹn lại. Việc này sẽ tự hiện lại.",
        "dong": "Đã đóng. Bà con không nhận tin nào.", "mo": "Đã mở lại.", "lay-lai": "Đã lấy lại, chưa gửi gì.",
        "di-roi": "Tin đã đi, không lấy lại được nữa. Cần nói thêm thì gửi một tin nữa.", "goi": "Đã ghi lại cuộc gọi.",
        "ten": "Đã lưu.", "bo": "Đã bỏ tin viết dở.",
    ]

    private func others(_ row: MatterRow) -> [Values] {
        var ways = [
            ("goi", "Gọi lại"), ("chuyen", "Chuyển người khác"), ("hen-lai", "Hẹn lại"), ("ghi-chu", "Ghi chú"),
        ]
        // What was denounced is not put off.
        if row.isRestricted { ways.removeAll { $0.0 == "hen-lai" } }
        if row.conversation == nil { ways.removeAll { $0.0 == "goi" } }
        return ways.map { ["way": $0.0, "label": $0.1] }
    }

    private func ended(_ closed: MatterRow.Closing, clock: ClockWords) -> String {
        let by = MatterWords.capitalized(closed.by)
        guard let reason = closed.reason else { return "\(by) trả lời lúc \(clock.moment(closed.at))." }
        return "\(MatterWords.closing(reason)). \(by) đóng lúc \(clock.moment(closed.at))."
    }

    // MARK: The question

    private func question(_ detail: MatterDetail, officer: Officer, clock: ClockWords) -> Values {
        let row = detail.row
        let question = detail.question
        var values: Values = [
            "askHeading": row.closed == nil ? "Câu cần trả lời" : "Câu đã hỏi",
            "askedAt": [channel(row.channel), "lúc \(clock.moment(question?.at ?? row.raisedAt))"].compactMap { $0 }
                .joined(separator: " "),
            "asked": given(question?.text),
            "sign": question.flatMap { MatterWords.sign($0.kind) }.map { $0 + " " } ?? "",
            "instead": question == nil ? MatterWords.capitalized(MatterWords.reason(row.reason)) + "." as Any : false,
            "attachments": attachments(of: question, in: row),
            "hasAdded": !detail.added.isEmpty,
            "added": detail.added.enumerated().map { index, message in
                [
                    "text": [MatterWords.sign(message.kind), message.text].compactMap { $0 }.joined(separator: " "),
                    "at": clock.days(to: message.at) == 0 ? clock.clock(message.at) : clock.moment(message.at),
                    "last": index == detail.added.count - 1,
                ] as Values
            },
            "presence": row.presence.filter { $0.officer != officer.id }.map { other in
                [
                    "who": MatterWords.capitalized(other.displayName)
                        + (other.isTyping ? " đang viết trả lời" : " cũng đang đọc"),
                    "then": other.isTyping ? "." : ", chưa viết gì.",
                ] as Values
            },
            "canTake": false, "canGiveBack": false,
        ]
        if row.closed != nil {
            values["hold"] = ""
        } else if let holder = row.holder {
            let isMine = holder.id == officer.id
            values["hold"] =
                isMine
                ? "\(MatterWords.capitalized(officer.you)) đang giữ, máy tạm im."
                : "\(MatterWords.capitalized(holder.displayName)) đang giữ từ \(clock.moment(holder.since))."
            values["canGiveBack"] = isMine
            values["canTake"] = !isMine
        } else {
            values["hold"] = "Chưa ai nhận."
            values["canTake"] = true
        }
        return values
    }

    // MARK: The thread

    func thread(_ page: ThreadPage, of row: MatterRow, question: MessageID?, clock: ClockWords) -> Values {
        var previous: Date?
        let person = MatterWords.name(row)
        let entries = page.entries.map { entry -> Values in
            var values: Values
            let at: Date
            switch entry {
            case .message(let message):
                at = message.at
                values = bubble(message, of: row, person: person, isQuestion: message.id == question, clock: clock)
            case .note(let note):
                at = note.at
                values = [
                    "kind": "note", "who": "Ghi chú của \(note.displayName)", "at": clock.clock(at),
                    "more": "chỉ cán bộ thấy", "asked": false, "text": note.text, "attachments": [Values](),
                    "sent": false,
                    "bad": false,
                ]
            }
            let isNewDay = previous.map { !clock.isSameDay($0, at) } ?? true
            values["day"] = given(isNewDay ? MatterWords.capitalized(clock.longDay(at)) : nil)
            previous = at
            return values
        }
        let older: Any =
            page.older.map { older -> Any in
                ["href": "/viec/\(row.id)/cu-hon?truoc=\(older)", "count": NumberWords.grouped(page.olderCount)]
                    as Values
            } ?? false
        return ["entries": entries, "older": older]
    }

    private func bubble(
        _ message: ThreadMessage, of row: MatterRow, person: (name: String, tail: String), isQuestion: Bool,
        clock: ClockWords
    ) -> Values {
        let delivery = message.delivery.map { DeliveryText.words($0, clock) }
        let text = [MatterWords.sign(message.kind), message.text.isEmpty ? nil : message.text].compactMap { $0 }
        var values: Values = [
            "kind": false, "who": "\(person.name) \(person.tail)", "at": clock.clock(message.at),
            "more": given(message.isUnproven ? "chưa rõ có đúng từ số này" : nil), "asked": isQuestion,
            "text": text.isEmpty ? false as Any : text.joined(separator: " "),
            "attachments": attachments(of: message, in: row), "sent": given(delivery?.text),
            "bad": delivery?.isBad ?? false,
        ]
        if isQuestion { values["kind"] = "asked" }
        if message.direction == .outgoing {
            values["kind"] = message.isMachine ? "machine" : "staff"
            values["who"] =
                message.isMachine ? "Máy trả lời" : MatterWords.capitalized(message.author ?? "Cán bộ") + " trả lời"
        }
        return values
    }

    private func attachments(of message: ThreadMessage?, in row: MatterRow) -> [Values] {
        (message?.attachments ?? []).map { attachment in
            let description = attachment.description
            let href = attachment.fetchedAt == nil ? nil : "/viec/\(row.id)/tep/\(attachment.id)"
            if let latitude = description.latitude, let longitude = description.longitude {
                return ["picture": false, "href": false, "label": "Vị trí: \(latitude), \(longitude)"]
            }
            let what = (MatterWords.sign(description.kind) ?? "[Tệp]").dropFirst().dropLast()
            let name = description.name.map { " “\($0.prefix(80))”" } ?? ""
            if href == nil { return ["picture": false, "href": false, "label": "\(what)\(name), chưa tải về được"] }
            if AttachmentKind.isShown(description.contentType) {
                return ["picture": true, "href": given(href), "label": "\(what)\(name) bà con gửi"]
            }
            let heic = description.contentType?.contains("heic") == true ? " iPhone" : ""
            return ["picture": false, "href": given(href), "label": "\(what)\(heic)\(name), tải về để xem"]
        }
    }

    private func attachmentFile(_ visit: Visit) async throws -> Answer {
        let officer = try officer(of: visit)
        guard let number = visit.number(at: 3),
            let file = try await store.attachment(number, of: try matterID(visit), by: officer, now: visit.now)
        else { throw Refusal(.notFound) }
        return AttachmentKind.answer(file)
    }

    private func olderPage(_ visit: Visit) async throws -> Answer {
        let officer = try officer(of: visit)
        let detail = try await detail(visit)
        guard let before = visit.query["truoc"].flatMap(Int64.init),
            let older = try await store.thread(
                of: detail.row.id, before: MessageID(before), by: officer, now: visit.now)
        else { throw Refusal(.notFound) }
        let (name, tail) = MatterWords.name(detail.row)
        var values = thread(older, of: detail.row, question: detail.question?.id, clock: ClockWords(now: visit.now))
        values["id"] = detail.row.id.description
        values["heading"] = "Tin cũ hơn của \(name) \(tail)"
        return page(
            visit, title: "Tin cũ hơn của \(name) \(tail)", page: "viec", main: library.text(of: "older", values))
    }

    // MARK: What to know

    private func facts(_ detail: MatterDetail, officer: Officer, clock: ClockWords) -> [Values] {
        let row = detail.row
        var facts: [(term: String, text: String, href: String?)] = []
        if let understood = understood(detail) { facts.append(("Máy hiểu là", understood, nil)) }
        facts.append(("Chuyển cán bộ vì", MatterWords.reason(row.reason), nil))
        if let unit = unit(row.unit, of: commune(of: row)) { facts.append(("Thuộc tổ", unit, nil)) }
        if let tail = row.addressTail {
            facts.append(
                ("Số điện thoại", "…\(tail)." + (detail.mayBeShared ? " Có thể nhiều người dùng số này." : ""), nil))
        }
        if !row.isRestricted, row.conversation != nil, row.hamlet != nil || commune(of: row)?.hamlets.isEmpty == false {
            facts.append(("Ở", row.hamlet ?? "Chưa biết thôn nào, ghi giúp", "/viec/\(row.id)/ghi-chu"))
        }
        if detail.hidesNumbers { facts.append(("Số trong tin", "Đang che bớt. Xem đủ số", "/viec/\(row.id)/so")) }
        if let satisfaction = detail.satisfaction {
            facts.append(("Bà con đánh giá", MatterWords.satisfaction(satisfaction), nil))
        }
        for earlier in detail.earlier.prefix(5) {
            let what = topic(earlier.topic) ?? MatterWords.capitalized(MatterWords.reason(earlier.reason))
            let end = earlier.closed.map { "xong \(clock.dayAndYear($0.at))" } ?? "đang chờ"
            facts.append(("Việc khác", "\(what), \(end)", "/viec/\(earlier.id)"))
        }
        for known in detail.dossiers.prefix(5) {
            let code = "\(known.dossier.code)"
            let isOurs = officer.profile.communes.contains(known.commune)
            facts.append(
                (
                    "Hồ sơ", code,
                    isOurs ? "/ho-so/ma/\(code)?xa=" + FormText.encoded(known.commune.rawValue) : nil
                ))
        }
        return facts.map { ["term": $0.term, "text": $0.text, "href": given($0.href)] }
    }

    private func understood(_ detail: MatterDetail) -> String? {
        guard let best = detail.understood?.candidates.first, let name = topic(best.topic) else { return nil }
        let words = best.evidence.map(\.words).filter { !$0.isEmpty }.prefix(3).map { "“\($0)”" }
        return name + (words.isEmpty ? "" : ", vì có " + words.joined(separator: ", "))
    }
}
