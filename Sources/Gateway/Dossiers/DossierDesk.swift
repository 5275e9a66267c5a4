import AsyncHTTPClient
import Channels
import CheckedYAML
import Content
import Conversations
import Foundation
import PublicServices
import Storage

/// Answers the lookups of dialogue turns: asks the commune's source, and counts the guesses before.
struct DossierDesk: Sendable {
    let store: GatewayStore
    private let sources: [CommuneID: any DossierSource]
    private let rules: [CommuneID: DossierRules]
    private let calendars: [CommuneID: OfficeCalendar]

    /// Chooses each commune's source; a token that the environment lacks is refused.
    init(
        store: GatewayStore, content: GatewayContent, httpClient: HTTPClient, environment: [String: String],
        limits: GatewayLimits
    ) throws(FileProblems) {
        self.store = store
        var sources: [CommuneID: any DossierSource] = [:]
        for (id, commune) in content.communes {
            if let portal = commune.dossiers.portal {
                sources[id] = HTTPDossierSource(
                    url: portal.url, token: try Self.token(portal, of: commune, environment: environment),
                    rules: commune.dossiers, httpClient: httpClient, limits: limits)
            } else {
                sources[id] = DossierRegister(store: store, commune: id)
            }
        }
        self.sources = sources
        rules = content.communes.mapValues(\.dossiers)
        calendars = content.communes.mapValues(\.calendar)
    }

    /// The portal of a commune; nil where the register is the source.
    func portal(of commune: CommuneID) -> HTTPDossierSource? { sources[commune] as? HTTPDossierSource }

    /// Who asks, and by which message.
    struct Asker: Sendable {
        var message: MessageID
        var conversation: ConversationID
        /// E.164 where the channel proves a phone number, else the provider's id.
        var sender: String
        var isOptedOut: Bool
    }

    /// Looks up what a message asked for; its digits count once, however often it is looked up.
    func result(
        _ lookup: DossierLookup, for asker: Asker, commune: CommuneID, now: Date
    ) async throws -> DossierResult {
        guard let source = sources[commune], let rules = rules[commune], let calendar = calendars[commune] else {
            return DossierResult(finding: .noSource, sender: asker.sender, mayTry: false)
        }
        let tries = DossierTries(
            day: calendar.day(of: now), ofContact: rules.triesOfContact, onDossier: rules.triesOnDossier)
        var mayTry = true
        if lookup.digits != nil {
            mayTry = try await store.countDossierTry(
                asker.message, code: lookup.code, of: commune, by: asker.conversation, limits: tries, now: now)
        }
        let mayTryAgain = try await store.mayTryDossier(
            lookup.code, of: commune, by: asker.conversation, limits: tries)
        return DossierResult(
            finding: try await source.finding(of: lookup.code, now: now), sender: asker.sender, mayTry: mayTry,
            mayTryAgain: mayTryAgain, isOptedOut: asker.isOptedOut)
    }

    private static func token(
        _ portal: DossierRules.Portal, of commune: Commune, environment: [String: String]
    ) throws(FileProblems) -> String {
        let secret = SecretText(portal.token)
        let value = secret.value(in: environment) ?? ""
        if let variable = secret.variable, value.isEmpty {
            throw FileProblems([
                FileProblem(
                    file: commune.origin.file.replacing("commune.yaml", with: "dossier-states.yaml"), line: nil,
                    entry: "portal.token", what: "the environment has no variable \(variable)",
                    mend: "set it where the gateway is started")
            ])
        }
        return value
    }
}
