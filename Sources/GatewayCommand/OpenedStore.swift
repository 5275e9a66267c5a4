import CheckedYAML
import Gateway
import Storage

/// Opens the store beside a running gateway, for one command.
func withStore(_ config: String, _ body: (GatewaySettings, GatewayStore) async throws -> Void) async throws {
    do {
        let settings = try GatewaySettings.load(path: config)
        let store = try GatewayStore.open(path: settings.database, keys: StoreKeys.loadOrMake(path: settings.keyFile))
        defer { try? store.close() }
        try await body(settings, store)
    } catch let problems as FileProblems {
        throw fail("\(problems)", code: 78)
    } catch let error as StorageError {
        throw fail("\(error)", code: 74)
    }
}
