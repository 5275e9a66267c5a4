import PublicServices
import VietnameseText

/// Knows the gateway's own texts when they come back: forwarded by a phone, sent by another gateway, quoted by a villager.
///
/// A text is compared by runs of words: of three out of the templates, of four out of what fills them (facts, names,
/// opening hours). Marks do not matter, and words with digits (codes, times, sums) are left out on both sides. The
/// examples in the templates ("ví dụ: …") are no words of ours: villagers are asked to write like them.
struct OwnWords: Sendable {
    /// From which share of a text's words on it is ours.
    ///
    /// Found by trying: all templates cut to one SMS are known, no
    /// example and no labelled message of a villager is.
    private enum Limit {
        /// Shorter texts must be a template as a whole.
        static let words = 7
        /// Beyond so many words a text is read no further.
        static let longest = 400
        /// The same where no colon, bracket or full stop is in it.
        static let unsigned = 15
        /// Of a short text, and of one with `many` words, out of templates alone.
        static let ofShort = 0.8
        static let ofLong = 0.6
        static let many = 10
        /// So many words of a template must stand together: villagers' sentences have short runs out of several.
        static let together = 6
        /// Words of templates among words that fill them.
        static let frame = 4
        static let filled = 0.9
        static let lessFilled = 0.55
        /// Words of a template with which a text opens, and what must be known of it then.
        static let opening = 5
        static let opened = 0.75
        /// Behind a name and a colon ("Đăng ký khai sinh: …"), and without any sign of a template.
        static let headed = 0.6
        /// Of what stands behind the colon, which may be cut.
        static let behind = 0.5
        /// Words that lead to the name in "Về giấy tờ của việc …:".
        static let lead = 4
        static let bare = 0.9
        static let bareWords = 13
        /// With "(tham khảo" in it, which no villager writes.
        static let markedWords = 8
        /// A shorter name of an office says too little by itself.
        static let unitWords = 6
        /// Words of a text, some of them ours, that is read as a question where it ends as one; and those of its end.
        static let asked = 14
        static let question = 6
        /// How often the same is asked for in a list that is a villager's.
        static let listed = 3
        /// How many colons and full stops are looked at for a name in front of them.
        static let heads = 5
        /// How far from the begin a message may be forwarded from: "Fwd: ", "Tin từ 8079: ".
        static let prefix = 5
    }

    /// Runs of three words of the templates, by their hashes.
    private var frames: Set<UInt64> = []
    /// Runs of four words of what fills them.
    private var fillings: Set<UInt64> = []
    /// Runs of four words of names: villagers write these too.
    private var nameRuns: Set<UInt64> = []
    /// The words by which facets are named: a list of them is what villagers ask.
    private var facetWords: Set<WordKey> = []
    /// The same, name by name: "giấy tờ", "lệ phí".
    private var facetNames: [[WordKey]] = []
    /// Runs of three such words: known where the rest is ours, and no sign of it.
    private var lists: Set<UInt64> = []
    /// Names of two and three words, which hold no run of four.
    private var shortNames: Set<UInt64> = []
    /// All names that answers begin with, and whole templates.
    private var names: Set<UInt64> = []
    private var wholes: Set<UInt64> = []
    /// What facts are headed with; a colon must follow, for villagers write these words too.
    private var headings: Set<UInt64> = []
    /// The names of the offices, word by word.
    private var units: [[WordKey]] = []
    /// How a template begins that goes on with what a villager wrote: the alert to the officer on duty.
    private var openings: [[WordKey]] = []
    /// Templates with a name in brackets: the words before the first gap, and those behind the bracket.
    private var bracketed: [(head: [WordKey], tail: [WordKey])] = []

