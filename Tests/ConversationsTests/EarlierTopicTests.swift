import PublicServices
import Testing

@testable import Conversations

/// A conversation goes back to what it spoke of before.
@Suite struct EarlierTopicTests {
    private func villager(after texts: [String]) throws -> Villager {
        var villager = Villager()
        for text in texts { try villager.say(text) }
        return villager
    }

    @Test(
        arguments: [
            (
                ["đăng ký kết hôn cần giấy tờ gì", "giấy độc thân xin ở đâu"],
                "co phai ca hai vo chong cung len ky khong", "marriage_registration"
            ),
            (
                ["xin phep xay nha can gi", "chuyen dat vuon len tho cu thi sao"], "cho bao lau moi duoc do mong",
                "construction_permit"
            ),
            (
                ["xin giấy phép xây nhà cần gì", "chuyển đất vườn lên thổ cư thì sao"], "bản vẽ tự vẽ tay được không",
                "construction_permit"
            ),
            (
                ["tách thửa cho con cần gì", "hợp đồng tặng cho ký ở đâu"], "đất nhỏ quá có tách được không",
                "land_transfer"
            ),
            (
                ["nhập khẩu cho vợ cần gì", "tách hộ thì sao"], "chủ hộ bên đó phải đồng ý cho nhập không",
                "permanent_residence"
            ),
            (
                ["làm căn cước cho con cần gì", "khai sinh mất rồi xin lại sao"], "chụp hình lấy vân tay ở đâu",
                "id_card"
            ),
            (
                ["làm khai sinh cho bé cần gì", "thẻ bhyt cho bé thì sao"],
                "cha mẹ chưa cưới, bé theo họ cha được không", "birth_registration"
            ),
        ] as [([String], String, TopicID)])
    func `words of a topic that was left go back to it`(before: [String], text: String, topic: TopicID) throws {
        var villager = try villager(after: before)
        #expect(villager.state.topic != topic)
        #expect(try villager.say(text).decision.topics == [topic])
        #expect(villager.state.topic == topic)
    }

    @Test(arguments: [("mất phí không", Facet.fees), ("bao lâu có", .time), ("nop o dau", .place)])
    func `what has no words of a topic stays with the one at hand`(text: String, facet: Facet) throws {
        var villager = try villager(after: ["làm căn cước cho con cần gì", "khai sinh mất rồi xin trích lục sao"])
        let decision = try villager.say(text).decision
        #expect(decision.topics == ["civil_status_extract"] && decision.facets == [facet], "\(decision)")
    }

    @Test func `the last ones are remembered, each once, with the procedure that was meant`() {
        var state = DialogueState()
        state.speak(of: "funeral_support", procedure: "2.000751")
        #expect(state.earlier == nil)
        for topic in ["id_card", "tax", "id_card", "passport"] as [TopicID] { state.speak(of: topic) }
        let funeral = EarlierTopic(topic: "funeral_support", procedure: "2.000751")
        #expect(state.earlier == [funeral, EarlierTopic(topic: "tax"), EarlierTopic(topic: "id_card")])
        state.speak(of: "education")
        #expect(state.earlier?.map(\.topic) == ["tax", "id_card", "passport"])
        #expect(DialogueState().backAt(funeral).procedure == "2.000751")
        #expect(state.afterSession.earlier == nil)
    }

    @Test func `a topic that was taken back is not gone back to`() throws {
        var villager = try villager(after: [
            "làm căn cước cho con cần gì", "không hỏi căn cước nữa", "giấy độc thân xin ở đâu",
        ])
        #expect(villager.state.earlier == nil)
        #expect(try villager.say("chụp hình ở đâu").decision.topics != ["id_card"])
    }
}
