import CheckedYAML
import Foundation

extension TextFile {
    /// Opens a file of plain text.
    static func open(_ path: String) throws(FileProblem) -> TextFile {
        guard let data = FileManager.default.contents(atPath: path), let text = String(validating: data, as: UTF8.self)
        else {
            throw FileProblem(
                file: path, line: nil, entry: "", what: "the file cannot be read as UTF-8 text",
                mend: "put it back, saved as UTF-8")
        }
        return TextFile(path: path, text: text)
    }
}

extension FileProblems {
    /// One problem alone as what is wrong with everything.
    static func of<Value>(_ open: () throws(FileProblem) -> Value) throws(FileProblems) -> Value {
        do throws(FileProblem) {
            return try open()
        } catch {
            throw FileProblems([error])
        }
    }

    /// What a reader makes of an opened file, unless it finds something wrong.
    static func collected<Value>(
        _ path: String, _ read: (YAMLEntry, inout ProblemCollector) -> Value
    ) throws(FileProblems) -> Value {
        let root = try of { () throws(FileProblem) in try YAMLEntry.load(path: path) }
        var problems = ProblemCollector()
        let value = read(root, &problems)
        try problems.finish()
        return value
    }
}
