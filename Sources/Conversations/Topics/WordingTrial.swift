package import PublicServices
import VietnameseText

/// What one wording more changes of how earlier messages are understood.
package struct WordingTrial: Sendable, Equatable {
    package struct Change: Sendable, Equatable {
        package var text: String
        package var now: Decision
        package var then: Decision
    }

    /// How many messages were tried.
    package var tried = 0
    /// Not answered now, answered with the topic then.
    package var better: [Change] = []
    /// A menu or a question then.
    package var asked: [Change] = []
    /// Something else now that is no longer done: another topic's answer, a command, a call for help.
    package var moved: [Change] = []

    package init() {}

    /// Tries one message.
    package mutating func `try`(_ text: String, topic: TopicID, now: IntentMatcher, then: IntentMatcher) {
        tried += 1
        let read = ReadText(text)
        let (before, after) = (now.decide(now.understand(read)), then.decide(then.understand(read)))
        guard before.name != after.name || before.topics != after.topics else { return }
        let change = Change(text: text, now: before, then: after)
        switch after {
        case .menu, .variants, .question: asked.append(change)
        case .answer, .procedure, .referral:
            // Two questions of which one was understood before are both answered then.
            let keeps = before.topics.allSatisfy(after.topics.contains)
            if after.topics.contains(topic), keeps || Self.isOpen(before) {
                better.append(change)
            } else {
                moved.append(change)
            }
        default: moved.append(change)
        }
    }

    /// Whether nothing was answered or done.
    private static func isOpen(_ decision: Decision) -> Bool {
        switch decision {
        case .none, .unknown, .menu, .variants, .question, .smallTalk: true
        default: false
        }
    }

    /// The words by which messages that are alike could be known: the longest run of their common words, with marks where
    /// somebody wrote them.
    ///
    /// - Parameter words: without marks, as ``LikenessGroups`` gives them.
    package static func proposal(for texts: [String], words: [String]) -> String {
        let telling = Set(words)
        var counts: [String: Int] = [:]
        for text in texts { for word in Set(FoldedWords(text).words) { counts[word, default: 0] += 1 } }
        // Words that say little stand between those that tell: "giấy con rồng cháu tiên".
        let common = telling.union(counts.filter { $0.value * 2 > texts.count }.keys)
        var best: [Word] = []
        for text in texts {
            var run: [Word] = []
            for word in Words(text).words.map(Optional.some) + [nil] {
                if let word, common.contains(word.folded) {
                    run.append(word)
                    continue
                }
                while let first = run.first, !telling.contains(first.folded) { run.removeFirst() }
                while let last = run.last, !telling.contains(last.folded) { run.removeLast() }
                if isBetter(run, than: best) { best = run }
                run = []
            }
        }
        guard best.count >= LearntWordings.words.lowerBound else { return "" }
        return best.prefix(LearntWordings.words.upperBound).map(\.spelling).joined(separator: " ")
    }

    private static func isBetter(_ run: [Word], than best: [Word]) -> Bool {
        let (marks, bestMarks) = (run.count { $0.hasMarks }, best.count { $0.hasMarks })
        return (run.count, marks) > (best.count, bestMarks)
    }
}
