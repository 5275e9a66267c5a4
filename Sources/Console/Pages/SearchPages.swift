import Conversations
import Foundation
import HTTPTypes
import PublicServices
import Storage

/// Finding what villagers and the commune wrote.
extension ConsoleDesk {
    var searchRoutes: [Route] {
        [
            .get("/tim") { try await searchPage($0) },
            .post("/tim/mo") { visit in
                guard let number = visit.form["cuoc"].flatMap(Int64.init),
                    let matter = try await store.openConversation(
                        ConversationID(number), by: try officer(of: visit), now: visit.now)
                else { throw Refusal(.notFound) }
                return .seeOther("/viec/\(matter)?xong=nhan")
            },
        ]
    }

    private func searchPage(_ visit: Visit) async throws -> Answer {
        // A page that asks by itself whether one is still signed in searches nothing, and writes down no search.
        if visit.isLive { return Answer(status: .noContent) }
        let officer = try officer(of: visit)
        let query = String((visit.query["q"] ?? "").prefix(limits.queryLetters))
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let clock = ClockWords(now: visit.now)
        var values: Values = [
            "query": query, "code": visit.formCode, "found": false, "hits": [Values](), "next": false, "ready": false,
        ]
        if !query.isEmpty {
            let found = try await store.search(
                query, before: visit.query["truoc"].flatMap(Int64.init).map { MessageID($0) }, limit: limits.hits,
                by: officer, now: visit.now)
            values["found"] = summary(found, of: query, clock)
            values["hits"] = found.hits.map { hit($0, clock) }
            let address = "/tim?q=" + FormText.encoded(query)
            values["next"] = given(found.next.map { address + "&truoc=\($0)" })
            values["ready"] = try await ready(query, officer)
        }
        return page(visit, title: "Tìm", page: "tim", main: library.text(of: "search", values))
    }

    private func summary(_ found: SearchPage, of query: String, _ clock: ClockWords) -> String {
        let end = found.upTo.map { "trong tin nhắn đến \(clock.clock($0))" }
        guard found.total > 0 else {
            return "Không tìm thấy “\(query)”" + (end.map { " " + $0 } ?? "")
                + ". Thử ít chữ hơn, hoặc 3 số cuối điện thoại."
        }
        return (found.isTotalExact ? "" : "Hơn ") + "\(NumberWords.grouped(found.total)) kết quả cho “\(query)”"
            + (end.map { ", " + $0 } ?? "")
    }

    private func hit(_ hit: SearchHit, _ clock: ClockWords) -> Values {
        let tail = hit.addressTail.map { "…\($0)" } ?? ""
        let name = hit.name.map(MatterWords.capitalized) ?? (tail.isEmpty ? "Không rõ số" : "Số")
        let state = hit.matter == nil ? "Chưa có việc" : hit.isOpen ? "Đang chờ" : "Đã xong"
        let writer: String? =
            switch hit.direction {
            case .incoming: nil
            case .outgoing: hit.author.map { MatterWords.capitalized($0) + " trả lời" } ?? "Máy trả lời"
            }
        return [
            "name": hit.isPrivate ? "Việc giữ kín" : name, "tail": tail,
            "href": given(hit.matter.map { "/viec/\($0)" }),
            "open": given(hit.matter == nil ? hit.conversation.description : nil),
            "pieces": hit.isPrivate
                ? [["text": "Chỉ người được giao mở được. Mỗi lần mở đều ghi lại.", "hit": false] as Values]
                : hit.snippet.pieces.map { ["text": $0.text, "hit": $0.isHit] as Values },
            "about": [state, channel(hit.channel), clock.moment(hit.at), writer].compactMap { $0 }
                .joined(separator: " · "),
        ]
    }

    /// What is found among the ready answers stands on a page of its own.
    private func ready(_ query: String, _ officer: Officer) async throws -> Any {
        var count = 0
        for commune in officer.profile.communes {
            count += try await store.readyAnswers(
                matching: query, of: commune, limit: limits.readyAnswers, by: officer
            ).count
        }
        guard count > 0 else { return false }
        return ["href": "/cau-san?q=" + FormText.encoded(query), "label": "\(count) câu trả lời sẵn có chữ này"]
            as Values
    }
}
