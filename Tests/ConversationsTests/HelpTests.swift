import Foundation
import PublicServices
import Testing
import VietnameseText

@testable import Conversations

/// Calls for help in whatever words, and what only sounds like one; both also in the middle of a conversation.
@Suite struct HelpTests {
    static let calls = [
        // Violence.
        "chồng em say rượu đánh em suốt, em phải làm gì", "chong toi nhau ve la danh dap vo con, toi so lam",
        "ông xã bóp cổ em, em chạy qua nhà hàng xóm rồi", "bố dượng nhốt cháu trong phòng không cho ăn",
        "con trai tui xỉn vô đập phá nhà cửa đòi đánh mẹ", "nha ben canh chong dang danh vo la het",
        "em bị chồng đấm chảy máu mũi", "ba con đánh con đau quá con sợ", "thấy bà kia đánh đứa nhỏ bầm tím hết người",
        "mẹ kế hành hạ cháu bé, đêm nào cũng khóc", "anh trai em cầm gậy rượt đánh ba em",
        "bạn trai tát em rồi khóa cửa nhốt em lại",
        // Threats.
        "nó dọa giết cả nhà tôi", "co nguoi doa dot nha toi", "chủ nợ mang dao tới nhà đòi chém",
        "nó nói sẽ giết con tôi nếu không trả tiền", "thằng hàng xóm cầm rựa đứng trước cửa nhà em",
        "em bị nó đe dọa tính mạng",
        // Poison.
        "con tôi uống nhầm thuốc diệt cỏ", "chau be nuot phai pin, mat tim ngat", "vợ tôi vừa uống thuốc trừ sâu",
        "cả nhà ăn nấm xong ói mửa, hai đứa lịm đi", "em uống cả vỉ thuốc ngủ rồi",
        "ngo doc ca lang an dam ma ve dau bung oi mua",
        // Trafficking.
        "con gái tôi bị người ta rủ đi Campuchia làm, giờ không liên lạc được", "em gái em bị lừa bán sang Trung Quốc",
        "cháu tôi bị người lạ bắt lên xe chở đi rồi", "con tôi bị giữ bên Campuchia đòi tiền chuộc",
        "họ nhốt em không cho về, bắt làm việc",
        "con toi bi du sang campuchia lam viec nhe roi mat lien lac",
        // Abuse.
        "con bé nhà bên bị ông hàng xóm sàm sỡ", "cháu gái 10 tuổi bị dượng sờ mó", "chau be bi xam hai tinh duc",
        "em bị cưỡng hiếp",
        // Suicide.
        "tôi chán sống lắm rồi, chắc chết cho xong", "minh khong muon song nua", "em đang đứng trên cầu, em muốn nhảy",
        "nó khóa cửa đòi treo cổ", "bạn em nhắn lời từ biệt rồi không nghe máy, nó đòi tự tử",
        // Drowning.
        "hai dua nho tam suoi bi nuoc cuon roi", "cháu tôi chìm dưới ao chưa vớt được", "thằng bé ngã xuống giếng",
        "có đứa chết đuối ngoài hồ thủy điện", "ghe lật, mấy người đang dưới sông",
        // Other.
        "vợ tôi đau bụng sắp đẻ giữa rẫy", "mẹ tôi ngã không thở nữa", "có trộm đang ở trong nhà tôi",
        "cây đổ đè trúng xe có người bên trong",
        "cháy nhà rồi", "gọi 113 giúp tôi với",
    ]

    /// In other words, orders and spellings than those above.
    static let furtherCalls = [
        "anh em đang cầm ghế đập mẹ, ai can giùm với", "chong cu dap cua doi giet em, em trong phong tam",
        "ba dượng bóp cổ em gái, nó tím mặt rồi", "nó xịt xăng đòi đốt nhà, con nhỏ còn ở trong",
        "bếp bốc cháy rồi, lửa lan qua phòng ngủ", "kho mu dang chay, binh ga sap no",
        "nuoc ngap toi noc, ca nha leo len mai roi, khong co ghe", "em bị kẹt giữa ngầm, nước lên nhanh quá",
        "lu cuon mat xe voi nguoi o suoi roi", "sạt lở đè sập nhà rẫy, hai người còn bên trong",
        "thằng cháu rớt xuống hồ tưới, chưa vớt được", "hai dua nho bi nuoc cuon o dap",
        "bà nội uống nhầm thuốc cỏ, sùi bọt mép", "ca nha an nam rung oi mua, co giat",
        "em không thiết sống nữa, em uống thuốc rồi", "chị em nhắn tin vĩnh biệt rồi bỏ đi ra sông",
        "xe khách lật xuống vực, nhiều người bị thương", "máy cày lật đè ông ngoại chưa rút ra được",
        "vợ em đẻ rớt giữa rẫy, ra máu nhiều quá", "con gái em bị lừa bán sang Cam, nó đòi tiền chuộc",
        "em bị nhốt ở casino bên Campuchia, cứu em về với", "con toi bi nguoi la be len xe chay mat roi",
        "lạc mất đứa nhỏ ở chợ phiên tìm không ra", "con bé bị thầy giáo sờ mó nhiều lần",
        "co nguoi bi dien giat ngoai ruong, nam im re", "dây điện đứt rớt trúng người rồi",
        "mẹ bị rắn hổ cắn, chân sưng tím", "thanh niên xóm trên cầm rựa chém nhau ngoài đường",
        "tụi nó mang súng bắn nhau ở quán", "trộm đang cạy cửa nhà em", "ba em ngừng thở rồi",
        "ngạt khói than, cả nhà nằm vật ra", "sập giàn giáo, ba thợ bị vùi", "sos thôn 4",
    ]

