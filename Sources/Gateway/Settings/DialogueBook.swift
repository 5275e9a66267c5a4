package import Conversations
package import PublicServices
import Synchronization

/// The dialogues of all communes, of which one may be put in the place of another while the gateway runs.
///
/// Whoever handles a message takes them once, so a message is understood by one of the two.
package final class DialogueBook: Sendable {
    private let kept: Mutex<Dialogues>

    package init(_ dialogues: Dialogues) { kept = Mutex(dialogues) }

    package var value: Dialogues { kept.withLock { $0 } }

    package func replace(_ commune: CommuneID, with dialogue: Dialogue) {
        kept.withLock { dialogues in
            var byCommune = dialogues.byCommune
            byCommune[commune] = dialogue
            dialogues = Dialogues(byCommune)
        }
    }
}
