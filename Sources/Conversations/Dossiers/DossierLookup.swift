package import Foundation
package import PublicServices

/// What a turn needs to know before it can answer; the lookup happens outside of it and of any transaction.
package struct DossierLookup: Sendable, Equatable {
    package var code: DossierCode
    /// The last four digits of the registered phone, as the villager claims to know them.
    package var digits: String?
    /// Whether the villager wants to follow the dossier.
    package var follows: Bool
    /// Whether he proved earlier in this session that he may know it.
    package var isProven: Bool
    /// Further codes of the same text, which are not looked up; said so where it is answered.
    package var others: [DossierCode]

    package init(
        code: DossierCode, digits: String? = nil, follows: Bool = false, isProven: Bool = false,
        others: [DossierCode] = []
    ) {
        self.code = code
        self.digits = digits
        self.follows = follows
        self.isProven = isProven
        self.others = others
    }
}

/// What the source of a commune's dossiers says of a code.
package enum DossierFinding: Sendable, Equatable {
    /// As of a moment in the past, or now when that is nil; `isStale` when the source itself could not be asked.
    case found(Dossier, asOf: Date?, isStale: Bool)
    case unknown
    case unavailable
    /// The commune has neither imported dossiers nor a portal.
    case noSource
}

/// What the gateway found out for a lookup, with all that the answer depends on.
package struct DossierResult: Sendable, Equatable {
    package var finding: DossierFinding
    /// The villager's address: E.164 where the channel proves a phone number, else the provider's id.
    package var sender: String
    /// Whether the digits of this message count, the contact and the code having been tried not too often today.
    package var mayTry: Bool
    /// Whether other digits may be sent after this message.
    package var mayTryAgain: Bool
    /// Whether the contact wants no messages that he did not ask for.
    package var isOptedOut: Bool

    package init(
        finding: DossierFinding, sender: String, mayTry: Bool, mayTryAgain: Bool? = nil, isOptedOut: Bool = false
    ) {
        self.finding = finding
        self.sender = sender
        self.mayTry = mayTry
        self.mayTryAgain = mayTryAgain ?? mayTry
        self.isOptedOut = isOptedOut
    }
}

/// What a resumed turn changes about dossiers.
package struct DossierOutcome: Sendable, Equatable {
    /// The dossier that the villager follows from now on.
    package var followed: Dossier?
    /// In which spelling he is told about it.
    package var spelling: Spelling
    /// Whether he proved that he may know it; his digits were no guess then.
    package var isProven: Bool

    package init(followed: Dossier? = nil, spelling: Spelling, isProven: Bool) {
        self.followed = followed
        self.spelling = spelling
        self.isProven = isProven
    }
}