    static let lookAlikes = [
        "đánh máy đơn giúp em được không", "tháng này cháy túi rồi, có miễn lệ phí không",
        "mai nhà em giết heo đãi cưới có phải báo xã không",
        "cháy hàng hết mẫu đơn rồi hả xã", "cho em đánh giá cán bộ một cửa",
        "xe chết máy giữa đường nên tới trễ, mấy giờ xã nghỉ",
        "em của tôi mất do đuối nước, xin giấy chứng tử ở đâu", "thủ tục khai tử cho người chết đuối",
        "đánh số nhà ở thôn 3 khi nào làm",
        "đất này có bị đánh thuế không", "xin giấy phép đánh bắt cá", "trạm có phát thuốc tránh thai miễn phí không",
        "uống thuốc tẩy giun ở trường ngày nào",
        "làm hộ chiếu đi Campuchia ở đâu", "em đi lao động Trung Quốc về có phải khai báo không",
        "bán nhà sang tên cho con cần gì",
        "treo cờ tổ quốc ngày nào", "lop hoc boi chong duoi nuoc dang ky o dau",
        "lớp phòng chống bạo lực gia đình mở khi nào",
        "luật phòng chống bạo lực gia đình quy định mức phạt thế nào", "giá cả chặt chém quá xã có quản lý không",
        "em đâm đơn kiện ở đâu",
        "đốt nương làm rẫy có phải xin phép không", "chết rồi em quên mang giấy hẹn",
        "đi lại mệt muốn chết mà chưa xong hồ sơ",
        "nắng nóng muốn chết, xã có quạt không", "việc khẩn cấp xin gọi 113",
        "trường hợp khẩn cấp vui lòng liên hệ 115",
        "hỗ trợ thuốc trừ sâu cho lúa thế nào", "xã có xe cứu thương không, số mấy",
        "tập huấn cứu người đuối nước hôm nào",
        "năm ngoái nhà bị cháy, giờ xin hỗ trợ được không", "hom truoc xem phim giet nguoi ghe qua",
        "con em chơi game bắn nhau suốt, xã cấm được không",
        "dành cho con em hộ nghèo có gì", "danh cho me don than co tro cap khong",
        "ba em dung ten so do, me em dung sau",
        "chồng em đứng tên hộ khẩu, vợ em tách được không", "nó đăng ký kết hôn với em rồi",
        "xin giấy xác nhận không bị đánh thuế",
        "tu tu roi em nop", "cho em tu van ve dat dai", "chồng con em tạm trú ở đây", "em bị bắt đi lại nhiều lần",
        "điện thoại rơi xuống nước hư, làm lại VNeID sao",
        "đăng ký học lớp sơ cứu ngộ độc thực phẩm", "xã có thi vẽ tranh phòng chống xâm hại trẻ em không",
        "bán bò sang Trung Quốc cần giấy gì",
    ]

    static let furtherLookAlikes = [
        "mệt muốn chết, đi ba lần chưa xong giấy", "lạnh muốn chết, phòng chờ xã có lò sưởi không",
        "giá vé cháy hàng hết rồi hả", "máy bơm chết máy, có vay mua máy mới được không",
        "đánh số nhà lại thì báo ai", "đánh máy đơn khai sinh ở đâu", "nhà bị cháy năm ngoái, giờ làm lại sổ thế nào",
        "ông nội mất do đuối nước, giấy chứng tử xin ở đâu", "lớp tập huấn phòng cháy chữa cháy mấy giờ",
        "diễn tập cứu hộ ngày nào", "giá thuốc trừ sâu bao nhiêu", "lúa bị cháy rầy thì gặp ai",
        "nước đang lên giá, hộ nghèo có được hỗ trợ không", "nuoc suoi len gia qua troi",
        "cháy gọi 114, cấp cứu gọi 115", "đi campuchia du lịch cần giấy gì",
        "lấy chồng campuchia thì đăng ký kết hôn sao", "đội xã đánh bại đội bạn, có thưởng không",
        "tết này mổ trâu có phải báo không", "chết rồi, em quên mang căn cước",
        "ai đánh đàn hay đăng ký hội diễn ở đâu", "thả lưới đánh cá trên hồ cần phép không",
        "đánh thuế đất vườn bao nhiêu",
    ]

