import Foundation

/// How likely each topic is by the words and pairs of a text: multinomial logistic regression over their rarity.
///
/// Made when the gateway starts from the same texts that the second opinion counts, in a few passes; nothing is stored. Where counting
/// takes each word for itself, this weighs words against one another.
struct TopicRegression: Sendable {
    /// What a text has, and which topic it is of.
    struct Example: Sendable {
        /// The numbers of its words and pairs, each once.
        var features: [Int32]
        var topic: Int
        /// How much it counts.
        var weight: Float
    }

    /// The number of each feature of the examples here, −1 for one that is too rare.
    private(set) var numbers: [Int32] = []
    private var rarity: [Float] = []
    /// Feature after feature, one weight for each topic, in parts of `unit`: half as much memory, which is what a look waits for.
    private var weights: [Int16] = []
    private var unit: Float = 1
    private var bias: [Float] = []

    /// The most words that stand in one feature.
    static let longest = 2
    /// In how many texts a feature stands at least.
    private static let texts: Float = 2
    private static let passes = 6
    private static let step: Float = 0.5
    private static let biasStep: Float = 0.01
    /// An error below this teaches nothing worth its time.
    private static let smallest: Float = 0.002
    /// A text of which the right topic has so large a share is not gone through again.
    private static let known: Float = 0.95

    /// - Parameter features: how many features there are; each example has numbers below it.
    init(_ examples: [Example], features: Int, topics: Int) {
        var frequency = Array(repeating: Float(0), count: features)
        for example in examples {
            for feature in example.features { frequency[Int(feature)] += 1 }
        }
        for count in frequency {
            numbers.append(count < Self.texts ? -1 : Int32(rarity.count))
            if count >= Self.texts { rarity.append(log((1 + Float(examples.count)) / (1 + count)) + 1) }
        }
        let common = examples.map { example in
            var example = example
            example.features = example.features.map { numbers[Int($0)] }.filter { $0 >= 0 }
            return example
        }
        bias = Array(repeating: 0, count: topics)
        pack(learn(common))
    }

    /// Adaptive steps (AdaGrad) in an order that is the same at each start; returns the weights.
    private mutating func learn(_ examples: [Example]) -> [Float] {
        var weights = Array(repeating: Float(0), count: rarity.count * bias.count)
        var gradients = Array(repeating: Float(1e-4), count: weights.count)
        var order = examples.indices.filter { !examples[$0].features.isEmpty }
        let norms = examples.map { norm(of: $0.features) }
        var random = SteadySteps(state: 1)
        var errors = [Float](repeating: 0, count: bias.count)
        for _ in 0..<Self.passes {
            order.shuffle(using: &random)
            order.removeAll { index in
                let (example, norm) = (examples[index], norms[index])
                errors.replaceSubrange(errors.indices, with: bias)
                for feature in example.features {
                    Self.add(weights, Int(feature), rarity[Int(feature)] / norm, to: &errors)
                }
                Self.makeShares(&errors)
                let isKnown = errors[example.topic] > Self.known
                errors[example.topic] -= 1
                let wrong = takeErrors(&errors, weight: example.weight)
                for feature in example.features {
                    let value = rarity[Int(feature)] / norm
                    Self.step(&weights, Int(feature), value, errors, wrong, &gradients)
                }
                return isKnown
            }
        }
        return weights
    }

    private mutating func pack(_ learnt: [Float]) {
        let most = learnt.reduce(Float.leastNonzeroMagnitude) { max($0, abs($1)) }
        unit = most / Float(Int16.max)
        weights = learnt.map { Int16(exactly: ($0 / unit).rounded()) ?? 0 }
    }

    /// Which topics of a text are so far off that it teaches something, with their errors weighed; moves the bias by them.
    private mutating func takeErrors(_ errors: inout [Float], weight: Float) -> [Int] {
        var wrong: [Int] = []
        for topic in errors.indices where abs(errors[topic]) > Self.smallest {
            errors[topic] *= weight
            bias[topic] -= Self.biasStep * errors[topic]
            wrong.append(topic)
        }
        return wrong
    }

    /// Moves the weights of one feature of a text by its errors.
    private static func step(
        _ weights: inout [Float], _ feature: Int, _ value: Float, _ errors: [Float], _ wrong: [Int],
        _ gradients: inout [Float]
    ) {
        let own = feature * errors.count..<(feature + 1) * errors.count
        // Without a check for each number, for this is what most of the start's time goes to.
        weights.withUnsafeMutableBufferPointer { weights in
            gradients.withUnsafeMutableBufferPointer { gradients in
                let own = (
                    weights: UnsafeMutableBufferPointer(rebasing: weights[own]),
                    gradients: UnsafeMutableBufferPointer(rebasing: gradients[own])
                )
                for topic in wrong {
                    let gradient = errors[topic] * value
                    own.gradients[topic] += gradient * gradient
                    own.weights[topic] -= step * gradient / own.gradients[topic].squareRoot()
                }
            }
        }
    }

    private func norm(of document: [Int32]) -> Float {
        document.reduce(into: Float(0)) { $0 += rarity[Int($1)] * rarity[Int($1)] }.squareRoot()
    }

    @inline(__always)
    private static func add(_ weights: [Float], _ feature: Int, _ value: Float, to scores: inout [Float]) {
        // Without a check for each number several are added at once.
        weights[feature * scores.count..<(feature + 1) * scores.count].withUnsafeBufferPointer { weights in
            scores.withUnsafeMutableBufferPointer { scores in
                for topic in 0..<min(weights.count, scores.count) { scores[topic] += weights[topic] * value }
            }
        }
    }

    @inline(__always)
    private static func add(_ weights: [Int16], _ feature: Int, _ value: Float, to scores: inout [Float]) {
        weights[feature * scores.count..<(feature + 1) * scores.count].withUnsafeBufferPointer { weights in
            scores.withUnsafeMutableBufferPointer { scores in
                for topic in 0..<min(weights.count, scores.count) { scores[topic] += Float(weights[topic]) * value }
            }
        }
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

    /// Adds what the features of a text, each once, say for each topic, in nats; nothing where there is none.
    func add(_ features: [Int32], to scores: inout [Float]) {
        guard !features.isEmpty else { return }
        let norm = norm(of: features)
        for topic in 0..<bias.count { scores[topic] += bias[topic] }
        for feature in features {
            Self.add(weights, Int(feature), rarity[Int(feature)] / norm * unit, to: &scores)
        }
    }
}
