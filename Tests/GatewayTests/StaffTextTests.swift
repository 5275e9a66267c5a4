import Content
import Conversations
import Foundation
import PublicServices
import Testing

@testable import Gateway
@testable import Storage

/// What commands print: nothing that a villager or a provider wrote moves a cursor or begins a line.
@Suite struct StaffTextTests {
    static let now = Date(timeIntervalSince1970: 1_780_000_000)
    static let communes = Result { try Commune.loadAll(folder: GatewayBench.root + "/config/communes") }

    /// What terminals obey, and forged lines; each is tried in every place of a list.
    static let hostile = [
        "gap can bo\u{1B}[2J\u{1B}[31m DA XONG", "\u{1B}]52;c;cm0gLXJm\u{07}", "a\u{9B}6nb", "a\u{1B}[6n",
        "x\r\n#999 · 08:00 1/1/2026 · KHẨN CẤP\r\n    Xã: da chuyen tien", "x\n#999\n", "x\r#999", "x\u{2028}#999",
        "x\u{2029}#999", "x\u{85}#999", "x\u{0B}#999\u{0C}#998", "\u{202E}neix uas\u{2066}a\u{2069}", "a\u{08}\u{7F}b",
        "\u{0}a", "\u{200F}\u{061C}\u{FEFF}", String(repeating: "dài ", count: 15_000), "\u{1B}\\\u{90}q\u{9C}",
    ]

    private func line(
        _ text: String, kind: MessageKind = .text, _ number: Int64 = 1, direction: MessageDirection = .incoming
    ) -> EscalationSummary.Line {
        EscalationSummary.Line(message: MessageID(number), direction: direction, kind: kind, text: text, at: Self.now)
    }

    private func summary(
        raisedBy: EscalationSummary.Line? = nil, added: [EscalationSummary.Line] = [],
        last: [EscalationSummary.Line] = [], commune: CommuneID? = nil, promised: Date? = nil, detail: String? = nil
    ) -> EscalationSummary {
        EscalationSummary(
            id: EscalationID(7), createdAt: Self.now, reason: .askedForStaff, detail: detail, unit: "police",
            commune: commune, raisedBy: raisedBy, added: added, promisedBy: promised, conversation: ConversationID(1),
            channel: "sms", addressTail: "274", lastTexts: last, answeredAt: nil, answeredBy: nil)
    }

    private func text() throws -> EscalationText { EscalationText(communes: try Self.communes.get()) }

    /// Whether a terminal shows the lines as they are, one by one.
    private func areHarmless(_ lines: [String]) -> Bool {
        lines.allSatisfy { line in
            line.unicodeScalars.allSatisfy { scalar in
                switch scalar.properties.generalCategory {
                case .control, .lineSeparator, .paragraphSeparator: false
                case .format: scalar.value == 0x200D
                default: true
                }
            }
        }
    }

    @Test(arguments: hostile) func `a hostile text is harmless wherever it stands`(words: String) throws {
        let lines = try text().lines(
            summary(
                raisedBy: line(words), added: [line(words, 2)], last: [line(words, 3, direction: .outgoing)],
                detail: words), now: Self.now)
        #expect(lines.count == 5)
        #expect(areHarmless(lines))
        #expect(lines.allSatisfy { $0.count < 600 })
        let entry = QuarantineEntry(
            number: 1, channel: "sms", kind: .unreadable, reason: words, size: 3, receivedAt: Self.now)
        let contents = QuarantineDesk.Contents(
            entry: entry, method: "POST", query: [(words, words)], headers: [(words, words)], bodyBytes: 3,
            events: [words, QuarantineDesk.legible(Array(words.utf8))])
        let shown = QuarantineText.lines(contents)
        #expect(shown.count == 7 && areHarmless(shown))
        let interest = InterestEntry(topic: "digital_skills", channel: "sms", address: words, at: Self.now)
        #expect(areHarmless([InterestText.line(interest, names: ["digital_skills": words])]))
        let rows = InterestText.csv([interest], names: [:]).components(separatedBy: "\r\n")
        #expect(rows.count == 3 && areHarmless([String(rows[1])]))
        #expect(areHarmless([StaffLine.shown(words)]))
    }

    @Test func `the question comes first, then what was added and written since`() throws {
        let lines = try text().lines(
            summary(
                raisedBy: line("xin gặp", 5), added: [line("ở thôn 2", 8)],
                last: [
                    line("chào", 3), line("xin gặp", 5), line("Đã chuyển", 6, direction: .outgoing),
                    line("ở thôn 2", 8),
                ]),
            now: Self.now)
        #expect(lines.dropFirst() == ["  ► Dân: xin gặp", "    Dân: chào", "    Xã: Đã chuyển", "  + Dân: ở thôn 2"])
    }

    @Test(arguments: [
        (MessageKind.image, "", "[ảnh]"), (.image, "nhà tôi đây", "[ảnh] nhà tôi đây"), (.voice, "", "[ghi âm]"),
        (.text, "", "(trống)"), (.location, "", "[vị trí]"),
    ])
    func `pictures and files are named`(kind: MessageKind, words: String, shown: String) throws {
        let lines = try text().lines(summary(raisedBy: line(words, kind: kind)), now: Self.now)
        #expect(lines.last == "  ► Dân: " + shown)
    }

