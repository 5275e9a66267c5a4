#if PostgreSQL
import Conversations
import Foundation
import Testing

@testable import Storage

/// A server by TLS: it is believed by its certificate alone, and what is wrong with that is told with its mend.
@Suite(.serialized) struct PostgreSQLTLSTests {
    /// A server on a port of its own of this machine, with TLS or without.
    private func withServer(
        tls: Bool = true, _ test: (_ node: PostgreSQLNode, _ port: UInt16) async throws -> Void
    ) async throws {
        let port = try Self.freePort()
        let node = try PostgreSQLNode(port: port)
        for name in ["right", "wrong"] { try node.issue(name, for: "localhost") }
        let certificate = "-c ssl=on -c ssl_cert_file=\(node.folder)/right.pem -c ssl_key_file=\(node.folder)/right.key"
        try node.start("-c fsync=off -c listen_addresses=127.0.0.1 \(tls ? certificate : "")")
        try node.control("CREATE DATABASE store")
        try await test(node, port)
        try node.stop()
    }

    /// A port that nobody listens on at the moment.
    private static func freePort() throws -> UInt16 {
        let probe = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(probe) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(probe, $0, length) == 0 && getsockname(probe, $0, &length) == 0
            }
        }
        try #require(isBound)
        return UInt16(bigEndian: address.sin_port)
    }

    private func server(_ port: UInt16, host: String = "localhost", ca: String, mode: String = "verify-full")
        -> StoreServer
    {
        // By address too, so that no name service is asked.
        StoreServer(
            url: "postgresql://nharong@\(host):\(port)/store?hostaddr=127.0.0.1&sslmode=\(mode)&sslrootcert=\(ca)",
            needsStandby: false)
    }

    private func open(_ server: StoreServer, _ test: (GatewayStore) async throws -> Void = { _ in }) async throws {
        try await withFolder { folder in
            let store = try GatewayStore.open(
                server: server, path: folder + "/gateway.sqlite", keys: StoreKeys.random())
            try await test(store)
            try store.close()
        }
    }

    private func refusal(_ server: StoreServer) async throws -> StorageError {
        do {
            try await open(server)
        } catch let error as StorageError {
            return error
        }
        throw FixtureError(words: "it was believed")
    }

    private func receive(_ id: String, in store: GatewayStore) async throws -> Receipt {
        let event = InboundEvent.message(
            InboundMessage(
                channel: StoreFixture.channel, providerID: id, sender: StoreFixture.phone, text: "chào \(id)",
                sentAt: nil))
        return try #require(try await store.receive([event], at: StoreFixture.start).first)
    }

    @Test func `a server with the right certificate keeps the store by TLS`() async throws {
        try await withServer { node, port in
            try await open(server(port, ca: node.folder + "/right.ca")) { store in
                #expect(try await receive("a", in: store) != .duplicate)
                let open = try await store.read {
                    try $0.number(
                        "SELECT COUNT(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE usename = 'nharong' "
                            + "AND client_addr IS NOT NULL AND NOT ssl")
                }
                #expect(open == 0)
            }
        }
    }

    @Test func `another's certificate, another's name and no TLS are each told with what mends them`() async throws {
        try await withServer { node, port in
            let wrongCA = try await refusal(server(port, ca: node.folder + "/wrong.ca"))
            #expect(wrongCA.what.contains("certificate verify failed"), "\(wrongCA)")
            #expect(wrongCA.mend.contains("the CA that signed"), "\(wrongCA)")
            let wrongName = try await refusal(server(port, host: "db1", ca: node.folder + "/right.ca"))
            #expect(wrongName.what.contains("does not match host name \"db1\""), "\(wrongName)")
            #expect(wrongName.mend.contains("as its certificate does"), "\(wrongName)")
            let noCA = try await refusal(server(port, ca: node.folder + "/database.ca"))
            #expect(noCA.mend.contains("where sslrootcert in storage.server says"), "\(noCA)")
        }
        try await withServer(tls: false) { node, port in
            let plain = try await refusal(server(port, ca: node.folder + "/right.ca"))
            #expect(plain.what.contains("does not support SSL"), "\(plain)")
            #expect(plain.mend.contains("ssl = on"), "\(plain)")
        }
    }

    @Test func `a running gateway believes no server that changed its certificate`() async throws {
        try await withServer { node, port in
            try await open(server(port, ca: node.folder + "/right.ca")) { store in
                #expect(try await receive("a", in: store) != .duplicate)
                try node.replace("right", by: "wrong")
                let end =
                    "SELECT pg_reload_conf(), pg_sleep(0.5);\n"
                    + "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'nha-rong'"
                try node.control(end)
                let error = await #expect(throws: StorageError.self) { try await receive("b", in: store) }
                #expect(error?.mend.contains("the CA that signed") == true, "\(error?.description ?? "none")")
            }
        }
    }

    @Test(arguments: ["SSL error: unexpected eof while reading", "SSL SYSCALL error: Connection reset by peer"])
    func `a line that breaks in the middle is no question of trust`(words: String) {
        #expect(!PostgreSQLTrust.isAbout(words))
    }
}
#endif
