import Foundation

/// How likely each topic is by the words and pairs of a text: multinomial logistic regression over their rarity.
///
/// Made when the gateway starts from the same texts that the second opinion counts, in a few passes; nothing is stored. Where counting
/// takes each word for itself, this weighs words against one another.
struct TopicRegression: Sendable {
    /// What a text has, and which topic it is of.
    struct Example: Sendable {
        /// The hashes of its words, 0 for one that is left out.
        var words: [UInt64]
        var topic: Int
        /// How much it counts.
        var weight: Float
    }

    private var table = FeatureTable()
    private var rarity: [Float] = []
    /// Feature after feature, one weight for each topic.
    private var weights: [Float] = []
    private var bias: [Float] = []

    /// The most words that stand in one feature.
    private static let longest = 2
    private static let passes = 6
    private static let step: Float = 0.5
    private static let biasStep: Float = 0.01
    /// An error below this teaches nothing worth its time.
    private static let smallest: Float = 0.002

    init(_ examples: [Example], topics: Int) {
        for example in examples {
            FeatureTable.forEachFeature(of: example.words, longest: Self.longest) { hash, _ in _ = table.learn(hash) }
        }
        let documents = examples.map { document(of: $0.words) }
        var frequency = Array(repeating: Float(0), count: table.count)
        for feature in documents.joined() { frequency[Int(feature)] += 1 }
        rarity = frequency.map { log((1 + Float(examples.count)) / (1 + $0)) + 1 }
        weights = Array(repeating: 0, count: frequency.count * topics)
        bias = Array(repeating: 0, count: topics)
        learn(examples, documents)
    }

    /// Adaptive steps (AdaGrad) in an order that is the same at each start.
    private mutating func learn(_ examples: [Example], _ documents: [[Int32]]) {
        var gradients = Array(repeating: Float(1e-4), count: weights.count)
        var order = documents.indices.filter { !documents[$0].isEmpty }
        var random = SteadySteps(state: 1)
        var errors = [Float](repeating: 0, count: bias.count)
        for _ in 0..<Self.passes {
            order.shuffle(using: &random)
            for index in order {
                let (document, example) = (documents[index], examples[index])
                let norm = norm(of: document)
                errors.replaceSubrange(errors.indices, with: bias)
                for feature in document { add(Int(feature), rarity[Int(feature)] / norm, to: &errors) }
                Self.makeShares(&errors)
                errors[example.topic] -= 1
                for topic in errors.indices where abs(errors[topic]) > Self.smallest {
                    let error = errors[topic] * example.weight
                    for feature in document {
                        let place = Int(feature) * bias.count + topic
                        let gradient = error * rarity[Int(feature)] / norm
                        gradients[place] += gradient * gradient
                        weights[place] -= Self.step * gradient / gradients[place].squareRoot()
                    }
                    bias[topic] -= Self.biasStep * error
                }
            }
        }
    }

    private func norm(of document: [Int32]) -> Float {
        document.reduce(into: Float(0)) { $0 += rarity[Int($1)] * rarity[Int($1)] }.squareRoot()
    }

    @inline(__always)
    private func add(_ feature: Int, _ value: Float, to scores: inout [Float]) {
        let first = feature * bias.count
        for topic in 0..<bias.count { scores[topic] += weights[first + topic] * value }
    }

    /// Makes scores into shares of 1.
    private static func makeShares(_ scores: inout [Float]) {
        let most = scores.max() ?? 0
        var sum: Float = 0
        for topic in scores.indices {
            scores[topic] = exp(scores[topic] - most)
            sum += scores[topic]
        }
        for topic in scores.indices { scores[topic] /= sum }
    }

    /// Adds what the words say for each topic, in nats; nothing where none is known.
    func add(_ words: [UInt64], to scores: inout [Float]) {
        let document = document(of: words)
        guard !document.isEmpty else { return }
        let norm = norm(of: document)
        for topic in 0..<bias.count { scores[topic] += bias[topic] }
        for feature in document { add(Int(feature), rarity[Int(feature)] / norm, to: &scores) }
    }

    /// The numbers of the runs that are known, each once.
    private func document(of words: [UInt64]) -> [Int32] {
        var document: [Int32] = []
        FeatureTable.forEachFeature(of: words, longest: Self.longest) { hash, _ in
            if let number = table.number(of: hash).map(Int32.init), !document.contains(number) {
                document.append(number)
            }
        }
        return document
    }
}
