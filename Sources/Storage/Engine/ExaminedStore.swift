/// A database that is looked at by the doctor, beside its gateway or as a copy: nothing is made or migrated.
enum ExaminedStore: Sendable {
    case file(ExaminedFile)
    #if PostgreSQL
    case server(ExaminedServer)
    #endif

    static func open(_ server: StoreServer) throws -> ExaminedStore {
        #if PostgreSQL
        return .server(try ExaminedServer.open(server))
        #else
        throw StoreEngine.withoutServers
        #endif
    }

    func close() throws {
        if case .file(let file) = self { try file.close() }
    }

    /// One consistent view.
    func read<Value: Sendable>(_ work: @escaping @Sendable (Connection) throws -> Value) async throws -> Value {
        switch self {
        case .file(let file): try await file.read(work)
        #if PostgreSQL
        case .server(let server): try server.read(work)
        #endif
        }
    }

    /// One transaction.
    func write<Value: Sendable>(_ work: @escaping @Sendable (Connection) throws -> Value) async throws -> Value {
        switch self {
        case .file(let file): try await file.write(work)
        #if PostgreSQL
        case .server(let server): try server.write(work)
        #endif
        }
    }
}