    init(_ composer: AnswerComposer) {
        for facet in Facet.allCases { facetWords.formUnion(Self.keys(composer.facetName(facet))) }
        facetNames = Facet.allCases.map { Self.keys(composer.facetName($0)) }.filter { $0.count > 1 }
        facetWords.formUnion(Self.keys("hỏi thêm giấy tờ lệ phí thời gian nơi nộp hồ sơ thủ tục"))
        for (id, template) in composer.replies.all {
            for text in [template.text, template.plain, template.headed].compactMap(\.self) {
                learn(template: id, text)
            }
        }
        for procedure in composer.services.procedures {
            let label = procedure.label ?? composer.intents[procedure.topic]?.name ?? procedure.name
            learn(name: label)
            learn(name: procedure.name)
            let address = composer.commune.unit(procedure.unit)?.address ?? ""
            for (kind, fact) in procedure.facts {
                // Half-sure facts go out with a mark behind them, and as sure ones once staff have confirmed them.
                for text in [fact.text, fact.text + " tham khảo"] {
                    let values = ["text": text, "address": address]
                    for template in [kind.template, kind == .place ? .placeBrief : nil].compactMap(\.self) {
                        learn(filling: label + " " + composer.replies.fill(template, values, spelling: .unmarked))
                        learn(filling: composer.replies.headed(template, topic: label, values, spelling: .unmarked))
                    }
                }
            }
            for facet in Facet.allCases {
                learn(filling: "chắc chắn về \(composer.facetName(facet)) \(label) nên đã chuyển")
            }
        }
        for facet in Facet.allCases { learn(filling: "Xin hỏi \(composer.facetName(facet)) để làm việc gì") }
        for referral in composer.services.referrals {
            learn(name: referral.name)
            for statement in referral.statements {
                learn(filling: "\(referral.name) \(statement.text) tham khảo. Liên hệ")
                learn(filling: "\(statement.text) Liên hệ")
            }
        }
        for subject in composer.services.subjects {
            for statement in subject.statements { learn(filling: statement.text) }
        }
        for topic in composer.intents.topics where topic.kind != .none {
            learn(name: topic.name)
            if let authority = topic.authority { learn(filling: authority) }
        }
        // It stands alone behind a referral that is about nobody near.
        wholes.insert(Self.hash(Self.keys("Cần xã hướng dẫn thêm, nhắn")))
        units = composer.commune.units.map { Self.keys($0.name) }
        for unit in composer.commune.units {
            learn(filling: "\(unit.name) làm việc \(composer.commune.calendar.hoursText)")
            learn(filling: "\(unit.name): \(unit.address). Điện thoại. Giờ làm việc: nhắn giờ làm việc")
            learn(filling: "Nơi nộp: \(unit.name), \(unit.address)")
            learn(filling: "Liên hệ: \(unit.name), \(unit.address), điện thoại. Cần xã hướng dẫn")
            learn(filling: "Mẫu đơn có tại \(unit.name) hoặc trên")
            for day in ["thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"] {
                learn(name: "\(unit.name) có làm việc \(day)")
                learn(filling: "\(unit.name) nghỉ \(day). Làm việc lại")
            }
            for holiday in Set(composer.commune.calendar.holidays.values) {
                let short = AnswerComposer.holidayName(holiday)
                learn(filling: "\(unit.name) nghỉ \(short) từ")
                learn(filling: "nghỉ thứ (\(holiday)). Làm việc lại")
            }
            learn(filling: "\(unit.name) giờ này không làm việc. Làm việc lại")
            learn(filling: "\(unit.name) đang làm việc, đến")
        }
        let days = ["thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"]
        for day in days {
            learn(filling: "Làm việc lại \(day)")
            for last in days { learn(filling: "từ \(day) đến hết \(last). Làm việc lại") }
        }
        for name in [composer.commune.name, "Làm việc lại"] { learn(name: name) }
        // Pages begin with these, and hardly a villager puts a colon behind them.
        for heading in ["Nơi nộp", "Thời gian giải quyết", "Lệ phí", "Giấy tờ", "Điều kiện", "Kết quả"] {
            headings.insert(Self.hash(Self.keys(heading)))
        }
        for next in ["Nơi nộp", "Thời gian giải quyết", "Lệ phí miễn phí", "Hỏi thêm", "Nộp qua mạng"] {
            learn(filling: "tham khảo \(next)")
            learn(filling: "tham khảo xã sẽ xác nhận \(next)")
        }
    }

    // MARK: - Learning

    private static func keys(_ text: some StringProtocol) -> [WordKey] {
        Words(String(text)).words.lazy.filter { !hasDigit($0) }.map(\.foldedKey)
    }

    private static func hasDigit(_ word: Word) -> Bool { word.letters.contains(where: \.isDigit) }

