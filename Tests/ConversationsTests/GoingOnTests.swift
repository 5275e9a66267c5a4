import PublicServices
import Testing
import VietnameseText

@testable import Conversations

/// What is asked next, of a matter that is spoken of already.
@Suite struct GoingOnTests {
    private func villager(after texts: String...) throws -> Villager {
        var villager = Villager()
        for text in texts { try villager.say(text) }
        return villager
    }

    /// What a text is answered about behind another one.
    private func topics(of text: String, after before: String) throws -> [TopicID] {
        var villager = try villager(after: before)
        return try villager.say(text).decision.topics
    }

    @Test(arguments: [
        ("có phải đi đủ cả hai đứa không", Facet.who), ("vợ chồng em phải lên đủ cả hai ko ạ", .who),
        ("làm trong điện thoại được không", .online), ("nop qua dien thoai dc ko", .online),
        ("đi muộn mấy năm rồi thì có phải đóng tiền không", .fees),
    ])
    func `what is asked counts more than "may one" and "must one"`(text: String, facet: Facet) throws {
        var villager = try villager(after: "muốn đăng ký kết hôn")
        let decision = try villager.say(text).decision
        #expect(decision.topics == ["marriage_registration"] && decision.facets == [facet], "\(decision)")
    }

    @Test(arguments: ["điều kiện là gì", "bao nhiêu tuổi thì được", "điều kiện đăng ký kết hôn là gì"])
    func `conditions that are asked for by their name are told`(text: String) throws {
        var villager = try villager(after: "muốn đăng ký kết hôn")
        #expect(try villager.say(text).decision.facets.first == .eligibility)
    }

    @Test(arguments: [
        ("bao lâu", Facet.time), ("vay phi nhiu", .fees), ("nop o dau", .place), ("ai di nop thay duoc", .who),
    ])
    func `after who decides on something else was told, the procedure is asked about`(
        text: String, facet: Facet
    ) throws {
        var villager = try villager(after: "đăng ký hộ kinh doanh cần gì", "thuế môn bài đóng bao nhiêu")
        let decision = try villager.say(text).decision
        #expect(decision.topics == ["business_household_registration"] && decision.facets == [facet], "\(decision)")
    }

    @Test func `a matter of another office is asked about where nothing was spoken of before`() throws {
        var villager = try villager(after: "hộ chiếu làm ở đâu")
        #expect(try villager.say("hết bao nhiêu tiền").decision.topics == ["passport"])
    }

    @Test(arguments: ["nộp ở đâu vậy", "giay to nop cho nao"])
    func `what all procedures of a menu have in common is told without asking which`(text: String) throws {
        var villager = try villager(after: "hỏi chế độ người có công")
        let turn = try villager.say(text)
        #expect(turn.decision.topics == ["merit_people"])
        #expect(turn.replies.first?.facts.contains { $0.hasSuffix("/place") } ?? false, "\(turn.replies)")
        guard case .variants = try villager.say("giấy tờ gồm những gì").decision else {
            Issue.record("their papers differ, so it is asked which")
            return
        }
    }

    @Test func `what procedures have in common is no surer than the least sure of them`() throws {
        let services = try ShippedContent.dialogue.get().composer.services
        let all = services.procedures(of: "merit_people").filter { !$0.isOnlyNamed }
        let common = try #require(services.common(of: "merit_people"))
        #expect(common.facts[.place]?.text == all.first?.facts[.place]?.text)
        #expect(all.contains { $0.facts[.place]?.confidence == .high })
        #expect(common.facts[.place]?.confidence == .medium)
        #expect(common.facts[.documents] == nil)
        #expect(services.common(of: "birth_registration") == nil)
    }

    @Test(arguments: ["vợ tôi không biết chữ thì ký làm sao", "me em k biet chu thi lam sao ky duoc"])
    func `what somebody tells of themselves does not hide what they ask`(text: String) throws {
        var villager = try villager(after: "chứng thực hợp đồng mua bán")
        #expect(try villager.say(text).decision.topics == ["certified_contract"])
    }

    @Test(arguments: ["thoi goi dien cho toi", "bác vẫn lo, có ai gọi điện nói trực tiếp cho bác nghe được không"])
    func `a wish for a person is heard amid a closing and a question`(text: String) throws {
        var villager = try villager(after: "làm căn cước cần gì")
        #expect(try villager.say(text).decision == .command(.talkToStaff))
    }

    @Test(arguments: [
        "con đứa lớn giấy ghi dân tộc kinh, mình là ba na, sửa được không",
        "dua nho giay no ghi sai dan toc, doi lai dc ko",
    ])
    func `a question about what the second opinion surely knows is not asked of the matter at hand`(text: String) throws
    {
        var villager = try villager(after: "làm khai sinh cho con út")
        #expect(try villager.say(text).decision.topics == ["civil_status_correction"])
    }

    @Test(arguments: ["hôm nay xong không", "nay nop nay co luon ko"])
    func `whether it is done today is no question of opening hours`(text: String) throws {
        var villager = try villager(after: "xin giấy xác nhận độc thân")
        #expect(try villager.say(text).decision.facets == [.time])
    }

    @Test func `opening hours stay opening hours`() throws {
        var villager = try villager(after: "xin giấy xác nhận độc thân")
        #expect(try villager.say("mai có làm không").decision == .answer([.officeHours], []))
    }

