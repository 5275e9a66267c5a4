import CheckedYAML
import Evaluation
import Foundation
import PublicServices
import Testing
import VietnameseText

@testable import Content
@testable import Conversations

/// Our own texts that come back are known, and nothing that villagers write is taken for them.
@Suite struct OwnWordsTests {
    /// Every text that can go out, once.
    private static func sent() throws -> [(label: String, text: String)] {
        var seen: Set<String> = []
        return OwnWordsCheck.samples(try ShippedContent.dialogue.get(), now: ShippedContent.morning).filter {
            !$0.text.isEmpty && seen.insert($0.text).inserted
        }
    }

    /// Parts that never go out alone.
    private static let fragments: Set<String> = [
        "fact_documents", "fact_fee", "fact_time", "fact_place", "fact_link", "fact_steps", "fact_form",
        "fact_eligibility", "fact_who", "fact_deadline", "fact_result", "fact_original", "fact_elsewhere",
        "more", "reference_note", "lapsed_mark", "lapsed_mark_brief", "ask_person", "ask_unit",
        "interest_offer", "reference_mark", "place_brief", "form_place", "condolence", "referral",
        "answer", "overview", "continued", "subject", "menu", "variants", "dossier_as_of", "dossier_offer_following",
        "dossier_stop_following", "dossier_overdue", "dossier_late", "dossier_late_new_date",
    ]

    private func isOurs(_ text: String) throws -> Bool {
        let heard = try ShippedContent.dialogue.get().hear(ReadText(text))
        return heard.quiet == .echo
    }

    private func unknown(_ change: (String) -> String) throws -> [String] {
        try Self.sent().filter { !$0.text.contains("{") && !isBare($0) }.compactMap { label, text in
            try isOurs(change(text.replacing(Reply.referenceMark, with: "27"))) ? nil : "\(label): \(change(text))"
        }
    }

    /// A template whose gaps are empty, or a part of one.
    private func isBare(_ sample: (label: String, text: String)) -> Bool {
        Self.fragments.contains(sample.label) || sample.text.contains("  ") || sample.text.contains("()")
            || sample.text.contains(" ,") || sample.text.contains(": ,") || sample.text.contains(" .")
            || sample.text.contains("\n\n") || sample.text.hasPrefix(":") || sample.text.hasPrefix(" ")
            || sample.text.contains(" :") || sample.text.contains(" ?")
    }

    @Test func `whatever goes out is known when it comes back whole`() throws {
        let unknown = try unknown { $0 }
        #expect(unknown.isEmpty, "\(unknown.count): \(unknown.prefix(40).joined(separator: "\n"))")
    }

    @Test func `it is known behind the words of a phone that forwards`() throws {
        let unknown = try unknown { "Fwd: " + $0 } + unknown { "Tin nhắn từ 8079: " + $0.uppercased() }
        #expect(unknown.isEmpty, "\(unknown.count): \(unknown.prefix(40).joined(separator: "\n"))")
    }

    @Test func `it is known when it was cut to one SMS`() throws {
        let unknown = try unknown { text in
            String(text.prefix(SMSEncoding.isGSM7(text) ? 160 : 70))
        }
        #expect(unknown.isEmpty, "\(unknown.count): \(unknown.prefix(40).joined(separator: "\n"))")
    }

    @Test func `no example and no labelled message of a villager is taken for ours`() throws {
        let dialogue = try ShippedContent.dialogue.get()
        let intents = try ShippedContent.intents.get()
        var texts = intents.topics.flatMap { ($0.examples + $0.counterExamples).map(\.text) }
        texts += intents.facets.flatMap { $0.examples.map(\.text) }
        texts += try LabelledMessage.load(path: ShippedContent.root + "/Tests/Evaluation/own.tsv").map(\.text)
        let taken = texts.filter { dialogue.hear(ReadText($0)).quiet != nil && $0 != "viec khan cap xin goi 113" }
        #expect(taken.isEmpty, "\(taken.joined(separator: "\n"))")
        let changed = texts.map { ReadText($0) }.filter { dialogue.hear($0).text != $0.text }.map(\.text)
        #expect(changed.isEmpty, "\(changed.joined(separator: "\n"))")
    }

