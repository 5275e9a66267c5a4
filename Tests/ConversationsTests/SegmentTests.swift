import Foundation
import PublicServices
import Testing
import VietnameseText

@testable import Conversations

/// What one message of a villager may cost.
@Suite struct SegmentTests {
    private func cost(_ turn: Turn) -> Int { turn.replies.reduce(0) { $0 + Dialogue.segments(of: $1.text) } }

    /// How each topic is asked for in words that are surely understood.
    private func topics() throws -> [Topic] {
        try ShippedContent.intents.get().topics.filter {
            ($0.kind == .procedure || $0.kind == .subject) && !$0.examples.isEmpty
        }
    }

    @Test(arguments: [Spelling.marked, .unmarked])
    func `three questions at once cost six segments at most, and the rest comes with TIẾP`(spelling: Spelling) throws {
        let topics = try topics()
        var several = 0
        for start in stride(from: 0, to: topics.count, by: 2) {
            let names = (0..<3).map { topics[(start + $0 * 7) % topics.count].name }
            let text =
                "\(names[0]) làm thế nào? \(names[1]) cần giấy tờ gì? \(names[2]) lệ phí bao nhiêu, bao lâu, nộp ở đâu?"
            var villager = Villager()
            let turn = try villager.say(spelling.applied(to: text))
            several += turn.decision.topics.count > 1 ? 1 : 0
            #expect(cost(turn) <= 6, "\(text)")
            #expect(turn.replies.contains { $0.template == "privacy_notice" })
            var turns = 0
            while !villager.state.pages.isEmpty, turns < 20 {
                let last = villager.state.pages.count == 1
                let next = try villager.say("TIẾP")
                #expect(cost(next) <= 6)
                #expect(last || next.replies.contains { $0.text.contains("TIẾP") || $0.text.contains("TIEP") })
                turns += 1
            }
            #expect(turns < 20)
        }
        #expect(several > 10)
    }

    @Test(arguments: [Spelling.marked, .unmarked])
    func `every example costs six segments at most on first contact, and overtaken`(spelling: Spelling) throws {
        let dialogue = try ShippedContent.dialogue.get()
        for text in try topics().flatMap({ $0.examples.map(\.text) }) {
            let message = VillagerMessage(
                text: spelling.applied(to: text), spelling: spelling == .marked ? .marked : .unmarked)
            let turn = dialogue.turn(message, state: DialogueState(), now: ShippedContent.morning)
            #expect(cost(turn) <= 6, "\(text)")
            let late = dialogue.settled(
                dialogue.turn(message, state: dialogue.stateOfOvertaken(DialogueState()), now: ShippedContent.morning),
                of: message,
                sentAt: ShippedContent.morning, conversation: DialogueState())
            #expect(cost(late) <= 6, "\(text)")
        }
    }

    @Test func `nothing of the answers is lost`() throws {
        let text =
            "khai sinh làm thế nào, cần giấy tờ gì? trợ cấp xã hội làm thế nào? kết hôn cần giấy tờ gì, lệ phí bao nhiêu?"
        var first = Villager()
        var turn = try first.say(text)
        #expect(cost(turn) <= 6)
        var told = turn.replies.map(\.text)
        #expect(turn.replies.dropLast().last?.text.contains("TIẾP") == true)
        while !first.state.pages.isEmpty {
            turn = try first.say("TIẾP")
            told += turn.replies.map(\.text)
        }
        let all = told.joined(separator: " ")
        for name in ["Đăng ký khai sinh", "Trợ cấp", "Đăng ký kết hôn"] {
            #expect(all.localizedCaseInsensitiveContains(name), "\(name)")
        }
    }
}
