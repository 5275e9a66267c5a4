import Foundation
import PublicServices
import Testing
import VietnameseText

@testable import Conversations

/// The shipped calendar ends with 2027: beyond it nobody knows which days are worked, so no time is promised.
@Suite struct ExpiredCalendarTests {
    private static func moment(_ day: String, _ hour: Int) throws -> Date {
        let day = try #require(CalendarDay(day))
        return Date(timeIntervalSince1970: Double(day.daysSince1970 * 86_400 + (hour - 7) * 3600))
    }

    /// What goes to staff, in every way there is; with a matter of the villager's, where it takes one.
    private static let asked: [(text: String, kind: MessageKind, matter: Bool)] = [
        ("cho tôi gặp cán bộ", .text, false), ("0", .text, false), ("nhờ cán bộ gọi lại cho tôi", .text, false),
        ("nhà tôi có người già không đi được, nhờ cán bộ đến nhà", .text, false),
        ("phản ánh: đường vào thôn 2 hỏng từ tuần trước", .text, false),
        ("cán bộ thu của tôi 500 nghìn không có biên lai", .text, false),
        ("xử lý đăng ký kết hôn mất bao nhiêu tiền công chứng bản dịch tiếng Lào", .text, false),
        ("hồ sơ của tôi đến đâu rồi", .text, false), ("DỮ LIỆU CỦA TÔI", .text, false), ("XÓA DỮ LIỆU", .text, false),
        ("", .image, false), ("", .voice, false), ("cảm ơn chị, thế chiều nay em lên được không", .text, true),
    ]

    private func turns(at now: Date) throws -> [(text: String, turn: Turn)] {
        let dialogue = try ShippedContent.dialogue.get()
        return Self.asked.map { text, kind, hasMatter in
            var message = VillagerMessage(text: text, spelling: .asWritten, kind: kind)
            if hasMatter {
                message.matter = OpenMatter(
                    id: EscalationID(7), reason: .askedForStaff, raisedAt: now - 7200, answeredAt: now - 3600)
            }
            return (text, dialogue.turn(message, state: DialogueState(), now: now))
        }
    }

    /// Whether a text gives a time of the clock, such as "trước 16:30".
    private func tellsTime(_ text: String) -> Bool { text.contains(/[0-9]{1,2}[:h][0-9]{2}/) }

    private func promises(of turn: Turn) -> [Date] {
        turn.effects.compactMap {
            switch $0 {
            case .escalate(let matter): matter.promisedBy
            case .addToMatter(_, promisedBy: let promise): promise
            default: nil
            }
        }
    }

    @Test func `while the calendar is known, each is promised a time`() throws {
        // What is kept private has a time for its handler, and its villager is told how such a thing is handed in.
        for (text, turn) in try turns(at: Self.moment("2027-03-09", 9))
        where !promises(of: turn).isEmpty && turn.escalation?.reason != .denunciation {
            #expect(turn.replies.contains { tellsTime($0.text) }, "\(text): \(turn.replies.map(\.text))")
        }
        let promised = try turns(at: Self.moment("2027-03-09", 9)).filter { !promises(of: $0.turn).isEmpty }
        #expect(promised.count >= 10, "\(promised.map(\.text))")
    }

    @Test(arguments: [("2028-03-07", 9), ("2028-03-11", 22), ("2030-01-01", 8), ("2027-12-31", 16)])
    func `beyond its end none is, by no answer and in no matter`(day: String, hour: Int) throws {
        for (text, turn) in try turns(at: Self.moment(day, hour)) {
            #expect(promises(of: turn) == [], "\(text)")
            for reply in turn.replies {
                #expect(!tellsTime(reply.text), "\(text): \(reply.text)")
                #expect(!reply.text.contains("trước .") && !reply.text.contains("{promise}"), "\(reply.text)")
            }
        }
    }

    @Test(arguments: [Spelling.marked, .unmarked])
    func `each answer that promises reads well without its time`(spelling: Spelling) throws {
        let replies = try ShippedContent.dialogue.get().composer.replies
        let promising = ReplyTemplate.allCases.filter { $0.placeholders.contains("promise") }
        #expect(promising.count > 15)
        for template in promising {
            var values = Dictionary(uniqueKeysWithValues: template.placeholders.map { ($0, "x") })
            values["promise"] = ""
            let text = replies.fill(template, values, spelling: spelling)
            // The machine looks a dossier up again at a time of its own, whatever the office does; an open matter without a
            // promise is told by another answer.
            guard ![.dossierLater, .caseOpen].contains(template) else { continue }
            #expect(!text.contains(/(trước|truoc)\s*[.,;]|\s[.,;]/), "\(template): \(text)")
            #expect(!text.hasSuffix("trước") && !text.hasSuffix("truoc"), "\(template): \(text)")
        }
    }

    @Test(arguments: [
        "hôm nay xã có làm việc không", "mai xã có làm việc không", "giờ này còn làm không",
        "cuối tuần có làm việc không",
        "thứ 2 tuần sau xã có làm không",
    ])
    func `whether a day is worked that nobody entered is not said`(text: String) throws {
        let dialogue = try ShippedContent.dialogue.get()
        let message = VillagerMessage(text: text, spelling: .asWritten)
        let known = dialogue.turn(message, state: DialogueState(), now: try Self.moment("2027-03-09", 9))
        #expect(known.replies.first?.template.hasPrefix("office_") == true)
        #expect(known.replies.first?.template != "office_holiday_unknown")
        let unknown = dialogue.turn(message, state: DialogueState(), now: try Self.moment("2028-03-07", 9))
        #expect(unknown.replies.first?.template == "office_holiday_unknown", "\(unknown.replies.map(\.text))")
    }

    @Test func `on the last evening of the calendar nobody is told when the doors open again`() throws {
        let dialogue = try ShippedContent.dialogue.get()
        let turn = dialogue.turn(
            VillagerMessage(text: "giờ này còn làm không", spelling: .marked), state: DialogueState(),
            now: try Self.moment("2027-12-31", 19))
        let text = try #require(turn.replies.first).text
        #expect(turn.replies.first?.template == "office_closed_now")
        #expect(text.contains("Làm việc lại: xin hỏi \(dialogue.composer.commune.hotline)."), "\(text)")
    }
}
