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
        "fact_legal_basis", "more", "reference_note", "lapsed_mark", "lapsed_mark_brief", "ask_person", "ask_unit",
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
        for text in [alert.text, UnmarkedSpelling.of(alert.text), "Fwd: " + alert.text] {
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
