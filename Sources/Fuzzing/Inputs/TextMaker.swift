import Foundation

/// Makes texts as villagers, machines and attackers write them, out of those of the corpus.
struct TextMaker {
    var corpus: Corpus
    /// Scalars of the longest text: a whole body in a release build, and what a slow one reads in the same time.
    var longest = Int(64_000 / Bounds.slowness.squareRoot())

    func text(_ luck: inout Luck) -> String {
        var text = luck.pick(corpus.texts)
        for _ in 0..<luck.within(0...4) { text = mutated(text, &luck) }
        return cut(text, longest)
    }

    private func cut(_ text: String, _ length: Int) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.prefix(length)))
    }

    func mutated(_ text: String, _ luck: inout Luck) -> String {
        switch luck.below(20) {
        case 0: spliced(text, &luck)
        case 1: repeated(text, &luck)
        case 2, 3: inserted(amount(&luck), into: text, &luck)
        case 4: inserted(moment(&luck), into: text, &luck)
        case 5, 6: inserted(citizenNumber(&luck), into: text, &luck)
        case 7: inserted(code(&luck), into: text, &luck)
        case 8: withSigns(Self.hidden, text, &luck)
        case 9: withSigns(Self.controls, text, &luck)
        case 10: inserted(luck.pick(Self.pictures), into: text, &luck)
        case 11: TextEncodings.misread(text, &luck)
        case 12: damaged(text, &luck)
        case 13: restyled(text, &luck)
        case 14: inserted(longWord(&luck), into: text, &luck)
        case 15: luck.pick(Self.quotes).replacingOccurrences(of: "%", with: text)
        case 16: luck.pick(["{{answer}}", "{{answer}} \(text)", "Liked “{{answer}}”", "Đã thích “{{answer}}”"])
        case 17: inserted(luck.pick(Self.urgent), into: text, &luck)
        case 18:
            luck.pick(corpus.texts) + luck.pick([", ", ". ", " va ", "; ", "\n", " hay ", " chứ không phải "]) + text
        default: text + luck.pick([" 0", " 1", " ạ", "?", "???", "…", " TIEP", " huy", " stop", "\n\n", " ok"])
        }
    }

    // MARK: - Shapes

    private func inserted(_ piece: String, into text: String, _ luck: inout Luck) -> String {
        let scalars = Array(text.unicodeScalars)
        let place = luck.once(in: 3) ? luck.pick([0, scalars.count], or: 0) : luck.below(scalars.count + 1)
        var view = String.UnicodeScalarView(scalars[..<place])
        view.append(contentsOf: (neighbour(&luck) + piece + neighbour(&luck)).unicodeScalars)
        view.append(contentsOf: scalars[place...])
        return String(view)
    }

    /// What stands beside a piece: a space half of the time, so that it is read for itself.
    private func neighbour(_ luck: inout Luck) -> String {
        guard luck.once(in: 2) else { return " " }
        return luck.pick(["", " ", "", " ", ".", "-", "/", ", ", ":", "(", "\u{a0}", "x", "1 ", " 2", "0", "\n"])
    }

    private func spliced(_ text: String, _ luck: inout Luck) -> String {
        let one = Array(text.unicodeScalars)
        let other = Array(luck.pick(corpus.texts).unicodeScalars)
        return String(String.UnicodeScalarView(one[luck.range(in: one.count)] + other[luck.range(in: other.count)]))
    }

    private func repeated(_ text: String, _ luck: inout Luck) -> String {
        let scalars = Array(text.unicodeScalars)
        let slice = scalars[luck.range(in: scalars.count)]
        guard !slice.isEmpty else { return text }
        let times = max(1, luck.length(upTo: longest) / slice.count)
        return String(String.UnicodeScalarView(Array(repeating: slice, count: times).joined()))
    }

    private func damaged(_ text: String, _ luck: inout Luck) -> String {
        var scalars = Array(text.unicodeScalars)
        for _ in 0..<luck.within(1...4) where !scalars.isEmpty {
            let range = luck.range(in: scalars.count)
            switch luck.below(4) {
            case 0: scalars.removeSubrange(range)
            case 1: scalars.insert(contentsOf: Array(scalars[range]), at: luck.below(scalars.count + 1))
            case 2: scalars.swapAt(luck.below(scalars.count), luck.below(scalars.count))
            default: scalars[luck.below(scalars.count)] = anyScalar(&luck)
            }
        }
        return String(String.UnicodeScalarView(scalars))
    }

    private func anyScalar(_ luck: inout Luck) -> Unicode.Scalar {
        let block = luck.pick(
            [
                0...0x7F, 0x80...0x24F, 0x300...0x36F, 0x1E00...0x1EFF, 0x2000...0x206F, 0xAC00...0xD7A3,
                0xF000...0xFFFF, 0x1D400...0x1D7FF, 0x1F300...0x1FAFF, 0...0x10FFFF,
            ], or: 0...0x7F)
        return Unicode.Scalar(UInt32(luck.within(block))) ?? "\u{FFFD}"
    }

    private func restyled(_ text: String, _ luck: inout Luck) -> String {
        switch luck.below(7) {
        case 0: text.uppercased()
        case 1: text.decomposedStringWithCanonicalMapping
        case 2: text.filter { $0 != " " }
        case 3: text.folding(options: .diacriticInsensitive, locale: nil)
        case 4: String(text.reversed())
        case 5:
            text.replacingOccurrences(of: " ", with: luck.pick(["  ", "\u{a0}", "_", ".", "\t", "-"]))
        default: DigitForms.inOtherLetters(text, &luck)
        }
    }

    private func withSigns(_ signs: [String], _ text: String, _ luck: inout Luck) -> String {
        var text = text
        for _ in 0..<luck.length(upTo: 12) { text = spread(luck.pick(signs), in: text, &luck) }
        return text
    }

    private func spread(_ sign: String, in text: String, _ luck: inout Luck) -> String {
        let scalars = Array(text.unicodeScalars)
        let place = luck.below(scalars.count + 1)
        return String(String.UnicodeScalarView(scalars[..<place] + Array(sign.unicodeScalars) + scalars[place...]))
    }

    private func longWord(_ luck: inout Luck) -> String {
        let count = luck.length(upTo: longest)
        let letters = luck.pick(
            [
                "0123456789", "bcdghklmnpqrstvx", "bbccddgghh", "aeo", "áờ", "sfrxj", "wdđ", "ngh",
                "ab1", "가각", "q\u{301}\u{323}", "-", ".", "0-", "1.", "%41", "&#7897;", "đ",
            ], or: "ab")
        let alphabet = Array(letters.unicodeScalars)
        let inOrder = luck.once(in: 2)
        var view = String.UnicodeScalarView()
        for place in 0..<count { view.append(alphabet[inOrder ? place % alphabet.count : luck.below(alphabet.count)]) }
        return String(view)
    }

    // MARK: - Numbers

    private func amount(_ luck: inout Luck) -> String {
        let digits =
            luck.once(in: 4) ? "1" + String(repeating: "0", count: luck.below(24)) : luck.digits(luck.within(1...22))
        let unit = luck.pick([
            "tr", "trieu", "triệu", "k", "ty", "tỷ", "nghin", "ngàn", "d", "đ", "vnd", "%", "m2", "tr5", "ty2",
            "k5", " tr 5", ",5tr", ".5 ty", "e9", "tr999999999999", " dong", " năm", " tuoi", " thang", "h", "h30",
            "lan",
        ])
        // "20tr5" is twenty and a half.
        let half =
            luck.once(in: 2)
            ? luck.pick(["tr", "tr", "tr", "trieu", "triệu", "k", "ty", "tỷ", "tr ", "m"])
                + luck.digits(luck.within(1...3)) : unit
        let grouped = luck.once(in: 4) ? grouped(digits, by: 3, with: luck.pick([".", ",", " "])) : digits
        return luck.pick(["", "", "", "", "-", "+", "~", "$"]) + DigitForms.restyled(grouped, &luck) + half
    }

    private func moment(_ luck: inout Luck) -> String {
        let day = luck.pick(["\(luck.below(40))", luck.digits(luck.within(1...20)), "0"])
        let month = luck.pick(["\(luck.below(16))", luck.digits(luck.within(1...20)), "0", "2"])
        let year = luck.pick(["\(luck.within(1890...2110))", luck.digits(luck.within(1...20)), "0", "99999", "-1"])
        let separator = luck.pick(["/", "-", ".", " thang ", " / "])
        return luck.pick([
            day + separator + month + separator + year, day + separator + month, "ngay \(day)",
            "thang \(month) nam \(year)",
            "\(day)h\(month)", "\(day):\(month)", "T\(day)", "thu \(day)", "\(year)-\(month)-\(day)T00:00:00Z",
        ])
    }

    private func grouped(_ digits: String, by size: Int, with separator: String) -> String {
        var groups: [Substring] = []
        var rest = digits[...]
        while !rest.isEmpty {
            groups.append(rest.prefix(size))
            rest = rest.dropFirst(size)
        }
        return groups.joined(separator: separator)
    }

    /// Twelve digits as the ministry gives them out: province, century and sex, year, number; made up.
    private func citizenNumber(_ luck: inout Luck) -> String {
        let province = luck.pick(["001", "051", "052", "062", "064", "079", "096", "004", "038"])
        let number = province + luck.pick(["0", "1", "2", "3"]) + luck.digits(2) + luck.digits(6)
        let written =
            switch luck.below(6) {
            case 0: grouped(number, by: 3, with: luck.pick([" ", ".", "-"]))
            case 1: grouped(number, by: 4, with: luck.pick([" ", ".", "-", "\u{a0}", "\u{2011}"]))
            case 2: number.map(String.init).joined(separator: luck.pick(Self.hidden))
            default: number
            }
        let neighbour = luck.pick([
            "", "", "", " 0901234567", "0901234567 ", " 2", "2 ", " 051199001235", "-1", "CCCD:", "số",
        ])
        return luck.once(in: 2) ? DigitForms.restyled(written, &luck) + neighbour : neighbour + written
    }

    private func code(_ luck: inout Luck) -> String {
        let dash = luck.pick(["-", "-", "‐", "‑", "–", "−", " - ", ".", ""])
        let dossier =
            "000.00.\(luck.digits(2)).H\(luck.digits(2))\(dash)\(luck.digits(6))\(dash)\(luck.digits(luck.within(1...9)))"
        return luck.pick([
            dossier, "H48\(dash)261120\(dash)0001", "1.00\(luck.digits(4))", "YK \(luck.digits(luck.within(1...25)))",
            "090\(luck.digits(7))", "+84 (0)90\(luck.digits(7))", "LK \(luck.digits(8))", "kn \(luck.digits(8))",
            "ma ho so:\(dossier),\(dossier)", luck.digits(4),
        ])
    }

    // MARK: - Pieces

    static let hidden = [
        "\u{200B}", "\u{200C}", "\u{200D}", "\u{2060}", "\u{FEFF}", "\u{AD}", "\u{202A}", "\u{202C}", "\u{202E}",
        "\u{2066}",
        "\u{2069}", "\u{61C}", "\u{180E}", "\u{34F}", "\u{FE0F}", "\u{2028}", "\u{E0041}", "\u{FFFC}",
    ]
    static let controls = [
        "\u{0}", "\u{1B}[2J", "\u{1B}]52;c;aGE=\u{7}", "\r\n", "\r", "\u{7}", "\u{8}", "\u{7F}", "\u{9B}6n", "\u{85}",
        "\t", "\u{0B}",
        "\u{C}", "\u{2029}", "\u{FFFD}", "\u{E000}", "\u{FFFF}",
    ]
    private static let pictures = [
        "👍", "👍🏽", "❤️", "🙏🙏🙏", "👨‍👩‍👧‍👦", "1️⃣", "🇻🇳", "🔥", ":)", "=)))", "^^", "<3", "(y)", "😭😭", "\u{1F1FB}", "✅", "０",
    ]
    private static let quotes = [
        "Liked “%”", "Đã thích “%”", "Loved \"%\"", "Đã bày tỏ cảm xúc 👍 với \"%\"", "> %", "Re: %", "Fwd: %",
        "\"%\" - ok",
        "%: %", "Laughed at “%”", "Removed a like from “%”", "👍 to \"%\"",
    ]
    private static let urgent = [
        "cháy nhà cứu với", "goi 113", "viec khan cap xin goi 113", "tố cáo", "huy", "stop", "0", "gap can bo", "TIEP",
        "1",
        "con toi bi duoi nuoc", "danh vo", "khong phai", "chứ không phải", "thế còn", "alo",
    ]
}