    private static func hash(_ keys: some Sequence<WordKey>) -> UInt64 {
        keys.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ $1.hash) &* 0x100_0000_01B3 }
    }

    private static func insert(_ keys: [WordKey], by length: Int, into set: inout Set<UInt64>) {
        guard keys.count >= length else { return }
        for start in 0...keys.count - length { set.insert(hash(keys[start..<start + length])) }
    }

    private mutating func learn(template id: ReplyTemplate, _ text: String) {
        let segments = Self.segments(of: text)
        for segment in segments {
            let (own, example) = Self.withoutExample(segment)
            let keys = Self.keys(own)
            for start in keys.indices.dropLast(2) {
                let run = keys[start..<start + 3]
                if run.allSatisfy({ facetWords.contains($0) }) {
                    lists.insert(Self.hash(run))
                } else {
                    frames.insert(Self.hash(run))
                }
            }
            learn(filling: example)
        }
        if segments.count == 1 { wholes.insert(Self.hash(Self.keys(text))) }
        if ReplyTemplate.alerts.contains(id) { learn(opening: text, segments) }
        if let place = segments.firstIndex(where: { $0.hasPrefix(")") }), place > 0, segments[place - 1].hasSuffix("(")
        {
            bracketed.append((Self.keys(segments[0]), Array(Self.keys(segments[place]).prefix(2))))
        }
    }

    /// The words of an alert up to what a villager wrote; numbers among them are left out as everywhere.
    private mutating func learn(opening template: String, _ segments: [Substring]) {
        let gaps = template.split(separator: "{").dropFirst(template.hasPrefix("{") ? 0 : 1).map {
            $0.prefix { $0 != "}" }
        }
        var keys: [WordKey] = []
        for (place, segment) in segments.enumerated() {
            keys += Self.keys(segment)
            guard keys.count < 4, place < gaps.count, ["count", "sender"].contains(gaps[place]) else { break }
        }
        if keys.count >= 4 { openings.append(keys) }
    }

    private mutating func learn(name: String) {
        let keys = Self.keys(name)
        for lead in ["của việc", "Về việc", "hỏi về", "chắc chắn về"] { learn(filling: lead + " " + name) }
        names.insert(Self.hash(keys))
        switch keys.count {
        case 2, 3: shortNames.insert(Self.hash(keys))
        default:
            Self.insert(keys, by: 4, into: &fillings)
            Self.insert(keys, by: 4, into: &nameRuns)
        }
    }

    private mutating func learn(filling text: String) { Self.insert(Self.keys(text), by: 4, into: &fillings) }

    /// What stands between the placeholders of a template.
    private static func segments(of template: String) -> [Substring] {
        template.split(separator: "{", omittingEmptySubsequences: false).enumerated().map { place, part in
            place == 0 ? part : part.firstIndex(of: "}").map { part[part.index(after: $0)...] } ?? ""
        }
    }

    /// A text without its example, and the example with the words that lead to it.
    private static func withoutExample(_ text: Substring) -> (own: String, example: String) {
        guard let start = text.firstRange(of: "ví dụ:") ?? text.firstRange(of: "Ví dụ:") else {
            return (String(text), "")
        }
        let behind = text[start.upperBound...].drop { $0 != "." && $0 != "?" }
        return (text[..<start.lowerBound] + ". " + behind, String(text[start.lowerBound..<behind.startIndex]))
    }
}

// MARK: - Comparing

extension OwnWords {
    /// What of a text is known.
    struct Comparison {
        var isOurs: Bool
        /// What is not known of it, run by run; a villager may have written it beside our words.
        var rest: [String]
        /// Whether what follows may hold a villager's words, which are not to be read again.
        var carriesOthers = false
        /// A question behind our words that is none of ours: "… là ai".
        var asked: String?
    }

