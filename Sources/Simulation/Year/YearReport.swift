/// What a played year showed.
package struct YearReport: Sendable {
    package var accepted = 0
    /// Refused while the disk was full, and taken when they came again.
    package var refused = 0
    package var handled = 0
    /// Answers and alerts that were to be sent, and those that the provider took.
    package var toSend = 0
    package var sent = 0
    /// Those that the provider did not take for a day; the doctor finds it where staff were not told of one.
    package var givenUp = 0
    package var takenByProvider = 0
    package var staffAnswers = 0
    package var keptPromises = 0
    package var brokenPromises = 0
    /// Promises that the gateway told as passed, in `nharong_promises_broken_total`.
    package var announced = 0
    package var backups = 0
    package var keptBackups = 0
    /// Bytes of the copies that are kept in the end.
    package var backupBytes = 0
    package var refusedBackups = 0
    package var drills = 0
    package var failedDrills = 0
    package var forgotten = 0
    package var playedFullDisk = false
    package let playedCertificate: Bool
    /// Days on which `/health` said something red, by its sentence with "0" in the place of numbers.
    package var red: [String: Set<Int>] = [:]
    /// Privacy notices with the words of before the update until its evening, and afterwards; and those with the new one.
    package var oldWords = 0
    package var oldWordsAfter = 0
    package var newWords = 0
    package var updateFindings: [String] = []
    /// What went otherwise than it should.
    package var troubles: [String] = []
    /// Bytes of the database by day, and the messages until then.
    package var sizes: [(day: Int, bytes: Int, messages: Int)] = []
    /// Bytes that each message added for good after the first texts were forgotten: counts and the audit stay; nil in a year that
    /// is too short.
    package func growth(of plan: YearPlan) -> Int? {
        guard let last = sizes.last, let settled = sizes.first(where: { $0.day >= (plan.retentionMonths + 2) * 30 }),
            last.messages > settled.messages
        else { return nil }
        return (last.bytes - settled.bytes) / (last.messages - settled.messages)
    }
    /// More than that is no count any more.
    private static let largestGrowth = 3072

    package var doctorFindings: [String] = []
    package var seconds: Int64 = 0

    package init(playedCertificate: Bool = false) { self.playedCertificate = playedCertificate }

    mutating func note(_ health: [String], day: Int) {
        for line in health where line.hasPrefix("RED ") {
            red[String(line.dropFirst(4)).replacing(/[0-9]+/, with: "0"), default: []].insert(day)
        }
    }

    /// What was promised and is not so; empty when all is.
    package func faults(of plan: YearPlan) -> [String] {
        var faults =
            doctorFindings.map { "doctor: \($0)" } + updateFindings.map { "doctor at the update: \($0)" } + troubles
        if handled != accepted { faults.append("\(accepted) messages were accepted, \(handled) handled") }
        if sent + givenUp != toSend {
            faults.append("\(toSend) messages were to be sent, \(sent) were, and \(givenUp) are with staff")
        }
        if takenByProvider < sent {
            faults.append("\(sent) are marked as sent, and the provider took \(takenByProvider)")
        }
        if failedDrills > 0 { faults.append("\(failedDrills) of \(drills) trials of a backup found faults") }
        if announced < brokenPromises {
            faults.append("\(brokenPromises) promises passed, and \(announced) were told")
        }
        if newWords == 0 { faults.append("no answer has the words of the update") }
        if oldWordsAfter > 0 { faults.append("\(oldWordsAfter) answers have the words of before the update") }
        faults += untold(plan)
        if let growth = growth(of: plan), growth > Self.largestGrowth {
            faults.append("each message leaves \(growth) bytes behind for good")
        }
        return faults
    }

    /// Troubles of which `/health` said nothing, or still says something when they are over.
    private func untold(_ plan: YearPlan) -> [String] {
        var faults: [String] = []
        func days(_ words: String) -> Set<Int> {
            red.filter { $0.key.contains(words) }.values.reduce(into: []) { $0.formUnion($1) }
        }
        let failing = days("has not worked since")
        if !failing.contains(plan.outage.lowerBound) {
            faults.append("a provider that refuses everything was not told")
        }
        if playedFullDisk, days("The disk has").isEmpty { faults.append("a full disk was not told") }
        if !failing.contains(plan.lostProvider) { faults.append("a provider that cannot be reached was not told") }
        if failing.contains(where: { $0 > plan.outage.upperBound && $0 != plan.lostProvider }) {
            faults.append("a channel was told as broken that works")
        }
        if brokenPromises > 0, days("Promises have passed").isEmpty { faults.append("passed promises were not told") }
        guard playedCertificate else { return faults }
        let ended = days("certificate has ended")
        // openssl counts whole days from the machine's clock, so it may end in the evening before.
        if !ended.isSuperset(of: plan.certificateEnd..<plan.renewal)
            || !ended.isSubset(of: plan.certificateEnd - 1..<plan.renewal)
        {
            faults.append("an ended certificate was told on the days \(ended.sorted())")
        }
        if days("certificate is good for").isEmpty { faults.append("a certificate that ends soon was not told") }
        return faults
    }
}
