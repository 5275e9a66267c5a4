package import CheckedYAML
import Foundation
import Storage

/// What `gateway check` and `/health` say of the program and the files by which copies are encrypted.
package enum BackupKeys {
    /// - Parameter folders: where programs are looked for, as in `PATH`.
    package static func problems(
        _ settings: GatewaySettings, folders: String? = ProcessInfo.processInfo.environment["PATH"]
    ) -> [FileProblem] {
        // A server's database is copied by the server's own tools.
        guard let file = settings.backupRecipients, settings.server == nil else { return [] }
        func problem(_ what: String, mend: String) -> [FileProblem] {
            [FileProblem(file: file, line: nil, entry: "", what: what, mend: mend)]
        }
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            return problem(
                "the file of storage.backup_recipients cannot be read, so no copy is made",
                mend: "write a line age1… into it for each person who shall open copies, as age-keygen shows it")
        }
        guard !text.contains("AGE-SECRET-KEY-") else {
            return problem(
                "a secret key stands among the recipients, so whoever takes the machine opens every copy",
                mend: "keep the file of age-keygen in a safe, and leave its line age1… here alone")
        }
        let lines = text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        guard lines.contains(where: { $0.hasPrefix("age1") || $0.hasPrefix("ssh-") }) else {
            return problem(
                "nobody is named to encrypt copies to, so no copy is made",
                mend: "write a line age1… for each person, as age-keygen shows it")
        }
        do {
            _ = try AgeProgram.find(in: folders)
        } catch {
            return [
                FileProblem(
                    file: settings.file, line: nil, entry: "storage.backup_recipients",
                    what: "copies shall be encrypted, and the program age is not installed, so no copy is made",
                    mend: "as root: apt-get install age; or remove the entry")
            ]
        }
        return []
    }
}
