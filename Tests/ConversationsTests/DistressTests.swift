import CheckedYAML
import Foundation
import PublicServices
import Testing
import VietnameseText

@testable import Conversations

/// Frames of words by which a call for help is known, with sets of their own and with the shipped ones.
@Suite struct DistressTests {
    private static let small = """
        clear: "giết, nhà"
        ambiguous: "tự tử"
        denials: "không, chưa"
        sets:
          - {id: who, words: "em, mẹ, chồng", context: true}
          - {id: strike, words: "đánh, đánh đập, giết", deniable: true}
          - {id: suicide, words: "tự tử"}
          - {id: idiom, words: "đánh máy", covers: true}
          - {id: paper, words: "khai sinh, thuốc _ giun"}
        groups:
          - id: violence
            kind: violence
            frames:
              who > strike > who, within 3: 5
              strike + who, within 2: 4
          - id: selfharm
            kind: self_harm
            frames:
              suicide: 4
          - id: office
            frames:
              paper: -3
        """

    private func read(_ text: String, _ yaml: String = small) throws -> Distress? {
        let frames = try DistressFrames(YAMLEntry.parse(yaml, file: "khan-cap.yaml"))
        let reader = DistressReader(frames, lexicon: Lexicon())
        return reader.read(Reading(Words(text), lexicon: Lexicon()), rules: MatchingRules())?.distress
    }

    @Test(arguments: [
        ("chồng đánh em", 5), ("em bị mẹ giết", 4), ("đánh em rồi", 4),
        // Without marks "danh" may be another word: one point less, and none where it stands alone.
        ("giet em roi", 4), ("em muốn tự tử", 4),
        ("chồng đánh em, làm khai sinh ở đâu", 2), ("chồng đánh em, có thuốc tẩy giun không", 2),
    ])
    func `the strongest frame of each group counts, and what speaks against it is taken away`(text: String, score: Int)
        throws
    {
        #expect(try read(text)?.score == score)
    }

    @Test(arguments: [
        "đánh máy giùm em", "chồng không đánh em", "danh em", "tu tu em lam", "em nộp khai sinh",
        "mẹ em hỏi thuốc tẩy giun", "",
    ])
    func `an idiom, a denial, a vague word and a paper are no danger`(text: String) throws {
        #expect(try read(text) == nil)
    }

    @Test func `it is told what speaks for danger and what against`() throws {
        let distress = try #require(try read("chồng đánh em, làm khai sinh ở đâu"))
        #expect(distress.kind == .violence && distress.level == .doubt)
        #expect(distress.signs.map(\.worth) == [5, -3])
        #expect(distress.signs.map(\.words) == ["chồng … đánh … em", "khai sinh"])
    }

    @Test(arguments: [
        ("words: \"đánh, đập\"", "words: \"đánh, đánh\"", "twice"),
        ("who > strike", "who > strick", "there is no set \"strick\""),
        ("within 3", "near 3", "says nothing"),
        ("id: suicide,", "id: strike,", "stands twice"),
        ("suicide: 4", "suicide: 400", "400"),
        ("\"khai sinh, thuốc _ giun\"", "\"khai sinh, _ giun\"", "any word"),
        ("paper: -3", "idiom: -3", "no frame has the set paper"),
    ])
    func `a fault in the file is told with its place`(right: String, wrong: String, what: String) throws {
        let yaml = Self.small.replacing("đánh, đánh đập, giết", with: "đánh, đập").replacing(right, with: wrong)
        do {
            _ = try DistressFrames(YAMLEntry.parse(yaml, file: "khan-cap.yaml"))
            Issue.record("accepted")
        } catch {
            #expect("\(error)".contains(what), "\(error)")
        }
    }

    @Test(arguments: [
        ("bọn cho vay tới đập cửa đòi chặt tay ba con", Distress.Kind.violence),
        ("nhà rông cháy rồi, lửa lên tới nóc", .fire), ("mẹ con nằm im gọi không thưa, tím tái hết", .medical),
        ("nước lũ lên tới cửa sổ, bà ngoại không chạy được", .water), ("lạc mất đứa cháu 4 tuổi ở chợ", .child),
        ("em uống hết vỉ thuốc ngủ, vĩnh biệt mọi người", .selfHarm),
        ("em trai em bị lừa bán sang Campuchia, nó đòi tiền chuộc", .trafficking),
        ("đào trúng trái bom to lắm", .ordnance),
    ])
    func `each kind of danger is told apart`(text: String, kind: Distress.Kind) throws {
        let distress = try #require(try ShippedContent.dialogue.get().matcher.understand(text).distress)
        #expect(distress.level == .alarm && distress.kind == kind)
    }

    @Test(arguments: [
        ("co 4 dua con roi", Distress.Level.none), ("me no co roi", .none),
        ("trich luc la nhan ban giay hay ban dien tu", .none),
        ("chi oi con em no tim roi", .alarm), ("be nha em sot 40 do roi", .alarm),
    ])
    func `kin and numbers alone are like no call for help, one more word may be`(
        text: String, level: Distress.Level
    ) throws {
        let found = try ShippedContent.dialogue.get().matcher.understand(text).distress
        #expect(found?.level ?? .none == level, "\(String(describing: found))")
    }

    @Test(arguments: [
        ("be nha em sot 39 do roi co giat nhe", Distress.Level.alarm), ("be sot bon muoi do roi co giat", .alarm),
        ("chau sot 39 do nhieu lan co giat", .alarm), ("hôm qua bé sốt co giật, nay đỡ rồi", .none),
        ("nha so 5 do sap co nguoi trong do", .alarm),
    ])
    func `degrees are no sign that somebody gets better`(text: String, level: Distress.Level) throws {
        let found = try ShippedContent.dialogue.get().matcher.understand(text).distress
        #expect((found?.level == .alarm) == (level == .alarm), "\(String(describing: found))")
    }

    @Test func `a text made of such words alone costs no more than a moment`() throws {
        let matcher = try ShippedContent.dialogue.get().matcher
        let text = String(repeating: "chồng đánh em giết chém nhà cháy nước lũ ", count: 60)
        let clock = ContinuousClock()
        let took = clock.measure { _ = matcher.understand(text) }
        #expect(took < .seconds(5))
    }
}
