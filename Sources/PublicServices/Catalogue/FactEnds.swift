/// Which ends of law come or have come, for staff.
package enum FactEnds {
    /// The ends within the notice of ``FactAges`` and those that have passed, with how many facts hang on each.
    package static func soon(_ catalogue: ServiceCatalogue, on day: CalendarDay) -> [(end: CalendarDay, facts: Int)] {
        var counts: [CalendarDay: Int] = [:]
        let facts = catalogue.procedures.flatMap(\.facts.values) + catalogue.subjects.flatMap(\.statements)
        for fact in facts {
            guard let end = fact.validUntil, end < day.adding(days: FactAges.noticeDays) else { continue }
            counts[end, default: 0] += 1
        }
        return counts.sorted { $0.key < $1.key }.map { (end: $0.key, facts: $0.value) }
    }

    /// A sentence for each, in Vietnamese.
    package static func sentences(_ catalogue: ServiceCatalogue, on day: CalendarDay) -> [String] {
        soon(catalogue, on: day).map { end, facts in
            let next = end.adding(days: 1)
            let what = end < day ? "Đã hết hiệu lực từ" : "Sẽ hết hiệu lực sau"
            return "\(what) ngày \(end.vietnameseText): \(facts) câu trả lời về thủ tục cần kiểm tra "
                + "(gateway check --on \(next))."
        }
    }
}
