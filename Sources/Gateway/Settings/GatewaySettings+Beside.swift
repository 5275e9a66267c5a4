import Conversations
import Foundation

/// What follows from the settings.
extension GatewaySettings {
    var dialogueLimits: Dialogue.Limits {
        var limits = Dialogue.Limits()
        limits.sessionSeconds = TimeInterval(sessionHours) * 3600
        return limits
    }

    /// What plans ask for: `targets.yaml` beside the communes' folder; nil where there is none.
    var targets: String? {
        let path = (communes as NSString).deletingLastPathComponent + "/targets.yaml"
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }
}
