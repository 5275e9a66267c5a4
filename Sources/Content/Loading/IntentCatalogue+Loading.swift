package import CheckedYAML
package import Conversations
import Foundation
import PublicServices

extension IntentCatalogue {
    /// Reads all `*.yaml` files of a folder and its `lexicon/`; every problem names file, line, entry and mend.
    package static func load(folder: String) throws(FileProblems) -> IntentCatalogue {
        var reader = IntentReader(concepts: try Concepts.load(folder: folder + "/lexicon"))
        for name in try yamlFiles(in: folder) {
            do throws(FileProblem) {
                reader.read(try YAMLEntry.load(path: folder + "/" + name))
            } catch {
                reader.add(error)
            }
        }
        let lexicon: Lexicon
        do throws(FileProblems) {
            lexicon = try Lexicon.load(folder: folder + "/lexicon")
        } catch {
            throw FileProblems(reader.problems + error.problems)
        }
        var catalogue = try reader.catalogue(lexicon)
        // A question that names no procedure is an example of its facet.
        let facets = catalogue.facets.map(\.facet).filter { $0 != .overview }
        let topics = Set(catalogue.topics.map(\.id.rawValue) + facets.map(\.rawValue))
        catalogue.distressExamples = try WrittenExamples.load(
            path: folder + "/" + WrittenExamples.distressFile, labels: ["distress", "harmless"], topics: topics)
        catalogue.messages = try WrittenExamples.load(
            path: folder + "/" + WrittenExamples.topicsFile, labels: topics)
        catalogue.followUpExamples = try WrittenExamples.load(
            path: folder + "/" + WrittenExamples.followUpsFile,
            labels: Set(facets.map(\.rawValue) + [WrittenExamples.asksNothing, WrittenExamples.closing]))
        return catalogue
    }

    private static func yamlFiles(in folder: String) throws(FileProblems) -> [String] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw FileProblems([
                FileProblem(
                    file: folder, line: nil, entry: "", what: "the intents folder cannot be read",
                    mend: "give the folder's right path as content.intents in gateway.yaml")
            ])
        }
        return names.filter { $0.hasSuffix(".yaml") }.sorted()
    }
}

extension Concepts {
    /// Reads `concepts.yaml` of a folder; without the file there are none.
    static func load(folder: String) throws(FileProblems) -> Concepts {
        let path = folder + "/concepts.yaml"
        guard FileManager.default.fileExists(atPath: path) else { return Concepts() }
        return try read(from: FileProblems.of { () throws(FileProblem) in try YAMLEntry.load(path: path) })
    }
}

extension Lexicon {
    /// Reads `abbreviations.tsv` and `context.tsv` of a folder.
    package static func load(folder: String) throws(FileProblems) -> Lexicon {
        var problems: [FileProblem] = []
        func file(_ name: String) -> TextFile {
            let path = folder + "/" + name
            do throws(FileProblem) {
                return try TextFile.load(path: path, kind: "columns between tabs")
            } catch {
                problems.append(error)
                return TextFile(path: path, text: "")
            }
        }
        let (abbreviations, context) = (file("abbreviations.tsv"), file("context.tsv"))
        return try read(abbreviations: abbreviations, context: context, problems: problems)
    }
}

extension WrittenExamples {
    /// None where there is no such file: the wordings decide alone then.
    static func load(
        path: String, labels: Set<String>, topics: Set<String> = []
    ) throws(FileProblems) -> WrittenExamples {
        guard FileManager.default.fileExists(atPath: path) else { return WrittenExamples() }
        let file = try FileProblems.of { () throws(FileProblem) in
            try TextFile.load(path: path, kind: "columns between tabs")
        }
        return try read(file.text, of: path, labels: labels, topics: topics)
    }
}
