import PublicServices
import VietnameseText

/// The day, or the days, whose opening hours a text asks for.
enum AskedDay: Sendable, Equatable {
    case day(CalendarDay)
    /// "giờ này", "bây giờ": whether the doors are open.
    case now
    /// "cuối tuần": the next Saturday and Sunday.
    case weekend(CalendarDay)
    /// Holidays by their name: the next ones that the calendar calls so.
    case holidays(String)

    /// Nil where no day is named.
    ///
    /// - Parameter today: the day in Vietnam.
    init?(_ words: Words, text: String, today: CalendarDay) {
        let folded = words.words.prefix(Self.words).map(\.folded)
        func has(_ phrase: Phrase) -> Bool {
            guard phrase.words.count <= folded.count else { return false }
            return (0...folded.count - phrase.words.count).contains { start in
                phrase.words.indices.allSatisfy { folded[start + $0] == phrase.words[$0] }
            }
        }
        if let day = WrittenDay.first(in: text, today: today) {
            self = .day(day)
        } else if let name = Self.holidays.first(where: { has($0.key) })?.name {
            self = .holidays(name)
        } else if let weekday = Self.weekday(in: words, text: text) {
            // "Thứ 2" on a Monday is today; with "tuần sau", the one of the next week.
            let ahead = (Self.place(of: weekday) - Self.place(of: today.weekday) + 7) % 7
            let isNextWeek = Self.nextWeek.contains(where: has)
            self = .day(
                today.adding(days: isNextWeek ? 7 - Self.place(of: today.weekday) + Self.place(of: weekday) : ahead))
        } else if has(Self.weekend) {
            self = .weekend(today.adding(days: (Self.place(of: .saturday) - Self.place(of: today.weekday) + 7) % 7))
        } else if has(Self.someDay) {
            return nil
        } else if Self.dayAfterTomorrow.contains(where: has)
            || (folded.count <= Self.shortText && has(Self.dayAfterTomorrowInShort))
        {
            self = .day(today.adding(days: 2))
        } else if Self.tomorrow.contains(where: has) {
            self = .day(today.adding(days: 1))
        } else if Self.present.contains(where: has) {
            self = .now
        } else if Self.ofToday.contains(where: has) {
            self = .day(today)
        } else {
            return nil
        }
    }

    /// Folded words that stand side by side.
    private struct Phrase: ExpressibleByStringLiteral {
        let words: [String]

        init(stringLiteral text: String) { words = text.split(separator: " ").map(String.init) }
    }

    private static let nextWeek: [Phrase] = ["tuan sau", "tuan toi"]
    private static let weekend: Phrase = "cuoi tuan"
    /// Some day, not tomorrow.
    private static let someDay: Phrase = "mai mot"
    private static let dayAfterTomorrowInShort: Phrase = "mot"
    /// How many words of a text are looked at.
    private static let words = 60
    /// Words of a text in which "mốt" alone is a day.
    private static let shortText = 7
    private static let dayAfterTomorrow: [Phrase] = ["ngay mot", "ngay kia", "mot nay", "hom mot", "bua mot"]
    private static let tomorrow: [Phrase] = [
        "mai", "ngay mai", "sang mai", "chieu mai", "bua mai", "ngay mai ni", "mai ni",
    ]
    private static let present: [Phrase] = [
        "gio nay", "bay gio", "luc nay", "hien gio", "con lam", "con mo cua", "con lam viec", "con mo",
    ]
    private static let ofToday: [Phrase] = [
        "hom nay", "hnay", "bua nay", "nay", "hom ni", "bua ni", "chieu ni", "sang ni", "chieu nay", "sang nay",
        "trua nay", "toi nay", "ngay nay",
    ]
    /// Words of villagers for holidays, and the word by which the calendar names them.
    private static let holidays: [(key: Phrase, name: String)] = [
        ("tet duong lich", "Tết Dương lịch"), ("tet tay", "Tết Dương lịch"), ("tet duong", "Tết Dương lịch"),
        ("tet nguyen dan", "Nguyên đán"), ("tet am", "Nguyên đán"), ("tet ta", "Nguyên đán"), ("tet", "Nguyên đán"),
        ("mung mot", "Nguyên đán"), ("mung 1", "Nguyên đán"), ("giao thua", "Nguyên đán"),
        ("gio to", "Giỗ Tổ"), ("hung vuong", "Giỗ Tổ"), ("quoc khanh", "Quốc khánh"), ("giai phong", "Chiến thắng"),
        ("quoc te lao dong", "lao động"), ("le lao dong", "lao động"),
    ]

    /// Monday is 0.
    private static func place(of weekday: Weekday) -> Int { Weekday.allCases.firstIndex(of: weekday) ?? 0 }

    /// "thứ 2" to "thứ bảy", "t7", "chủ nhật", "cn"; nil for several, such as "thứ 2 đến thứ 6".
    private static func weekday(in words: Words, text: String) -> Weekday? {
        let all = words.words.prefix(self.words).map(\.folded)
        var found: Set<Weekday> = []
        for (index, word) in all.enumerated() {
            let next = index + 1 < all.count ? all[index + 1] : ""
            if word == "thu", let weekday = numbered[next] { found.insert(weekday) }
            if word.count == 2, word.first == "t", let weekday = word.last.flatMap({ numbered[String($0)] }) {
                found.insert(weekday)
            }
            if word == "chu" && next == "nhat" || word == "cn" { found.insert(.sunday) }
        }
        return found.count == 1 ? found.first : nil
    }

    private static let numbered: [String: Weekday] = [
        "2": .monday, "hai": .monday, "3": .tuesday, "ba": .tuesday, "4": .wednesday, "tu": .wednesday,
        "5": .thursday, "nam": .thursday, "6": .friday, "sau": .friday, "7": .saturday, "bay": .saturday,
    ]
}
