import Content
import Conversations
import Foundation
import Gateway
import Logging
import PublicServices
import Storage

/// What all pages share.
struct ConsoleDesk: Sendable {
    let store: GatewayStore
    /// What officers teach and confirm for their communes.
    let own: CommuneDesk
    private let live: LiveContent
    /// Tables of dossiers that wait for confirmation.
    let tables = WaitingTables(limits: ConsoleLimits())
    let channels: [ChannelID: ChannelTraits]
    let limits = ConsoleLimits()
    let library: PageLibrary
    let isSecure: Bool
    /// Whether a server keeps the database, and copies it by its own tools.
    let isOnServer: Bool
    /// Whether browsers come through a proxy on this machine.
    let isProxied: Bool
    let hosts: OwnHosts
    let cookies: CookieNames
    let feed: ChangeFeed
    /// Where browsers reach the console, such as `https://nharong.example`.
    let address: String
    let wakeSenders: @Sendable () -> Void
    let now: @Sendable () -> Date
    let logger: Logger

    init(_ parts: OfficeParts) throws {
        store = parts.store
        own = CommuneDesk(parts.live, settings: parts.settings)
        live = parts.live
        channels = parts.channels
        library = try PageLibrary()
        isSecure = parts.settings.officeIsSecure
        isOnServer = parts.settings.server != nil
        isProxied = parts.settings.officeIsProxied
        hosts = OwnHosts(isSecure: isSecure, names: parts.settings.officeNames)
        cookies = CookieNames(isSecure: isSecure)
        feed = ChangeFeed(store: parts.store, seconds: ConsoleLimits().feedSeconds)
        address = parts.settings.officeAddress
        wakeSenders = parts.wakeSenders
        now = parts.now
        logger = parts.logger
    }

    /// What villagers are answered with at this moment.
    var content: GatewayContent { live.content }

    /// What a list of matters can be narrowed to, by name.
    var topicChoices: [(id: TopicID, name: String)] {
        content.intents.topics.filter { [.procedure, .subject, .referral].contains($0.kind) }
            .map { ($0.id, MatterWords.capitalized($0.name)) }.sorted { $0.name < $1.name }
    }

    var routes: [Route] {
        assetRoutes + signInRoutes + queueRoutes + matterRoutes + answerRoutes + deedRoutes + liveRoutes + readyRoutes
            + accountRoutes + recordRoutes + exportRoutes
            + todayRoutes + searchRoutes + peopleRoutes + channelRoutes
            + reportRoutes + notUnderstoodRoutes + factRoutes + calendarRoutes + dossierRoutes + dossierImportRoutes
    }

    func topic(_ id: TopicID?) -> String? {
        id.flatMap { content.intents[$0] }.map { MatterWords.capitalized($0.name) }
    }

    func commune(_ id: CommuneID?) -> Commune? { id.flatMap { content.communes[$0] } }

    /// The commune of a matter, also where only its channel is known.
    func commune(of row: MatterRow) -> Commune? {
        commune(row.commune ?? row.channel.flatMap { channels[$0]?.commune })
    }

    func unit(_ id: UnitID?, of commune: Commune?) -> String? { id.flatMap { commune?.unit($0)?.name } }

    /// "SMS", "Zalo": a channel as villagers call it.
    func channel(_ id: ChannelID?) -> String? {
        guard let id else { return nil }
        guard let traits = channels[id], let kind = traits.kind else { return id.rawValue }
        if "\(kind)".hasPrefix("zalo") { return "Zalo" }
        return traits.carrier == .sms ? "SMS" : id.rawValue
    }

    /// The commune that stands on top of the pages of an officer.
    func home(of officer: Officer) -> Commune? {
        officer.profile.communes.lazy.compactMap { content.communes[$0] }.first
    }
}

extension Officer {
    /// "chị", or "anh/chị" where nobody chose: how the pages speak to them.
    var you: String { profile.title.isEmpty ? "anh/chị" : profile.title }
}
