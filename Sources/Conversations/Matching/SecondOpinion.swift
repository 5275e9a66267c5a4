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
    private var unit: Float = 1
    /// A place more than there are features: the last ends the weights.
    private var places: [Place] = []
    /// The same texts, weighed against one another.
    private var regression = TopicRegression(TopicRegression.Examples(), features: 0, topics: 0)

    /// In parts of `unit`, as those of the regression are: what a look waits for is the memory.
    private struct Weight: Sendable {
        var topic: UInt16
        var value: Int16
    }

    /// What is known of a feature: where its weights begin, and its number in the regression, −1 where it has none.
    private struct Place: Sendable {
        var weights: Int32
        var inRegression: Int32
    }

    /// The most words that stand in one feature.
    static let longest = 3
    /// What is added to each count, so that a word seen once does not decide alone.
    private static let smoothing: Float = 1
    /// What no share of 1 falls below.
    private static let least: Float = 1e-6
    /// What is so far below the best, in nats, is nothing beside it.
    private static let negligible: Float = -20

    /// One that knows nothing.
    init() {}

    /// - Parameter counts: texts and what they have; the greater part of it is given back on the way.
    init(_ counts: inout FeatureCounts) {
        topics = counts.topics
        table = counts.table
        let all = counts.sums.reduce(0, +)
        let features = Float(table.count)
        let others = counts.sums.map { all - $0 + Self.smoothing * features }
        let mean = others.reduce(0, +) / Float(max(1, others.count))
        prior = others.map { log($0 / mean) }
        weigh(counts.takeByFeature())
        regression = TopicRegression(counts.texts, features: counts.regressionCount, topics: topics.count)
        for feature in 0..<table.count where counts.inRegression[feature] >= 0 {
            places[feature].inRegression = regression.numbers[Int(counts.inRegression[feature])]
        }
        table.close()
    }

    /// How much each feature says for each topic that has it, by how seldom the others have it.
    private mutating func weigh(_ counted: FeatureCounts.ByFeature) {
        // A feature says most for a topic that alone has it.
        let most = (0..<table.count).reduce(Float(0)) { max($0, counted[$1].reduce(0) { $0 + $1.count }) }
        unit = max(log(most / Self.smoothing + 1), .leastNormalMagnitude) / Float(Int16.max)
        places.reserveCapacity(table.count + 1)
        weights.reserveCapacity(counted.count)
        for feature in 0..<table.count {
            places.append(Place(weights: Int32(weights.count), inRegression: -1))
            let own = counted[feature]
            let total = own.reduce(0) { $0 + $1.count }
            for (topic, count) in own {
                let value = log((total + Self.smoothing) / (total - count + Self.smoothing))
                weights.append(
                    Weight(topic: UInt16(clamping: topic), value: Int16(exactly: (value / unit).rounded()) ?? .max))
            }
        }
        places.append(Place(weights: Int32(weights.count), inRegression: -1))
    }

    private func weights(of feature: Int) -> ArraySlice<Weight> {
        weights[Int(places[feature].weights)..<Int(places[feature + 1].weights)]
    }

    /// The topics that the words speak for, best first; empty where they are in no wording.
    ///
    /// - Parameter words: hashes of the folded words, 0 for one that is left out.
    func ranked(_ words: [UInt64], atMost count: Int) -> [Ranked] {
        // Look-ups first, weights then: each waits for memory, and alike ones wait together.
        var features: [Int] = []
        features.reserveCapacity(words.count * Self.longest)
        table.forEachKnown(of: words, longest: Self.longest) { feature, _ in features.append(feature) }
        guard !features.isEmpty else { return [] }
        var inRegression: [Int32] = []
        inRegression.reserveCapacity(features.count)
        for feature in features {
            let number = places[feature].inRegression
            if number >= 0, !inRegression.contains(number) { inRegression.append(number) }
        }
        var scores = scores(of: features)
        regression.add(inRegression, to: &scores)
        let sum = makeShares(&scores)
        var best: [(topic: Int, share: Float)] = []
        best.reserveCapacity(count + 1)
        for topic in scores.indices where scores[topic] >= 0 {
            let share = max(scores[topic], Self.least)
            guard best.count < count || share > best[best.count - 1].share else { continue }
            let place = best.firstIndex { $0.share < share } ?? best.count
            best.insert((topic, share), at: place)
            if best.count > count { best.removeLast() }
        }
        return best.map {
            Ranked(topic: $0.topic, score: log($0.share / max(sum - scores[$0.topic], Self.least)))
        }
    }

    /// Adds up what features say for each topic; a topic that no word speaks for is not in question, and has −∞.
    private func scores(of features: [Int]) -> [Float] {
        var sums = [Int32](repeating: 0, count: topics.count)
        var scores = [Float](repeating: 0, count: topics.count)
        // Without a check for each of some thousands of numbers.
        sums.withUnsafeMutableBufferPointer { sums in
            weights.withUnsafeBufferPointer { weights in
                for feature in features {
                    for place in Int(places[feature].weights)..<Int(places[feature + 1].weights) {
                        sums[Int(weights[place].topic)] &+= Int32(weights[place].value)
                    }
                }
            }
            let known = Float(features.count)
            prior.withUnsafeBufferPointer { prior in
                scores.withUnsafeMutableBufferPointer { scores in
                    for topic in 0..<min(scores.count, sums.count, prior.count) {
                        let score = Float(sums[topic]) * unit + known * prior[topic]
                        scores[topic] = score > 0 ? score : -.infinity
                    }
                }
            }
        }
        return scores
    }

    /// Makes scores into shares of their sum, which is returned; −1 for what is not in question.
    private func makeShares(_ scores: inout [Float]) -> Float {
        scores.withUnsafeMutableBufferPointer { scores in
            var most = -Float.infinity
            for topic in scores.indices { most = max(most, scores[topic]) }
            var sum: Float = 0
            for topic in scores.indices {
                let score = scores[topic]
                guard score > most + Self.negligible else {
                    scores[topic] = score == -.infinity ? -1 : 0
                    continue
                }
                scores[topic] = exp(score - most)
                sum += scores[topic]
            }
            return sum
        }
    }

    /// The runs of words that speak most for a topic, strongest first, none within another.
    func reasons(for topic: Int, in words: [UInt64], atMost count: Int) -> [(words: Range<Int>, value: Float)] {
        var found: [(words: Range<Int>, value: Float)] = []
        table.forEachKnown(of: words, longest: Self.longest) { feature, range in
            if let weight = weights(of: feature).first(where: { Int($0.topic) == topic }) {
                found.append((range, Float(weight.value) * unit))
            }
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
