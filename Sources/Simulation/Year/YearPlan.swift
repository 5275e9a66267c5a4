package import Foundation

/// What happens in a played year, and when.
package struct YearPlan: Sendable {
    /// The first day begins at this moment.
    package var begin: Date
    package var days: Int
    /// Messages of a day, spread over its hours.
    package var messages: Int
    package var villagers = 2_000
    /// Months after which texts and numbers go.
    package var retentionMonths = 3
    /// Days on which no officer answers, so that promises break and are told.
    package var idleDays = 100..<103
    /// Days in which the provider refuses everything, as with a wrong account.
    package var outage = 120..<122
    /// A day on which the provider cannot be reached, for three of its hours.
    package var lostProvider = 160
    /// A day on which the disk is full for some hours, where the folder has a small disk of its own.
    package var fullDisk = 200
    /// A day at whose noon the gateway is stopped and one with changed content started.
    package var update = 250
    /// The day at whose beginning the office's certificate ends, and the one on which somebody renews it.
    package var certificateEnd = 249
    package var renewal = 252
    /// The hours of a day at which messages come, in Vietnam.
    package var hours = [6, 8, 10, 12, 14, 16, 19, 22]
    package var seed: UInt64 = 1
    /// Texts that staff have to do with; one message in so many is one of them.
    package var forStaff = [
        "0", "tôi muốn gặp cán bộ", "phản ánh đường thôn 2 hỏng nặng", "cứu với có người đuối nước ở thôn 2",
        "xóa dữ liệu của tôi",
        "dữ liệu của tôi", "tố cáo cán bộ nhận tiền", "HỦY",
    ]
    package var oneForStaffIn = 12

    package init(begin: Date, days: Int, messages: Int) {
        self.begin = begin
        self.days = days
        self.messages = messages
        guard days < 365 else { return }
        // A shorter year has the same troubles, on days of the same share.
        let day = { (day: Int) in day * days / 365 }
        idleDays = day(100)..<day(100) + 3
        outage = day(120)..<day(120) + 2
        lostProvider = max(day(160), outage.upperBound + 1)
        fullDisk = day(200)
        update = day(250)
        certificateEnd = day(249)
        renewal = day(249) + 3
    }

    /// An hour of a day, in Vietnam.
    func moment(of day: Int, hour: Int = 0) -> Date {
        begin + TimeInterval(day * 86_400 + hour * 3600) + 0.0248
    }
}
