public import Foundation

/// How a commune's dossiers are named, read and told about: its `dossier-states.yaml`.
public struct DossierRules: Sendable, Equatable {
    /// An HTTP portal that is asked instead of the local register.
    public struct Portal: Sendable, Equatable {
        /// The address in front of `/dossiers/CODE`.
        public var url: String
        /// The bearer token, or `env:NAME`.
        public var token: String

        public init(url: String, token: String) {
            self.url = url
            self.token = token
        }
    }

    /// The issuers whose codes may be looked up here, such as `H48`; empty for all.
    public var issuers: Set<String> = []
    /// The agency that "220921-99" is short for; nil when short forms are not read.
    public var shortFormAgency: String?
    /// How many digits the daily number has in full.
    public var shortFormDigits = 4
    /// Local names of states, in the form that ``DossierState/key(_:)`` gives, with what they mean nationally.
    public var localStates: [String: DossierState] = [:]
    /// How many working days before the promised day a follower is warned; 0 for never.
    public var warningDays = 1
    /// From when in the evening nobody is told anything that he did not ask for, in minutes since midnight.
    public var quietFrom = 21 * 60
    /// Until when in the morning.
    public var quietUntil = 7 * 60
    /// How many wrong digits a contact may send in a day.
    public var triesOfContact = 3
    /// How many wrong digits a dossier bears in a day, whoever sends them.
    public var triesOnDossier = 5
    /// The portal, where there is one.
    public var portal: Portal?

    /// Makes the rules that hold without a file.
    public init() {}

    /// Whether a code may belong to this commune.
    public func accepts(_ code: DossierCode) -> Bool { issuers.isEmpty || issuers.contains(code.issuer) }

    /// The state behind a local name, an official name or a national number.
    public func state(_ text: String) -> DossierState? {
        localStates[DossierState.key(text)] ?? DossierState(reading: text)
    }

    /// Reads the first short form in a text, such as `220921-99` in "mã 220921-99".
    public func shortCode(in text: String) -> DossierCode? {
        guard let shortFormAgency, Self.mayHoldShortForm(text) else { return nil }
        // Years from 2020 on, so that a mobile number with a dash (090912-3456) is never taken for one.
        let form = /(?:^|[^0-9A-Za-z.\-])([2-4][0-9])([01][0-9])([0-3][0-9]) ?[-–] ?([0-9]{1,7})(?![0-9A-Za-z\-])/
        guard let match = text.firstMatch(of: form), let year = Int(match.1), let month = Int(match.2),
            let day = Int(match.3), CalendarDay(year: 2000 + year, month: month, day: day) != nil
        else { return nil }
        let padding = String(repeating: "0", count: max(0, shortFormDigits - match.4.count))
        return DossierCode("\(shortFormAgency)-\(match.1)\(match.2)\(match.3)-\(padding)\(match.4)")
    }

    /// Whether six digits stand together: hardly a text has them, and the search costs more than all else of a turn.
    private static func mayHoldShortForm(_ text: String) -> Bool {
        var run = 0
        for byte in text.utf8 {
            run = (0x30...0x39).contains(byte) ? run + 1 : 0
            if run == 6 { return true }
        }
        return false
    }

    /// Whether nobody should be disturbed at this instant.
    public func isQuiet(at date: Date) -> Bool {
        let seconds = Int(date.timeIntervalSince1970.rounded(.down)) + OfficeCalendar.secondsFromUTC
        let minute = ((seconds % 86_400) + 86_400) % 86_400 / 60
        guard quietFrom > quietUntil else { return minute >= quietFrom && minute < quietUntil }
        return minute >= quietFrom || minute < quietUntil
    }
}
