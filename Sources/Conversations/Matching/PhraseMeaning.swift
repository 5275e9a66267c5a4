/// What a wording stands for, whatever its words.
struct PhraseMeaning: Sendable, Equatable {
    enum Owner: Sendable, Equatable {
        case topic(Int)
        case counter(Int)
        case facet(Int)
        case followUp
        case correction(Correction)
        /// A part of phrases, see `PhraseSequences`; it says nothing alone.
        case part(Int)
        /// A sign of what a message is for, by its place among all.
        case sign(Int)
    }

    /// What a wording of correction says of the words around it, see `CorrectionWordings`.
    enum Correction: Int, Sendable {
        case not, instead, ratherThan, behind
    }

    var owner: Owner
    var role: Evidence.Role
    /// Whether the writer's marks must agree.
    var needsMarks: Bool
    /// How many words it names.
    var length: Int
}

/// As two numbers, for it is kept beside the words of the wording: that of the owner, and the length with three small fields.
extension PhraseMeaning {
    typealias Packed = (number: Int32, fields: Int32)

    init(packed: Packed) {
        let number = Int(packed.number)
        owner =
            switch (packed.fields >> 4) & 7 {
            case 0: .topic(number)
            case 1: .counter(number)
            case 2: .facet(number)
            case 3: .followUp
            case 4: .correction(Correction(rawValue: number) ?? .not)
            case 6: .sign(number)
            default: .part(number)
            }
        role =
            switch (packed.fields >> 1) & 3 {
            case 0: .phrase
            case 1: .whole
            default: .hint
            }
        needsMarks = packed.fields & 1 != 0
        length = Int(packed.fields >> 8)
    }

    var packed: Packed {
        let (kind, number): (Int32, Int) =
            switch owner {
            case .topic(let topic): (0, topic)
            case .counter(let topic): (1, topic)
            case .facet(let facet): (2, facet)
            case .followUp: (3, 0)
            case .correction(let correction): (4, correction.rawValue)
            case .part(let part): (5, part)
            case .sign(let sign): (6, sign)
            }
        let place: Int32 =
            switch role {
            case .phrase: 0
            case .whole: 1
            case .hint: 2
            }
        return (Int32(number), Int32(length) << 8 | kind << 4 | place << 1 | (needsMarks ? 1 : 0))
    }
}