    /// Compares a text; cheap where nothing of it is known.
    func compare(_ text: Words) -> Comparison {
        var words = text.words.prefix(Limit.longest).indices.filter { !Self.hasDigit(text.words[$0]) }
        if opens(words.map { text.words[$0].foldedKey }) {
            return Comparison(isOurs: true, rest: [], carriesOthers: true)
        }
        // "Fwd: ", "Tin nhắn từ 8079: "
        let forwarded = words.prefix(Limit.prefix).prefix { Self.forwarding.contains(text.words[$0].foldedKey) }
        words.removeFirst(forwarded.count)
        let keys = words.map { text.words[$0].foldedKey }
        guard keys.count >= 4 else { return Comparison(isOurs: false, rest: []) }
        var framed = Array(repeating: false, count: keys.count)
        mark(&framed, keys, by: 3, in: frames)
        var known = framed
        mark(&known, keys, by: 4, in: fillings)
        guard known.contains(true) || wholes.contains(Self.hash(keys)) || text.text.utf8.contains(UInt8(ascii: "("))
        else {
            return Comparison(isOurs: false, rest: [])
        }
        if known.contains(true) {
            mark(&known, keys, by: 3, in: shortNames)
            mark(&known, keys, by: 2, in: shortNames)
        }
        guard isOurs(text, words: words, keys: keys, framed: framed, known: known) else {
            return Comparison(isOurs: false, rest: [])
        }
        let asked = question(behind: known, in: keys).map { text.original(words[$0]..<text.words.count) }
        // Of a few words of ours with a question behind them, the villager made a question of their own.
        if asked != nil, keys.count <= Limit.asked { return Comparison(isOurs: false, rest: []) }
        mark(&known, keys, by: 3, in: lists)
        return Comparison(isOurs: true, rest: rest(of: text, words: words, known: known), asked: asked)
    }

    private static let forwarding = Vocabulary(
        ["fwd", "fw", "forwarded", "forward", "message", "from", "chuyen", "tiep", "tin", "nhan", "tu", "sms"])

    private func isOurs(
        _ text: Words, words: [Int], keys: [WordKey], framed marks: [Bool], known places: [Bool]
    ) -> Bool {
        let known = places.count { $0 }
        if wholes.contains(Self.hash(keys)) || isBracketed(text, keys) || isOfUnit(text, keys, places) { return true }
        let stretches = stretches(of: keys)
        // What has no colon, bracket or end of a sentence in it is a villager's, however much of it we write too; but not what opens
        // as one of our texts does.
        let isSigned =
            text.text.utf8.contains(where: Self.signs.contains)
            || text.text.dropLast(2).utf8.contains(UInt8(ascii: "?"))
            || stretches.first.map { $0.lowerBound <= 1 && $0.count >= Limit.words } ?? false
        guard keys.count >= (isSigned ? Limit.words : Limit.unsigned) else { return false }
        let count = Double(keys.count)
        if keys.count >= Limit.markedWords, Double(known) >= count * Limit.bare,
            text.text.contains("(tham khảo") || text.text.lowercased().contains("(tham khao")
        {
            return true
        }
        let framed = marks.count { $0 }
        let isTogether = stretches.contains { $0.count >= Limit.together }
        if isTogether {
            if Double(framed) >= count * (keys.count < Limit.many ? Limit.ofShort : Limit.ofLong) { return true }
        }
        if isTogether, Double(known) >= count * Limit.lessFilled { return true }
        // A template that was cut behind its first words begins the text.
        if let opening = stretches.first, opening.lowerBound <= 1, opening.count >= Limit.opening,
            Double(known) >= count * Limit.opened
        {
            return true
        }
        if framed >= Limit.frame, keys.count >= Limit.many, Double(known) >= count * Limit.filled { return true }
        if Double(known) >= count * Limit.headed, !asksOfFact(text, keys), let head = head(of: text) {
            // "Về giấy tờ của việc …:" with nothing of a villager's among it.
            if head.lead >= Limit.lead, zip(words, places).allSatisfy({ $0.0 >= head.end || $0.1 }) { return true }
            // A villager may write the name too; what stands behind it must be ours.
            let behind = zip(words, places).filter { $0.0 >= head.end }
            if behind.count >= 2, Double(behind.count { $0.1 }) >= Double(behind.count) * Limit.behind { return true }
        }
        // Names and facts may be asked about: "… cần giấy tờ gì, … cần giấy tờ gì".
        guard keys.count >= Limit.bareWords, Double(known) >= count * Limit.bare, !endsAsking(keys),
            !isListOfQuestions(text, keys)
        else { return false }
        // A long name, with a word or two beside it, is no text of ours.
        var named = Array(repeating: false, count: keys.count)
        mark(&named, keys, by: 4, in: nameRuns)
        return zip(named, places).count { !$0 && $1 } >= Limit.words
    }

