import Foundation
import Testing

/// A number with a fraction that does not fit into a whole one ends the process.
///
/// So such conversions are checked ones
/// (`exactly:`, `clamping:`), but in the files below, whose numbers come from our own tables and clocks.
@Suite struct ConversionTests {
    private static let ofOurOwnNumbers: Set<String> = [
        // Waits and limits of our own tables, in milliseconds.
        "Storage/Villagers/GatewayStore+Links.swift", "Storage/Dossiers/GatewayStore+FollowUps.swift",
        "Storage/Upkeep/GatewayStore+Clock.swift", "Storage/Outbox/GatewayStore+Outgoing.swift",
        "Storage/Inbox/Transaction+SenderRate.swift",
        "Storage/Doctor/DoctorChecks+Outgoing.swift", "Storage/Doctor/DoctorChecks+Switching.swift",
        "Gateway/Workers/ClockWatch.swift", "Gateway/Workers/ChannelHealth.swift",
        "Conversations/Replies/Moments.swift",
        // Moments of our own clock, or of a provider within ProviderTime's bounds.
        "PublicServices/Calendar/OfficeCalendar.swift", "PublicServices/Dossiers/DossierRules.swift",
        // Programs of our own that play or measure.
        "Simulation/Villagers/KannelVillager.swift", "Simulation/Villagers/ZaloVillager.swift",
        "Simulation/Villagers/ZaloBotVillagers.swift", "Simulation/Villagers/StandardVillagers.swift",
        "Simulation/Load/LatencyRecord.swift", "Evaluation/NoiseReport.swift",
        "Evaluation/EvaluationReport.swift", "BenchmarkCommand/RateCommand.swift",
        "BenchmarkCommand/OpenLoop.swift", "BenchmarkCommand/Provider.swift", "MatchingBenchmark/Measured.swift",
        "Simulation/Why/WhyText.swift", "FuzzCommand/RunCommand.swift", "Fuzzing/Doors/FuzzChannels.swift",
        "Fuzzing/Inputs/Template.swift", "Fuzzing/Loops/LoopWorld.swift", "Fuzzing/Loops/Loops.swift",
    ]

    /// Words that tell that a number has a fraction.
    private static let fractional = [
        "timeIntervalSince", ".rounded", "Double(", "* 1000", "*1000", "/ 1000", "seconds *", "econds)",
        "TimeInterval(",
        ".seconds", "Float(",
    ]

    @Test func `whole numbers are made of others by checked conversions only`() throws {
        let sources = ImportTests.sources
        let files = FileManager.default.enumerator(atPath: sources.path)?.compactMap { $0 as? String } ?? []
        let pattern =
            /\bU?Int(?:8|16|32|64)?\((?!exactly:|clamping:|truncatingIfNeeded:|bitPattern:|littleEndian:|bigEndian:)/
        var seen = 0
        for file in files where file.hasSuffix(".swift") && !Self.ofOurOwnNumbers.contains(file) {
            let text = try String(contentsOf: sources.appending(path: file), encoding: .utf8)
            for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                guard let match = line.firstMatch(of: pattern) else { continue }
                seen += 1
                let argument = line[match.range.upperBound...]
                if let word = Self.fractional.first(where: { argument.contains($0) }) {
                    Issue.record("\(file):\(number + 1) converts without a check (\(word)): \(line)")
                }
            }
        }
        #expect(seen > 20, "the pattern finds nothing")
    }

    @Test func `times of providers are made in one place`() throws {
        let channels = ImportTests.sources.appending(path: "Channels")
        let files = FileManager.default.enumerator(atPath: channels.path)?.compactMap { $0 as? String } ?? []
        for file in files where file.hasSuffix(".swift") && file != "Contract/ProviderTime.swift" {
            let text = try String(contentsOf: channels.appending(path: file), encoding: .utf8)
            for word in ["Date(timeIntervalSince1970:", "ISO8601FormatStyle", "Date(timeIntervalSinceReferenceDate:"] {
                #expect(!text.contains(word), "\(file) makes a time of its own: use ProviderTime")
            }
        }
    }
}
