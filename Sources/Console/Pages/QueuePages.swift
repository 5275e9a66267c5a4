import Conversations
import Foundation
import Gateway
import PublicServices
import Storage

/// The list of what waits.
extension ConsoleDesk {
    var queueRoutes: [Route] { [.get("/viec") { try await queuePage($0) }] }

    private static let tabs: [(list: MatterList, label: String)] = [
        (.waiting, "Đang chờ"), (.mine, "Của tôi"), (.unit, "Tổ tôi"), (.all, "Tất cả"), (.closed, "Đã xong"),
    ]

    private func queuePage(_ visit: Visit) async throws -> Answer {
        let signedIn = try signedIn(visit)
        let officer = signedIn.officer
        let list = visit.query["muc"].flatMap(MatterList.init(rawValue:)) ?? .waiting
        let filter = MatterFilter(
            commune: field("xa", visit).map(CommuneID.init(rawValue:)),
            unit: field("to", visit).map(UnitID.init(rawValue:)),
            topic: field("chu-de", visit).map(TopicID.init(rawValue:)),
            channel: field("kenh", visit).map(ChannelID.init(rawValue:)), hamlet: field("thon", visit))
        let page = try await store.matters(
            list, filter: filter, after: field("sau", visit).map(MatterCursor.init(rawValue:)), limit: limits.rows,
            by: officer, now: visit.now)
        let emergencies = try await store.emergencies(by: officer, now: visit.now)
        let clock = ClockWords(now: visit.now)
        // What rings on top of the list does not stand in it a second time.
        let rows = page.rows.filter { row in
            !emergencies.contains { $0.row.id == row.id && $0.row.holder == nil }
        }
        let heading = self.heading(list, total: page.total, officer: officer)
        var values: Values = [
            "heading": heading,
            "updated": "\(clock.clock(visit.now)), \(clock.weekday(visit.now)) \(clock.dayAndYear(visit.now))",
            "list": list.rawValue, "code": signedIn.formCode,
            "rows": rows.map { row($0, officer: officer, clock: clock) }, "hasRows": !rows.isEmpty,
            "tabs": Self.tabs.map { tab($0.list, $0.label, page.counts, current: list) },
            "filters": filters(filter, officer: officer),
        ]
        values.merge(siren(emergencies, officer: officer, clock: clock)) { $1 }
        values.merge(end(of: page, list, filter, officer: officer)) { $1 }
        if rows.isEmpty, page.total > 0 {
            values["empty"] = "Ngoài việc khẩn cấp ở trên, không còn ai chờ."
            values["summary"] = ""
        }
        return self.page(
            visit, title: heading, page: "viec", main: library.text(of: "queue", values), waiting: page.counts.waiting)
    }

    private func field(_ name: String, _ visit: Visit) -> String? {
        visit.query[name].flatMap { $0.isEmpty ? nil : String($0.prefix(100)) }
    }

    private func heading(_ list: MatterList, total: Int, officer: Officer) -> String {
        let total = NumberWords.grouped(total)
        return switch list {
        case .waiting, .all: "\(total) việc đang chờ"
        case .mine: "\(total) việc \(officer.you) đang giữ"
        case .unit: "\(total) việc của tổ \(officer.you)"
        case .closed: "\(total) việc đã xong"
        }
    }

    private func tab(_ list: MatterList, _ label: String, _ counts: MatterCounts, current: MatterList) -> Values {
        let count: Int? =
            switch list {
            case .waiting: counts.waiting
            case .mine: counts.mine
            case .unit: counts.unit
            case .all: counts.all
            case .closed: nil
            }
        return [
            "href": list == .waiting ? "/viec" : "/viec?muc=\(list.rawValue)", "label": label,
            "current": list == current, "count": given(count.map(NumberWords.grouped)),
        ]
    }

