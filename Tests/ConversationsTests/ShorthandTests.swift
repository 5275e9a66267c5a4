import CheckedYAML
import Content
import Foundation
import PublicServices
import Testing
import VietnameseText

@testable import Conversations

/// Abbreviations that stand for several things: the words beside them decide, or they stay as they are.
@Suite struct ShorthandTests {
    private func readings(of text: String) throws -> [String: String] {
        let matcher = try ShippedContent.dialogue.get().matcher
        let pairs = matcher.replacements(in: text).filter { $0.how == "lexicon" }.map { ($0.words, $0.reading) }
        return Dictionary(pairs) { first, _ in first }
    }

    @Test(arguments: [
        ("hs cua toi xong chua", "hs", "hồ sơ"), ("dk kh", "dk", "đăng ký"), ("can dk gi", "dk", "điều kiện"),
        ("lam dk ko", "dk", "được"), ("lam dc khong", "dc", "được"), ("kt xong ho so chua", "kt", "kiểm tra"),
        ("lam giay kt cho me", "kt", "khai tử"), ("lam cc cho con", "cc", "căn cước"),
        ("ck toi mat roi", "ck", "chồng"),
        ("bh y te cho con", "bh y te", "bảo hiểm y tế"), ("bh lam dc chua", "bh", "bây giờ"),
        ("tk vneid bi khoa", "tk", "tài khoản"), ("giá bn", "bn", "bao nhiêu"), ("bn oi cho hoi", "bn", "bạn"),
        ("cn co lam viec khong", "cn", "chủ nhật"), ("hn hom nay co lam viec ko", "hn", "hôm nay"),
        ("lam tt khai sinh", "tt", "thủ tục"), ("can tt ket hon", "tt", "thủ tục"), ("dk tt", "tt", "tạm trú"),
        ("tt hn", "tt", "tình trạng"),
        ("sai tt tren giay", "tt", "thông tin"),
    ])
    func `the words beside an abbreviation say what it stands for`(text: String, token: String, reading: String) throws
    {
        #expect(try readings(of: text)[token] == reading, "\(text)")
    }

    @Test(arguments: [
        ("cn quyen su dung dat", "cn"), ("ck tien le phi dc ko", "ck"), ("tk khai sinh", "tk"),
    ])
    func `where they do not say it, it is not guessed`(text: String, token: String) throws {
        #expect(try readings(of: text)[token] == nil, "\(text)")
    }

    @Test func `evidence shows all words of a shorthand of several words`() throws {
        let understanding = try ShippedContent.dialogue.get().matcher.understand("Em muon huong tro cap a")
        let evidence = understanding.candidates.flatMap(\.evidence).map(\.words)
        #expect(evidence.contains("huong tro cap"), "\(evidence)")
    }

    @Test func `a token that is never or always read so has no line of its own in the context table`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lexicon-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let abbreviations =
            "token\tstandard\talso_means\tsafe\tnote\nko\tkhông\t\tY\t\ntt\tthủ tục\t\tN\t\nhs\thồ sơ\t\tC\t\nvg\tvâng\t\tC\t\n"
        let context = "token\treading\tbefore\tafter\tnote\nko\tkhông\t*\t*\t\ntt\tthủ tục\t^\t*\t\nhs\thồ sơ\t*\t*\t\n"
        try abbreviations.write(to: folder.appending(path: "abbreviations.tsv"), atomically: true, encoding: .utf8)
        try context.write(to: folder.appending(path: "context.tsv"), atomically: true, encoding: .utf8)
        let problems = try #require(throws: FileProblems.self) { try Lexicon.load(folder: folder.path) }
        #expect(problems.problems.map(\.entry) == ["ko", "tt", "vg"])
    }
}

/// Spellings of how people speak are weak evidence: they find what nothing else claims, and lose to what is written.
@Suite struct SpokenSpellingTests {
    private func best(_ text: String) throws -> Candidate? {
        try ShippedContent.dialogue.get().matcher.understand(text).candidates.first
    }

    @Test(arguments: [
        ("chuyển nhượn đất", "land_transfer" as TopicID, Evidence.Tier.weak), ("lam so đõ", "land_certificate", .weak),
        ("giấy khai xinh", "birth_registration", .lexicon), ("đăng kí tạm chú", "temporary_residence", .lexicon),
        ("xổ đỏ", "land_certificate", .lexicon), ("hộ ngèo", "poor_household", .lexicon),
    ])
    func `a spoken spelling still finds its matter`(text: String, topic: TopicID, tier: Evidence.Tier) throws {
        let candidate = try #require(try best(text))
        #expect(candidate.topic == topic)
        #expect(candidate.evidence.first?.tier == tier)
    }

    @Test func `the step is named`() throws {
        let matcher = try ShippedContent.dialogue.get().matcher
        #expect(matcher.replacements(in: "chuyển nhượn đất").map(\.how) == ["regional"])
    }

    @Test func `weak evidence is worth less than any other`() throws {
        let written = try #require(try best("chuyển nhượng đất"))
        let spoken = try #require(try best("chuyển nhượn đất"))
        #expect(spoken.score < written.score * 0.7)
    }

    @Test(arguments: [
        // One word of three with other marks is a slip, two are other words; in two words one is too many.
        ("giấy khai sịnh nhé", true), ("giầy khải sinh nhé", false), ("khai sịnh nhé", false),
    ])
    func `other marks are forgiven once in a longer wording`(text: String, isFound: Bool) throws {
        let topic = Topic(
            id: "birth", kind: .procedure, name: "", unit: nil, authority: nil, isWhole: false,
            phrases: [try PhrasePattern("khai sinh"), try PhrasePattern("giấy khai sinh")], markedPhrases: [],
            wholePhrases: [], markedWholePhrases: [], hints: [], counterPhrases: [], examples: [], counterExamples: [])
        var rules = MatchingRules()
        rules.slipTrials = 0
        let matcher = IntentMatcher(
            IntentCatalogue(topics: [topic], facets: [], followUps: [], lexicon: Lexicon()), rules: rules)
        let evidence = matcher.understand(text).candidates.first?.evidence ?? []
        #expect(evidence.map(\.tier) == (isFound ? [.weak] : []), "\(text)")
    }
}
