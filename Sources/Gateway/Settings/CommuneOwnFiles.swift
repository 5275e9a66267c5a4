import CheckedYAML
import Conversations
import Foundation
import PublicServices

/// The files of a commune that its officers write in the console; a commune whose officers changed nothing has none.
struct CommuneOwnFiles: Sendable {
    let factsPath: String
    let wordingsPath: String
    let daysPath: String

    init(of commune: CommuneID, in folder: String) {
        factsPath = "\(folder)/\(commune)/\(OwnFacts.file)"
        wordingsPath = "\(folder)/\(commune)/\(LearntWordings.file)"
        daysPath = "\(folder)/\(commune)/\(OwnDays.file)"
    }

    /// What officers confirmed or corrected.
    func facts() throws(FileProblems) -> OwnFacts {
        FileManager.default.fileExists(atPath: factsPath) ? try OwnFacts.load(path: factsPath) : OwnFacts()
    }

    /// What officers taught, the oldest first.
    func wordings() throws(FileProblems) -> LearntWordings {
        FileManager.default.fileExists(atPath: wordingsPath)
            ? try LearntWordings.load(path: wordingsPath) : LearntWordings()
    }

    /// What officers entered of days and the phone on duty; the loaded commune has it already.
    func days(isSample: Bool) throws(FileProblems) -> OwnDays { try OwnDays.load(path: daysPath, isSample: isSample) }
}
