package import CheckedYAML
package import Conversations
package import Foundation
import PublicServices

/// Tries every text that villagers can get as if it came back: none may be a call for help.
///
/// Two gateways, or a gateway and a phone that forwards, would else answer each other without end.
package enum OwnWordsCheck {
    package static func problems(
        _ dialogue: Dialogue, now: Date, rendered: [RenderedAnswers.Rendering]? = nil
    ) -> [FileProblem] {
        var seen: Set<String> = []
        return samples(dialogue, now: now, rendered: rendered).compactMap { label, text in
            guard seen.insert(text).inserted else { return nil }
            let decision = dialogue.matcher.decide(dialogue.matcher.understand(text))
            guard decision == .command(.emergency) else { return nil }
            return FileProblem(
                file: dialogue.composer.replies.file, line: nil, entry: label,
                what: "our own text reads as a call for help: \"\(text)\"",
                mend: "word it so that a machine that sends it back raises no alarm")
        }
    }

    /// Every reply in both spellings, filled in; what is no answer of the catalogue also with nothing in its gaps.
    static func samples(
        _ dialogue: Dialogue, now: Date, rendered: [RenderedAnswers.Rendering]? = nil
    ) -> [(label: String, text: String)] {
        let replies = dialogue.composer.replies
        let bare = replies.all.flatMap { id, _ in
            [Spelling.marked, .unmarked].map { (label: id.rawValue, text: replies.fill(id, spelling: $0)) }
        }
        let filled = (rendered ?? RenderedAnswers.all(dialogue, now: now)).flatMap { rendering in
            rendering.texts.map { (label: rendering.label, text: $0) }
        }
        return (bare + filled).filter { !$0.text.isEmpty }
    }
}
