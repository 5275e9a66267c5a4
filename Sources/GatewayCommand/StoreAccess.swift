import CheckedYAML
import Gateway
import Storage

/// Opens the store beside a running gateway, for one command.
///
/// - Parameter mayBegin: whether the command belongs to setting up, and may make the database and the key of a first start;
///   no other does, or a mistyped path would look like an empty list.
func withStore(
    _ config: String, mayBegin: Bool = false, _ body: (GatewaySettings, GatewayStore) async throws -> Void
) async throws {
    do {
        let settings = try GatewaySettings.load(path: config)
        if mayBegin {
            try settings.requireStartableStore()
        } else {
            try settings.requireExistingStore()
        }
        let store = try settings.openStore()
        defer { try? store.close() }
        try await body(settings, store)
    } catch let problems as FileProblems {
        throw fail("\(problems)", code: 78)
    } catch let error as StorageError {
        throw fail("\(error)", code: error.kind == .missingDatabase ? 66 : 74)
    }
}
