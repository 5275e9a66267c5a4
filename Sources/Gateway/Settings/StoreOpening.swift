import Channels
import CheckedYAML
import Conversations
import Foundation
import PublicServices
package import Storage

extension GatewaySettings {
    /// Opens the store, which then knows the channels and the budget: what `serve` sends and what officers answer by the
    /// command line count alike.
    package func openStore() throws -> GatewayStore {
        let store =
            if let server {
                try GatewayStore.open(server: server, path: database, keys: StoreKeys.loadOrMake(path: keyFile))
            } else {
                try GatewayStore.open(
                    path: database, keys: StoreKeys.loadOrMake(path: keyFile, forDatabase: database))
            }
        store.settle(in: storeSurroundings)
        return store
    }

    /// Refuses a database file that is not there; whether a server is there says the first try to connect.
    package func requireExistingStore() throws(StorageError) {
        if server == nil { try StoreFiles.requireExisting(database: database) }
    }

    /// Refuses to begin a new database file where there was one.
    package func requireStartableStore() throws(StorageError) {
        if server == nil { try StoreFiles.requireStartable(database: database, keyFile: keyFile) }
    }

    /// Opens the configured database for the doctor.
    package func openDoctor(repairs: Bool) throws -> Doctor {
        let keys = try StoreKeys.existing(path: keyFile)
        if let server { return try Doctor.open(server: server, keys: keys, needsKeys: true) }
        return try Doctor.open(path: database, keys: keys, repairs: repairs, needsKeys: true)
    }

    /// The entries `server`, `standby` and `reports_server` of the section `storage`.
    static func storeServer(in storage: YAMLEntry) throws(FileProblem) -> StoreServer? {
        let (standby, reports) = (try storage.optional("standby"), try storage.optional("reports_server"))
        guard let entry = try storage.optional("server") else {
            guard let orphan = standby ?? reports else { return nil }
            throw orphan.problem("there is no server whose standby that could be", mend: "remove it, or write server")
        }
        let url = try serverAddress(entry)
        let reportsURL = try reports.map(serverAddress)
        switch try standby?.string() ?? "required" {
        case "required": return StoreServer(url: url, reportsURL: reportsURL)
        case "none": return StoreServer(url: url, needsStandby: false, reportsURL: reportsURL)
        default:
            throw (standby ?? entry).problem(
                "whether a commit waits for a standby is not said so",
                mend: "write required, or none where one machine is enough")
        }
    }

    private static func serverAddress(_ entry: YAMLEntry) throws(FileProblem) -> String {
        let written = SecretText(try entry.string())
        guard let url = written.value(in: ProcessInfo.processInfo.environment) else {
            throw entry.problem(
                "the environment variable \(written.variable ?? "") is missing",
                mend: "set it where the gateway is started")
        }
        guard ["postgresql://", "postgres://"].contains(where: url.hasPrefix) else {
            throw entry.problem(
                "it is no address of a PostgreSQL server", mend: "write postgresql://USER@HOST1,HOST2/DATABASE")
        }
        return url
    }

    /// What the store must know of the channels; a command also works beside an entry that `serve` would refuse.
    var storeSurroundings: StoreSurroundings {
        var facts: [ChannelID: ChannelFacts] = [:]
        for entry in channels {
            guard let (id, traits) = try? ChannelTraits.read(entry) else { continue }
            facts[id] = ChannelFacts(commune: traits.commune, unit: traits.unit, secondWay: traits.secondWay)
        }
        return StoreSurroundings(channels: facts, budget: pace.segmentsPerDay)
    }
}
