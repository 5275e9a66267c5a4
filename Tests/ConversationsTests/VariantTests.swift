import CheckedYAML
import Foundation
import PublicServices
import Testing

@testable import Conversations

/// Which of a topic's procedures is meant.
@Suite struct VariantTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var text: String
        var code: String
        var testDescription: String { text }

        init(_ text: String, _ code: String) {
            self.text = text
            self.code = code
        }
    }

    @Test(arguments: [
        Case("đăng ký lại khai sinh cần giấy tờ gì", "1.004884"),
        Case("lam khai sinh luu dong cho lang xa", "1.003583"),
        Case("vợ tôi người Lào, khai sinh cho con làm ở đâu", "2.000528"),
        Case("lam khai sinh voi bao hiem y te cho be mot lan dc k", "2.000986"),
        Case("dang ky lai khai tu", "1.005461"),
        Case("gia hạn tạm trú qua mạng", "1.002755"),
        Case("xoa ho khau nguoi da mat", "1.003197"),
        Case("cap doi so do cu", "1.012783"),
        Case("mat so do lam lai mat bao lau", "1.012786"),
        Case("gia hạn giấy phép xây dựng", "1.013227"),
        Case("tạm ngừng kinh doanh 6 tháng", "1.001570"),
        Case("tam vang nvqs khi di hoc xa", "1.013138"),
        Case("mẹ tôi 76 tuổi không lương hưu xin tiền già", "1.014027"),
        Case("mai táng phí cựu chiến binh", "2.002307"),
    ])
    func `the words of a villager choose the procedure`(_ example: Case) throws {
        var villager = Villager()
        let turn = try villager.say(example.text)
        guard case .procedure(let code, _, _) = turn.decision else {
            Issue.record("\(turn.decision)")
            return
        }
        #expect(code.rawValue == example.code)
        #expect(villager.state.procedure == code)
    }

    @Test func `without such words the main procedure is meant`() throws {
        var villager = Villager()
        let turn = try villager.say("khai sinh can giay to gi")
        #expect(turn.decision == .answer(["birth_registration"], [.documents]))
        #expect(turn.replies[0].facts == ["1.001193/documents", "1.001193/in_databases"])
    }

    @Test(arguments: ["2", "số 2", "cái thứ hai"])
    func `a topic without a main procedure asks which, and takes the short answers of a menu`(_ choice: String) throws {
        var villager = Villager()
        let menu = try villager.say("xin mai tang phi can giay to gi")
        #expect(menu.replies[0].template == "variants")
        #expect(menu.replies[0].text.contains("1. Mai tang phi (huu tri xa hoi)"))
        #expect(menu.escalation == nil)
        let turn = try villager.say(choice)
        #expect(turn.decision == .procedure("1.001731", "funeral_support", [.documents]))
        #expect(turn.replies[0].facts == ["1.001731/documents"])
    }

    @Test func `a menu of procedures is left by zero and by another question`() throws {
        var villager = Villager()
        try villager.say("giấy phép xây dựng")
        #expect(try villager.say("0").escalation?.reason == .askedForStaff)
        try villager.say("giấy phép xây dựng")
        #expect(try villager.say("đăng ký kết hôn cần gì").decision == .answer(["marriage_registration"], [.documents]))
    }

    @Test func `a menu of procedures is also answered in words`() throws {
        var villager = Villager()
        try villager.say("người có công")
        let turn = try villager.say("dân công hỏa tuyến")
        #expect(turn.decision == .procedure("1.013170", "merit_people", []))
    }

    @Test func `a bare question stays with the procedure, the topic's own name returns to the main one`() throws {
        var villager = Villager()
        try villager.say("dang ky lai khai sinh can gi")
        #expect(try villager.say("bao lau?").decision == .procedure("1.004884", "birth_registration", [.time]))
        #expect(try villager.say("con khai sinh bao lau").decision == .answer(["birth_registration"], [.time]))
        #expect(villager.state.procedure == nil)
    }

    @Test func `words that name no topic choose among the one spoken of`() throws {
        var villager = Villager()
        try villager.say("khai sinh can giay to gi")
        let turn = try villager.say("con lam luu dong thi sao")
        #expect(turn.decision == .procedure("1.003583", "birth_registration", [.documents]))
    }

    @Test func `a national code opens its procedure`() throws {
        var villager = Villager()
        #expect(try villager.say("1.004884").decision == .procedure("1.004884", "birth_registration", []))
        #expect(
            try villager.say("1.001612.000.00.00.H48 le phi").decision
                == .procedure("1.001612", "business_household_registration", [.fees]))
    }

    @Test func `a code beside words for another topic is asked about, for wrong lists go round`() throws {
        var villager = Villager()
        let turn = try villager.say("dang ky ket hon 1.004873")
        #expect(turn.decision == .menu(["marriage_registration", "marital_status_certificate"], []))
    }

    @Test(arguments: ["1.116410", "9.999999"])
    func `a code that is unsure or unknown goes to a person`(_ code: String) throws {
        var villager = Villager()
        #expect(try villager.say(code).escalation?.reason == .askedForStaff)
    }

    @Test func `a wording that cannot be read is named with its procedure`() throws {
        let procedure = Procedure(
            code: "1.000001", name: "Một", topic: "x", field: "f", level: .khong, unit: "u", isMain: true, facts: [:],
            phrases: ["[một|hai"], origin: FileOrigin(file: "a.yaml", line: 7))
        let problems = VariantChooser.problems(
            of: ServiceCatalogue(procedures: [procedure]), concepts: Concepts())
        #expect(problems.map(\.entry) == ["1.000001"])
        #expect(problems.first?.line == 7)
    }
}