    @Test(arguments: [
        "khai sinh cho con cần giấy tờ gì", "đăng ký tạm trú cần gì", "khai sinh cần giấy tờ gì",
        "nhắn 0 để gặp cán bộ",
        "tôi muốn xem, sửa, xóa dữ liệu của tôi", "xin giấy xác nhận tình trạng hôn nhân", "cho gặp cán bộ xã",
        "hồ sơ của tôi đang giải quyết tới đâu rồi", "thủ tục cấp giấy chứng nhận quyền sử dụng đất lần đầu",
        "cán bộ đã trả lời nhưng chưa rõ", "khẩn cấp quá, nhà tôi cháy rồi", "gọi 113 giùm tôi với",
        "đăng ký khai sinh cần giấy tờ gì, đăng ký kết hôn cần giấy tờ gì",
        "đăng ký khai tử lệ phí bao nhiêu, đăng ký tạm trú lệ phí bao nhiêu", "Lệ phí đăng ký khai sinh: miễn phí?",
        "giấy tờ đăng ký khai sinh: tờ khai phải không", "giay to dang ky khai tu: to khai o dau",
    ])
    func `what a villager writes with our words is theirs`(text: String) throws {
        let heard = try ShippedContent.dialogue.get().hear(ReadText(text))
        #expect(heard.quiet == nil && heard.text == text)
    }

    private static let matters = ["khai sinh", "kết hôn", "khai tử", "tạm trú", "thường trú", "chứng thực", "căn cước"]