    @Test(
        arguments: [
            ("dak-ha", "Công an xã Đăk Hà"), ("dak-mar", "Công an xã Đăk Mar"), (nil, "police"),
        ] as [(CommuneID?, String)])
    func `the unit is called as its own commune calls it`(commune: CommuneID?, name: String) throws {
        #expect(try text().lines(summary(commune: commune), now: Self.now)[0].contains("bộ phận: \(name)"))
    }

    @Test(
        arguments: [
            (-30.0, "(QUÁ HẸN 1 phút)"), (-3600, "(QUÁ HẸN 1 giờ)"), (-5 * 86_400, "(QUÁ HẸN 5 ngày)"), (60, nil),
        ] as [(TimeInterval, String?)])
    func `a promise that has passed is marked`(seconds: TimeInterval, words: String?) throws {
        let head = try text().lines(summary(promised: Self.now + seconds), now: Self.now)[0]
        #expect(head.contains("QUÁ HẸN") == (words != nil))
        if let words { #expect(head.contains(words)) }
    }

    @Test func `what is not shown is counted, and of restricted ones the number alone`() throws {
        let list = OpenEscalations(shown: [summary()], total: 14, elsewhere: 3)
        let lines = try text().lines(list, restricted: false, now: Self.now)
        #expect(lines.first?.contains("14 việc") == true)
        #expect(lines.contains { $0.contains("còn 13 việc nữa") && $0.contains("--limit 14") })
        #expect(lines.last?.contains("3 việc hạn chế") == true)
        let empty = try text().lines(
            OpenEscalations(shown: [], total: 0, elsewhere: 0), restricted: false, now: Self.now)
        #expect(empty == ["Không có câu hỏi nào đang chờ."])
    }

    @Test(arguments: [
        ("+84901234567", "\"+84 901 234 567\""), ("+842603123456", "\"+84 2 603 123 456\""),
        ("3674338702778449434", "\"ID 3674338702778449434\""), ("=1+1", "\"'=1+1\""), ("-2", "\"'-2\""),
        ("@SUM(A1)", "\"'@SUM(A1)\""), (" =cmd", "\"' =cmd\""), ("\t=a", "\"' =a\""), ("+a", "\"'+a\""),
        ("a\"b", "\"a\"\"b\""), ("＝1", "\"'＝1\""),
    ])
    func `a spreadsheet keeps a number whole and runs no formula`(address: String, cell: String) {
        #expect(InterestText.phoneCell(address) == cell)
    }

    @Test(arguments: [
        ("From=%2B84901234567&Body=xin%20chao", "84901234567"), ("{\"from\":\"+84901234567\"}", "901234567"),
        ("sdt 0901 234 567", "0901 234 567"), ("text\u{0}+84901234567\u{0}xin chào", "84901234567"),
        ("cccd 051199001234", "051199001234"), ("{\"id\":3674338702778449434}", "3674338702778449434"),
    ])
    func `what was set aside shows no whole number`(body: String, number: String) {
        let shown = QuarantineDesk.legible(Array(body.utf8))
        #expect(!shown.contains(number), "\(shown)")
        #expect(shown.contains(number.suffix(3)))
    }

    @Test func `bytes of two each are read for people`() {
        let words = "đăng ký khai sinh cần giấy tờ gì"
        var bytes: [UInt8] = []
        for unit in words.utf16 { bytes += [UInt8(unit >> 8), UInt8(unit & 0xFF)] }
        bytes += [0xD8, 0x3D]
        #expect(QuarantineDesk.legible(bytes).contains("đăng ký khai sinh"))
    }
}

@Suite struct AnswerArgumentTests {
    private func arranged(_ arguments: String...) -> [String] {
        AnswerArguments.arranged(["escalations", "answer"] + arguments)
    }

    @Test(arguments: [
        "- Giay khai sinh; - So ho khau", "-1 ban sao", "-h la gi", "--- Kinh gui", "– Giấy", "-", "-- a", "-Giấy tờ",
        "--Giấy tờ", "Chao bac",
    ])
    func `a text is a text, whatever it begins with`(text: String) {
        #expect(arranged("3", text) == ["escalations", "answer", "--", "3", text])
        #expect(arranged("3", "--", text) == ["escalations", "answer", "--", "3", text])
        #expect(
            arranged("--by", "Lan", "3", text, "--long") == [
                "escalations", "answer", "--by", "Lan", "--long", "--", "3", text,
            ])
        #expect(
            arranged("3", text, "--config=a b.yaml") == [
                "escalations", "answer", "--config=a b.yaml", "--", "3", text,
            ])
    }

    @Test func `options and misspelled options are left to the parser`() {
        #expect(arranged("--help") == ["escalations", "answer", "--help"])
        #expect(arranged("3", "--lnog") == ["escalations", "answer", "--lnog", "--", "3"])
        #expect(AnswerArguments.arranged(["escalations", "list", "-x"]) == ["escalations", "list", "-x"])
        #expect(AnswerArguments.arranged([]) == [])
    }
}
