import Conversations
import Foundation
import Gateway
import HTTPTypes
import PublicServices
import Storage
import VietnameseText

/// The ways by which messages come and go: whether they work, and a message that tries one.
extension ConsoleDesk {
    var channelRoutes: [Route] {
        [
            .get("/kenh", .administrators) { try await channelsPage($0) },
            Route(method: .post, path: ["kenh", "*", "thu"], access: .administrators) { try await testChannel($0) },
        ]
    }

    private static let done = [
        "thu": "Đã đưa tin thử vào hàng gửi. Nếu vài phút nữa điện thoại chưa nhận, xem lại trang này."
    ]

    private struct Fault {
        var channel: ChannelID
        var words: String
        var number: String
    }

    private func channelsPage(_ visit: Visit, wrong: Fault? = nil, refused: String? = nil) async throws -> Answer {
        let officer = try officer(of: visit)
        let ids = channels.filter { officer.profile.communes.contains($0.value.commune) }.keys
            .sorted { $0.rawValue < $1.rawValue }
        let states = try await store.channelStates(ids, now: visit.now)
        let clock = ClockWords(now: visit.now)
        let copies = StatusText.copies(
            try await store.status(now: visit.now), isOnServer: isOnServer, now: visit.now, namesCommands: false)
        let values: Values = [
            "copies": copies.map { ["line": $0.line, "isRed": $0.isRed] as Values },
            "errors": errors(wrong.map { [("so-\($0.channel)", $0.words)] } ?? []),
            "done": given(Self.done[visit.query["xong"] ?? ""]), "refused": given(refused), "code": visit.formCode,
            "channels": states.map { channelValues(of: $0, clock, code: visit.formCode, wrong: wrong) },
        ]
        return page(
            visit, title: "Kênh nhắn tin", isWrong: wrong != nil, page: "kenh",
            main: library.text(of: "channels", values))
    }

    private func channelValues(of state: ChannelState, _ clock: ClockWords, code: String, wrong: Fault?) -> Values {
        let traits = channels[state.channel]
        func seen(_ seen: ChannelState.Seen?) -> String {
            seen.map { $0.isDayOnly ? clock.dayAndYear($0.at) : clock.moment($0.at) } ?? "chưa có"
        }
        var values: Values = [
            "id": state.channel.rawValue, "name": channel(state.channel) ?? state.channel.rawValue,
            "kind": traits?.kind.map { "\($0)" } ?? "không rõ", "commune": commune(traits?.commune)?.name ?? "",
            "state": state.brokenSince.map { "Không gửi được từ \(clock.moment($0)). Xem việc “Kênh nhắn tin hỏng”." }
                ?? "Đang chạy.",
            "isBad": state.brokenSince != nil, "lastIn": seen(state.lastIn), "lastOut": seen(state.lastOut),
            "waiting": StatusText.queue(state.waiting, clock.now), "failed": NumberWords.grouped(state.failedToday),
            "test": false,
        ]
        if let traits, let text = testText(traits) {
            let own = wrong.flatMap { $0.channel == state.channel ? $0 : nil }
            let cost = text.size.map { size in
                ["\(size.segments) tin", traits.segmentPrice.map { NumberWords.money($0 * size.segments) }]
                    .compactMap { $0 }.joined(separator: " · ")
            }
            values["test"] =
                [
                    "id": state.channel.rawValue, "code": code, "text": text.text, "cost": given(cost),
                    "wrong": given(own?.words), "number": own?.number ?? "",
                ] as Values
        }
        return values
    }

    /// What a test says, spelled as the channel sends; nil where nobody can be written to by their phone's number.
    private func testText(_ traits: ChannelTraits) -> OfficerText? {
        guard traits.carrier == .sms, let commune = commune(traits.commune) else { return nil }
        return try? OfficerText(
            "Tin thử của UBND \(commune.name): kênh nhắn tin đang chạy. Không cần trả lời.",
            spelling: traits.spelling == .marked ? .marked : .unmarked, carrier: .sms)
    }

    private func testChannel(_ visit: Visit) async throws -> Answer {
        let id = ChannelID(rawValue: visit.path[1])
        let officer = try officer(of: visit)
        guard let traits = channels[id], officer.profile.communes.contains(traits.commune),
            let text = testText(traits)
        else { throw Refusal(.notFound) }
        let typed = visit.typed("so")
        guard let number = PhoneNumber(typed) else {
            let words = "Gõ số điện thoại nhận tin thử, ví dụ 0912 000 321"
            return try await channelsPage(
                visit, wrong: Fault(channel: id, words: words, number: String(typed.prefix(30))))
        }
        switch try await store.sendTest(text.text, to: number.e164, on: id, by: officer, now: visit.now) {
        case .queued:
            wakeSenders()
            return .seeOther("/kenh?xong=thu")
        case .justSent:
            return try await channelsPage(visit, refused: "Vừa gửi tin thử đến số này. Đợi một phút rồi gửi lại.")
        case .optedOut:
            return try await channelsPage(visit, refused: "Số này đã nhắn HỦY, không nhận tin của xã nữa.")
        case .unknown: throw Refusal(.notFound)
        }
    }
}
