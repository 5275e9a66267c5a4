import Foundation

/// How likely each topic is by the words and pairs of a text: multinomial logistic regression over their rarity.
///
/// Made when the gateway starts from the same texts that the second opinion counts, in a few passes; nothing is stored. Where counting
/// takes each word for itself, this weighs words against one another.
struct TopicRegression: Sendable {
    /// What texts have, and which topics they are of.
    struct Examples: Sendable {
        /// The words and pairs of each text, each once.
        var features = FeatureRows()
        var topics: [Int] = []
        /// How much each text counts.
        var weights: [Float] = []
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
    /// The weights are the mean of those after so many last passes, so that they tell less of the order of the texts.
    private static let averaged = 2
    private static let step: Float = 2
    /// What the squares of a weight's errors begin with.
    ///
    /// With next to nothing the first text that has a word decided on it, and one text more anywhere turned answers elsewhere.
    private static let firstSquare: Float = 1
    private static let biasStep: Float = 0.01
    /// An error below this teaches nothing worth its time.
    private static let smallest: Float = 0.002
    /// A text of which the right topic has so large a share is not gone through again.
    private static let known: Float = 0.95

    /// - Parameter features: how many features there are; each example has numbers below it.
    init(_ examples: Examples, features: Int, topics: Int) {
        var frequency = Array(repeating: Float(0), count: features)
        for feature in examples.features.features { frequency[Int(feature)] += 1 }
        for count in frequency {
            numbers.append(count < Self.texts ? -1 : Int32(rarity.count))
            if count >= Self.texts { rarity.append(log((1 + Float(examples.topics.count)) / (1 + count)) + 1) }
        }
        var common = examples
        common.features = examples.features.renumbered(numbers)
        bias = Array(repeating: 0, count: topics)
        pack(learn(common))
    }

    /// Adaptive steps (AdaGrad) in an order that is the same at each start; returns the weights.
    private mutating func learn(_ examples: Examples) -> [Float] {
        var weights = Array(repeating: Float(0), count: rarity.count * bias.count)
        var gradients = Array(repeating: Self.firstSquare, count: weights.count)
        // Without a check for each number several are reckoned at once, for this is what most of the start's time goes to.
        weights.withUnsafeMutableBufferPointer { weights in
            gradients.withUnsafeMutableBufferPointer { learn(examples, weights, $0) }
        }
        return weights
    }

    private mutating func learn(
        _ examples: Examples, _ weights: UnsafeMutableBufferPointer<Float>,
        _ gradients: UnsafeMutableBufferPointer<Float>
    ) {
        let texts = 0..<examples.topics.count
        var order = texts.filter { !examples.features[$0].isEmpty }
        let norms = texts.map { norm(of: examples.features[$0]) }
        var random = SteadySteps(state: 1)
        var errors = [Float](repeating: 0, count: bias.count)
        var wrong: [Int] = []
        var mean = (weights: Array(repeating: Float(0), count: weights.count), bias: errors)
        for pass in 0..<Self.passes {
            order.shuffle(using: &random)
            order.removeAll { text in
                let (features, norm) = (examples.features[text], norms[text])
                errors.replaceSubrange(errors.indices, with: bias)
                for feature in features {
                    Self.add(row(of: feature, in: weights), rarity[Int(feature)] / norm, to: &errors)
                }
                Self.makeShares(&errors)
                let topic = examples.topics[text]
                let isKnown = errors[topic] > Self.known
                errors[topic] -= 1
                takeErrors(&errors, &wrong, weight: examples.weights[text])
                for feature in features {
                    Self.step(
                        row(of: feature, in: weights), row(of: feature, in: gradients), rarity[Int(feature)] / norm,
                        errors, wrong)
                }
                return isKnown
            }
            guard pass >= Self.passes - Self.averaged else { continue }
            Self.add(weights, 1 / Float(Self.averaged), to: &mean.weights)
            for topic in bias.indices { mean.bias[topic] += bias[topic] / Float(Self.averaged) }
        }
        _ = weights.update(fromContentsOf: mean.weights)
        bias = mean.bias
    }

    /// What stands for a feature, a number for each topic.
    @inline(__always)
    private func row(
        of feature: Int32, in numbers: UnsafeMutableBufferPointer<Float>
    ) -> UnsafeMutableBufferPointer<Float> {
        let start = Int(feature) * bias.count
        return UnsafeMutableBufferPointer(rebasing: numbers[start..<start + bias.count])
    }

    private mutating func pack(_ learnt: [Float]) {
        let most = learnt.reduce(Float.leastNonzeroMagnitude) { max($0, abs($1)) }
        unit = most / Float(Int16.max)
        weights = learnt.map { Int16(exactly: ($0 / unit).rounded()) ?? 0 }
    }

    /// Finds which topics of a text are so far off that it teaches something, weighs their errors and moves the bias by them; the other
    /// errors are 0 then.
    private mutating func takeErrors(_ errors: inout [Float], _ wrong: inout [Int], weight: Float) {
        wrong.removeAll(keepingCapacity: true)
        for topic in errors.indices {
            if abs(errors[topic]) > Self.smallest {
                errors[topic] *= weight
                bias[topic] -= Self.biasStep * errors[topic]
                wrong.append(topic)
            } else {
                errors[topic] = 0
            }
        }
    }

    /// Moves the weights of one feature of a text by its errors.
    @inline(__always)
    private static func step(
        _ weights: UnsafeMutableBufferPointer<Float>, _ gradients: UnsafeMutableBufferPointer<Float>, _ value: Float,
        _ errors: [Float], _ wrong: [Int]
    ) {
        func move(_ topic: Int) {
            let gradient = errors[topic] * value
            let sum = gradients[topic] + gradient * gradient
            gradients[topic] = sum
            // Of what is known not to be below 0, the roots of several topics are reckoned at once.
            weights[topic] -= step * gradient / abs(sum).squareRoot()
        }
        // An error of 0 moves nothing.
        if wrong.count * 4 > errors.count {
            for topic in 0..<min(weights.count, errors.count) { move(topic) }
        } else {
            for topic in wrong { move(topic) }
        }
    }

    private func norm(of features: some Sequence<Int32>) -> Float {
        features.reduce(into: Float(0)) { $0 += rarity[Int($1)] * rarity[Int($1)] }.squareRoot()
    }

    @inline(__always)
    private static func add(_ weights: UnsafeMutableBufferPointer<Float>, _ value: Float, to scores: inout [Float]) {
        scores.withUnsafeMutableBufferPointer { scores in
            for topic in 0..<min(weights.count, scores.count) { scores[topic] += weights[topic] * value }
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
        scores.withUnsafeMutableBufferPointer { scores in
            var sum: Float = 0
            for topic in scores.indices {
                scores[topic] = exp(scores[topic] - most)
                sum += scores[topic]
            }
            for topic in scores.indices { scores[topic] /= sum }
        }
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
