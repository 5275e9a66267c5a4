import CheckedYAML
import Foundation

/// What lies in a configuration folder, in the order of the names so that every run reads alike.
enum ConfigurationFolder {
    /// The names of the YAML files; an unreadable or empty folder is a problem.
    static func files(in folder: String) throws(FileProblem) -> [String] {
        let names = try visibleNames(in: folder).filter { $0.hasSuffix(".yaml") }
        guard !names.isEmpty else {
            throw problem(folder, "no .yaml file is in this folder", mend: "put the files there, or correct the path")
        }
        return names
    }

    /// The names of the folders inside; none is a problem.
    static func folders(in folder: String) throws(FileProblem) -> [String] {
        let names = try visibleNames(in: folder).filter { name in
            var isFolder: ObjCBool = false
            let exists = FileManager.default.fileExists(atPath: "\(folder)/\(name)", isDirectory: &isFolder)
            return exists && isFolder.boolValue
        }
        guard !names.isEmpty else {
            throw problem(folder, "no folder is in this folder", mend: "make one folder for each commune")
        }
        return names
    }

    private static func visibleNames(in folder: String) throws(FileProblem) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder).filter { !$0.hasPrefix(".") }.sorted()
        } catch {
            throw problem(folder, "the folder cannot be read", mend: "create it, or correct the path")
        }
    }

    private static func problem(_ folder: String, _ what: String, mend: String) -> FileProblem {
        FileProblem(file: folder, line: nil, entry: "", what: what, mend: mend)
    }
}
