package import Conversations
import Evaluation
import PublicServices

/// How a text was understood, step after step, in words that a commune officer knows.
package enum WhyText {
    /// One text alone, without a conversation.
    package static func of(_ text: String, matcher: IntentMatcher) -> String {
        let explanation = Explanation(text, matcher: matcher)
        func name(_ topic: TopicID) -> String { matcher.catalogue[topic]?.name ?? topic.rawValue }
        /// The second opinion also has labels for what is asked without a matter ("cần giấy gì").
        func label(_ topic: TopicID) -> String {
            guard let facet = Facet(rawValue: topic.rawValue) else { return "\(name(topic)) (\(topic))" }
            return "chỉ hỏi \(Self.name(facet, matcher))"
        }
        var lines = ["Tin nhắn: \(explanation.text)"]
        for replacement in explanation.replacements { lines.append("  " + Self.line(replacement)) }
        for entity in explanation.entities { lines.append("  Tìm thấy \(Self.name(entity.kind)): \(entity.value)") }
        if !explanation.facets.isEmpty {
            lines.append("  Hỏi về: " + explanation.facets.map { Self.name($0, matcher) }.joined(separator: ", "))
        }
        for (place, candidate) in explanation.candidates.prefix(shown).enumerated() {
            lines.append(
                "  \(place + 1). \(name(candidate.topic)) (\(candidate.topic)): \(Self.number(candidate.score)) điểm, "
                    + "giải thích \(Int((candidate.coverage * 100).rounded())) % câu")
            for evidence in candidate.evidence { lines.append("       " + Self.line(evidence)) }
        }
        if explanation.candidates.count > shown {
            lines.append("  … và \(explanation.candidates.count - shown) chủ đề khác yếu hơn")
        }
        if let distress = explanation.distress { lines += Self.lines(distress) }
        for topic in explanation.setAside {
            lines.append("  Loại \(name(topic.topic)) (\(topic.topic)): \(Self.reason(topic))")
        }
        if let purpose = explanation.purpose {
            let said = purpose.words.isEmpty ? "" : " (“\(purpose.words)”)"
            let asks = purpose.asks || purpose.kind == .question || purpose.kind == .wish
            lines.append("  Loại tin: \(kinds[purpose.kind] ?? "")\(said)\(asks ? "" : ", không hỏi gì")")
        }
        for opinion in (explanation.opinions ?? []).prefix(opinionsShown) {
            let words = (explanation.opinionWords[opinion.topic.rawValue] ?? []).map { "“\($0)”" }.joined(
                separator: ", ")
            lines.append(
                "  Ý kiến thứ hai: \(label(opinion.topic)), \(Self.number(opinion.score)), nhờ \(words)"
            )
        }
        lines.append("=> " + Self.decision(explanation, name: name, rules: matcher.rules))
        return lines.joined(separator: "\n")
    }

    /// Letters of a wording that are shown.
    private static let longest = 60
    /// Candidates that are listed.
    private static let shown = 5
    /// Topics of the second opinion that are listed.
    private static let opinionsShown = 3

    private static let kinds: [Purpose.Kind: String] = [
        .question: "câu hỏi", .wish: "lời nhờ", .trouble: "báo dịch vụ trục trặc, chậm, không ai tiếp",
        .nuisance: "báo điều gây hại, phiền cho dân", .staffComplaint: "phàn nàn về người phục vụ",
        .bribery: "tố chuyện đòi tiền, nhận tiền", .statement: "kể đã có, đã làm", .refusal: "nói không cần",
        .offer: "rao bán, quảng cáo, tuyển người", .elsewhere: "nói với người khác, chuyện ngoài",
    ]

    private static func line(_ replacement: WordReplacement) -> String {
        let how = steps[replacement.how] ?? replacement.how
        return replacement.reading.isEmpty
            ? "Bỏ qua “\(replacement.words)” (\(how))"
            : "Đọc “\(replacement.words)” là “\(replacement.reading)” (\(how))"
    }

    private static func line(_ evidence: Evidence) -> String {
        let role = evidence.role == .hint ? "gợi ý" : "câu mẫu"
        let wording = evidence.phrase.count > longest ? evidence.phrase.prefix(longest) + "…" : evidence.phrase[...]
        return "“\(evidence.words)” khớp \(role) “\(wording)”, \(tiers[evidence.tier] ?? ""): "
            + "+\(number(evidence.score))"
    }

    private static func lines(_ distress: Distress) -> [String] {
        let level =
            switch distress.level {
            case .alarm: "báo động"
            case .doubt: "hỏi lại"
            case .none: "không báo"
            }
        return ["  Dấu hiệu nguy hiểm (\(distress.kind.rawValue)): \(distress.score) điểm, \(level)"]
            + distress.signs.map { sign in
                "       \(sign.group) \(sign.worth > 0 ? "+" : "")\(sign.worth): “\(sign.words)” (\(sign.frame))"
            }
    }

    private static let steps = [
        "lexicon": "viết tắt", "telex": "gõ Telex mà bộ gõ đang tắt", "vni": "gõ VNI mà bộ gõ đang tắt",
        "glued": "viết dính liền", "typo": "gõ nhầm một phím", "regional": "viết theo cách nói địa phương",
        "lost": "mất chữ trên đường truyền",
        "nfd": "dấu rời", "tone_place": "vị trí dấu thanh", "final_i": "i viết thay y",
        "look_alike": "chữ nước ngoài trông giống", "invisible": "có ký tự ẩn",
        "repeated": "giữ phím", "capitals": "viết hoa", "emoji": "hình biểu cảm", "utf-8": "lỗi bảng mã",
        "tcvn3": "bảng mã cũ TCVN3", "vni-windows": "bảng mã cũ VNI",
    ]

    private static let tiers: [Evidence.Tier: String] = [
        .exact: "đúng từng dấu", .lexicon: "qua chữ viết tắt", .folded: "viết không dấu",
        .repaired: "sau khi sửa lỗi gõ",
        .weak: "chỉ gần giống",
    ]

    private static func reason(_ topic: SetAside) -> String {
        switch topic.reason {
        case .counterPhrase: "“\(topic.words)” cho thấy là việc khác."
        case .takenBack: "người viết đã nói lại, không phải “\(topic.words)”."
        case .covered: "nằm trong cụm dài hơn “\(topic.words)”."
        case .broughtAlong: "“\(topic.words)” chỉ là giấy tờ mang theo, nên tính ít điểm."
        case .procedureNamed: "đã nêu thủ tục, nên “\(topic.words)” là câu hỏi về thủ tục ấy."
        }
    }

    private static func name(_ kind: Entity.Kind) -> String {
        switch kind {
        case .dossierCode: "mã hồ sơ"
        case .procedureCode: "mã thủ tục"
        case .phone: "số điện thoại"
        case .personalNumber: "số định danh (đã che)"
        case .date: "ngày"
        case .amount: "số tiền (đồng)"
        }
    }

    static func name(_ facet: Facet, _ matcher: IntentMatcher) -> String {
        matcher.catalogue.facets.first { $0.facet == facet }?.name ?? facet.rawValue
    }

    private static func number(_ value: Double) -> String {
        "\((value * 100).rounded() / 100)".replacing(".", with: ",")
    }

    /// What is done and why, in one sentence.
    private static func decision(
        _ explanation: Explanation, name: (TopicID) -> String, rules: MatchingRules
    ) -> String {
        let names = explanation.topics.map(name).joined(separator: "; ")
        let least = number(rules.answer)
        switch explanation.decision {
        case "answer":
            return explanation.topics.count > 1
                ? "Trả lời lần lượt: \(names), vì mỗi phần của tin hỏi rõ một việc."
                : "Trả lời: \(names), vì đạt từ \(least) điểm và không chủ đề nào khác gần bằng."
        case "menu":
            let named = Set(explanation.candidates.map(\.topic))
            guard !named.isDisjoint(with: explanation.topics) else {
                return "Hỏi lại bằng danh sách: \(names), vì không câu mẫu nào khớp; đó là điều ý kiến thứ hai đoán."
            }
            guard named.isSuperset(of: explanation.topics) else {
                return "Hỏi lại bằng danh sách: \(names), vì câu mẫu và ý kiến thứ hai hiểu khác nhau."
            }
            let isWeak =
                (explanation.candidates.first { $0.topic == explanation.topics.first }?.score ?? 0) < rules.answer
            let reason = isWeak ? "chưa chủ đề nào đủ \(least) điểm" : "có chủ đề khác gần bằng điểm"
            return "Hỏi lại bằng danh sách: \(names), vì \(reason)."
        case "referral": return "Chỉ nơi phụ trách: \(names), vì việc này xã không giải quyết."
        case "question": return "Hỏi lại là thủ tục nào, vì tin chỉ hỏi một mặt mà không nêu thủ tục."
        case "command": return "Làm ngay: \(names), vì tin là một yêu cầu đủ rõ, không phải câu hỏi về thủ tục."
        case "trouble":
            return "Xin lỗi và chuyển cán bộ: \(names), vì tin báo một việc không chạy, chậm hoặc không ai tiếp."
        case "unknown":
            return "Nói rõ là máy chưa có thông tin và chuyển cán bộ, vì tin hỏi một việc nhà nước ngoài danh mục."
        case "small_talk": return "Đáp xã giao: \(names), vì ngoài lời chào hỏi tin không nêu việc gì."
        default:
            if let kind = explanation.purpose?.kind, kind == .statement || kind == .refusal {
                return "Không trả lời việc nào, vì tin chỉ nhắc tới mà không hỏi; hỏi lại hoặc chuyển cán bộ."
            }
            return !explanation.isForeign
                ? "Không trả lời, vì không câu mẫu nào khớp; hỏi lại hoặc chuyển cán bộ."
                : "Không trả lời, vì đây có vẻ không phải việc của xã; hỏi lại hoặc chuyển cán bộ."
        }
    }
}