    /// Where a question begins that stands behind our words, and is none of them.
    private func question(behind known: [Bool], in keys: [WordKey]) -> Int? {
        let start = (known.lastIndex(of: true) ?? 0) + 1
        var own = keys[start...]
        while let last = own.last, Self.particles.contains(last), own.count > 1 { own.removeLast() }
        guard (1...Limit.question).contains(own.count), let last = own.last else { return nil }
        // A single one may be what is left of a longer word of ours that was cut: "gi" of "giấy".
        let asks = own.count == 1 ? Self.surelyAsking : Self.askingAtEnd
        return asks.contains(last) ? start : nil
    }

    private static let signs = Set(":.(!".utf8)

    private static let particles = Vocabulary([
        "vay", "a", "ha", "nhi", "the", "nhe", "ad", "oi", "ta", "day", "do", "xa",
    ])
    private static let surelyAsking = Vocabulary(["nao", "ai", "dau", "sao"])
    private static let askingAtEnd = Vocabulary([
        "nao", "ai", "dau", "sao", "gi", "gio", "lau", "nhieu", "nua", "khong", "ko", "chua", "may",
    ])

    /// Whether the same is asked for again and again: "giấy tờ khai sinh, giấy tờ kết hôn, giấy tờ khai tử".
    ///
    /// Ours has a colon behind each.
    private func isListOfQuestions(_ text: Words, _ keys: [WordKey]) -> Bool {
        guard !text.text.utf8.contains(UInt8(ascii: ":")) else { return false }
        return facetNames.contains { name in
            (0..<keys.count).count { keys[$0...].starts(with: name) } >= Limit.listed
        }
    }

    /// Whether a fact is asked about: "Lệ phí khai sinh: miễn phí?", "giấy tờ đăng ký khai tử: tờ khai ở đâu".
    private func asksOfFact(_ text: Words, _ keys: [WordKey]) -> Bool {
        text.text.last { !$0.isWhitespace } == "?" || keys.last == "dau" || keys.suffix(2) == ["phai", "khong"]
    }

    private func endsAsking(_ keys: [WordKey]) -> Bool { keys.last.map(Self.closing.contains) ?? false }

    private static let closing = Vocabulary(["gi", "dau", "khong", "nhieu", "lau", "ai"])

    private func mark(_ marks: inout [Bool], _ keys: [WordKey], by length: Int, in set: Set<UInt64>) {
        guard keys.count >= length else { return }
        for start in 0...keys.count - length where set.contains(Self.hash(keys[start..<start + length])) {
            for place in start..<start + length { marks[place] = true }
        }
    }

    /// Words that stand together as in one template: each with the next one in a run of it.
    ///
    /// "số điện thoại" and "bộ phận một cửa" are of two, and side by side a villager's question.
    private func stretches(of keys: [WordKey]) -> [Range<Int>] {
        guard keys.count >= 3 else { return [] }
        var stretches: [Range<Int>] = []
        for first in 0...keys.count - 3 where frames.contains(Self.hash(keys[first..<first + 3])) {
            // Two runs of one template share two words.
            if let last = stretches.last, first + 1 < last.upperBound {
                stretches[stretches.count - 1] = last.lowerBound..<first + 3
            } else {
                stretches.append(first..<first + 3)
            }
        }
        return stretches
    }

    private func opens(_ keys: [WordKey]) -> Bool {
        openings.contains { opening in
            (0...Limit.prefix).contains { keys.dropFirst($0).starts(with: opening) }
        }
    }

    /// Whether a text is an office's whole name with our words around it.
    ///
    /// "Văn phòng … xã Đăk Hà làm việc Thứ 2", "Hỏi thêm: Phòng Văn hóa - Xã hội xã Đăk Hà". Villagers ask behind it: "… có
    /// làm việc thứ Bảy không".
    private func isOfUnit(_ text: Words, _ keys: [WordKey], _ places: [Bool]) -> Bool {
        let lead = Self.unitLeads.contains { keys.starts(with: $0) } ? 2 : 0
        let own = keys.dropFirst(lead)
        if lead > 0, text.text.utf8.contains(UInt8(ascii: ":")) {
            return units.contains { $0.count >= 4 && own.starts(with: $0) }
        }
        guard let unit = units.first(where: { $0.count >= Limit.unitWords && own.starts(with: $0) }),
            let last = keys.last, !Self.asking.contains(last), !text.text.utf8.contains(UInt8(ascii: "?"))
        else { return false }
        // The last word may be cut.
        let behind = places.dropFirst(lead + unit.count)
        return behind.count >= 2 && behind.dropLast().allSatisfy { $0 }
    }