    /// One line of the list; whoever may not read the words does not get them from the store.
    func row(_ row: MatterRow, officer: Officer, clock: ClockWords) -> Values {
        let (name, tail) = MatterWords.name(row)
        var values: Values = [
            "id": row.id.description, "name": name, "tail": tail, "about": about(row),
            "promise": PromiseWords(row, calendar: commune(of: row)?.calendar, words: clock).values,
            "closed": row.isRestricted, "fresh": given(row.newMessages > 1 ? String(row.newMessages) : nil),
            "holder": holder(of: row, officer: officer, clock: clock),
            "here": given(presence(in: row, except: officer)), "sign": "", "question": false, "instead": "",
        ]
        if row.isRestricted {
            values["instead"] = "Chỉ người được giao mở được. Mỗi lần mở đều ghi lại."
        } else {
            if let sign = MatterWords.sign(row.questionKind) { values["sign"] = sign + " " }
            if let question = row.question, !question.isEmpty { values["question"] = oneLine(question) }
            if row.question?.isEmpty != false, MatterWords.sign(row.questionKind) == nil || row.conversation == nil {
                values["instead"] = MatterWords.capitalized(MatterWords.reason(row.reason)) + "."
                values["sign"] = ""
            }
        }
        if let closed = row.closed {
            values["promise"] = ["main": "Đã xong", "beside": "lúc \(clock.moment(closed.at))"] as Values
        }
        return values
    }

