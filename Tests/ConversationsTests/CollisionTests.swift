import PublicServices
import Testing

@testable import Conversations

/// The traps of Vietnamese without marks: words that are several words, and what is made of each.
@Suite struct CollisionTests {
    /// What a text must come to.
    enum Expected: Sendable {
        /// This topic alone, answered, referred to or commanded.
        case only(TopicID)
        /// A choice among these and perhaps others, or a question back.
        case asks([TopicID])
        /// None of these is taken for granted: anything but an answer with one of them.
        case neverTaken(for: [TopicID])
        /// The question back for a facet.
        case facet(Facet)
    }

    private func check(_ text: String, _ expected: Expected) throws {
        let matcher = try ShippedContent.dialogue.get().matcher
        let decision = matcher.decide(matcher.understand(text))
        switch expected {
        case .only(let topic): #expect(decision.topics == [topic] && decision.name != "menu", "\(text): \(decision)")
        case .asks(let topics):
            #expect(["menu", "question"].contains(decision.name), "\(text): \(decision)")
            #expect(topics.allSatisfy(decision.topics.contains), "\(text): \(decision)")
        case .neverTaken(let topics):
            #expect(
                decision.name == "menu" || !topics.contains(where: decision.topics.contains), "\(text): \(decision)")
        case .facet(let facet): #expect(decision == .question(facet), "\(text): \(decision)")
        }
    }

    @Test(
        arguments: [
            ("lam so do cho dat ray", .only("land_certificate")), ("so do", .only("land_certificate")),
            ("sơ đồ tổ chức của xã", .neverTaken(for: ["land_certificate"])),
            ("so do ao", .neverTaken(for: ["land_certificate"])),
            ("bia do", .only("land_certificate")), ("bia đo nồng độ cồn", .neverTaken(for: ["land_certificate"])),
            ("thue dat", .asks(["tax", "land_other"])), ("thuế đất", .only("tax")), ("thuê đất", .only("land_other")),
            ("muon dat cua hang xom", .neverTaken(for: ["land_certificate", "land_transfer"])),
            ("ban dat", .asks(["land_transfer"])), ("bạn đạt điểm mấy", .neverTaken(for: ["land_transfer"])),
        ] as [(String, Expected)])
    func `land and what only looks like it`(text: String, expected: Expected) throws { try check(text, expected) }

    @Test(
        arguments: [
            ("giay chung tu", .asks(["death_registration"])), ("giấy chứng tử", .only("death_registration")),
            ("chứng từ kế toán", .neverTaken(for: ["death_registration"])),
            ("chung tu", .asks(["death_registration"])), ("bao tu", .asks(["death_registration"])),
            ("mat khau vneid quen roi", .only("eid_vneid")),
            ("nước mát ở đâu bán", .neverTaken(for: ["death_registration", "civil_status_extract"])),
            ("di bao tu cho ba", .only("death_registration")),
            ("dau bao tu", .neverTaken(for: ["death_registration"])),
            ("đau bao tử uống thuốc gì", .neverTaken(for: ["death_registration"])),
            ("me mat", .only("death_registration")), ("mat giay khai sinh", .only("civil_status_extract")),
            ("khai sinh mat bao lau", .only("birth_registration")),
            ("mat bao lau", .facet(.time)), ("mặt bằng cho thuê", .neverTaken(for: ["death_registration"])),
            ("cai chinh ho tich", .only("civil_status_correction")), ("cai chinh", .only("civil_status_correction")),
            ("cái chính là bao nhiêu tiền", .neverTaken(for: ["civil_status_correction"])),
            ("ly hon", .neverTaken(for: ["marriage_registration"])),
            ("lý hơn lẽ thiệt", .neverTaken(for: ["marriage_registration"])),
            ("khai", .neverTaken(for: ["birth_registration", "death_registration", "tax"])),
            ("khai bao", .neverTaken(for: ["birth_registration", "death_registration"])),
            ("chưa đăng ký kết hôn", .only("marital_status_certificate")),
            ("khong co giay chung sinh lam khai sinh sao", .only("birth_registration")),
        ] as [(String, Expected)])
    func `birth, marriage, death and what only looks like them`(text: String, expected: Expected) throws {
        try check(text, expected)
    }

    @Test(
        arguments: [
            ("tam tru", .only("temporary_residence")), ("tam tru ca phe", .neverTaken(for: ["temporary_residence"])),
            ("thu mua tam tru lua gao", .neverTaken(for: ["temporary_residence"])),
            ("tam vang", .only("temporary_absence_stay")),
            ("mua tấm vàng 9999", .neverTaken(for: ["temporary_absence_stay"])),
            ("nhap khau cho con", .only("permanent_residence")),
            ("hàng nhập khẩu từ Nhật", .neverTaken(for: ["permanent_residence"])),
            ("cắt khẩu", .only("permanent_residence")), ("giay doc than", .only("marital_status_certificate")),
            ("sao y cmnd", .only("certified_copy")), ("tien gia 80 tuoi", .only("social_allowance")),
            ("nguoi gia", .asks(["social_allowance"])), ("giấy tờ giả", .neverTaken(for: ["social_allowance"])),
            ("so ho khau bi mat thi sao", .neverTaken(for: ["death_registration"])),
            ("đổi sổ hộ khẩu", .only("permanent_residence")),
            ("doi cmnd", .only("id_card")), ("công chứng giấy tờ", .only("certified_copy")),
            ("tien 75 tuoi", .only("social_allowance")), ("len tho cu", .only("land_other")),
            ("the do", .only("land_certificate")), ("xin lại giấy hôn thú", .only("civil_status_extract")),
            ("tra cuu ho so", .only(.dossierStatus)), ("chua nhan duoc ket qua", .only(.dossierStatus)),
            ("cho tra tien dien", .neverTaken(for: [.dossierStatus])),
            ("gia han tam tru", .only("temporary_residence")), ("gia bao nhieu", .facet(.fees)),
            ("huong tro cap nguoi cao tuoi", .only("social_allowance")),
            ("huong", .neverTaken(for: ["social_allowance"])),
            ("ban sao khai sinh", .only("civil_status_extract")), ("ban", .neverTaken(for: ["civil_status_extract"])),
        ] as [(String, Expected)])
    func `residence, papers, allowances and what only looks like them`(text: String, expected: Expected) throws {
        try check(text, expected)
    }

    /// "dung" is đúng, dừng, đừng and dùng: neither a yes nor a no nor a STOP.
    @Test(arguments: [
        "dung", "muon", "nop muon", "chua", "tra", "huong", "gia", "ban", "dat", "cap", "phi", "ho", "the", "doi", "xa",
        "to", "don", "thu", "tien", "sang", "luc", "nghi", "hoi", "kien", "mat", "hs", "tt", "kt", "hn", "cc", "ck",
        "dk",
        "dc", "bh", "tk", "bn", "cn",
    ])
    func `a single ambiguous syllable or abbreviation is no matter and no command`(text: String) throws {
        let matcher = try ShippedContent.dialogue.get().matcher
        let decision = matcher.decide(matcher.understand(text))
        let allowed: Bool
        switch decision {
        case .none, .question, .menu: allowed = true
        // "muốn" and "chưa" answer a question that was asked; without one they do nothing.
        case .smallTalk(let topic): allowed = topic == .affirm || topic == .deny
        default: allowed = false
        }
        #expect(allowed, "\(text): \(decision)")
    }

    @Test(arguments: ["dung", "chua", "muon", "mat", "tra", "ban"])
    func `an ambiguous syllable never stops the messages`(text: String) throws {
        let matcher = try ShippedContent.dialogue.get().matcher
        #expect(matcher.decide(matcher.understand(text)) != .command(.optOut))
    }

    @Test(arguments: [
        "toi muon tu van ve dat dai", "ban lo dat o thon 2", "tu tu em lam ho so sau", "treo co to quoc",
        "dam nguoi tu tap", "may chay cham qua", "he thong dang chay", "chay nhe ban", "chay xe may khong bang lai",
    ])
    func `unmarked words that look like an emergency are none`(text: String) throws {
        let matcher = try ShippedContent.dialogue.get().matcher
        #expect(matcher.decide(matcher.understand(text)) != .command(.emergency), "\(text)")
    }

    @Test(
        arguments: [
            ("chua chay gap o thon 2", .only(.emergency)), ("chữa cháy gấp nhà ông Tư", .only(.emergency)),
            ("di chua cau an", .neverTaken(for: [.emergency, .dossierStatus])),
        ] as [(String, Expected)])
    func `a fire is no temple and no "not yet"`(text: String, expected: Expected) throws { try check(text, expected) }

    @Test(arguments: [
        ("không phải khai sinh, ý tôi là khai tử", "death_registration" as TopicID),
        ("khong phai dang ky tam tru ma la tam vang", "temporary_absence_stay"),
        ("khai tử chứ không phải khai sinh", "death_registration"),
        ("à không, tôi hỏi kết hôn", "marriage_registration"),
    ])
    func `what is taken back is not answered`(text: String, topic: TopicID) throws { try check(text, .only(topic)) }
}