    private static let unitLeads = ["hỏi thêm", "liên hệ", "nơi nộp"].map { Self.keys($0) }
    private static let asking = Vocabulary(
        "khong ko k hong hok chua ha a vay nao may dau gi sao nhi luc ta".split(separator: " ").map {
            WordKey(String($0))
        })

    /// Where a text begins with a name of ours and a colon: the first word behind, and how many words lead to the name.
    ///
    /// A full stop stands for the colon where another colon follows.
    private func head(of text: Words) -> (end: Int, lead: Int)? {
        var start = text.text.utf8.startIndex
        for _ in 0..<Limit.heads {
            guard
                let colon = text.text.utf8[start...].firstIndex(where: {
                    $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".")
                })
            else { return nil }
            let isColon = text.text.utf8[colon] == UInt8(ascii: ":")
            start = text.text.utf8.index(after: colon)
            let offset = text.text.utf8.distance(from: text.text.utf8.startIndex, to: colon)
            let before = text.words.prefix { $0.range.upperBound <= offset }
            let head = before.filter { !Self.hasDigit($0) }.map(\.foldedKey)
            guard head.count <= 24 else { return nil }
            let isHeading = isColon && (0..<head.count).contains { headings.contains(Self.hash(head[$0...])) }
            if isHeading { return (before.count, 0) }
            if let lead = (0..<head.count).first(where: { names.contains(Self.hash(head[$0...])) }) {
                return (before.count, lead)
            }
        }
        return nil
    }

    /// "Hồ sơ … (Khai sinh): đang giải quyết …": the brackets tell it from a villager's question after it.
    private func isBracketed(_ text: Words, _ keys: [WordKey]) -> Bool {
        if let open = text.text.utf8.firstIndex(of: UInt8(ascii: "(")), !text.text.utf8.contains(UInt8(ascii: ")")) {
            // Cut within the brackets: "Hồ sơ 000.00.53.H48-… (Đăng ký"; only a code stands before them.
            let offset = text.text.utf8.distance(from: text.text.startIndex, to: open)
            let before = text.words.filter { $0.range.upperBound <= offset }
            let head = before.filter { !Self.hasDigit($0) }.map(\.foldedKey)
            guard before.count >= head.count + 3 else { return false }
            return bracketed.contains { !$0.head.isEmpty && head.suffix($0.head.count).elementsEqual($0.head) }
        }
        guard let close = text.text.firstIndex(of: UInt8(ascii: ")"), before: UInt8(ascii: ":")),
            text.text.utf8[..<close].contains(UInt8(ascii: "("))
        else { return false }
        let offset = text.text.utf8.distance(from: text.text.startIndex, to: close) + 2
        let behind = text.words.lazy.filter { $0.range.lowerBound >= offset && !Self.hasDigit($0) }.map(\.foldedKey)
        return bracketed.contains { template in
            (0...Limit.prefix).contains { keys.dropFirst($0).starts(with: template.head) }
                && zip(behind, template.tail).allSatisfy { $0 == $1 }
        }
    }

    /// The runs of at least three words that are not known, as they were written.
    private func rest(of text: Words, words: [Int], known: [Bool]) -> [String] {
        var runs: [String] = []
        var start: Int?
        for place in 0...words.count {
            if place < words.count, !known[place] {
                start = start ?? place
            } else if let begin = start {
                // "Hỏi thêm: nơi nộp, nộp qua" is the end of an answer, of which the last word may be cut.
                let isList = words[begin..<place - 1].allSatisfy { facetWords.contains(text.words[$0].foldedKey) }
                if place - begin >= 3, !isList { runs.append(text.original(words[begin]..<words[place - 1] + 1)) }
                start = nil
            }
        }
        return runs
    }
}
