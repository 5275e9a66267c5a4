import Foundation
import PublicServices
import VietnameseText

/// What the law lets villagers ask about their own data, by words of their own: "DỮ LIỆU CỦA TÔI", "XÓA DỮ LIỆU".
enum DataRight: Sendable {
    /// To be given what is kept.
    case copy
    /// To have it erased.
    case erasure

    /// What a text asks for; nil where it says anything else beside.
    init?(_ words: Words) {
        guard (2...Self.mostWords).contains(words.words.count) else { return nil }
        let said = words.words.map(\.folded)
        guard zip(said, said.dropFirst()).contains(where: { $0 == ("du", "lieu") }) else { return nil }
        guard said.allSatisfy(Self.words.contains) else { return nil }
        if said.contains("xoa") {
            self = .erasure
        } else if zip(said, said.dropFirst()).contains(where: { $0 == "cua" && Self.oneself.contains($1) })
            || said.contains(where: Self.asking.contains)
        {
            self = .copy
        } else {
            return nil
        }
    }

    /// Longer texts are stories, which the matcher reads.
    private static let mostWords = 12
    private static let oneself: Set<String> = ["toi", "tui", "minh", "em", "chau", "bac"]
    private static let asking: Set<String> = ["xem", "xin", "lay"]
    private static let words: Set<String> = oneself.union(asking).union([
        "du", "lieu", "cua", "ca", "nhan", "xoa", "het", "tat", "toan", "bo", "muon", "yeu", "cau", "de", "nghi", "cho",
        "ban", "sao", "cung", "cap", "so", "dien", "thoai", "nay", "giup", "gium", "a", "nha", "nhe", "di", "voi",
    ])

    var topic: TopicID { self == .copy ? .dataCopy : .erasure }

    /// Working days in which the villager hears what becomes of the wish: Decree 356/2025/NĐ-CP, as read in summaries.
    static let answerDays = 2
    /// In how many days it is done.
    ///
    /// A copy is given in ten, an erasure made in twenty: the same source, less sure.
    var days: Int { self == .copy ? 10 : 20 }
}

extension TopicID {
    /// A villager asks for what is kept of them.
    static let dataCopy: TopicID = "data_copy"
}

extension Dialogue {
    /// Opens a matter with the law's clocks, and says so.
    func takeWish(_ right: DataRight, on turn: inout Turn, spelling: Spelling, now: Date) {
        let calendar = composer.commune.calendar
        var (escalation, promise) = composer.escalation(
            right == .copy ? .dataCopy : .erasureRequest, unit: nil, now: now)
        // What the commune promises may be later than what the law allows.
        if let legal = legalAnswer(now: now), let promised = escalation.promisedBy, legal < promised {
            (escalation.promisedBy, promise) = (legal, calendar.momentText(legal))
        }
        let last = calendar.day(of: now).adding(days: right.days)
        let day = "\(last.day)/\(last.month)"
        escalation.detail =
            right == .copy
            ? "đưa bản sao chậm nhất \(day) (gateway privacy export)"
            : "xóa chậm nhất \(day) (gateway privacy erase)"
        turn.escalation = escalation
        turn.replies = [
            composer.plain(
                right == .copy ? .dataCopy : .dataErasure, ["promise": promise, "day": day], spelling: spelling)
        ]
    }

    /// The end of the last working day in which the law wants an answer; nil where the calendar does not know it.
    private func legalAnswer(now: Date) -> Date? {
        let calendar = composer.commune.calendar
        var day = calendar.day(of: now)
        for _ in 0..<DataRight.answerDays {
            guard let next = calendar.nextWorkingDay(after: day) else { return nil }
            day = next
        }
        let end = calendar.moment(of: day.adding(days: 1), minute: 0)
        let closing = calendar.lastClosing(before: end)
        return closing > now && calendar.isKnown(at: closing) ? closing : nil
    }
}
