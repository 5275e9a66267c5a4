import Foundation
import Testing

@testable import Simulation

/// What a played year must show, and when its troubles come.
@Suite struct YearTests {
    private static let plan = YearPlan(begin: Date(timeIntervalSince1970: 1_796_058_000), days: 365, messages: 20)

    /// A year in which all went well.
    private static func well(_ plan: YearPlan = plan) -> YearReport {
        var report = YearReport(playedCertificate: true)
        (report.accepted, report.handled) = (100, 100)
        (report.toSend, report.sent, report.givenUp, report.takenByProvider) = (150, 149, 1, 149)
        (report.brokenPromises, report.announced, report.newWords) = (2, 2, 5)
        report.playedFullDisk = true
        report.note(["RED Channel sms has not worked since 3 hours ago.", "Fine."], day: plan.outage.lowerBound)
        report.note(["RED Channel sms has not worked since 1 hour ago."], day: plan.lostProvider)
        report.note(["RED Promises have passed in 2 open matters."], day: plan.idleDays.lowerBound)
        report.note(["RED The disk has 1 MB free."], day: plan.fullDisk)
        report.note(["RED The office's certificate is good for 3 days more."], day: plan.certificateEnd - 3)
        for day in plan.certificateEnd..<plan.renewal {
            report.note(["RED The office's certificate has ended."], day: day)
        }
        report.sizes = [(150, 6_000_000, 3000), (365, 14_000_000, 7300)]
        return report
    }

    @Test func `a year without faults has none`() { #expect(Self.well().faults(of: Self.plan) == []) }

    @Test func `whatever is lost or not told is a fault by itself`() {
        func faults(_ change: (inout YearReport) -> Void) -> [String] {
            var report = Self.well()
            change(&report)
            return report.faults(of: Self.plan)
        }
        #expect(faults { $0.handled = 99 }.count == 1)
        #expect(faults { $0.givenUp = 0 }.count == 1)
        #expect(faults { $0.takenByProvider = 148 }.count == 1)
        #expect(faults { $0.announced = 1 }.count == 1)
        #expect(faults { $0.failedDrills = 1 }.count == 1)
        #expect(faults { $0.newWords = 0 }.count == 1)
        #expect(faults { $0.oldWordsAfter = 1 }.count == 1)
        #expect(faults { $0.doctorFindings = ["seals: 1"] }.count == 1)
        #expect(faults { $0.troubles = ["a full disk changed the copies"] }.count == 1)
        #expect(faults { $0.sizes[1].bytes = 30_000_000 }.count == 1)
        #expect(faults { $0.note(["RED Channel sms has not worked since 1 hour ago."], day: 300) }.count == 1)
        #expect(faults { $0.note(["RED The office's certificate has ended."], day: 260) }.count == 1)
        for words in ["Promises", "The disk", "certificate is good", "certificate has ended"] {
            #expect(faults { $0.red = $0.red.filter { !$0.key.contains(words) } }.count == 1, "\(words)")
        }
        #expect(faults { $0.red = $0.red.filter { !$0.key.contains("Channel") } }.count == 2)
    }

    @Test func `a shorter year has the same troubles, one after the other`() {
        for days in [24, 30, 100, 200, 364] {
            let plan = YearPlan(begin: Self.plan.begin, days: days, messages: 20)
            #expect(plan.idleDays.upperBound <= days && plan.outage.upperBound < plan.lostProvider)
            #expect(plan.lostProvider < plan.fullDisk && plan.fullDisk < plan.certificateEnd)
            #expect(plan.certificateEnd <= plan.update && plan.update < plan.renewal && plan.renewal <= days)
            #expect(Self.well(plan).faults(of: plan).isEmpty)
        }
        #expect(Self.plan.moment(of: 1, hour: 2) == Self.plan.begin + 26 * 3600 + 0.0248)
    }
}
