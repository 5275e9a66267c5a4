import Evaluation
import Testing

@testable import Conversations

/// That texts of any shape cost a bounded time: what a stranger sends can be 64 KB of anything.
@Suite(.serialized) struct ShapesTests {
    private static let size = 65_000

    /// Shapes by name: what is repeated until the text has its size in bytes.
    private static let units = [
        "1", "a", "ab", "bbccdd", "abcdefghijklmnopqrstuvwxyz", "a1", "a6", "d9a8ng1", "á", "ááờờ", "a\u{301}",
        "\u{301}",
        "a\u{301}\u{302}\u{323}", " ", ".", "1.", "1.1.1.1 ", "-", "1-", "01 ", "051 ", "0901234567 ", "051199001234 ",
        "1/2/2024 ", "😀", "👨‍👩‍👧", "\u{202E}", "\u{200B}", "שלום ", "你好", "한글", "ที่", "\u{1100}", "\n", "\r\n", "?",
        "&#273;",
        "&", "%C4%91", "%", "\\u0111", "=C4", "006B", "6B ", "Ä‘", "®¨", "Ì", "aÌ", "ð", "không phải ",
        "khong phai khai sinh ma ",
        "khai sinh ", "dang ky khai sinh, ", "khaisinh", "le phi ", "con ", "h48-261120-", "000.00.", "1.001193 ", "tr",
        "1tr5 ",
        "9999999999tr9 ", "𝐚", "🇻🇳", "0️⃣", "*", "*1", "cccd 1 ", "cmnd 123456789 ", "(0) ", "\u{0}", "\u{FFFD}", "A", "đ",
        "ÁÀ ",
        "-0", "a0", "lo0", "%41", "&amp;", "%25", "0\u{B}", "cmt", "0.1/2-", "1 000 ", "220921-9 ",
        "w", "uow", "s", "giay to ", "o dau ", "huy ", "cuu voi ", "a.b.", "x,", "\"", "'",
    ]

    private static func text(_ unit: String) -> String {
        String(repeating: unit, count: max(1, size / max(1, unit.utf8.count)))
    }

    /// In a build without optimisation all costs about thirty times as much; what is quadratic costs minutes.
    private static let most = Duration.seconds(6)

    @Test(arguments: units)
    func `understanding, explaining and masking a long text ends soon`(unit: String) throws {
        let matcher = try ShippedContent.dialogue.get().matcher
        let text = Self.text(unit)
        let time = ContinuousClock().measure {
            _ = Explanation(text, matcher: matcher)
            _ = PhoneNumber.kind(of: text)
            _ = PhoneNumber.all(in: text)
        }
        #expect(time < Self.most, "\(unit.debugDescription): \(time)")
    }

    @Test(arguments: 0..<4)
    func `so does a long text of shapes at random`(seed: UInt64) throws {
        var random = SteadySteps(state: seed)
        let matcher = try ShippedContent.dialogue.get().matcher
        var text = ""
        while text.utf8.count < Self.size {
            let unit = Self.units.randomElement(using: &random) ?? ""
            text += String(repeating: unit, count: Int.random(in: 1...400, using: &random))
        }
        let time = ContinuousClock().measure { _ = Explanation(text, matcher: matcher) }
        #expect(time < Self.most, "seed \(seed): \(time)")
    }

    @Test(arguments: [
        "vay 10000000000000tr5", "99999999999999999tr5", "9223372036854775807đ", "9223372036854775808k", "1000001tr9",
        "999999999999999999999999999999tr999", "9223372036854tr7", "1/1/99999999999999999999",
        "99999999999999999999/1/1",
        "0.0000000000000000000000000001tr", "-1tr5", "1,99999999999999999999tr", "1tr99999999999999999999",
        "٩٩٩٩٩٩٩٩٩٩٩tr5",
    ])
    func `numbers beyond any sum are no sums and trap nothing`(text: String) throws {
        let matcher = try ShippedContent.dialogue.get().matcher
        _ = Explanation(text, matcher: matcher)
        #expect(!matcher.understand(text).entities.contains { $0.kind == .amount || $0.kind == .date })
    }

    @Test func `sums at random trap nothing`() {
        var random = SteadySteps(state: 11)
        for _ in 0..<2_000 {
            var text = ""
            for _ in 0..<Int.random(in: 1...24, using: &random) {
                text += String("0123456789.,trkđ/-".randomElement(using: &random) ?? "0")
            }
            if let dong = EntityReader.dong(text) { #expect((0...1_000_000_000_000_000).contains(dong)) }
            _ = EntityReader.day(text)
            _ = EntityReader.read(text)
        }
    }
}
