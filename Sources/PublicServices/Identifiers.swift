/// A name given in the configuration; it is written and stored as the plain text.
package protocol TextIdentifier: RawRepresentable, Hashable, Sendable, Codable, ExpressibleByStringLiteral,
    CustomStringConvertible
where RawValue == String {
    /// Takes the text as it is.
    init(rawValue: String)
}

extension TextIdentifier {
    /// Takes a literal as it is.
    package init(stringLiteral value: String) { self.init(rawValue: value) }
    /// The plain text.
    package var description: String { rawValue }
}

/// The id of a subject that people write about, such as `birth_registration`.
package struct TopicID: TextIdentifier {
    /// The text of the id.
    package let rawValue: String
    /// Takes the text as it is.
    package init(rawValue: String) { self.rawValue = rawValue }
}

/// The id of an office of a commune, such as `one_stop`.
package struct UnitID: TextIdentifier {
    /// The text of the id.
    package let rawValue: String
    /// Takes the text as it is.
    package init(rawValue: String) { self.rawValue = rawValue }
}

/// The id of a commune, which is the name of its configuration folder, such as `dak-ha`.
package struct CommuneID: TextIdentifier {
    /// The text of the id.
    package let rawValue: String
    /// Takes the text as it is.
    package init(rawValue: String) { self.rawValue = rawValue }
}

/// The national code of an administrative procedure, such as `1.001193`.
package struct ProcedureCode: TextIdentifier {
    /// The text of the code.
    package let rawValue: String
    /// Takes the text as it is; use ``init(checking:)`` for text from outside.
    package init(rawValue: String) { self.rawValue = rawValue }

    /// Takes a text of the national form: one digit, a point, six digits; else nil.
    package init?(checking text: String) {
        let bytes = text.utf8
        guard bytes.count == 8,
            bytes.enumerated().allSatisfy({ $0.offset == 1 ? $0.element == 0x2E : $0.element &- 0x30 < 10 })
        else { return nil }
        self.rawValue = text
    }

    /// Takes a name of our own for a procedure whose national code was not found, such as `none-land-mediation`.
    package init?(checkingOwn text: String) {
        guard text.wholeMatch(of: /none(-[a-z0-9]+)+/) != nil else { return nil }
        self.rawValue = text
    }

    /// Whether it has the national form; a name of our own has not.
    package var isNational: Bool { ProcedureCode(checking: rawValue) != nil }
}
