package import CheckedYAML
package import Conversations
package import PublicServices

extension ServiceCatalogue {
    /// Reads every `*.yaml` of a folder, and throws all that is wrong in any of them.
    package static func load(folder: String) throws(FileProblems) -> ServiceCatalogue {
        var problems = ProblemCollector()
        var reader = ServiceReader()
        for name in problems.collect(try ConfigurationFolder.files(in: folder)) ?? [] {
            if let file = problems.collect(try YAMLEntry.load(path: "\(folder)/\(name)")) {
                reader.read(file, problems: &problems)
            }
        }
        let catalogue = reader.catalogue(problems: &problems)
        try problems.finish()
        return catalogue
    }
}

extension PlanTargets {
    /// Reads the file; every problem names line, entry and mend.
    package static func load(path: String) throws(FileProblems) -> PlanTargets {
        guard let targets = try FileProblems.collected(path, { read(from: $0, problems: &$1) }) else {
            throw FileProblems([])
        }
        return targets
    }
}

extension ReplyTemplates {
    /// Reads the file; a missing, unknown or wrongly filled template is refused with its line.
    package static func load(path: String) throws(FileProblems) -> ReplyTemplates {
        try read(from: FileProblems.of { () throws(FileProblem) in try YAMLEntry.load(path: path) })
    }
}
