package import CheckedYAML
package import PublicServices
import VietnameseText

/// Wordings that a commune's own officers taught: a file of the commune's that no update touches.
package struct LearntWordings: Sendable, Equatable {
    package struct Entry: Sendable, Equatable {
        /// Plain words with their marks; no brackets and no gaps.
        package var phrase: String
        package var topic: TopicID
        /// Who taught it, and when.
        package var by: String
        package var on: CalendarDay

        package init(phrase: String, topic: TopicID, by: String, on: CalendarDay) {
            self.phrase = phrase
            self.topic = topic
            self.by = by
            self.on = on
        }
    }

    /// Why officers' words are no wording.
    package enum Fault: Error, Sendable, Equatable {
        /// Fewer words than ``words`` begins with say too little, more say too much.
        case words(Int)
        case tooLong
        /// It is taught already, for the same topic or another one.
        case known
        /// The topic is none that answers or refers.
        case topic
        case full
    }

    /// How many words a wording has.
    package static let words = 2...8
    package static let characters = 80
    /// How many wordings a commune may have: each is looked for in every message.
    package static let most = 500

    package var entries: [Entry]

    package init(_ entries: [Entry] = []) { self.entries = entries }

    /// Whether officers may teach wordings of the topic: not those that carry out commands or raise alarms.
    package static func mayBeTaught(_ topic: Topic) -> Bool {
        [.procedure, .subject, .referral].contains(topic.kind)
    }

    /// What was typed as a wording: its words, one space apart.
    package static func wording(of typed: String) throws(Fault) -> String {
        guard typed.count <= characters else { throw .tooLong }
        let words = Words(typed).words.map(\.spelling)
        guard Self.words.contains(words.count) else { throw .words(words.count) }
        return words.joined(separator: " ")
    }

    /// With one more, the newest last.
    package func adding(_ entry: Entry, to catalogue: IntentCatalogue) throws(Fault) -> LearntWordings {
        guard let topic = catalogue[entry.topic], Self.mayBeTaught(topic) else { throw .topic }
        guard entries.count < Self.most else { throw .full }
        guard !entries.contains(where: { $0.phrase == entry.phrase }) else { throw .known }
        return LearntWordings(entries + [entry])
    }

    /// The catalogue with these wordings; those of topics that it no longer has are left out.
    package func merged(into catalogue: IntentCatalogue) -> IntentCatalogue {
        var catalogue = catalogue
        for entry in entries {
            guard
                let place = catalogue.topics.firstIndex(where: { $0.id == entry.topic && Self.mayBeTaught($0) }),
                let pattern = try? PhrasePattern(entry.phrase)
            else { continue }
            catalogue.topics[place].phrases.append(pattern)
            catalogue.taught.insert(pattern.source)
        }
        return catalogue
    }
}

extension LearntWordings {
    package static let file = "wordings.yaml"

    /// Reads what the file says; every problem names line, entry and mend.
    package static func read(from root: YAMLEntry, problems: inout ProblemCollector) -> LearntWordings {
        var wordings = LearntWordings()
        _ = problems.collect(try root.allow(keys: ["wordings"]))
        for entry in (problems.collect(try root.optional("wordings")?.entries()) ?? nil) ?? [] {
            _ = problems.collect(try entry.allow(keys: ["phrase", "topic", "by", "on"]))
            let phrase = problems.collect(try entry.entry("phrase").learntWording())
            let topic = problems.collect(try entry.entry("topic").string())
            let author = problems.collect(try entry.entry("by").string())
            let day = problems.collect(try entry.entry("on").day())
            guard let phrase, let topic, let author, let day else { continue }
            wordings.entries.append(Entry(phrase: phrase, topic: TopicID(rawValue: topic), by: author, on: day))
        }
        return wordings
    }

    /// What does nothing any more, for whoever keeps the configuration.
    package func warnings(of catalogue: IntentCatalogue, file: String) -> [FileProblem] {
        entries.filter { entry in !catalogue.topics.contains { $0.id == entry.topic && Self.mayBeTaught($0) } }.map {
            FileProblem(
                file: file, line: nil, entry: $0.phrase, what: "there is no topic \($0.topic) any more",
                mend: "take the wording away on the page \"Chưa hiểu\", or name another topic")
        }
    }

    /// As it stands in its file.
    package var text: String {
        """
        # Câu chữ mà cán bộ xã dạy máy, ở trang "Chưa hiểu". Bản cập nhật không đụng đến tệp này.
        # Wordings that officers taught on the page "Chưa hiểu"; updates leave this file alone.
        wordings:\(entries.isEmpty ? " []" : "")

        """
            + entries.map { entry in
                """
                  - phrase: \(YAMLEntry.quoted(entry.phrase))
                    topic: \(YAMLEntry.quoted(entry.topic.rawValue))
                    by: \(YAMLEntry.quoted(entry.by))
                    "on": \(entry.on)

                """
            }.joined()
    }
}

extension YAMLEntry {
    fileprivate func learntWording() throws(FileProblem) -> String {
        let text = try string()
        do {
            return try LearntWordings.wording(of: text)
        } catch {
            throw problem(
                "\"\(text)\" is no wording of \(LearntWordings.words.lowerBound) to \(LearntWordings.words.upperBound) words",
                mend: "write the words with their marks, without brackets")
        }
    }
}