    private func oneLine(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " / ")
        return line.count > 300 ? String(line.prefix(300)) + "…" : line
    }

    /// "Đăng ký khai sinh · SMS".
    func about(_ row: MatterRow) -> String {
        let subject = row.isRestricted ? nil : topic(row.topic) ?? row.unit.flatMap { unit($0, of: commune(of: row)) }
        return [subject, row.isRestricted ? nil : row.hamlet, channel(row.channel)].compactMap { $0 }.joined(
            separator: " · ")
    }

    private func holder(of row: MatterRow, officer: Officer, clock: ClockWords) -> String {
        if let closed = row.closed {
            return closed.reason.map(MatterWords.closing) ?? "\(MatterWords.capitalized(closed.by)) trả lời"
        }
        guard let holder = row.holder else { return "Chưa ai nhận" }
        return holder.id == officer.id ? "Tôi đang giữ" : MatterWords.capitalized(holder.displayName) + " đang giữ"
    }

    private func presence(in row: MatterRow, except officer: Officer) -> String? {
        guard let other = row.presence.first(where: { $0.officer != officer.id }) else { return nil }
        return MatterWords.capitalized(other.displayName) + (other.isTyping ? " đang viết" : " đang đọc")
    }

    private func siren(_ notices: [EmergencyNotice], officer: Officer, clock: ClockWords) -> Values {
        func values(_ notice: EmergencyNotice) -> Values {
            let (name, tail) = MatterWords.name(notice.row)
            return [
                "id": notice.row.id.description, "name": name, "tail": tail, "about": about(notice.row),
                "at": clock.clock(notice.row.raisedAt), "question": given(notice.row.question.map(oneLine)),
                "alert": alert(notice, clock: clock), "phone": notice.isTold ? "Điện thoại trực" : "",
                "phoneTail": given(notice.isTold ? notice.dutyTail.map { "…\($0)" } : nil),
                "holder": MatterWords.capitalized(notice.row.holder?.displayName ?? ""),
            ]
        }
        let untaken = notices.filter { $0.row.holder == nil }
        let taken = notices.filter { $0.row.holder != nil }.map { notice in
            var one = values(notice)
            if let since = notice.row.holder?.since { one["at"] = clock.clock(since) }
            return one
        }
        let home = home(of: officer)
        let holder = home?.ownDays.dutyPhone?.holder.map { $0 + " " } ?? ""
        let duty = home?.dutyPhone.map { "\(holder)…\($0.filter(\.isNumber).suffix(3))" }
        return [
            "untaken": untaken.map(values), "taken": taken,
            "calm": given(
                notices.isEmpty ? duty.map { "Điện thoại trực: \($0)." } ?? "Xã chưa ghi số điện thoại trực." : nil),
        ]
    }

    /// What was proved of the alert to the phone on duty, and no more.
    private func alert(_ notice: EmergencyNotice, clock: ClockWords) -> String {
        switch notice.alert {
        case .accepted(let at): ": nhà mạng đã nhận tin báo lúc \(clock.clock(at))."
        case .delivered(let at): ": đã nhận tin báo lúc \(clock.clock(at))."
        case .queued, .sending, .takeBack: ": đang gửi tin báo."
        case nil, .failed, .noReport, .withheld: "Chưa báo được cho điện thoại trực. Hãy gọi ngay."
        }
    }

    private func end(of page: MatterPage, _ list: MatterList, _ filter: MatterFilter, officer: Officer) -> Values {
        let address = queueAddress(list, filter)
        let tags: [Values] = [
            filter.commune.map { ("xa", commune($0)?.name ?? $0.rawValue) },
            filter.unit.map { ("to", unit($0, of: home(of: officer)) ?? $0.rawValue) },
            filter.topic.map { ("chu-de", topic($0) ?? $0.rawValue) },
            filter.channel.map { ("kenh", channel($0) ?? $0.rawValue) }, filter.hamlet.map { ("thon", $0) },
        ].compactMap { $0 }.map { name, label in
            ["href": queueAddress(list, filter, without: name), "label": label]
        }
        let shown = page.rows.count
        return [
            "next": given(
                page.next.map { address + (address.contains("?") ? "&" : "?") + "sau=" + FormText.encoded($0.rawValue) }
            ),
            "tags": tags, "hasTags": !tags.isEmpty, "filtered": "\(page.total) việc khớp",
            "summary": page.next == nil && shown > 0
                ? "Hết danh sách." : shown > 0 ? "Trong \(NumberWords.grouped(page.total)) việc." : "",
            "empty": list == .closed
                ? "Chưa có việc nào xong." : tags.isEmpty ? "Không còn ai chờ." : "Không có việc nào khớp.",
            "then": list == .closed ? "" : "Việc mới đến thì chuông kêu và hiện ở đây.",
        ]
    }

    private func queueAddress(_ list: MatterList, _ filter: MatterFilter, without left: String? = nil) -> String {
        var parts = list == .waiting ? [] : [("muc", list.rawValue)]
        parts += [
            filter.commune.map { ("xa", $0.rawValue) }, filter.unit.map { ("to", $0.rawValue) },
            filter.topic.map { ("chu-de", $0.rawValue) }, filter.channel.map { ("kenh", $0.rawValue) },
            filter.hamlet.map { ("thon", $0) },
        ].compactMap { $0 }.filter { $0.0 != left }
        let query = parts.map { "\($0.0)=" + FormText.encoded($0.1) }.joined(separator: "&")
        return query.isEmpty ? "/viec" : "/viec?" + query
    }

    private func filters(_ filter: MatterFilter, officer: Officer) -> [Values] {
        func choice(_ name: String, _ label: String, _ options: [(String, String)], _ chosen: String?) -> Values {
            [
                "name": name, "label": label,
                "options": options.map { ["value": $0.0, "label": $0.1, "chosen": $0.0 == chosen] as Values },
            ]
        }
        let communes = officer.profile.communes.compactMap { commune($0) }
        let units = communes.first?.units.map { ($0.id.rawValue, $0.name) } ?? []
        let topics = topicChoices.map { ($0.id.rawValue, $0.name) }
        let ways = channels.filter { officer.profile.communes.contains($0.value.commune) }.keys
            .map { ($0.rawValue, channel($0) ?? $0.rawValue) }.sorted { $0.0 < $1.0 }
        var list = [
            choice("to", "Tổ", units, filter.unit?.rawValue), choice("chu-de", "Việc", topics, filter.topic?.rawValue),
            choice("kenh", "Kênh", ways, filter.channel?.rawValue),
        ]
        let hamlets = communes.flatMap { $0.hamlets.map(\.label) }
        if !hamlets.isEmpty {
            list.insert(choice("thon", "Thôn", hamlets.map { ($0, $0) }, filter.hamlet), at: 2)
        }
        if communes.count > 1 {
            list.insert(choice("xa", "Xã", communes.map { ($0.id.rawValue, $0.name) }, filter.commune?.rawValue), at: 0)
        }
        return list
    }
}

extension EmergencyNotice {
    /// Whether an alert to the phone on duty went out or is about to.
    fileprivate var isTold: Bool {
        switch alert {
        case .accepted, .delivered, .queued, .sending, .takeBack: true
        case nil, .failed, .noReport, .withheld: false
        }
    }
}
