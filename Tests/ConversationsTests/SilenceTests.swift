import Foundation
import PublicServices
import Testing
import VietnameseText

@testable import Conversations

/// Machines that answer machines: after a few messages nothing is answered any more, and staff have one question.
@Suite struct SilenceTests {
    private func run(_ texts: [String], every seconds: TimeInterval, times: Int) throws -> [Turn] {
        var villager = Villager()
        return try (0..<times).map { try villager.say(texts[$0 % texts.count], after: seconds) }
    }

    /// What a machine sends in turn, and every how many seconds.
    static let machines: [(texts: [String], seconds: TimeInterval)] = [
        (["Khach hang khong lien lac duoc"], 11), (["abc xyz qwe"], 1), (["abc xyz qwe"], 60), (["abc xyz qwe"], 300),
        (["abc xyz qwe", "mnb vcx poi"], 11), (["abc 10:31 xyz", "abc 10:32 xyz", "abc 10:33 xyz"], 60),
        (["khai sinh can giay to gi"], 11), (["khai sinh can giay to gi", "dang ky ket hon can gi"], 60), (["alo"], 11),
        (["0"], 5), (["cam on"], 11), (["le phi bao nhieu", "abc xyz"], 30), (["Thu tuc dang ky tam tru o dau"], 300),
        (["Da nhan tin cua ban so 17"], 900), (["aaa bbb ccc", "ddd eee fff", "ggg hhh iii"], 20),
    ]

    @Test(arguments: machines)
    func `the same texts end in silence, and staff have at most a few questions`(texts: [String], seconds: TimeInterval)
        throws
    {
        let turns = try run(texts, every: seconds, times: 40)
        let answered = turns.filter { !$0.replies.isEmpty }.count
        #expect(answered <= 7, "\(answered)")
        #expect(turns.suffix(20).allSatisfy { $0.replies.isEmpty && $0.escalation == nil })
        #expect(turns.flatMap { [$0.escalation].compactMap { $0 } }.count <= 2)
    }

    @Test func `the third miss goes to staff with one sentence`() throws {
        var villager = Villager()
        let turns = try ["abc xyz qwe", "mnb vcx", "poi uyt rew", "lkj hgf dsa", "qaz wsx edc"].map {
            try villager.say($0)
        }
        #expect(turns.map { $0.replies.first?.template } == ["not_understood", "offer_staff", "handed_over", nil, nil])
        #expect(turns.map { $0.escalation?.reason } == [nil, nil, .notUnderstood, nil, nil])
    }

    @Test func `whoever then writes something that is understood is answered again`() throws {
        var villager = Villager()
        for text in ["abc xyz qwe", "mnb vcx", "poi uyt rew", "lkj hgf dsa"] { try villager.say(text) }
        #expect(try villager.say("dang ky ket hon can giay to gi").replies.first?.template == "answer")
        #expect(try villager.say("abc xyz qwe rty").replies.first?.template == "not_understood")
    }

    @Test func `silence outlives the session, and ends by itself`() throws {
        var villager = Villager()
        for text in ["abc xyz qwe", "mnb vcx", "poi uyt rew"] { try villager.say(text) }
        #expect(try villager.say("lkj hgf dsa", after: 3 * 3600).replies.isEmpty)
        #expect(!(try villager.say("zxc vbn fgh", after: 4 * 3600).replies.isEmpty))
    }

    @Test func `pages, menus and one question on two days are no repetitions`() throws {
        var villager = Villager()
        try villager.say("khai sinh lam the nao? tro cap xa hoi lam the nao?")
        var pages = 0
        while !villager.state.pages.isEmpty, pages < 12 {
            #expect(try villager.say("TIEP").replies.first?.template == "page")
            pages += 1
        }
        for _ in 0..<5 {
            #expect(!(try villager.say("khai sinh can giay to gi", after: 24 * 3600).replies.isEmpty))
        }
        for _ in 0..<4 {
            try villager.say("dang ky khai sinh voi dang ky ket hon", after: 3600)
            #expect(!(try villager.say("1").replies.isEmpty))
        }
    }

    @Test func `an old state without what is watched is still read`() throws {
        var state = DialogueState()
        state.misses = 1
        var json = try #require(
            try JSONSerialization.jsonObject(with: try JSONEncoder().encode(state)) as? [String: Any])
        json["watch"] = nil
        let read = try JSONDecoder().decode(DialogueState.self, from: JSONSerialization.data(withJSONObject: json))
        #expect(read == state)
    }

    @Test func `a turn knows by itself whether a limit holds it back`() throws {
        for (text, isFree) in [
            ("cháy nhà cứu với", true), ("HUY", true), ("Liked “x”", true), ("khai sinh can gi", false),
        ] {
            var villager = Villager()
            let turn = try villager.say(text)
            #expect(turn.isNeverLimited == isFree)
            let limited = try ShippedContent.dialogue.get().limited(
                turn, of: VillagerMessage(text: text, spelling: .asWritten), state: DialogueState(), begins: true,
                now: ShippedContent.morning)
            #expect(limited.understanding == turn.understanding)
            #expect(limited.replies.map(\.template) == ["slow_down"])
        }
    }

    @Test func `stickers without end get no answers without end`() throws {
        let dialogue = try ShippedContent.dialogue.get()
        var state = DialogueState()
        var answers = 0
        for place in 0..<20 {
            let turn = dialogue.turn(
                VillagerMessage(text: "", spelling: .asWritten, kind: .sticker), state: state,
                now: ShippedContent.morning.addingTimeInterval(Double(place) * 11))
            state = turn.state
            answers += turn.replies.filter { $0.template == "affirm" }.count
        }
        #expect(answers == 2)
    }

    @Test(arguments: [0.5, 6, 60])
    func `two gateways that carry their answers to each other fall silent`(seconds: TimeInterval) throws {
        let dialogue = try ShippedContent.dialogue.get()
        for opening in [
            "abc xyz", "khai sinh can giay to gi", "chay nha cuu voi", "toi to cao can bo", "0", "HUY",
            "đăng ký kết hôn và khai sinh",
        ] {
            var states = [DialogueState(), DialogueState()]
            var queue = [(to: 0, text: opening)]
            var sent = 0
            var now = ShippedContent.morning
            while let next = queue.first, sent < 60 {
                queue.removeFirst()
                now.addTimeInterval(seconds)
                let turn = dialogue.turn(
                    VillagerMessage(text: next.text, spelling: .asWritten), state: states[next.to], now: now)
                states[next.to] = turn.state
                sent += turn.replies.count
                queue += turn.replies.map { (to: 1 - next.to, text: $0.text) }
            }
            #expect(sent <= 4, "\(opening): \(sent)")
        }
    }
}
