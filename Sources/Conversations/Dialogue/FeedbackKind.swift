import PublicServices
import VietnameseText

/// What a message of discontent or of good advice is in law; a text message is none of the formal kinds by itself.
///
/// A complaint (khiếu nại) needs name, address and signature; of a denunciation (tố cáo) the sender's identity is
/// protected, so that it goes to a restricted queue.
package enum FeedbackKind: String, Sendable, Codable, CaseIterable {
    case report = "phan_anh"
    case petition = "kien_nghi"
    case complaint = "khieu_nai"
    case denunciation = "to_cao"
    /// Cheated by phone or on the net, or about to be: what to do at once cannot wait for an officer.
    case fraud = "lua_dao"
}

/// Tells the kinds of feedback apart by the wordings of `intents/loai-phan-anh.yaml`.
struct FeedbackClassifier: Sendable {
    private var vocabulary = Vocabulary()
    private var automaton = PhraseAutomaton()
    private var kinds: [FeedbackKind] = []

    init(_ wordings: [FeedbackKind: [PhrasePattern]]) {
        for kind in FeedbackKind.allCases {
            for pattern in wordings[kind] ?? [] {
                for expansion in pattern.expansions {
                    let run = expansion.runs.joined().flatMap { Words($0).words }.map { vocabulary.learn($0.foldedKey) }
                    let number = Int(automaton.insert(run))
                    while kinds.count <= number { kinds.append(kind) }
                }
            }
        }
        automaton.build()
    }

    /// The gravest kind that the words name; a plain report where they name none.
    func kind(of words: Words) -> FeedbackKind {
        let found = Set(
            automaton.occurrences(in: words.words.map { vocabulary.number(of: $0.foldedKey) }).map {
                kinds[Int($0.pattern)]
            })
        return [FeedbackKind.denunciation, .fraud, .complaint, .petition].first { found.contains($0) } ?? .report
    }
}
