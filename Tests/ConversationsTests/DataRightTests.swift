import Foundation
import PublicServices
import Testing
import VietnameseText

@testable import Conversations

/// "DỮ LIỆU CỦA TÔI" and "XÓA DỮ LIỆU": a matter with the law's clocks, and a receipt.
@Suite struct DataRightTests {
    @Test(arguments: [
        "DỮ LIỆU CỦA TÔI", "du lieu cua toi", "Du Lieu Cua Tui.", "cho toi xem du lieu cua toi", "xin bản sao dữ liệu",
        "dữ liệu cá nhân của em ạ", "yêu cầu cung cấp dữ liệu của tôi",
    ])
    func `a wish for one's data is known, with and without marks`(text: String) {
        #expect(DataRight(Words(text)) == .copy)
    }

    @Test(arguments: [
        "XÓA DỮ LIỆU", "xoa du lieu", "xoá dữ liệu của tôi", "toi muon xoa het du lieu ca nhan cua toi",
        "đề nghị xóa toàn bộ dữ liệu số điện thoại này",
    ])
    func `a wish for erasure is known, with and without marks`(text: String) {
        #expect(DataRight(Words(text)) == .erasure)
    }

    @Test(arguments: [
        "dữ liệu", "du lieu di dong", "hết dữ liệu 4G", "xóa hộ khẩu", "không xóa dữ liệu",
        "xóa dữ liệu khai sinh thế nào",
        "của tôi", "dữ liệu đất đai của tôi ở đâu", "xoa", "lộ dữ liệu của tôi",
    ])
    func `what only holds the words is no such wish`(text: String) {
        #expect(DataRight(Words(text)) == nil)
    }

    private func turn(_ text: String, matter: OpenMatter? = nil, at moment: Date) throws -> Turn {
        let dialogue = try ShippedContent.dialogue.get()
        return dialogue.turn(
            VillagerMessage(text: text, spelling: .asWritten, matter: matter), state: DialogueState(), now: moment)
    }

    /// Monday 2026-11-23, ten in the morning in Vietnam.
    private static let monday = Date(timeIntervalSince1970: 1_795_402_800)

    @Test func `the matter bears both clocks of the law, and the villager hears both`() throws {
        let copy = try turn("du lieu cua toi", at: Self.monday)
        #expect(copy.escalation?.reason == .dataCopy)
        #expect(copy.escalation?.detail?.contains("3/12") == true)
        #expect(copy.replies.first?.text.contains("3/12") == true)
        let erasure = try turn("XÓA DỮ LIỆU", at: Self.monday)
        #expect(erasure.escalation?.reason == .erasureRequest)
        #expect(erasure.escalation?.detail?.contains("13/12") == true)
        #expect(erasure.replies.first?.text.contains("Đã nhận yêu cầu xóa dữ liệu") == true)
        // At the latest at the end of Wednesday, whatever the commune promises.
        let promise = try #require(erasure.escalation?.promisedBy)
        #expect(promise > Self.monday && promise < Self.monday + 3 * 86_400)
    }

    @Test func `it is a matter of its own beside another, and while an officer has the conversation`() throws {
        for isHeld in [false, true] {
            let matter = OpenMatter(
                id: EscalationID(7), reason: .feedback, raisedAt: Self.monday - 600, isHeld: isHeld)
            let turn = try turn("xoa du lieu", matter: matter, at: Self.monday)
            #expect(turn.escalation?.reason == .erasureRequest)
            #expect(turn.replies.count >= 1)
            #expect(turn.replies.allSatisfy { ReplyTemplate.mayLeaveWhileHeld($0.template) })
        }
        #expect(try !turn("xoa du lieu", at: Self.monday).isNeverLimited, "each is answered, so they have an end")
    }
}
