package import Conversations
import PublicServices
package import Storage

/// What a conversation adds to how a message was understood: what was spoken of, what was decided, what came of it.
package struct WhyInTalk: Sendable {
    /// What the gateway remembered when the message came; nil for the first one.
    package var before: DialogueState?
    /// The message as it was kept; nil while it is not handled.
    package var message: StoredMessage?
    /// What was answered to it.
    package var replies: [StoredMessage]

    package init(before: DialogueState?, message: StoredMessage?, replies: [StoredMessage]) {
        self.before = before
        self.message = message
        self.replies = replies
    }

    /// The conversation first, since it decides, then the text alone; in words that a commune officer knows, a line each.
    package func lines(_ text: String, _ matcher: IntentMatcher) -> [String] {
        let alone = text.isEmpty ? [] : WhyText.of(text, matcher: matcher).split(separator: "\n").map(String.init)
        return talk(matcher) + (alone.isEmpty ? [] : ["Xét riêng tin này:"] + alone.dropFirst())
    }

    private func talk(_ matcher: IntentMatcher) -> [String] {
        var lines = ["Trước tin này: " + Self.memory(before, matcher)]
        if let decision = message?.decision { lines.append("Trong cuộc trò chuyện: " + Self.decision(decision)) }
        for reply in replies {
            let facts = reply.facts.isEmpty ? "" : ", từ thông tin " + reply.facts.joined(separator: ", ")
            lines.append("Trả lời bằng mẫu \(reply.template ?? "của cán bộ")\(facts)")
        }
        if replies.isEmpty { lines.append("Không trả lời gì.") }
        return lines
    }

    private static func memory(_ state: DialogueState?, _ matcher: IntentMatcher) -> String {
        func name(_ topic: TopicID) -> String { matcher.catalogue[topic]?.name ?? topic.rawValue }
        guard let state else { return "chưa nói chuyện gì" }
        var parts: [String] = []
        if let topic = state.topic {
            let facet = state.facet.map { ", hỏi về \(WhyText.name($0, matcher))" } ?? ""
            parts.append("đang nói về \(name(topic)) (\(topic))\(facet)")
        }
        switch state.step {
        case .open: break
        case .choosing(let topics, _):
            parts.append("chờ chọn số: " + numbered(topics.map(name)))
        case .choosingVariant(let topic, let procedures, _):
            parts.append("chờ chọn số của \(name(topic)): " + numbered(procedures.map { "\($0)" }))
        case .awaitingTopic(let facet): parts.append("chờ biết \(WhyText.name(facet, matcher)) của việc gì")
        case .offeredStaff: parts.append("đã hỏi có muốn gặp cán bộ không")
        case .awaitingDossierCode: parts.append("chờ mã hồ sơ")
        case .awaitingDossierDigits(let code, _): parts.append("chờ ba số cuối điện thoại của hồ sơ \(code)")
        case .askedDanger: parts.append("đã hỏi có ai đang gặp nguy hiểm không")
        }
        if state.misses > 0 { parts.append("\(state.misses) tin liền trước không hiểu") }
        if !state.pages.isEmpty { parts.append("còn \(state.pages.count) trang chờ TIẾP") }
        return parts.isEmpty ? "không có chuyện nào dở dang" : parts.joined(separator: "; ")
    }

    private static func numbered(_ names: [String]) -> String {
        names.enumerated().map { "\($0 + 1) \($1)" }.joined(separator: ", ")
    }

    private static func decision(_ word: String) -> String { decisions[word].map { "\($0) (\(word))" } ?? word }

    private static let decisions = [
        "answer": "trả lời", "menu": "hỏi lại bằng danh sách", "referral": "chỉ nơi phụ trách",
        "question": "hỏi lại là việc gì", "command": "làm ngay theo yêu cầu", "small_talk": "đáp xã giao",
        "trouble": "xin lỗi và chuyển cán bộ", "unknown": "việc nhà nước ngoài danh mục, chuyển cán bộ",
        "none": "không hiểu là việc gì", "quiet": "im lặng, vì không cần trả lời",
        "addition": "ghi thêm vào việc cán bộ đang có",
    ]
}
