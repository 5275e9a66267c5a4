import Content
import Conversations
import Foundation
import Gateway
import Logging
import PublicServices
import Storage

/// "Chưa hiểu": messages that the machine did not understand, put together by likeness, and teaching it their wording.
extension ConsoleDesk {
    var notUnderstoodRoutes: [Route] {
        [
            .get("/chua-hieu") { try await groupsPage($0) },
            .get("/chua-hieu/day", .supervisors) { try await teachPage($0) },
            .post("/chua-hieu/day", .supervisors) { try await teach($0) },
            .post("/chua-hieu/bo", .supervisors) { try await forget($0) },
        ]
    }

    /// The commune that a page is about: the one in the address, else the officer's first.
    func askedCommune(_ visit: Visit, by officer: Officer) throws -> Commune {
        let asked = (visit.form["xa"] ?? visit.query["xa"]).map(CommuneID.init(rawValue:))
        let id = asked.flatMap { officer.profile.communes.contains($0) ? $0 : nil } ?? officer.profile.communes.first
        guard let commune = commune(id) else { throw Refusal(.notFound) }
        return commune
    }

    /// The choice of a commune, for whoever has several.
    func communeChoice(_ chosen: Commune, by officer: Officer) -> Any {
        let communes = officer.profile.communes.compactMap { commune($0) }
        guard communes.count > 1 else { return false }
        return [
            "list": communes.map {
                ["value": $0.id.rawValue, "label": $0.name, "chosen": $0.id == chosen.id] as Values
            }
        ] as Values
    }

    private func since(_ now: Date) -> Date { now.addingTimeInterval(-TimeInterval(limits.learningDays) * 86_400) }

    /// Groups of which something is still not understood: what was taught meanwhile is left out.
    private func groups(of commune: Commune, by officer: Officer, now: Date) async throws -> [NotUnderstoodGroup] {
        let groups = try await store.notUnderstood(
            of: commune.id, since: since(now), limit: limits.groups, by: officer)
        guard let matcher = content.dialogues[commune.id]?.matcher else { return groups }
        return groups.filter { group in
            group.examples.contains {
                if case .none = matcher.decide(matcher.understand($0.text)) { true } else { false }
            }
        }
    }

    private func groupsPage(_ visit: Visit) async throws -> Answer {
        let officer = try officer(of: visit)
        let commune = try askedCommune(visit, by: officer)
        let groups = try await groups(of: commune, by: officer, now: visit.now)
        let mayTeach = officer.profile.role != .officer
        let heading = groups.isEmpty ? "Không còn nhóm tin nào chưa hiểu" : "\(groups.count) nhóm tin máy chưa hiểu"
        var values: Values = [
            "heading": heading, "days": limits.learningDays, "mayTeach": mayTeach,
            "communes": communeChoice(commune, by: officer), "code": FormGuard.code(of: visit.signedIn?.token ?? ""),
            "commune": commune.id.rawValue, "isEmpty": groups.isEmpty,
            "done": given(
                ["luu": "Đã lưu. Máy hiểu câu này từ bây giờ.", "bo": "Đã bỏ câu này. Máy lại như trước."][
                    visit.query["xong"] ?? ""]),
            "groups": groups.map { group -> Values in
                let words = group.words.prefix(LearntWordings.words.upperBound).joined(separator: " ")
                return [
                    "name": name(of: group),
                    "count": "\(NumberWords.grouped(group.count)) tin",
                    "examples": group.examples.prefix(3).map { example($0.text, words: group.words) },
                    "href": given(
                        mayTeach
                            ? "/chua-hieu/day?xa=\(FormText.encoded(commune.id.rawValue))&chu="
                                + FormText.encoded(words)
                            : nil),
                ]
            },
        ]
        values.merge(try await taught(commune, officer: officer, now: visit.now)) { $1 }
        return page(visit, title: heading, page: "chua-hieu", main: library.text(of: "groups", values))
    }

    /// How a group is called: by the words that its messages share, as somebody wrote them.
    private func name(of group: NotUnderstoodGroup) -> String {
        let proposal = WordingTrial.proposal(for: group.examples.map(\.text), words: group.words)
        if !proposal.isEmpty { return proposal }
        return group.words.isEmpty ? oneLine(group.examples.first?.text ?? "") : group.words.joined(separator: " ")
    }

