import Testing
import VietnameseText

@testable import Conversations

/// Texts that call themselves a complaint, and those that denounce somebody.
@Suite struct NamedFeedbackTests {
    @Test(arguments: [
        "phản ánh đường hư", "xin phan anh con duong", "PHẢN ẢNH rác thải", "tôi kiến nghị sửa cống",
        "kien nghi xa sua cong",
        "tôi khiếu nại quyết định", "khieu nai dat dai", "em muốn tố cáo", "to cao can bo", "tố giác tội phạm",
        "góp ý thái độ",
        "gop y cho xa",
    ])
    func `a complaint is one of its own where it is named`(text: String) {
        #expect(FeedbackKind.isNamed(in: Words(text)))
    }

    @Test(arguments: [
        "đường hư quá", "phản đối", "ánh đèn phản chiếu", "kiến thức nghị quyết", "nại ra nhiều lý do",
        "nhà tổ cao năm tầng",
        "ý góp vậy thôi", "cáo tố", "góp gạo", "phan", "anh phan", "cái to cào cào", "gộp ý lại", "",
    ])
    func `other words are none, and marks count where they stand`(text: String) {
        #expect(!FeedbackKind.isNamed(in: Words(text)))
    }

    @Test(arguments: [
        "tố cáo ông Nam trưởng thôn ăn tiền", "em xin tố cáo người làm sổ đỏ vòi tiền",
        "to cao can bo dia chinh lay tien",
        "Tôi tố giác nhóm người phá rừng", "tố cáo hiệu trưởng lạm thu", "xin to giac thang hang xom ban ma tuy",
        "tố cáo bà kế toán lấy tiền trẻ em khuyết tật", "toi to cao cong an nhan tien bo qua xe",
    ])
    func `who is named behind the word is denounced, whatever it is about`(text: String) throws {
        #expect(FeedbackKind.denounces(Words(text)))
        var villager = Villager()
        let turn = try villager.say(text)
        #expect(turn.decision == .command(.feedback), "\(turn.decision)")
        #expect(turn.escalation?.reason == .denunciation)
    }

    @Test(arguments: [
        "muốn tố cáo thì gặp ai", "tố cáo ở đâu", "mẫu đơn tố cáo cán bộ lấy ở đâu", "thu tuc to cao can bo the nao",
        "tố cáo nặc danh có được không", "tố cáo cán bộ thì cần gì", "tố cáo người khác có bị phạt không", "to cao",
        "nhà tổ cao ông bà để lại", "tô cao người lớn",
    ])
    func `who asks how it goes, or writes other words, denounces nobody`(text: String) {
        #expect(!FeedbackKind.denounces(Words(text)))
    }
}