    /// Villagers ask for the same of many things at once; ours has a colon behind each.
    @Test(arguments: ["giấy tờ", "lệ phí", "thời gian", "nơi nộp", "giấy tờ đăng ký"], [", ", "; ", " ", "\n"])
    func `a list of what is asked is a villager's, however long`(asked: String, joint: String) throws {
        for count in 2...Self.matters.count {
            let text = Self.matters.prefix(count).map { "\(asked) \($0)" }.joined(separator: joint)
            for text in [text, UnmarkedSpelling.of(text)] { #expect(try !isOurs(text), "\(text)") }
        }
    }

    @Test(arguments: [
        "ngày nào", "là ai", "là ai vậy", "ở đâu", "mấy giờ", "bao lâu nữa", "khi nào ạ", "la gi", "là sao",
        "thi nop o dau",
    ])
    func `a few words of ours with a question behind them are a villager's`(question: String) throws {
        for words in [
            "cán bộ xem và trả lời", "đã chuyển cán bộ xã", "sẽ trả lời trước", "nhắn 0 để gặp cán bộ",
            "Mời mang giấy hẹn đến quầy",
            "Hồ sơ đã quá hẹn", "Chỉ nộp tại kênh chính thức", "đang chờ bộ phận một cửa", "có thêm chi tiết, xin nhắn",
            "Máy sẽ tự tra lại và nhắn kết quả",
        ] {
            for text in ["\(words) \(question)", UnmarkedSpelling.of("\(words) \(question)"), "\(words) \(question)?"] {
                let heard = try ShippedContent.dialogue.get().hear(ReadText(text))
                #expect(heard.quiet == nil && heard.text == text, "\(text)")
            }
        }
    }

    @Test func `behind a whole message of ours the question alone is read`() throws {
        let text =
            "KHẨN CẤP: gọi ngay 113 (công an), 114 (chữa cháy), 115 (y tế), 112 (thiên tai). Tin này đang được báo cho cán bộ trực của xã."
        let heard = try ShippedContent.dialogue.get().hear(ReadText(text + " anh trực ngồi phòng nào"))
        #expect(heard.quiet == nil && heard.text == "anh trực ngồi phòng nào")
    }

    /// `%` is the message that a mail program quotes.
    static let mails = [
        "On Fri, 27 Nov 2026 at 08:00, Xã Đăk Hà <xa@dakha.gov.vn> wrote:\n> %",
        "Vào Th 6, 27 thg 11, 2026 lúc 08:00 Xã đã viết:\n\n> %",
        "Vào 08:00 27/11/2026, 8079 đã viết: %", "On Nov 27, 2026, at 8:00 AM, 8079 wrote:\n\n%",
        "Ngày 27/11/2026 8079 viết:\n> > %",
        "-----Original Message-----\nFrom: 8079\nSent: Friday\nSubject: tin\n\n%",
        "Từ: 8079\nĐã gửi: thứ Sáu\nChủ đề: tin\n\n%",
        "---------- Forwarded message ---------\nFrom: 8079\nDate: Fri\nSubject:\nTo: x\n\n%",
    ]

    @Test(arguments: mails)
    func `an alert of ours that a mail quotes raises none`(mail: String) throws {
        let dialogue = try ShippedContent.dialogue.get()
        let call = VillagerMessage(text: "cháy nhà cứu với", spelling: .asWritten, sender: "+84901234567")
        let told = AnswerComposer.Call(sender: "+84901234567", text: "cháy nhà cứu với", at: ShippedContent.morning)
        let alerts = [
            try #require(dialogue.composer.alert(call, now: ShippedContent.morning)).text,
            dialogue.composer.furtherAlert(count: 3, newest: told).text,
            dialogue.composer.alertDigest(count: 3, calls: [told, told]).text,
        ]
        for alert in alerts {
            for (above, quiet) in [("", true), ("cảm ơn\n\n", false), ("đã biết, đang tới\n", false)] {
                for text in [alert, UnmarkedSpelling.of(alert)] {
                    let message = VillagerMessage(text: above + mail.replacing("%", with: text), spelling: .asWritten)
                    let turn = dialogue.turn(message, state: DialogueState(), now: ShippedContent.morning)
                    #expect(turn.alert == nil && turn.decision.topics != [.emergency], "\(message.text)")
                    #expect(!quiet || turn.decision == .quiet(.echo), "\(message.text)")
                }
            }
        }
    }

    @Test(arguments: [
        (
            "cháy nhà cứu với\n\nOn Fri, 27 Nov 2026, Xã wrote:\n> Xin chào, đây là số hỏi đáp thủ tục của xã Đăk Hà",
            "emergency"
        ),
        ("Vào tối qua ông Ba có viết: tôi sẽ giết cả nhà", "emergency"),
        ("On the way home he wrote: chay nha cuu voi", "emergency"),
        (
            "đăng ký tạm trú cần gì\nVào 08:00, 8079 đã viết:\n> Đã chuyển cán bộ xã. Sẽ có trả lời trước 16:00 thứ Ba 24/11.",
            "temporary_residence"
        ),
    ])
    func `what is no quotation of ours is read`(text: String, topic: String) throws {
        var villager = Villager()
        #expect(try villager.say(text).decision.topics.map(\.rawValue) == [topic])
    }

    @Test(arguments: [
        "tôi tên Nguyễn Thị Mai ở thôn Kon Trang Long Loi xã Đăk Hà", "em la Ro Cham H Lan, thon 5 xa Dak Ha",
        "Y Blen con ông A Thư làng Kon Gung", "Nguyễn Văn Hòa", "họ và tên: Trần Văn Bình, sinh 1990",
        "Toi la Tran Van Trung tam thoi o nho nha anh Hanh chinh thon 3", "Chị Công Thị Lý hỏi giùm mẹ là bà Hồ Thị Sơ",
        "em tên Vũ Khai Sinh", "cho gặp anh Đặng Ký địa chính", "Phạm Thị Lệ Phi, Lê Văn Nộp, thôn Kon Tu Ma",
    ])
    func `a villager's name is no echo of ours`(text: String) throws {
        for text in [text, UnmarkedSpelling.of(text), text.uppercased(), "Fwd: " + text] {
            #expect(try !isOurs(text), "\(text)")
        }
    }

    @Test(arguments: [
        "%", "% ạ", "em hỏi %", "cho em hỏi %", "% cần gì", "% nộp ở đâu", "toi muon lam %", "% thì sao", "chào xã, %",
    ])
    func `the name of a procedure, with a word or two beside it, is a villager's question`(form: String) throws {
        let composer = try ShippedContent.dialogue.get().composer
        var taken: [String] = []
        for procedure in composer.services.procedures {
            for name in Set([procedure.name, procedure.label].compactMap(\.self)) {
                for text in [form.replacing("%", with: name), UnmarkedSpelling.of(form.replacing("%", with: name))]
                where try isOurs(text) { taken.append(text) }
            }
        }
        #expect(taken.isEmpty, "\(taken.count): \(taken.prefix(20).joined(separator: "\n"))")
    }

    @Test(arguments: [
        "số điện thoại bộ phận một cửa", "cho xin số điện thoại bộ phận một cửa", "giờ làm việc bộ phận một cửa",
        "so dien thoai bo phan mot cua cua uy ban nhan dan xa", "thời gian giải quyết hồ sơ đăng ký kết hôn",
        "bộ phận một cửa có làm việc chiều thứ sáu", "nơi nộp hồ sơ bộ phận một cửa", "lệ phí hồ sơ đăng ký khai tử",
        "trả kết quả tại bộ phận một cửa", "điện thoại cán bộ xã phụ trách hồ sơ",
    ])
    func `words of several of our texts side by side are a villager's question`(text: String) throws {
        for text in [text, UnmarkedSpelling.of(text)] { #expect(try !isOurs(text), "\(text)") }
    }

    @Test func `no text of ours is a call for help`() throws {
        let problems = OwnWordsCheck.problems(try ShippedContent.dialogue.get(), now: ShippedContent.morning)
        #expect(problems.isEmpty, "\(problems.map(\.description).joined(separator: "\n"))")
    }

    @Test(arguments: [
        (
            "KHAN CAP: goi ngay 113 (cong an), 114 (chua chay), 115 (y te), 112 (thien tai). Tin nay dang duoc bao cho can bo truc cua xa.\ncuu voi chay nha roi",
            "emergency"
        ),
        (
            "\"Xin loi, chua hieu cau hoi. Xin viet ro viec can lam, vi du: khai sinh cho con can giay to gi.\" toi hoi le phi dang ky ket hon bao nhieu",
            "marriage_registration"
        ),
        (
            "> Kính chào, đây là số hỏi đáp thủ tục của xã Đăk Hà. Xin nhắn việc cần hỏi\nđăng ký tạm trú cần giấy tờ gì",
            "temporary_residence"
        ),
        ("“Đã chuyển cán bộ xã. Sẽ có trả lời trước 16:00 thứ Ba 24/11.” đừng nhắn nữa", "opt_out"),
    ])
    func `what stands beside our words is read`(text: String, topic: String) throws {
        var villager = Villager()
        #expect(try villager.say(text).decision.topics.map(\.rawValue) == [topic])
    }

    @Test func `an alert that comes back from a phone raises no second one`() throws {
        let dialogue = try ShippedContent.dialogue.get()
        let alert = try #require(
            dialogue.composer.alert(
                VillagerMessage(text: "cháy nhà cứu với", spelling: .asWritten, sender: "+84901234567"),
                now: ShippedContent.morning))
        let call = AnswerComposer.Call(sender: "+84901234567", text: "cháy nhà cứu với", at: ShippedContent.morning)
        let further = dialogue.composer.furtherAlert(count: 2, newest: call).text
        let digest = dialogue.composer.alertDigest(count: 2, calls: [call, call]).text
        let texts = [alert.text, further, digest]
        for text in texts + texts.map(UnmarkedSpelling.of) + texts.map({ "Fwd: " + $0 }) {
            let turn = dialogue.turn(
                VillagerMessage(text: text, spelling: .asWritten), state: DialogueState(), now: ShippedContent.morning)
            #expect(turn.decision == .quiet(.echo))
            #expect(turn.alert == nil && turn.replies.isEmpty && turn.escalation == nil)
        }
    }

    @Test func `the alert shows no control sign, no link and no citizen number`() throws {
        let dialogue = try ShippedContent.dialogue.get()
        let alert = try #require(
            dialogue.composer.alert(
                VillagerMessage(
                    text: "cứu\u{1B}[2J với\r\nhttp://evil.example/x www.a.com cccd 051199001234", spelling: .asWritten,
                    sender: "+84901234567"), now: ShippedContent.morning))
        #expect(!alert.text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
        #expect(AllowedLinks.links(in: alert.text).isEmpty, "\(alert.text)")
        #expect(!alert.text.contains("051199001234"))
    }