    private func decision(_ text: String) throws -> Decision {
        let matcher = try ShippedContent.dialogue.get().matcher
        return matcher.decide(matcher.understand(text))
    }

    @Test(arguments: calls + furtherCalls)
    func `a call for help is one`(text: String) throws { #expect(try decision(text) == .command(.emergency)) }

    @Test(arguments: lookAlikes + furtherLookAlikes)
    func `what only sounds like one is none, also without marks`(text: String) throws {
        #expect(try decision(text) != .command(.emergency))
        #expect(try decision(UnmarkedSpelling.of(text)) != .command(.emergency), "unmarked")
    }

    @Test(arguments: [
        ("nguoi ta bi tai nan nam ngoai duong", true), ("co nguoi bi chem nam ngoai ray", true),
        ("ba ngoai bi te bat tinh", true), ("co dua be duoi nuoc nam ngoai suoi", true),
        ("nha bi chay nam ngoai, gio lam lai so the nao", false), ("nha toi bi chay nam ngoai", false),
        ("nhà bị cháy năm ngoái", false), ("người bị tai nạn nằm ngoài đường", true),
    ])
    func `who lies outside is no matter of last year`(text: String, isCall: Bool) throws {
        #expect((try decision(text) == .command(.emergency)) == isCall)
    }

    @Test(arguments: [
        ("cháy gọi 114, cấp cứu gọi 115", false), ("chay goi 114, cap cuu goi 115, an ninh goi 113", false),
        ("trộm gọi 113, cháy gọi 114", false), ("cháy gọi 114, gọi 115 nữa nhanh lên", true),
        ("cháy nhà gọi 114 giúp", true), ("gọi 115 giùm tôi", true),
    ])
    func `advice on whom to call is no call`(text: String, isCall: Bool) throws {
        #expect((try decision(text) == .command(.emergency)) == isCall)
    }

    /// Ways into every state that a conversation can be in.
    static let openings = [
        ["ad ơi e mún lm giấy khai sinh cho be"], ["đăng ký khai sinh với đăng ký kết hôn"],
        ["abc xyz qwe", "mnb vcx"],
        ["abc xyz qwe", "mnb vcx", "qqq www eee", "zxc vbn asd"], ["le phi bao nhieu"], ["hồ sơ của tôi tới đâu rồi"],
        ["cho tôi gặp cán bộ"],
        ["tôi tố cáo cán bộ nhận tiền"], ["HUY"], ["khai tử làm thế nào"],
    ]

    @Test(arguments: openings)
    func `it goes first in every state of a conversation, marked or not`(before: [String]) throws {
        for call in Self.calls.prefix(60) {
            var villager = Villager()
            for text in before { try villager.say(text) }
            let turn = try villager.say(call)
            #expect(turn.decision == .command(.emergency), "\(call)")
            #expect(turn.replies.map(\.template) == ["emergency"] && turn.escalation?.reason == .emergency)
            #expect(turn.alert != nil)
        }
    }

    @Test func `it is said that an officer is told only where one can be`() throws {
        let shipped = try ShippedContent.dialogue.get()
        func turn(_ dialogue: Dialogue, reaches: Bool) -> Turn {
            dialogue.turn(
                VillagerMessage(
                    text: "cháy nhà cứu với", spelling: .asWritten, sender: "+84901234567", reachesDuty: reaches),
                state: DialogueState(), now: ShippedContent.morning)
        }
        #expect(turn(shipped, reaches: true).replies.map(\.template) == ["emergency"])
        #expect(turn(shipped, reaches: false).replies.map(\.template) == ["emergency_untold"])
        var commune = shipped.composer.commune
        commune.dutyPhone = nil
        let without = Dialogue(
            matcher: shipped.matcher, services: shipped.composer.services, commune: commune,
            replies: shipped.composer.replies)
        let untold = turn(without, reaches: true)
        #expect(untold.replies.map(\.template) == ["emergency_untold"])
        #expect(untold.alert == nil && untold.escalation?.reason == .emergency)
        #expect(!untold.replies[0].text.contains("đang được báo"))
    }

    @Test func `the third call within ten minutes is passed on without an answer, equal or not`() throws {
        var villager = Villager()
        let turns = try ["cháy nhà cứu với", "cháy lớn quá cứu tôi", "chay nha roi cuu voi", "sạt lở đất vùi người"].map
        {
            try villager.say($0, after: 20)
        }
        #expect(turns.map { $0.replies.count } == [1, 1, 0, 0])
        #expect(turns.allSatisfy { $0.alert != nil && $0.escalation?.reason == .emergency })
        #expect(try villager.say("cháy nhà cứu với", after: 700).replies.count == 1)
    }
}
