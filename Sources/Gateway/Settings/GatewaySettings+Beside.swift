package import CheckedYAML
package import Content
import Conversations
import Foundation

/// What follows from the settings.
extension GatewaySettings {
    var dialogueLimits: Dialogue.Limits {
        var limits = Dialogue.Limits()
        limits.sessionSeconds = TimeInterval(sessionHours) * 3600
        return limits
    }

    var contentFolders: ContentFolders {
        ContentFolders(services: services, communes: communes, intents: intents, replies: replies)
    }
}

extension GatewayContent {
    /// Loads everything that the settings name, and names all problems of all files at once.
    ///
    /// - Parameter waits: whether the dialogues are made when it returns.
    package static func load(
        _ settings: GatewaySettings, waits: Bool = true
    ) throws(FileProblems) -> GatewayContent {
        try load(settings.contentFolders, limits: settings.dialogueLimits, waits: waits)
    }
}
