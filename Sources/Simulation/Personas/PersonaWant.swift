import Foundation
import PublicServices
import VietnameseText

/// One thing that a villager wants of the gateway, and by what in the answers they see that they have it.
struct PersonaWant: Sendable, Equatable {
    /// What it is, as reports count it.
    enum Kind: String, Sendable, CaseIterable, Codable {
        case papers
        case fee
        case time
        case place
        case link
        case deadline
        case dossier
        case hours
        case contact
        case person
        case report
        case referral
        case danger

        /// The fact of the catalogue that is wanted; nil for anything else.
        var fact: FactKind? {
            switch self {
            case .papers: .documents
            case .fee: .fee
            case .time: .time
            case .place: .place
            case .link: .link
            case .deadline: .deadline
            default: nil
            }
        }

        static let facts = allCases.filter { $0.fact != nil }
    }

    var kind: Kind
    /// What it is about: the code of a procedure, a unit, a day, a nuisance.
    var subject: String
    /// Where its wordings stand among ``PersonaPhrases``.
    var wording: String
    /// What stands for `{v}` and `{c}` in a wording.
    var filling: String
    /// What official texts call it; by these the villager knows an entry of a menu.
    var names: [String]
    var expected: PersonaExpectation
    /// The dossier that must stand in the register.
    var dossier: Dossier?
}

/// What must stand in the answers for a want to be fulfilled, taken from the catalogue and the commune's files.
struct PersonaExpectation: Sendable, Equatable {
    /// All of these.
    var pieces: [String] = []
    /// One of these, where there are any.
    var oneOf: [String] = []
    /// What the answer must be about: one of these names.
    var about: [String] = []
    /// Whether staff must have got it as a matter of this villager.
    var needsMatter = false
    /// What an officer writes back, which must arrive.
    var officer: String?

    /// Whether the answers, joined by ``PersonaWords``, fulfil it.
    func isFulfilled(by answers: PersonaWords, hasMatter: Bool) -> Bool {
        pieces.allSatisfy(answers.contains) && (oneOf.isEmpty || oneOf.contains(where: answers.contains))
            && (about.isEmpty || about.contains(where: answers.contains)) && (!needsMatter || hasMatter)
    }
}

/// A text as a reader who minds no marks, capitals and signs sees it.
struct PersonaWords: Sendable, Equatable {
    private(set) var text: String

    init(_ text: String) { self.text = Self.folded(text) }

    /// Several messages read as one, without what each page says of the next.
    init(_ texts: [String], without signs: [PersonaWords]) {
        self.init(texts.joined(separator: " "))
        for sign in signs where sign.text.count > 2 { text = text.replacing(sign.text, with: " ") }
    }

    func contains(_ part: String) -> Bool { contains(PersonaWords(part)) }

    func contains(_ part: PersonaWords) -> Bool { part.text.count > 2 && text.contains(part.text) }

    var words: Set<Substring> { Set(text.split(separator: " ")) }
    var isEmpty: Bool { text.allSatisfy { $0 == " " } }

    private static func folded(_ text: String) -> String {
        var result = " "
        for scalar in UnmarkedSpelling.of(text.precomposedStringWithCanonicalMapping).lowercased().unicodeScalars {
            let isWord = scalar.isASCII && (CharacterSet.alphanumerics.contains(scalar))
            if isWord {
                result.unicodeScalars.append(scalar)
            } else if !result.hasSuffix(" ") {
                result.append(" ")
            }
        }
        return result.hasSuffix(" ") ? result : result + " "
    }
}
