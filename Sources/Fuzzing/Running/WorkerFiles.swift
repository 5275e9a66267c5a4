import Foundation

/// What a worker and who watches it have between them: files, which stay when the worker dies.
struct WorkerFiles: Sendable {
    let folder: URL

    /// The execution that is under way, as text.
    var status: String { folder.appending(path: "status").path }
    /// A ``WorkerNote`` a line.
    var notes: String { folder.appending(path: "notes").path }
    /// The input that is tried just now, when one is made smaller; as JSON.
    var current: String { folder.appending(path: "current").path }
    /// Inputs to be tried one after the other, as JSON.
    var candidates: String { folder.appending(path: "candidates").path }
    /// What the worker writes on its way out.
    var errors: String { folder.appending(path: "errors").path }

    static func make() throws -> WorkerFiles {
        let folder = FuzzGateway.temporary.appending(path: "fuzz-work-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for name in ["status", "notes", "errors"] {
            try Data().write(to: folder.appending(path: name))
        }
        return WorkerFiles(folder: folder)
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    func readNotes() throws -> [WorkerNote] {
        try Data(contentsOf: URL(fileURLWithPath: notes)).split(separator: UInt8(ascii: "\n"))
            .map { try JSONDecoder().decode(WorkerNote.self, from: $0) }
    }

    /// The execution that was begun last, counted from 0; nil before the first.
    func begun() -> Int? {
        (try? String(contentsOfFile: status, encoding: .utf8)).flatMap { Int($0.trimmingCharacters(in: .whitespaces)) }
    }
}

/// What a worker found out.
enum WorkerNote: Codable {
    case violation(Violation, index: Int)
    /// A smaller input that breaks the same.
    case improved(FuzzInput, detail: String)
    /// At the end, when the worker came to it.
    case ended(executions: Int, seconds: Double, slowest: Double, slowestIndex: Int)
}