    /// What was taught, the newest first.
    private func taught(_ commune: Commune, officer: Officer, now: Date) async throws -> Values {
        do throws(CommuneDesk.Fault) {
            let entries = try await own.wordings(of: commune.id).entries.reversed()
            return [
                "isTaught": !entries.isEmpty, "broken": false,
                "taught": entries.prefix(limits.taught).map { entry -> Values in
                    [
                        "phrase": entry.phrase,
                        "about": "là \(topic(entry.topic) ?? "việc không còn trong danh mục"). \(entry.by), "
                            + "ngày \(entry.on.vietnameseText).",
                    ]
                },
            ]
        } catch {
            logger.warning("A commune's wordings cannot be read.", metadata: ["fault": "\(error)"])
            return ["isTaught": false, "taught": [Values](), "broken": true]
        }
    }

    /// A message on one line, with the shared words marked.
    private func example(_ text: String, words: [String]) -> Values {
        let pieces = Highlight(oneLine(text), words: Set(words)).pieces
        return ["pieces": pieces.map { ["text": $0.text, "hit": $0.isHit] as Values }]
    }

    private func oneLine(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " / ")
        return line.count > limits.exampleLetters ? String(line.prefix(limits.exampleLetters)) + "…" : line
    }

    // Teaching --------------------------------------------------------------------------------

    /// What is typed on the page of a group.
    private struct Lesson {
        var commune: Commune
        /// The words of the group, without marks.
        var words: [String]
        var topic: TopicID?
        var phrase: String
    }

    private func lesson(_ visit: Visit, by officer: Officer) throws -> Lesson {
        func field(_ name: String) -> String? { (visit.form[name] ?? visit.query[name]).map { String($0.prefix(200)) } }
        let topic = field("viec").map(TopicID.init(rawValue:))
        let isKnown = topic.flatMap { content.intents[$0] }.map(LearntWordings.mayBeTaught) ?? false
        return Lesson(
            commune: try askedCommune(visit, by: officer), words: FoldedWords(field("chu") ?? "").words,
            topic: isKnown ? topic : nil,
            phrase: HTMLText.visible(field("cach") ?? "").trimmingCharacters(in: .whitespacesAndNewlines))
    }

    private func teachPage(_ visit: Visit) async throws -> Answer {
        let officer = try officer(of: visit)
        let lesson = try lesson(visit, by: officer)
        guard visit.query["cach"] != nil else {
            return try await lessonPage(visit, lesson, officer: officer, faults: [], trial: nil)
        }
        let (faults, trial) = try await tried(lesson, by: officer, now: visit.now)
        return try await lessonPage(visit, lesson, officer: officer, faults: faults, trial: trial)
    }

    private func teach(_ visit: Visit) async throws -> Answer {
        let officer = try officer(of: visit)
        let lesson = try lesson(visit, by: officer)
        var (faults, trial) = try await tried(lesson, by: officer, now: visit.now)
        guard faults.isEmpty, let trial, trial.isHarmless, let topic = lesson.topic else {
            return try await lessonPage(visit, lesson, officer: officer, faults: faults, trial: trial)
        }
        let entry = LearntWordings.Entry(
            phrase: trial.phrase, topic: topic, by: officer.profile.name, on: ClockWords(now: visit.now).today)
        do throws(CommuneDesk.Fault) {
            try await own.teach(entry, in: lesson.commune.id)
        } catch {
            faults = [("cach", words(of: error))]
            return try await lessonPage(visit, lesson, officer: officer, faults: faults, trial: trial)
        }
        try await store.note(
            .wordingTaught, of: lesson.commune.id, subject: topic.rawValue, by: officer, now: visit.now)
        return .seeOther("/chua-hieu?xong=luu&xa=" + FormText.encoded(lesson.commune.id.rawValue))
    }

    private func forget(_ visit: Visit) async throws -> Answer {
        let officer = try officer(of: visit)
        let commune = try askedCommune(visit, by: officer)
        let phrase = visit.form["cach"] ?? ""
        do throws(CommuneDesk.Fault) {
            guard try await own.forget(phrase, in: commune.id) else {
                return .seeOther("/chua-hieu?xa=" + FormText.encoded(commune.id.rawValue))
            }
        } catch {
            logger.warning("A wording could not be taken away.", metadata: ["fault": "\(error)"])
            throw Refusal(.fault)
        }
        try await store.note(.wordingForgotten, of: commune.id, subject: "", by: officer, now: visit.now)
        return .seeOther("/chua-hieu?xong=bo&xa=" + FormText.encoded(commune.id.rawValue))
    }

    /// A wording tried on the past, with the examples that the catalogue itself must go on to understand.
    private struct Tried {
        var phrase: String
        var effect: WordingTrial
        /// Examples of the catalogue that would be understood wrongly.
        var hurt: Int

        var isHarmless: Bool { effect.moved.isEmpty && hurt == 0 }
    }

    private func tried(
        _ lesson: Lesson, by officer: Officer, now: Date
    ) async throws -> (faults: [(field: String, words: String)], trial: Tried?) {
        var faults: [(field: String, words: String)] = []
        if lesson.topic == nil { faults.append(("viec", "Chọn việc mà những tin này hỏi")) }
        var phrase = ""
        do throws(LearntWordings.Fault) {
            phrase = try LearntWordings.wording(of: lesson.phrase)
        } catch {
            faults.append(("cach", words(of: .wording(error))))
        }
        guard faults.isEmpty, let topic = lesson.topic else { return (faults, nil) }
        let entry = LearntWordings.Entry(
            phrase: phrase, topic: topic, by: officer.profile.name, on: ClockWords(now: now).today)
        let matchers: (now: IntentMatcher, then: IntentMatcher)
        do throws(CommuneDesk.Fault) {
            matchers = try await own.trial(of: entry, in: lesson.commune.id)
        } catch {
            return ([("cach", words(of: error))], nil)
        }
        var effect = WordingTrial()
        let messages = try await store.earlierMessages(
            of: lesson.commune.id, since: since(now), limit: limits.triedMessages, by: officer)
        for (place, message) in messages.enumerated() {
            // Others are served meanwhile.
            if place % 50 == 49 { await Task.yield() }
            effect.try(message.text, topic: topic, now: matchers.now, then: matchers.then)
        }
        var hurt = IntentExamples.problems(matchers.then).count
        if hurt > 0 { hurt = max(0, hurt - IntentExamples.problems(matchers.now).count) }
        return ([], Tried(phrase: phrase, effect: effect, hurt: hurt))
    }

    private func words(of fault: CommuneDesk.Fault) -> String {
        switch fault {
        case .wording(.words(let count)):
            count < LearntWordings.words.lowerBound
                ? "Viết ít nhất \(LearntWordings.words.lowerBound) chữ; một chữ thì trúng quá nhiều tin"
                : "Viết nhiều nhất \(LearntWordings.words.upperBound) chữ"
        case .wording(.tooLong): "Viết ngắn hơn, nhiều nhất \(LearntWordings.characters) ký tự"
        case .wording(.known): "Câu này đã dạy rồi. Bỏ câu cũ trước nếu muốn đổi việc"
        case .wording(.topic), .unknownCommune: "Việc này không dạy được ở đây"
        case .wording(.full): "Xã đã dạy \(LearntWordings.most) câu. Bỏ bớt câu cũ trước"
        case .file: FileWords.unsaved
        }
    }

    private func lessonPage(
        _ visit: Visit, _ lesson: Lesson, officer: Officer, faults: [(field: String, words: String)], trial: Tried?
    ) async throws -> Answer {
        let group = try await groups(of: lesson.commune, by: officer, now: visit.now).first {
            Array($0.words.prefix(LearntWordings.words.upperBound)) == lesson.words
        }
        let examples = group?.examples ?? []
        let called = group.map(name(of:)) ?? lesson.words.joined(separator: " ")
        let heading = called.isEmpty ? "Dạy máy" : "Dạy máy: “\(called)”"
        let proposed =
            visit.form["cach"] == nil && visit.query["cach"] == nil
            ? WordingTrial.proposal(for: examples.map(\.text), words: lesson.words) : lesson.phrase
        let topics = content.intents.topics.filter(LearntWordings.mayBeTaught)
        var seen: Set<TopicID> = []
        let options = topics.filter { seen.insert($0.id).inserted }
            .map { ($0.id, MatterWords.capitalized($0.name)) }.sorted { $0.1 < $1.1 }
        let clock = ClockWords(now: visit.now)
        func fault(_ field: String) -> Any { given(faults.first { $0.field == field }?.words) }
        var values: Values = [
            "heading": heading, "errors": errors(faults), "commune": lesson.commune.id.rawValue,
            "words": lesson.words.joined(separator: " "),
            "code": FormGuard.code(of: visit.signedIn?.token ?? ""), "phrase": proposed,
            "about": group.map { "\(NumberWords.grouped($0.count)) tin giống nhau trong \(limits.learningDays) ngày" }
                ?? "",
            "hasExamples": !examples.isEmpty, "examples": examples.map { example($0.text, words: lesson.words) },
            "wrongTopic": fault("viec"), "wrongPhrase": fault("cach"), "isNew": lesson.topic == nil,
            "topics": options.map {
                ["value": $0.0.rawValue, "label": $0.1, "chosen": $0.0 == lesson.topic] as Values
            },
        ]
        values["trial"] = trial.map { self.values($0, lesson: lesson, clock: clock) } ?? false
        return page(
            visit, title: heading, isWrong: !faults.isEmpty, page: "chua-hieu",
            main: library.text(of: "lesson", values))
    }

    private func values(_ trial: Tried, lesson: Lesson, clock: ClockWords) -> Any {
        let effect = trial.effect
        let from = since(clock.now)
        let spoiled = effect.moved.count + trial.hurt
        let examples = trial.hurt == 0 ? "" : " (trong đó \(trial.hurt) câu mẫu của danh mục)"
        return [
            "tried": "Thử trên \(NumberWords.grouped(effect.tried)) tin cũ của xã, từ \(clock.dayAndYear(from)). "
                + "Chưa lưu gì.",
            "better": NumberWords.grouped(effect.better.count), "asked": NumberWords.grouped(effect.asked.count),
            "moved": NumberWords.grouped(spoiled), "phrase": trial.phrase, "topic": lesson.topic?.rawValue ?? "",
            "isHarmless": trial.isHarmless,
            "save": effect.better.isEmpty
                ? "Lưu" : "Lưu, máy hiểu thêm \(NumberWords.grouped(effect.better.count)) tin",
            "refused": "Chưa lưu được: \(NumberWords.grouped(spoiled)) tin đang đúng sẽ thành khác\(examples). "
                + "Thêm chữ cho rõ hơn.",
            "tables": [
                ("tin-them", "tin được trả lời thêm", effect.better),
                ("tin-hoi", "tin máy sẽ hỏi lại cho rõ", effect.asked),
                ("tin-doi", "tin đang đúng sẽ thành khác", effect.moved),
            ].filter { !$0.2.isEmpty }.map { id, label, changes in
                [
                    "id": id, "caption": "\(NumberWords.grouped(changes.count)) \(label)",
                    "rows": changes.prefix(limits.shownChanges).map {
                        ["text": oneLine($0.text), "now": decided($0.now), "then": decided($0.then)] as Values
                    },
                    "more": given(
                        changes.count > limits.shownChanges
                            ? "Còn \(changes.count - limits.shownChanges) tin nữa." : nil),
                ] as Values
            },
        ] as Values
    }

    /// What the machine does with a message, in a few words.
    private func decided(_ decision: Decision) -> String {
        let names = decision.topics.map { topic($0) ?? $0.rawValue }
        return switch decision {
        case .answer, .procedure, .referral: names.joined(separator: "; ")
        case .menu, .variants: "Hỏi: \(names.joined(separator: " hay "))?"
        case .question: "Hỏi lại cho rõ"
        case .none: "Chưa hiểu"
        case .unknown: "Chưa có thông tin, chuyển cán bộ"
        case .trouble: "Xin lỗi, chuyển cán bộ: " + names.joined(separator: "; ")
        case .command, .interest: "Làm theo lời nhắn"
        case .smallTalk: "Chào hỏi"
        case .quiet, .addition: "Không trả lời"
        }
    }
}