    /// A form on the web may bring anything as its sender.
    @Test(arguments: [
        ("+84901234567", "+84901234567"), ("0084901234567", "0084901234567"),
        ("3674338702778449434", "3674338702778449434"),
        ("+8562055512345", "+8562055512345"), ("uid-051199001234567", "uid-051199001234567"),
        ("051199001234", "*********234"), ("lan 051199001234", "lan *********234"),
        ("051 199 001 234", "*** *** *** 234"),
        ("842363123456", "842363123456"), ("Lan\u{1B}[2J", "Lan␛[2J"),
    ])
    func `an alert shows its sender whole, but no citizen number in their place`(sender: String, shown: String) throws {
        let composer = try ShippedContent.dialogue.get().composer
        let message = VillagerMessage(text: "cháy nhà", spelling: .asWritten, sender: sender)
        let call = AnswerComposer.Call(sender: sender, text: "cháy nhà", at: ShippedContent.morning)
        let alert = try #require(composer.alert(message, now: ShippedContent.morning))
        let further = composer.furtherAlert(count: 2, newest: call)
        let digest = composer.alertDigest(count: 2, calls: [call, call])
        for text in [alert.text, further.text, digest.text] { #expect(text.contains(shown), "\(text)") }
    }

    @Test func `words in an alert are masked before they are cut`() throws {
        let composer = try ShippedContent.dialogue.get().composer
        for length in 100...170 {
            let text = String(repeating: "a", count: length) + " 051199001234"
            let call = AnswerComposer.Call(sender: "x", text: text, at: ShippedContent.morning)
            #expect(!composer.furtherAlert(count: 2, newest: call).text.contains("051199"))
        }
    }
}
