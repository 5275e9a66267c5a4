package import CheckedYAML
import PublicServices
import VietnameseText

/// Collects topics, facets and problems over the opened files of an intents folder.
package struct IntentReader {
    private let concepts: Concepts
    private var topics: [Topic] = []
    private var facets: [FacetWordings] = []
    private var followUps: [PhrasePattern] = []
    private var corrections = CorrectionWordings()
    private var mentions = PaperMentions()
    private var feedbackKinds: [FeedbackKind: [PhrasePattern]] = [:]
    private var machineTexts = MachineTexts()
    private var distress: DistressFrames?
    private var signs = SignWordings()
    private var conversation = ConversationWordings()
    /// What is wrong so far.
    package private(set) var problems: [FileProblem] = []
    private var places: [TopicID: [YAMLEntry]] = [:]
    private var further: [TopicID: YAMLEntry] = [:]

    package init(concepts: Concepts) { self.concepts = concepts }

    /// Notes what is wrong with a file that could not be opened.
    package mutating func add(_ problem: FileProblem) { problems.append(problem) }

    /// What all files say together.
    package mutating func catalogue(_ lexicon: Lexicon) throws(FileProblems) -> IntentCatalogue {
        refuseDuplicates()
        guard problems.isEmpty else { throw FileProblems(problems) }
        var catalogue = IntentCatalogue(
            topics: topics, facets: facets, followUps: followUps, corrections: corrections, mentions: mentions,
            lexicon: lexicon, concepts: concepts, feedbackKinds: feedbackKinds, machineTexts: machineTexts,
            signs: signs, conversation: conversation)
        catalogue.distress = distress ?? catalogue.distress
        return catalogue
    }

    /// Reads one file.
    package mutating func read(_ file: YAMLEntry) {
        do throws(FileProblem) {
            try file.allow(keys: [
                "area", "topics", "facets", "follow_up", "correction", "mentions", "feedback_kinds", "machine_texts",
                "distress", "message_signs",
                "conversation", "suggestions",
            ])
            for entry in try file.optional("topics")?.entries() ?? [] { readTopic(entry) }
            for entry in try file.optional("facets")?.entries() ?? [] { readFacet(entry) }
            followUps += try patterns(file, "follow_up")
            if let correction = try file.optional("correction") {
                try correction.allow(keys: ["not", "instead", "rather_than", "behind"])
                corrections.not += try patterns(correction, "not")
                corrections.instead += try patterns(correction, "instead")
                corrections.ratherThan += try patterns(correction, "rather_than")
                corrections.behind += try patterns(correction, "behind")
            }
            if let entry = try file.optional("mentions") {
                try entry.allow(keys: ["papers", "markers", "fillers", "shapes"])
                mentions.papers += try folded(entry, "papers")
                mentions.markers.learn(try folded(entry, "markers").joined())
                mentions.fillers.learn(try folded(entry, "fillers").joined())
                mentions.shapes.learn(try folded(entry, "shapes").joined())
            }
            if let texts = try file.optional("machine_texts") {
                try texts.allow(keys: ["reactions", "reactions_whole", "auto_replies", "absences", "promises"])
                machineTexts.reactions += try patterns(texts, "reactions")
                machineTexts.wholeReactions += try patterns(texts, "reactions_whole")
                machineTexts.autoReplies += try patterns(texts, "auto_replies")
                machineTexts.absences += try patterns(texts, "absences")
                machineTexts.promises += try patterns(texts, "promises")
            }
            if let entry = try file.optional("distress") {
                guard distress == nil else {
                    throw entry.problem("distress stands a second time", mend: "join it with the other file's")
                }
                distress = try DistressFrames(entry)
            }
            for entry in try file.optional("message_signs")?.entries() ?? [] {
                try entry.allow(keys: ["id", "phrases", "phrases_marked"])
                let sign = try entry.entry("id").oneOf(MessageSign.self)
                signs.phrases[sign, default: []] += try patterns(entry, "phrases")
                signs.markedPhrases[sign, default: []] += try patterns(entry, "phrases_marked")
            }
            if let entry = try file.optional("conversation") { try readConversation(entry) }
            for entry in try file.optional("suggestions")?.entries() ?? [] {
                try entry.allow(keys: ["example", "words"])
                conversation.suggestions.append(
                    ConversationWordings.Suggestion(
                        example: try entry.entry("example").string(), words: try patterns(entry, "words")))
            }
            if let kinds = try file.optional("feedback_kinds") {
                for entry in try kinds.entries() {
                    try entry.allow(keys: ["id", "phrases"])
                    feedbackKinds[try entry.entry("id").oneOf(FeedbackKind.self), default: []] += try patterns(
                        entry, "phrases")
                }
            }
        } catch {
            problems.append(error)
        }
    }

    private mutating func readTopic(_ entry: YAMLEntry) {
        do throws(FileProblem) {
            try entry.allow(keys: [
                "id", "kind", "name", "unit", "authority", "whole", "phrases", "phrases_marked", "whole_phrases",
                "whole_phrases_marked", "hints", "unless", "examples", "counter_examples", "further", "counted",
            ])
            let id = TopicID(rawValue: try entry.entry("id").string())
            let kind = try entry.entry("kind").oneOf(Topic.Kind.self)
            let authority = try entry.optional("authority")?.string()
            if kind == .referral, authority == nil {
                throw entry.problem("a referral names nobody", mend: "add authority: who is in charge of it")
            }
            topics.append(
                Topic(
                    id: id, kind: kind, name: try entry.optional("name")?.string() ?? id.rawValue,
                    unit: try entry.optional("unit")?.string().asUnit,
                    authority: authority, isWhole: try entry.optional("whole")?.bool() ?? false,
                    phrases: try patterns(entry, "phrases"),
                    markedPhrases: try patterns(entry, "phrases_marked"),
                    wholePhrases: try patterns(entry, "whole_phrases"),
                    markedWholePhrases: try patterns(entry, "whole_phrases_marked"),
                    hints: try patterns(entry, "hints"),
                    counterPhrases: try patterns(entry, "unless"), examples: try examples(entry, "examples"),
                    counterExamples: try examples(entry, "counter_examples"),
                    counted: try patterns(entry, "counted")))
            // Further wordings of a topic stand apart because other counter-phrases hold for them.
            if try entry.optional("further")?.bool() == true {
                further[id] = entry
            } else {
                places[id, default: []].append(entry)
            }
        } catch {
            problems.append(error)
        }
    }

    private mutating func readConversation(_ entry: YAMLEntry) throws(FileProblem) {
        try entry.allow(keys: ConversationWordings.Sign.allCases.map(\.rawValue) + ["facets", "bare_facets"])
        for sign in ConversationWordings.Sign.allCases {
            conversation.signs[sign, default: []] += try patterns(entry, sign.rawValue)
        }
        for (key, wordings) in [
            ("facets", \ConversationWordings.facets), ("bare_facets", \ConversationWordings.bareFacets),
        ] {
            guard let facets = try entry.optional(key) else { continue }
            try facets.allow(keys: Facet.allCases.map(\.rawValue))
            for facet in Facet.allCases {
                conversation[keyPath: wordings][facet, default: []] += try patterns(facets, facet.rawValue)
            }
        }
    }

    private mutating func readFacet(_ entry: YAMLEntry) {
        do throws(FileProblem) {
            try entry.allow(keys: ["id", "name", "phrases", "examples"])
            facets.append(
                FacetWordings(
                    facet: try entry.entry("id").oneOf(Facet.self), name: try entry.entry("name").string(),
                    phrases: try patterns(entry, "phrases"), examples: try examples(entry, "examples")))
        } catch {
            problems.append(error)
        }
    }

    private func patterns(_ entry: YAMLEntry, _ key: String) throws(FileProblem) -> [PhrasePattern] {
        var result: [PhrasePattern] = []
        for item in try entry.optional(key)?.entries() ?? [] {
            let text = try item.string()
            do {
                result.append(try PhrasePattern(text, concepts: concepts))
            } catch {
                throw item.problem(
                    "the wording \"\(text)\" cannot be used: \(error.what)",
                    mend: "write words, [one|or another], {a concept}, .. for a gap and & for either order")
            }
        }
        return result
    }

    /// The words of each item of a list, without their marks.
    private func folded(_ entry: YAMLEntry, _ key: String) throws(FileProblem) -> [[WordKey]] {
        var result: [[WordKey]] = []
        for item in try entry.optional(key)?.entries() ?? [] {
            result.append(Words(try item.string()).words.map(\.foldedKey))
        }
        return result
    }

    private func examples(_ entry: YAMLEntry, _ key: String) throws(FileProblem) -> [Topic.Example] {
        var result: [Topic.Example] = []
        for item in try entry.optional(key)?.entries() ?? [] {
            result.append(Topic.Example(text: try item.string(), file: item.file, line: item.line))
        }
        return result
    }

    private mutating func refuseDuplicates() {
        for (id, entries) in places.sorted(by: { $0.key.rawValue < $1.key.rawValue }) where entries.count > 1 {
            let first = entries[0]
            problems += entries.dropFirst().map {
                $0.problem(
                    "topic \(id) stands a second time",
                    mend: "join it with the one in \(first.file), line \(first.line ?? 0)")
            }
        }
        for (id, entry) in further where places[id] == nil {
            problems.append(
                entry.problem("further wordings of \(id), which stands nowhere", mend: "take away further: true"))
        }
        if topics.isEmpty, problems.isEmpty {
            problems.append(
                FileProblem(
                    file: "intents", line: nil, entry: "topics", what: "no topic was found",
                    mend: "put the intents/*.yaml files back"))
        }
    }
}

extension String {
    fileprivate var asUnit: UnitID { UnitID(rawValue: self) }
}
