package import CheckedYAML
import Storage

/// Files of an installation that others than the gateway's user may read.
package enum FileModes {
    /// One warning for each: the database with its journal, and a configuration that holds secrets itself.
    package static func warnings(_ settings: GatewaySettings) -> [FileProblem] {
        let database = StoreFiles.readableByOthers(StoreFiles.files(of: settings.database))
        // Secrets of the shipped sample are known to everybody.
        let holdsSecrets = ChannelSecrets.found(in: settings).contains { !$0.isFromEnvironment && !$0.isSample }
        let configuration =
            holdsSecrets ? StoreFiles.readableByOthers([settings.file], groupMayRead: true) : []
        return database.map { warning($0.path, mode: $0.mode, what: "villagers' texts", chmod: "600") }
            + configuration.map { warning($0.path, mode: $0.mode, what: "the channels' secrets", chmod: "640") }
    }

    private static func warning(_ path: String, mode: String, what: String, chmod: String) -> FileProblem {
        FileProblem(
            file: path, line: nil, entry: "", what: "other users may read or change \(what) in it (mode \(mode))",
            mend: "chmod \(chmod) \(path)")
    }
}
