import Foundation
import PublicServices
import VietnameseText

/// Ranks the topics of a text by which of its words, pairs and triples stand in which topic's wordings and written examples.
///
/// Complement naive Bayes (Rennie et al., 2003), in which a word says as much for a topic as all the others seldom have it, and a
/// ``TopicRegression`` over the same texts, added up: each errs where the other does not. Built when the gateway starts; no weights
/// are stored.
struct SecondOpinion: Sendable {
    /// What it makes of a text: the topics, best first.
    struct Ranked: Sendable {
        var topic: Int
        /// The odds of the topic against all others, in nats: above 0 it is likelier than all of them together.
        var score: Float
    }

    /// The topics by their numbers here; facets, which are asked about without a topic, stand among them.
    private(set) var topics: [TopicID] = []
    /// What a text of many known words loses for a topic with many wordings, per word.
    private var prior: [Float] = []
    private var table = FeatureTable()
    /// What each feature says for the topics that have it, feature after feature.
    private var weights: [Weight] = []
    /// Where the weights of each feature begin.
    private var starts: [Int32] = []
    /// The same texts, weighed against one another.
    private var regression: TopicRegression

    private struct Weight: Sendable {
        var topic: Int32
        var value: Float
    }

    /// The most words that stand in one feature.
    static let longest = 3
    /// What is added to each count, so that a word seen once does not decide alone.
    private static let smoothing: Float = 1
    /// What no share of 1 falls below.
    private static let least: Float = 1e-6

    init(_ counts: FeatureCounts) {
        regression = TopicRegression(counts.texts, topics: counts.topics.count)
        topics = counts.topics
        table = counts.table
        let all = counts.sums.reduce(0, +)
        let features = Float(table.count)
        let others = counts.sums.map { all - $0 + Self.smoothing * features }
        let mean = others.reduce(0, +) / Float(max(1, others.count))
        prior = others.map { log($0 / mean) }
        starts.reserveCapacity(table.count + 1)
        for feature in 0..<table.count {
            starts.append(Int32(weights.count))
            let total = counts.counts(of: feature).reduce(0) { $0 + $1.count }
            for (topic, count) in counts.counts(of: feature) {
                let value = log((total + Self.smoothing) / (total - count + Self.smoothing))
                weights.append(Weight(topic: topic, value: value))
            }
        }
        starts.append(Int32(weights.count))
    }

    /// The topics that the words speak for, best first; empty where they are in no wording.
    ///
    /// - Parameter words: hashes of the folded words, 0 for one that is left out.
    func ranked(_ words: [UInt64], atMost count: Int) -> [Ranked] {
        var scores = [Float](repeating: 0, count: topics.count)
        var known: Float = 0
        FeatureTable.forEachFeature(of: words, longest: Self.longest) { hash, _ in
            guard let feature = table.number(of: hash) else { return }
            known += 1
            for place in Int(starts[feature])..<Int(starts[feature + 1]) {
                scores[Int(weights[place].topic)] += weights[place].value
            }
        }
        for topic in scores.indices { scores[topic] = max(0, scores[topic] + known * prior[topic]) }
        guard known > 0 else { return [] }
        // What no word of theirs speaks for is not in question.
        let isNamed = scores.map { $0 > 0 }
        regression.add(words, to: &scores)
        let most = scores.indices.reduce(-Float.infinity) { isNamed[$1] ? max($0, scores[$1]) : $0 }
        var sum: Float = 0
        for topic in scores.indices where isNamed[topic] {
            scores[topic] = exp(scores[topic] - most)
            sum += scores[topic]
        }
        var best: [Ranked] = []
        for topic in scores.indices where isNamed[topic] {
            let score = log(max(scores[topic], Self.least) / max(sum - scores[topic], Self.least))
            guard best.count < count || score > best[best.count - 1].score else { continue }
            let place = best.firstIndex { $0.score < score } ?? best.count
            best.insert(Ranked(topic: topic, score: score), at: place)
            if best.count > count { best.removeLast() }
        }
        return best
    }

    /// The runs of words that speak most for a topic, strongest first, none within another.
    func reasons(for topic: Int, in words: [UInt64], atMost count: Int) -> [(words: Range<Int>, value: Float)] {
        var found: [(words: Range<Int>, value: Float)] = []
        FeatureTable.forEachFeature(of: words, longest: Self.longest) { hash, range in
            guard let feature = table.number(of: hash) else { return }
            let own = weights[Int(starts[feature])..<Int(starts[feature + 1])]
            if let weight = own.first(where: { Int($0.topic) == topic }) { found.append((range, weight.value)) }
        }
        found.sort { ($1.value, $0.words.lowerBound) < ($0.value, $1.words.lowerBound) }
        var chosen: [(words: Range<Int>, value: Float)] = []
        for reason in found where !chosen.contains(where: { $0.words.overlaps(reason.words) }) {
            chosen.append(reason)
            if chosen.count == count { break }
        }
        return chosen
    }
}

/// How often each feature stands in the wordings of each topic.
struct FeatureCounts: Sendable {
    private(set) var topics: [TopicID] = []
    private(set) var sums: [Float] = []
    /// The texts themselves.
    fileprivate var texts: [TopicRegression.Example] = []
    fileprivate var table = FeatureTable()
    private var numbers: [TopicID: Int] = [:]
    /// The first entry of each feature, and all entries; each names the next one of its feature.
    private var heads: [Int32] = []
    private var entries: [Entry] = []

    private struct Entry: Sendable {
        var topic: Int32
        var next: Int32
        var count: Float
    }

    mutating func number(of topic: TopicID) -> Int {
        if let known = numbers[topic] { return known }
        numbers[topic] = topics.count
        topics.append(topic)
        sums.append(0)
        return topics.count - 1
    }

    /// Counts the features of a text of a topic; a text may count for more or less than one.
    mutating func add(_ words: [UInt64], topic: Int, weight: Float) {
        texts.append(TopicRegression.Example(words: words, topic: topic, weight: weight / 2))
        FeatureTable.forEachFeature(of: words, longest: SecondOpinion.longest) { hash, _ in
            let feature = table.learn(hash)
            if feature == heads.count { heads.append(-1) }
            sums[topic] += weight
            var entry = heads[feature]
            while entry >= 0 {
                if entries[Int(entry)].topic == Int32(topic) {
                    entries[Int(entry)].count += weight
                    return
                }
                entry = entries[Int(entry)].next
            }
            entries.append(Entry(topic: Int32(topic), next: heads[feature], count: weight))
            heads[feature] = Int32(entries.count - 1)
        }
    }

    fileprivate func counts(of feature: Int) -> [(topic: Int32, count: Float)] {
        var counts: [(topic: Int32, count: Float)] = []
        var entry = heads[feature]
        while entry >= 0 {
            counts.append((entries[Int(entry)].topic, entries[Int(entry)].count))
            entry = entries[Int(entry)].next
        }
        return counts
    }
}
