import Foundation
import PublicServices
import Testing

@testable import Conversations

/// What is done with messages while an officer has the conversation.
@Suite struct PersonTests {
    private static let seven = EscalationID(7)

    private func say(
        _ text: String, reason: EscalationReason = .askedForStaff, held: Bool = true, ago: TimeInterval = 9 * 3600
    ) throws -> Turn {
        let now = ShippedContent.morning
        let matter = OpenMatter(
            id: Self.seven, reason: reason, raisedAt: now.addingTimeInterval(-ago), isHeld: held)
        return try ShippedContent.dialogue.get().turn(
            VillagerMessage(text: text, spelling: .asWritten, matter: matter), state: DialogueState(), now: now)
    }

    @Test(arguments: [
        "dang ky khai sinh can giay to gi", "lệ phí kết hôn bao nhiêu", "chau duoc 20 ngay roi", "0", "alo", "qq ww ee",
        "phản ánh đường hỏng ở thôn 2", "chào xã", "1", "tiep",
    ])
    func `all that is written goes to the officer, with a receipt at most`(text: String) throws {
        let turn = try say(text)
        #expect(turn.addsTo == Self.seven && turn.decision == .addition, "\(turn.decision)")
        #expect(turn.escalations.isEmpty && turn.interest == nil)
        #expect(turn.replies.allSatisfy { ReplyTemplate.mayLeaveWhileHeld($0.template) })
    }

    @Test(arguments: ["cuu voi nha chay", "HỦY", "tố cáo cán bộ nhận tiền của dân"])
    func `calls for help, wishes to be left alone and denunciations are what they are`(text: String) throws {
        let turn = try say(text)
        #expect(turn.addsTo == nil && turn.decision != .addition, "\(turn.decision)")
    }

    @Test(arguments: ["máy", "MAY", "may", "cho máy trả lời", "dạ máy ạ", "gap may"])
    func `the machine comes back when it is asked for`(text: String) throws {
        let turn = try say(text)
        #expect(turn.machineBack == Self.seven && turn.addsTo == nil)
        #expect(turn.replies.first?.template == "machine_back")
    }

    @Test(arguments: ["mày", "mây", "may quá", "máy cày hỏng", "may ao dai", "xe máy"])
    func `words that look like it do not bring the machine back`(text: String) throws {
        #expect(try say(text).machineBack == nil)
    }

    @Test func `thanks are not answered, and where nobody has taken over all is as before`() throws {
        #expect(try say("cảm ơn cán bộ").effects.isEmpty)
        #expect(try say("lệ phí kết hôn bao nhiêu", held: false, ago: 60).addsTo == nil)
        #expect(try say("máy", held: false).machineBack == nil)
    }

    @Test func `a code of an answer is asked after in two ways, and is no other number`() throws {
        for text in ["KT 4821", "kt4821", "Kt  4821"] {
            #expect(CheckCode.code(in: ReadText(text).words) == "4821", "\(text)")
            #expect(try say(text).need == .answerCode("4821"))
            #expect(try say(text, held: false).need == .answerCode("4821"))
        }
        for text in ["4821", "KT", "KT 482", "KT 48211", "KT abcd", "KT 4821 la gi", "YK 4821"] {
            #expect(CheckCode.code(in: ReadText(text).words) == nil, "\(text)")
        }
    }

    @Test func `a message is confirmed with its time, and one that was not sent is warned of`() throws {
        let (dialogue, now) = (try ShippedContent.dialogue.get(), ShippedContent.morning)
        let turn = try say("KT 4821")
        let genuine = dialogue.resume(turn, with: .answerCode(now), now: now)
        #expect(genuine.replies.first?.template == "answer_genuine" && genuine.need == nil)
        let unknown = dialogue.resume(turn, with: .answerCode(nil), now: now)
        #expect(unknown.replies.first?.template == "answer_unknown")
        #expect(unknown.replies.first?.text.contains("4821") == true)
    }

    @Test(arguments: [
        ("tố cáo ông Dũng địa chính", true), ("to cao ong Dung dia chinh", true), ("anh Y Dũng ăn tiền", true),
        ("Nguyễn Văn Dũng nhận tiền", true), ("can bo Dung noi nhu vay", true), ("VĂN DŨNG", true),
        ("dùng giấy gì", false), ("nha toi dung o dau", false), ("đúng rồi", false), ("ông Dung", true),
        ("anh Dụng", false), ("xe của ông. Dũng cảm lắm", false),
    ])
    func `an officer is known in a denunciation by title and name`(text: String, stands: Bool) {
        #expect(PersonName("Nguyễn Văn Dũng").stands(in: text) == stands)
    }
}
