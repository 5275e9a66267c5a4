import Foundation

/// What follows from the settings.
extension GatewaySettings {
    /// What plans ask for: `targets.yaml` beside the communes' folder; nil where there is none.
    var targets: String? {
        let path = (communes as NSString).deletingLastPathComponent + "/targets.yaml"
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }
}
