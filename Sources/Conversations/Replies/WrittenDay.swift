import PublicServices

/// A day that a text writes in figures: "2/9", "30-4", "2/9/2027", "ngày 2 tháng 9".
enum WrittenDay {
    /// Characters of a text that are looked at.
    private static let longest = 400

    /// The first one that is a day; without its year, the next such day from today on.
    static func first(in text: String, today: CalendarDay) -> CalendarDay? {
        guard text.utf8.contains(where: { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else { return nil }
        let scan = Scan(characters: Array(text.unicodeScalars.prefix(longest)))
        return scan.characters.indices.lazy.compactMap { scan.day(at: $0, today: today) }.first
    }

    private struct Scan {
        let characters: [Unicode.Scalar]

        func day(at start: Int, today: CalendarDay) -> CalendarDay? {
            guard start == 0 || !isDigit(start - 1) && !isSeparator(start - 1), let day = number(at: start, below: 40)
            else { return nil }
            guard let monthStart = behindSeparator(day.end) ?? behindMonthWord(day.end),
                let month = number(at: monthStart, below: 20)
            else { return nil }
            if let yearStart = behindSeparator(month.end), let year = year(at: yearStart) {
                return CalendarDay(year: year, month: month.value, day: day.value)
            }
            guard month.end == characters.count || characters[month.end] != "/" else { return nil }
            return [today.year, today.year + 1].lazy
                .compactMap { CalendarDay(year: $0, month: month.value, day: day.value) }.first { $0 >= today }
        }

        /// One figure, or two that make less than `bound`; nil within a longer number.
        private func number(at start: Int, below bound: Int) -> (value: Int, end: Int)? {
            guard let digits = digits(at: start, atMost: 2) else { return nil }
            return digits.end - start == 1 || digits.value < bound ? digits : nil
        }

        /// "27" or "2027", with nothing that makes it another number.
        private func year(at start: Int) -> Int? {
            guard let digits = digits(at: start, atMost: 4),
                digits.end == characters.count || characters[digits.end] != "/"
            else { return nil }
            switch digits.end - start {
            case 2: return 2000 + digits.value
            case 4: return digits.value / 100 == 20 ? digits.value : nil
            default: return nil
            }
        }

        private func digits(at start: Int, atMost most: Int) -> (value: Int, end: Int)? {
            var (value, end) = (0, start)
            while end < characters.count, isDigit(end) {
                guard end - start < most else { return nil }
                value = value * 10 + Int(characters[end].value - 0x30)
                end += 1
            }
            return end > start ? (value, end) : nil
        }

        /// Where it goes on behind "/", "." or "-", with one space at most on either side.
        private func behindSeparator(_ start: Int) -> Int? {
            let sign = isSpace(start) ? start + 1 : start
            guard isSeparator(sign) else { return nil }
            return isSpace(sign + 1) ? sign + 2 : sign + 1
        }

        /// Where it goes on behind "tháng", however it is spelt.
        private func behindMonthWord(_ start: Int) -> Int? {
            var place = start
            while isSpace(place) { place += 1 }
            guard place > start, place + 2 < characters.count else { return nil }
            let word = characters[place..<place + 3].map { $0.properties.lowercaseMapping }
            guard word[0] == "t", word[1] == "h", word[2] == "a" || word[2] == "á" else { return nil }
            while place < characters.count, !isSpace(place) { place += 1 }
            let end = place
            while isSpace(place) { place += 1 }
            return place > end ? place : nil
        }

        private func isDigit(_ place: Int) -> Bool {
            place < characters.count && ("0"..."9").contains(characters[place])
        }

        private func isSeparator(_ place: Int) -> Bool {
            place < characters.count && ["/", ".", "-"].contains(characters[place])
        }

        private func isSpace(_ place: Int) -> Bool {
            place < characters.count && characters[place].properties.isWhitespace
        }
    }
}
