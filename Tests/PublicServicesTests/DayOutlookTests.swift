import PublicServices
import Testing

@Suite struct DayOutlookTests {
    private func fact(_ confidence: Confidence, until: String? = nil) throws -> Fact {
        Fact(
            text: "a", confidence: confidence, sources: ["s"], checkedOn: try #require(CalendarDay("2026-11-01")),
            validUntil: until.flatMap { CalendarDay($0) })
    }

    private func catalogue() throws -> ServiceCatalogue {
        ServiceCatalogue(procedures: [
            Procedure(
                code: "9.000001", name: "Một", topic: "t", field: "f", level: .khong, unit: "u", isMain: true,
                facts: [
                    .fee: try fact(.high, until: "2027-02-28"), .time: try fact(.medium),
                    .place: try fact(.high), .steps: try fact(.low),
                ]),
            Procedure(
                code: "9.000002", name: "Hai", topic: "t", field: "f", level: .khong, unit: "u", isMain: false,
                facts: [.fee: try fact(.low, until: "2026-12-31")]),
        ])
    }

    @Test func `a day says how facts are told, which law has ended, who tells nothing and who is closed`() throws {
        let day = try #require(CalendarDay("2027-03-01"))
        let commune = Commune(
            id: "c", name: "xã C", shortName: "C", province: "p", units: [], hotline: "1",
            calendar: OfficeCalendar(weeklyHours: [:], holidays: [day: "Hội làng"]), retentionMonths: 1,
            answerPromise: 1, overrides: [])
        let outlook = DayOutlook(try catalogue(), [commune], on: day)
        #expect(outlook.standings == [.stated: 1, .reference: 1, .lapsed: 1, .withheld: 2])
        #expect(outlook.lapsed == [try #require(CalendarDay("2027-02-28")): 1])
        #expect(outlook.silent == ["9.000002"])
        #expect(outlook.closed == ["xã C (Hội làng)"])
        #expect(outlook.lines.contains("law ended on 2027-02-28: 1 facts told with that day"))
    }

    @Test func `staff are told of an end of law sixty days ahead`() throws {
        func ends(_ day: String) throws -> [String] {
            FactEnds.sentences(try catalogue(), on: try #require(CalendarDay(day)))
        }
        #expect(try ends("2026-10-01").isEmpty)
        #expect(try ends("2026-12-29").count == 1)
        let both = try ends("2026-12-31")
        #expect(both.count == 2)
        #expect(both.last?.contains("Sẽ hết hiệu lực sau ngày 28/2/2027: 1 câu") == true)
        #expect(both.last?.contains("--on 2027-03-01") == true)
        #expect(try ends("2027-03-05").allSatisfy { $0.hasPrefix("Đã hết hiệu lực") })
    }
}
