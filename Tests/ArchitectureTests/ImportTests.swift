import Foundation
import Testing

/// What each module may import beside the standard library: the architecture on one screen.
private let allowedImports: [String: Set<String>] = [
    "VietnameseText": [],
    "CheckedYAML": ["Foundation", "Yams"],
    "PublicServices": ["Foundation", "VietnameseText", "CheckedYAML"],
    // What is learnt at start is learnt on two cores.
    "Conversations": ["Foundation", "Dispatch", "Synchronization", "VietnameseText", "CheckedYAML", "PublicServices"],
    "Content": ["Foundation", "CFreedMemory", "VietnameseText", "CheckedYAML", "PublicServices", "Conversations"],
    "Evaluation": ["Foundation", "VietnameseText", "CheckedYAML", "PublicServices", "Conversations"],
    "CLibPQ": [],
    "COpenSSL": [],
    "CBuildCommit": [],
    "CFreedMemory": [],
    "LibCrypto": ["Foundation", "COpenSSL", "Synchronization"],
    "JSONText": [],
    "Channels": [
        "Foundation", "AsyncHTTPClient", "HTTPTypes", "NIOCore", "NIOHTTP1", "VietnameseText", "CheckedYAML",
        "PublicServices", "Conversations", "LibCrypto", "JSONText", "Synchronization",
    ],
    "Storage": [
        "Foundation", "GRDB", "GRDBSQLite", "CLibPQ", "Conversations", "PublicServices", "LibCrypto", "JSONText",
        "Synchronization",
    ],
    "Gateway": [
        "Foundation", "AsyncAlgorithms", "AsyncHTTPClient", "HTTPTypes", "Hummingbird", "HummingbirdCore",
        "HummingbirdTLS", "Logging", "NIOCore", "NIOHTTP1", "NIOPosix", "NIOSSL", "ServiceLifecycle", "Synchronization",
        "UnixSignals",
        "VietnameseText", "CheckedYAML",
        "PublicServices", "Conversations",
        "LibCrypto", "Channels", "Storage", "Content", "JSONText", "CBuildCommit",
    ],
    "Console": [
        "Foundation", "HTTPTypes", "Hummingbird", "HummingbirdCore", "Logging", "Mustache", "NIOCore",
        "ServiceLifecycle", "Synchronization",
        "VietnameseText", "JSONText", "PublicServices", "Conversations", "LibCrypto", "Content", "Storage", "Gateway",
    ],
    "GatewayCommand": [
        "Foundation", "ArgumentParser", "AsyncHTTPClient", "Logging", "CheckedYAML", "PublicServices", "Conversations",
        "Content", "Storage", "Gateway", "Console",
    ],
    "BenchmarkCommand": [
        "Foundation", "ArgumentParser", "AsyncHTTPClient", "Histogram", "Hummingbird", "Logging", "NIOCore", "NIOHTTP1",
        "NIOPosix",
        "Synchronization",
        "PublicServices", "Conversations", "Content", "Storage", "Gateway",
    ],
    "Simulation": [
        "Foundation", "AsyncHTTPClient", "HTTPTypes", "Histogram", "Hummingbird", "Logging", "NIOCore", "NIOHTTP1",
        "ServiceLifecycle",
        "Synchronization", "VietnameseText", "CheckedYAML", "PublicServices", "Conversations", "Content",
        "Evaluation", "Channels", "Storage", "Gateway",
    ],
    "Fuzzing": [
        "Foundation", "AsyncHTTPClient", "GRDB", "HTTPTypes", "Logging", "Synchronization", "VietnameseText",
        "CheckedYAML", "JSONText", "PublicServices", "Conversations", "LibCrypto", "Content", "Evaluation",
        "Channels", "Storage", "Gateway",
    ],
    "FuzzCommand": ["Foundation", "ArgumentParser", "Fuzzing"],
    "CAllocationCounter": [],
    "MatchingBenchmark": [
        "Foundation", "ArgumentParser", "CAllocationCounter", "CheckedYAML", "Conversations", "Content", "Evaluation",
    ],
    "SimulatorCommand": [
        "Foundation", "ArgumentParser", "Synchronization", "VietnameseText", "CheckedYAML", "PublicServices",
        "Conversations", "Content", "Evaluation", "Gateway", "Simulation",
    ],
]

@Suite struct ImportTests {
    static let sources = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Sources").standardizedFileURL

    @Test func `every module is in the table`() throws {
        let modules = try FileManager.default.contentsOfDirectory(atPath: Self.sources.path)
        #expect(Set(modules) == Set(allowedImports.keys))
    }

    @Test(arguments: allowedImports.keys.sorted())
    func `a module imports only what the table allows`(module: String) throws {
        let allowed = try #require(allowedImports[module])
        let folder = Self.sources.appending(path: module)
        let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        for file in files where file.hasSuffix(".swift") {
            let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            for name in Self.imports(in: text) where !allowed.contains(name) {
                Issue.record("\(module)/\(file) imports \(name)")
            }
        }
    }

    @Test(arguments: ["VietnameseText", "PublicServices", "Conversations"])
    func `a pure module opens no file, for Content does`(module: String) throws {
        for file in try Self.files(of: module + "/") {
            let openers = [
                "FileManager", "FileHandle", "(contentsOfFile:", "Data(contentsOf:", "String(contentsOf:",
                "YAMLEntry.load(",
            ]
            for opener in openers where file.text.contains(opener) {
                Issue.record("\(file.path) holds \(opener)")
            }
        }
    }

    @Test func `nothing that the gateway is built of measures texts`() throws {
        for module in ["Gateway", "GatewayCommand", "Console", "Content", "Conversations"] {
            for file in try Self.files(of: module + "/") where Self.imports(in: file.text).contains("Evaluation") {
                Issue.record("\(file.path) imports Evaluation")
            }
        }
    }

    /// The Swift files of a module, or of all, with their paths below Sources.
    static func files(of module: String = "") throws -> [(path: String, text: String)] {
        let names = FileManager.default.enumerator(atPath: sources.path)?.compactMap { $0 as? String } ?? []
        return try names.filter { $0.hasPrefix(module) && $0.hasSuffix(".swift") }.map { name in
            (name, try String(contentsOf: sources.appending(path: name), encoding: .utf8))
        }
    }

    /// The modules named in import lines, with or without an access level.
    static func imports(in text: String) -> [String] {
        text.split(separator: "\n").compactMap { line in
            var words = line.split(separator: " ")
            if let first = words.first,
                ["public", "internal", "package", "private", "@testable", "@_exported"].contains(first)
            {
                words.removeFirst()
            }
            guard words.count >= 2, words[0] == "import" else { return nil }
            return words[words.count - 1].split(separator: ".").first.map(String.init)
        }
    }
}
