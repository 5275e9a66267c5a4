import PublicServices
import Testing
import VietnameseText

@testable import Conversations

/// The second opinion, which is counted from the wordings.
@Suite struct SecondOpinionTests {
    private func learnt(_ texts: [TopicID: [String]]) -> SecondOpinion {
        var counts = FeatureCounts()
        for (topic, texts) in texts.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            let number = counts.number(of: topic)
            for text in texts { counts.add(ReadText(text).words.words.map(\.foldedKey.hash), topic: number, weight: 1) }
        }
        return SecondOpinion(&counts)
    }

    private func hashes(_ text: String) -> [UInt64] { ReadText(text).words.words.map(\.foldedKey.hash) }

    private func first(_ text: String, in opinion: SecondOpinion) -> TopicID? {
        opinion.ranked(hashes(text), atMost: 1).first.map { opinion.topics[$0.topic] }
    }

    @Test func `words that one topic has say more than words that all have`() {
        let opinion = learnt([
            "birth": ["làm giấy khai sinh", "khai sinh cho con"], "death": ["làm giấy khai tử", "khai tử cho mẹ"],
            "marriage": ["làm giấy kết hôn", "cưới vợ"],
        ])
        #expect(first("xin làm giấy khai sinh", in: opinion) == "birth")
        #expect(first("khai tu", in: opinion) == "death")
        #expect(first("cưới", in: opinion) == "marriage")
    }

    @Test func `words that stand in no wording say nothing`() {
        let opinion = learnt(["birth": ["khai sinh"], "death": ["khai tử"]])
        #expect(opinion.ranked(hashes("xyz abc"), atMost: 3).isEmpty)
        #expect(opinion.ranked([], atMost: 3).isEmpty)
    }

    @Test func `a run of words says more than the same words apart`() {
        let opinion = learnt(["split": ["tách hộ khẩu"], "land": ["tách thửa"], "stay": ["hộ khẩu tạm trú"]])
        let together = opinion.ranked(hashes("tách hộ"), atMost: 1).first?.score ?? 0
        let apart = opinion.ranked(hashes("hộ xyz tách"), atMost: 1).first?.score ?? 0
        #expect(together > apart)
    }

    @Test func `it says which words weighed most`() throws {
        let opinion = learnt(["birth": ["làm giấy khai sinh"], "death": ["làm giấy khai tử"]])
        let words = hashes("làm giấy khai sinh")
        let topic = try #require(opinion.ranked(words, atMost: 1).first?.topic)
        let reasons = opinion.reasons(for: topic, in: words, atMost: 2)
        #expect(reasons.contains { $0.words.contains(3) })
        #expect(zip(reasons, reasons.dropFirst()).allSatisfy { !$0.words.overlaps($1.words) })
    }

    @Test func `an empty catalogue and a long text are no danger`() {
        #expect(SecondOpinion().ranked([1, 2, 3], atMost: 3).isEmpty)
        let opinion = learnt(["birth": ["khai sinh"]])
        #expect(opinion.ranked(Array(repeating: 7, count: 5_000), atMost: 3).isEmpty)
    }

    @Test(arguments: [
        "trich luc khai sinh em nop roi gio toi dau a", "giấy phép xây dựng nộp trên mạng tuần trước giờ tới đâu rồi",
        "em gửi giấy kết hôn qua mạng hôm thứ 6, tới đâu rồi ạ",
    ])
    func `how far what was handed in has got is no question about the paper`(text: String) throws {
        let matcher = try ShippedContent.dialogue.get().matcher
        #expect(matcher.decide(matcher.understand(text)) == .command(.dossierStatus))
    }

    @Test(arguments: [
        (
            "tui tinh dung lai can nha go thanh nha xay cap 4 o thon, co phai len xa xin phep khong",
            "construction_permit"
        ),
        ("Cơ sở lưu trú du lịch phải thực hiện thông báo lưu trú trước mấy giờ trong ngày?", "temporary_absence_stay"),
    ])
    func `what no wording finds is asked back by a menu, never answered`(text: String, topic: TopicID) throws {
        let matcher = IntentMatcher(try ShippedContent.intents.get())
        let decision = matcher.decide(matcher.understand(text))
        guard case .menu(let topics, _) = decision else {
            // Wordings may come to know it; then it is answered by them.
            #expect(decision.topics == [topic])
            return
        }
        #expect(topics.contains(topic) && topics.count <= 3)
    }
}