    @Test func `an end of all news that is only mentioned is asked about before it is made`() throws {
        var villager = try villager(after: "đổi bằng lái xe ở đâu")
        #expect(
            try villager.say("thôi để tết về tính vậy, đang chạy không nhắn nữa").decision == .menu([.optOut], []))
        #expect(try villager.say("đừng gửi tin cho tôi nữa").decision == .command(.optOut))
    }

    @Test(arguments: [
        "chủ cũ ở Phú Yên, không lên được thì ký ở dưới đó được không",
        "cai do nop o xa hay phai chay xuong van phong dat dai duoi huyen cu",
    ])
    func `a question about the matter at hand is no call for help`(text: String) throws {
        var villager = try villager(after: "sang tên sổ đỏ cần gì")
        #expect(try villager.say(text).decision.topics == ["land_transfer"])
    }

    @Test(arguments: [
        "nó cầm dao đứng ngoài cửa nhà em", "be sot 40 do co giat roi", "nước vô tới sàn nhà rồi, tụi con kẹt trên gác",
    ])
    func `a call for help amid a matter is one`(text: String) throws {
        var villager = try villager(after: "sang tên sổ đỏ cần gì")
        let decision = try villager.say(text).decision
        #expect([.command(.emergency), .smallTalk(.urgentQuestion)].contains(decision), "\(decision)")
    }

    @Test(arguments: [
        ("nhận con nuôi thì làm sao", "bé có thẻ bảo hiểm y tế miễn phí không vậy", "health_insurance"),
        ("muốn vay vốn ngân hàng chính sách", "con em chua co can cuoc thi lam sao", "id_card"),
        ("đăng ký kết hôn cần gì", "có cần mang thẻ bảo hiểm y tế không", "marriage_registration"),
    ])
    func `a paper that is asked about for itself is no paper to bring along`(
        before: String, text: String, topic: TopicID
    ) throws {
        #expect(try topics(of: text, after: before) == [topic])
    }

    @Test(arguments: [
        "bao giờ thì lấy được thẻ. Thứ sáu em phải lên ngân hàng chính sách rồi",
        "may bua co the vay, tui can di ngan hang",
        "lam nhanh duoc khong. con toi sap di nuoc ngoai lam ho chieu",
    ])
    func `who decides on something else that is only mentioned is not told`(text: String) throws {
        var villager = try villager(after: "làm lại căn cước bị mất")
        let decision = try villager.say(text).decision
        #expect(decision.topics == ["id_card"] && decision.facets == [.time], "\(decision)")
    }

    @Test(arguments: ["nhập khẩu cần giấy tờ gì", "con nhap khau can nhung gi"])
    func `a matter that explains the text is the one that is meant`(text: String) throws {
        var villager = try villager(after: "tách hộ khẩu làm sao")
        let decision = try villager.say(text).decision
        #expect(decision.topics == ["permanent_residence"] && decision.facets == [.documents], "\(decision)")
    }

    @Test(arguments: [
        ("Phần họ tên cha trong tờ khai thì bỏ trống hay ghi gì", "đăng ký khai sinh cho con", "birth_registration"),
        ("Ba tôi nằm viện, mình tôi ký thay có được không", "chứng thực hợp đồng tặng cho đất", "certified_contract"),
    ])
    func `what is much surer asked of the matter at hand is asked of it`(
        text: String, before: String, topic: TopicID
    ) throws {
        #expect(try topics(of: text, after: before) == [topic])
    }

    @Test(arguments: [
        "Vâng, khi nào chồng em về em hỏi lại sau. Em chào anh chị ạ.",
        "bao gio chau ve chau hoi tiep, chau chao co",
    ])
    func `who takes their leave asks nothing more`(text: String) throws {
        var villager = try villager(after: "đăng ký tạm trú cần gì")
        #expect(try villager.say(text).decision == .smallTalk("goodbye"))
    }

    @Test func `who greets and asks is answered`() throws {
        var villager = try villager(after: "đăng ký tạm trú cần gì")
        #expect(try villager.say("em chào cán bộ, khi nào thì có giấy ạ").decision.facets == [.time])
    }

    @Test(arguments: [
        ("được mấy trăm hả cô", "trợ cấp hưu trí xã hội cần gì", Facet.result),
        ("moi thang bao nhieu tien", "trợ cấp hưu trí xã hội cần gì", Facet.result),
        ("mỗi tháng được bao nhiêu", "làm giấy khuyết tật cần gì", Facet.result),
        ("làm mất bao nhiêu tiền", "trợ cấp hưu trí xã hội cần gì", Facet.fees),
        ("1 tháng nữa làm thì mất bao nhiêu tiền", "trợ cấp hưu trí xã hội cần gì", Facet.fees),
    ])
    func `what one gets is no fee`(text: String, before: String, facet: Facet) throws {
        var villager = try villager(after: before)
        let decision = try villager.say(text).decision
        #expect(decision.topics == ["social_allowance"] && decision.facets == [facet])
    }

    @Test func `a fine that is feared is no complaint`() throws {
        var villager = try villager(after: "đăng ký tạm trú cần gì")
        let decision = try villager.say("bua truoc cong an toi hoi, khong dang ky co bi phat nhieu khong").decision
        #expect(decision.topics == ["temporary_residence"] && decision.facets == [.deadline])
    }

    @Test func `"làm gì" amid more words asks nothing of the gateway`() throws {
        var villager = Villager()
        #expect(try villager.say("tên tôi ghi vô làm gì, sợ người ta trả thù").decision != .smallTalk(.capabilities))
        #expect(try villager.say("số này làm được gì").decision == .smallTalk(.capabilities))
    }
}
