import Evaluation
import VietnameseText

/// How a villager types.
enum PersonaSpelling: String, Sendable, CaseIterable, Codable {
    case marks
    case none
    case abbreviations
    case typos

    /// The ways in which ``Noise`` spoils what they write.
    var noises: [Noise] {
        switch self {
        case .marks: []
        case .none: [.nomarks]
        case .abbreviations: [.teencode, .nomarks]
        case .typos: [.typo]
        }
    }
}

/// What somebody writes with.
enum PersonaPhone: String, Sendable, CaseIterable, Codable {
    /// Text messages alone, billed by parts.
    case basic
    case zalo
}

/// What goes wrong on the way between a villager and the gateway.
enum PersonaFault: String, Sendable, CaseIterable, Codable {
    /// The provider brings the same message several times.
    case duplicate
    /// Two messages come in the wrong order.
    case reorder
    /// A message comes three hours after it was written.
    case late
    /// A part of a long message never comes.
    case lostPart = "lost_part"
    /// The provider never says that an answer arrived.
    case lostReceipt = "lost_receipt"
    /// The phone answers by itself.
    case autoReply = "auto_reply"
    /// The phone turns a thumb on an answer into a text.
    case reaction

    /// Whether this phone has it: Zalo joins no parts and has reactions of its own.
    func happens(on phone: PersonaPhone) -> Bool {
        phone == .basic || (self != .lostPart && self != .reaction)
    }
}

/// A played villager: how they write, with what, and how long they bear not being understood.
struct Persona: Sendable, Equatable, Codable {
    var kind: String
    var spelling: PersonaSpelling
    var dialect: PersonaDialect
    /// How many answers that do not help they bear.
    var patience: Int
    var phone: PersonaPhone
    /// Begins with a greeting or a courteous word, and thanks.
    var isPolite: Bool
    /// Tells a story before the question.
    var isWordy: Bool
    var faults: Set<PersonaFault>

    /// What most of a kind have in common; the shares are in hundredths.
    struct Kind: Sendable {
        var name: String
        var spellings: [PersonaSpelling]
        var dialects: [PersonaDialect]
        var patience: ClosedRange<Int>
        var zalo: Int
        var polite: Int
        var wordy: Int
    }

    static let kinds = [
        Kind(
            name: "elder", spellings: [.none, .none, .typos, .marks], dialects: [.north, .central, .south],
            patience: 3...5,
            zalo: 15, polite: 80, wordy: 40),
        Kind(
            name: "young parent", spellings: [.abbreviations, .abbreviations, .marks, .typos],
            dialects: [.north, .central, .south], patience: 2...3, zalo: 70, polite: 50, wordy: 5),
        Kind(
            name: "farmer", spellings: [.none, .none, .abbreviations], dialects: [.central, .south, .central],
            patience: 2...4,
            zalo: 30, polite: 40, wordy: 15),
        Kind(
            name: "highlander", spellings: [.none, .marks, .typos], dialects: [.highland], patience: 2...4, zalo: 35,
            polite: 30, wordy: 0),
        Kind(
            name: "worker far away", spellings: [.marks, .abbreviations], dialects: [.north, .central, .south],
            patience: 2...2, zalo: 80, polite: 30, wordy: 5),
        Kind(
            name: "shopkeeper", spellings: [.abbreviations, .typos, .none], dialects: [.south, .north], patience: 2...3,
            zalo: 60, polite: 40, wordy: 10),
        Kind(
            name: "village head", spellings: [.marks], dialects: [.north, .central], patience: 3...5, zalo: 50,
            polite: 90,
            wordy: 20),
    ]

    /// The share of villagers with a fault, in hundredths, and of a second one among them.
    private static let faulty = 45
    private static let secondFault = 25

    static func draw(_ random: inout SplitMix) -> Persona {
        let kind = random.element(of: kinds)
        let phone: PersonaPhone = random.next(below: 100) < kind.zalo ? .zalo : .basic
        var persona = Persona(
            kind: kind.name, spelling: random.element(of: kind.spellings), dialect: random.element(of: kind.dialects),
            patience: kind.patience.lowerBound + random.next(below: kind.patience.count), phone: phone,
            isPolite: random.next(below: 100) < kind.polite, isWordy: random.next(below: 100) < kind.wordy, faults: [])
        let possible = PersonaFault.allCases.filter { $0.happens(on: phone) }
        if random.next(below: 100) < faulty {
            persona.faults.insert(random.element(of: possible))
            if random.next(below: 100) < secondFault { persona.faults.insert(random.element(of: possible)) }
        }
        return persona
    }
}

extension SplitMix {
    /// One of a list that is not empty.
    mutating func element<Element>(of list: [Element]) -> Element { list[next(below: list.count)] }
}
