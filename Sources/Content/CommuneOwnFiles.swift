package import CheckedYAML
package import Conversations
import Foundation
package import PublicServices

/// The files of a commune that its officers write in the console; a commune whose officers changed nothing has none.
package struct CommuneOwnFiles: Sendable {
    package let factsPath: String
    package let wordingsPath: String
    package let daysPath: String

    package init(of commune: CommuneID, in folder: String) {
        factsPath = "\(folder)/\(commune)/\(OwnFacts.file)"
        wordingsPath = "\(folder)/\(commune)/\(LearntWordings.file)"
        daysPath = "\(folder)/\(commune)/\(OwnDays.file)"
    }

    /// What officers confirmed or corrected.
    package func facts() throws(FileProblems) -> OwnFacts {
        FileManager.default.fileExists(atPath: factsPath) ? try OwnFacts.load(path: factsPath) : OwnFacts()
    }

    /// What officers taught, the oldest first.
    package func wordings() throws(FileProblems) -> LearntWordings {
        FileManager.default.fileExists(atPath: wordingsPath)
            ? try LearntWordings.load(path: wordingsPath) : LearntWordings()
    }

    /// What officers entered of days and the phone on duty; the loaded commune has it already.
    package func days(isSample: Bool) throws(FileProblems) -> OwnDays {
        try OwnDays.load(path: daysPath, isSample: isSample)
    }
}
