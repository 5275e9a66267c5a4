package import Conversations
import Foundation

/// What answers cost as SMS: of everything that can be asked, what goes out at once.
package struct AnswerCosts: Sendable, Equatable {
    /// Segments of one spelling, over all topics, procedures and facets.
    package struct Figures: Sendable, Equatable {
        package var median = 0.0
        package var mean = 0.0
        package var highest = 0
        /// Of the notice behind the first answer.
        package var notice = 0
    }

    package var answers = 0
    package var unmarked: Figures
    package var marked: Figures

    package init(_ rendered: [RenderedAnswers.Rendering]) {
        let told = rendered.filter { $0.isAnswer && !$0.facts.isEmpty }
        answers = told.count { $0.spelling == .unmarked }
        unmarked = Self.figures(rendered, told, .unmarked)
        marked = Self.figures(rendered, told, .marked)
    }

    private static func figures(
        _ all: [RenderedAnswers.Rendering], _ told: [RenderedAnswers.Rendering], _ spelling: Spelling
    ) -> Figures {
        let costs = told.filter { $0.spelling == spelling }.map { $0.texts.first.map(Dialogue.segments) ?? 0 }.sorted()
        guard let highest = costs.last else { return Figures() }
        let middle = costs.count / 2
        let notice = all.first { $0.spelling == spelling && $0.label == ReplyTemplate.privacyNotice.rawValue }
        return Figures(
            median: costs.count.isMultiple(of: 2)
                ? Double(costs[middle - 1] + costs[middle]) / 2 : Double(costs[middle]),
            mean: Double(costs.reduce(0, +)) / Double(costs.count), highest: highest,
            notice: notice?.texts.first.map(Dialogue.segments) ?? 0)
    }
}

extension AnswerCosts: CustomStringConvertible {
    /// One line for people.
    package var description: String {
        "\(answers) answers; SMS segments without marks: \(unmarked); with marks: \(marked)"
    }
}

extension AnswerCosts.Figures: CustomStringConvertible {
    package var description: String {
        let mean = (self.mean * 100).rounded() / 100
        return "median \(median), mean \(mean), at most \(highest), notice \(notice)"
    }
}
