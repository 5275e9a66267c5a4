import Foundation
import VietnameseText

/// What written examples say of a text: calls for help and harmless texts of the same words, whose words and pairs were weighed.
///
/// Logistic regression, made when the gateway starts from the examples of the intents folder in a few passes; nothing is stored. It knows
/// calls for help in words that no frame has, and frames that only sound like one.
struct DistressOpinion: Sendable {
    /// What a text has, and what it is.
    struct Example: Sendable {
        /// Each once, in an order that does not depend on the process.
        var features: [UInt64]
        var isDistress: Bool
        /// How much it counts; ordinary questions are many, and harmless beyond doubt.
        var weight: Float
    }

    private var table = FeatureTable()
    private var rarity: [Float] = []
    private var weights: [Float] = []
    private var bias: Float = 0

    private static let passes = 15
    private static let step: Float = 0.5
    /// What draws weights towards 0, so that a word of one example decides nothing.
    private static let shrinking: Float = 0.0001

    init(_ examples: [Example]) {
        var documents = FeatureRows()
        var frequency: [Float] = []
        for example in examples {
            for feature in example.features {
                let number = table.learn(feature)
                if number == frequency.count { frequency.append(0) }
                frequency[number] += 1
                documents.add(Int32(number))
            }
            documents.endText()
        }
        rarity = frequency.map { log((1 + Float(examples.count)) / (1 + $0)) + 1 }
        weights = Array(repeating: 0, count: frequency.count)
        learn(examples, documents)
        table.close()
    }

    /// Adaptive steps (AdaGrad) in an order that is the same at each start.
    private mutating func learn(_ examples: [Example], _ documents: FeatureRows) {
        let norms = examples.indices.map { example in
            let sum = documents[example].reduce(into: Float(0)) { $0 += rarity[Int($1)] * rarity[Int($1)] }
            return max(1e-6, sum.squareRoot())
        }
        var gradients = Array(repeating: Float(1e-6), count: weights.count)
        var biasGradient: Float = 1e-6
        var order = Array(examples.indices)
        var random = SteadySteps(state: 1)
        for _ in 0..<Self.passes {
            order.shuffle(using: &random)
            for index in order {
                let (document, norm) = (documents[index], norms[index])
                var sum = bias
                for feature in document { sum += weights[Int(feature)] * rarity[Int(feature)] / norm }
                let error = (1 / (1 + exp(-sum)) - (examples[index].isDistress ? 1 : 0)) * examples[index].weight
                for feature in document.lazy.map({ Int($0) }) {
                    let gradient = error * rarity[feature] / norm + Self.shrinking * weights[feature]
                    let sum = gradients[feature] + gradient * gradient
                    gradients[feature] = sum
                    weights[feature] -= Self.step * gradient / sum.squareRoot()
                }
                biasGradient += error * error
                bias -= Self.step * error / biasGradient.squareRoot()
            }
        }
    }

    /// How much the features speak for a call for help, in nats: above 0 it is more likely one.
    ///
    /// Nil where none is known.
    func logOdds(_ features: [UInt64]) -> Float? {
        var (sum, norm): (Double, Double) = (0, 0)
        for hash in features {
            guard let feature = table.number(of: hash) else { continue }
            sum += Double(weights[feature] * rarity[feature])
            norm += Double(rarity[feature] * rarity[feature])
        }
        guard norm > 0 else { return nil }
        return bias + Float(sum / norm.squareRoot())
    }

    /// Whether an example has the feature.
    func knows(_ feature: UInt64) -> Bool { table.number(of: feature) != nil }

    /// How much one feature speaks for a call for help; below 0 against it.
    func weight(of feature: UInt64) -> Float {
        table.number(of: feature).map { weights[$0] * rarity[$0] } ?? 0
    }
}
