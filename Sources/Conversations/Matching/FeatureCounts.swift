import PublicServices

/// How often each feature stands in the wordings of each topic.
struct FeatureCounts: Sendable {
    private(set) var topics: [TopicID] = []
    /// What all features of a topic count together.
    private(set) var sums: [Float] = []
    /// The texts themselves.
    private(set) var texts = TopicRegression.Examples()
    private(set) var table = FeatureTable()
    /// The number in the regression of each feature, −1 for those of more words than it takes, and how many there are.
    private(set) var inRegression: [Int32] = []
    private(set) var regressionCount = 0
    private var numbers: [TopicID: Int] = [:]
    private var occurrences: [Occurrence] = []

    /// A feature in a text of a topic.
    private struct Occurrence: Sendable {
        var feature: Int32
        var topic: Int32
        var weight: Float
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
        FeatureTable.forEachFeature(of: words, longest: SecondOpinion.longest) { hash, range in
            let feature = table.learn(hash)
            if feature == inRegression.count { take(range.count) }
            let number = inRegression[feature]
            if number >= 0, !texts.features.hasAdded(number) { texts.features.add(number) }
            sums[topic] += weight
            occurrences.append(Occurrence(feature: Int32(feature), topic: Int32(topic), weight: weight))
        }
        texts.features.endText()
        texts.topics.append(topic)
        texts.weights.append(weight / 2)
    }

    /// Makes room for a feature of so many words.
    private mutating func take(_ words: Int) {
        inRegression.append(words <= TopicRegression.longest ? Int32(regressionCount) : -1)
        if words <= TopicRegression.longest { regressionCount += 1 }
    }

    /// What each feature counts for each topic that has it; what was noted for it is given back.
    ///
    /// Reckoned at the end, feature by feature: to look for the right sum at each occurrence takes much longer.
    mutating func takeByFeature() -> ByFeature {
        // Most of what a start needs at once, beside what the regression does afterwards.
        defer { occurrences = [] }
        var starts = Array(repeating: 0, count: table.count + 1)
        for occurrence in occurrences { starts[Int(occurrence.feature) + 1] += 1 }
        for feature in 0..<table.count { starts[feature + 1] += starts[feature] }
        var next = starts
        var sorted = [(topic: Int32, weight: Float)](repeating: (0, 0), count: occurrences.count)
        for occurrence in occurrences {
            sorted[next[Int(occurrence.feature)]] = (occurrence.topic, occurrence.weight)
            next[Int(occurrence.feature)] += 1
        }
        var result = ByFeature(features: table.count, occurrences: occurrences.count)
        var sums = Array(repeating: Float(0), count: topics.count)
        var named: [Int32] = []
        for feature in 0..<table.count {
            named.removeAll(keepingCapacity: true)
            for (topic, weight) in sorted[starts[feature]..<starts[feature + 1]] {
                if sums[Int(topic)] == 0 { named.append(topic) }
                sums[Int(topic)] += weight
            }
            result.append(named.map { ($0, sums[Int($0)]) })
            for topic in named { sums[Int(topic)] = 0 }
        }
        return result
    }

    /// Sums by feature and topic, side by side.
    struct ByFeature {
        private var starts = [0]
        private var sums: [(topic: Int32, count: Float)] = []

        fileprivate init(features: Int, occurrences: Int) {
            starts.reserveCapacity(features + 1)
            sums.reserveCapacity(occurrences)
        }

        /// How many sums there are.
        var count: Int { sums.count }

        subscript(feature: Int) -> ArraySlice<(topic: Int32, count: Float)> {
            sums[starts[feature]..<starts[feature + 1]]
        }

        fileprivate mutating func append(_ own: [(Int32, Float)]) {
            for (topic, count) in own { sums.append((topic, count)) }
            starts.append(sums.count)
        }
    }
}
