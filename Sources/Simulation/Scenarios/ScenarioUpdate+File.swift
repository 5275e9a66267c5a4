import Foundation

extension ScenarioUpdate {
    /// What became of a file.
    package struct Mended: Sendable {
        package var isWritten = false
        /// What a person must mend.
        package var left: [String] = []
        /// What differs when the file is played again; empty when the next run passes.
        package var differences: [String]
    }

    /// Mends the file of a scenario that was played, and plays it again where anything differed.
    ///
    /// - Parameter wholeTexts: whether replies are written down to the letter, of what did not differ too.
    package static func mend(
        _ file: String, after outcome: ScenarioPlayer.Outcome, wholeTexts: Bool, with player: ScenarioPlayer
    ) async throws -> Mended {
        var mended = Mended(differences: outcome.differences)
        guard wholeTexts || !outcome.differences.isEmpty else { return mended }
        let old = try String(contentsOfFile: file, encoding: .utf8)
        let new = text(old, after: outcome.played, wholeTexts: wholeTexts)
        mended.left = new.left
        guard new.text != old else { return mended }
        try new.text.write(toFile: file, atomically: true, encoding: .utf8)
        mended.isWritten = true
        mended.differences = []
        for scenario in try Scenario.load(paths: [file], for: player) {
            mended.differences += try await player.play(scenario).differences
        }
        return mended
    }
}
