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
    /// Days in which the provider takes nothing.
    package var outage = 120..<122
    /// A day on which the disk is full for some hours, where the folder has a small disk of its own.
    package var fullDisk = 200
    /// A day on which the program is stopped and another started, as at an update.
    package var update = 250
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
    }
}

/// What a played year showed.
package struct YearReport: Sendable {
    package var accepted = 0
    /// Refused while the disk was full, and taken when they came again.
    package var refused = 0
    package var handled = 0
    /// Answers and alerts that were to be sent, and those that the provider took.
    package var toSend = 0
    package var sent = 0
    package var takenByProvider = 0
    package var staffAnswers = 0
    package var brokenPromises = 0
    package var backups = 0
    package var keptBackups = 0
    package var drills = 0
    package var failedDrills = 0
    package var forgotten = 0
    package var playedFullDisk = false
    /// Bytes of the database by day.
    package var sizes: [(day: Int, bytes: Int)] = []
    package var doctorFindings: [String] = []
    package var seconds: Int64 = 0

    package init() {}

    /// What was promised and is not so; empty when all is.
    package var faults: [String] {
        var faults = doctorFindings.map { "doctor: \($0)" }
        if handled != accepted { faults.append("\(accepted) messages were accepted, \(handled) handled") }
        if sent != toSend { faults.append("\(toSend) messages were to be sent, \(sent) were") }
        if takenByProvider < sent {
            faults.append("\(sent) are marked as sent, and the provider took \(takenByProvider)")
        }
        if failedDrills > 0 { faults.append("\(failedDrills) of \(drills) trials of a backup found faults") }
        return faults
    }
}
