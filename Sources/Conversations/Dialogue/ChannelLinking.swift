package import VietnameseText

/// What a villager writes to join the two channels on which the commune knows him, or to part them.
package enum LinkRequest: Sendable, Equatable {
    /// "LIEN KET": he wants a code.
    case begin
    /// "LK 12345678": the code that he got on the other channel.
    case code(String)
    /// "HUY LIEN KET".
    case end

    /// Nil when the text is no such request; nothing may stand beside it.
    package init?(_ read: Words) {
        // No such request has more words: the digits of a code may stand in groups.
        guard (2...Self.mostWords).contains(read.words.count) else { return nil }
        let words = read.words.map(\.folded)
        switch words {
        case ["lien", "ket"]: self = .begin
        case ["huy", "lien", "ket"]: self = .end
        default:
            guard words.first == "lk", words.count > 1 else { return nil }
            let digits = words.dropFirst().joined()
            guard digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
            self = .code(digits)
        }
    }

    private static let mostWords = 16
}

/// What came of such a request.
package enum LinkOutcome: Sendable, Equatable {
    /// The code to bring to the other channel.
    case code(String)
    case linked
    /// Wrong, used, too old, of the same channel, or one try too many: all read the same.
    case refused
    case ended
}

extension Dialogue {
    /// Tells what came of a request; the other channel is told too, for its owner may not have wanted it.
    func tell(_ outcome: LinkOutcome, on turn: inout Turn, spelling: Spelling) {
        switch outcome {
        case .code(let code): turn.replies = [composer.plain(.linkCode, ["code": code], spelling: spelling)]
        case .linked:
            turn.replies = [composer.plain(.linkMade, spelling: spelling)]
            // With marks: the store takes them out where that channel is written to without.
            turn.linkNotice = composer.plain(.linkNotice, spelling: .marked)
        case .refused: turn.replies = [composer.plain(.linkRefused, spelling: spelling)]
        case .ended: turn.replies = [composer.plain(.linkEnded, spelling: spelling)]
        }
    }
}
