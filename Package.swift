// swift-tools-version:6.2
import PackageDescription

/// One strictness for every target of ours.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

func library(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// Understands texts: optimised in debug builds too, else each start and each test of thousands of texts takes minutes.
func understanding(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    let optimised: SwiftSetting = .unsafeFlags(["-O"], .when(configuration: .debug))
    return .target(name: name, dependencies: dependencies, swiftSettings: strict + [optimised])
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let libpq: Target.Dependency = .target(name: "CLibPQ", condition: .when(traits: ["PostgreSQL"]))
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let ssl: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let hummingbirdTLS: Target.Dependency = .product(name: "HummingbirdTLS", package: "hummingbird")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let httpClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let asyncAlgorithms: Target.Dependency = .product(name: "AsyncAlgorithms", package: "swift-async-algorithms")
let histogram: Target.Dependency = .product(name: "Histogram", package: "hdrhistogram-swift")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "nha-rong",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "gateway", targets: ["GatewayCommand"]),
        .executable(name: "simulator", targets: ["SimulatorCommand"]),
    ],
    // The second engine of the store, for a province that must survive the death of a machine; without it nothing of libpq is needed.
    traits: [
        .trait(name: "PostgreSQL", description: "The store can be kept by a PostgreSQL server."),
        .default(enabledTraits: []),
    ],
    // Exact versions: two builds of one commit hold the same code of ours and of those that we depend on.
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", exact: "0.2.0"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-async-algorithms", exact: "1.1.4"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),

        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),

        .target(name: "CBuildCommit"),
        .target(name: "CFreedMemory"),

        understanding("VietnameseText", []),
        library("CheckedYAML", [yams]),
        library("PublicServices", ["VietnameseText", "CheckedYAML"]),
        library("JSONText", []),
        understanding("Conversations", ["PublicServices", "VietnameseText", "CheckedYAML"]),
        understanding("Content", ["CFreedMemory", "Conversations", "PublicServices", "VietnameseText", "CheckedYAML"]),
        // How well texts are understood: for the simulator and the benchmarks, never the gateway.
        understanding("Evaluation", ["Conversations", "PublicServices", "VietnameseText", "CheckedYAML"]),
        library("LibCrypto", ["COpenSSL"]),
        library(
            "Channels",
            [
                "Conversations", "PublicServices", "VietnameseText", "CheckedYAML", "LibCrypto", "JSONText", httpClient,
                httpTypes, nioCore, nioHTTP1,
            ]),
        library("Storage", ["Conversations", "PublicServices", "LibCrypto", "JSONText", grdb, sqlite, libpq]),
        library(
            "Gateway",
            [
                "Channels", "Storage", "Content", "Conversations", "PublicServices", "VietnameseText", "CheckedYAML",
                "LibCrypto", "JSONText", "CBuildCommit", hummingbird, hummingbirdCore, hummingbirdTLS, ssl, httpClient,
                httpTypes,
                nioCore, nioHTTP1, nioPosix,
                asyncAlgorithms, lifecycle, unixSignals, logging,
            ]),
        library(
            "Console",
            [
                "Gateway", "Storage", "Content", "Conversations", "PublicServices", "VietnameseText", "JSONText",
                "LibCrypto", hummingbird, hummingbirdCore, httpTypes, nioCore, lifecycle, logging, mustache,
            ]),
        library(
            "Simulation",
            [
                "Gateway", "Channels", "Storage", "Content", "Evaluation", "Conversations", "PublicServices",
                "VietnameseText", "CheckedYAML", hummingbird, httpClient, httpTypes, nioCore, nioHTTP1, lifecycle,
                logging, histogram,
            ]),
        program(
            "GatewayCommand",
            [
                "Console", "Gateway", "Storage", "Content", "Conversations", "PublicServices", "CheckedYAML", arguments,
                httpClient,
                logging,
            ]),
        program(
            "SimulatorCommand",
            [
                "Simulation", "Evaluation", "Gateway", "Content", "Conversations", "PublicServices", "CheckedYAML",
                "VietnameseText", arguments,
            ]),
        // For `make bench` alone; no product, so no installation has it.
        program(
            "BenchmarkCommand",
            [
                "Gateway", "Storage", "Content", "Conversations", "PublicServices", arguments, hummingbird, httpClient,
                histogram,
                nioCore, nioHTTP1, nioPosix, logging,
            ]),

        // For `make fuzz` and the tests alone.
        library(
            "Fuzzing",
            [
                "Gateway", "Channels", "Storage", "Content", "Evaluation", "Conversations", "PublicServices",
                "VietnameseText", "CheckedYAML", "LibCrypto", "JSONText", grdb, httpClient, httpTypes, logging,
            ]),
        program("FuzzCommand", ["Fuzzing", arguments]),

        .target(name: "CAllocationCounter"),
        program(
            "MatchingBenchmark",
            ["Evaluation", "Content", "Conversations", "CheckedYAML", "CAllocationCounter", arguments]),

        tests("ArchitectureTests", []),
        tests("VietnameseTextTests", ["VietnameseText"]),
        tests("CheckedYAMLTests", ["CheckedYAML"]),
        tests("PublicServicesTests", ["Content", "PublicServices", "CheckedYAML", "VietnameseText"]),
        tests(
            "ConversationsTests",
            ["Evaluation", "Content", "Conversations", "PublicServices", "CheckedYAML", "VietnameseText"]),
        tests("LibCryptoTests", ["LibCrypto"]),
        tests("JSONTextTests", ["JSONText"]),
        tests("StorageTests", ["Storage", "Conversations", "LibCrypto", "PublicServices", grdb]),
        tests(
            "ChannelsTests",
            [
                "Channels", "Conversations", "CheckedYAML", "PublicServices", "LibCrypto", "JSONText", httpClient,
                httpTypes,
                nioCore,
                nioHTTP1,
            ]),
        tests(
            "GatewayTests",
            [
                "Gateway", "Simulation", "Channels", "Storage", "Content", "Conversations", "PublicServices",
                "CheckedYAML",
                "VietnameseText", httpClient, httpTypes, nioCore, nioHTTP1, nioPosix, logging,
                lifecycle,
            ]),
        tests(
            "SimulationTests",
            [
                "Simulation", "Evaluation", "Gateway", "Channels", "Storage", "Content", "Conversations",
                "PublicServices", "CheckedYAML",
                httpClient,
                httpTypes,
            ]),
        tests(
            "ConsoleTests",
            [
                "Console", "Gateway", "Storage", "Content", "Conversations", "PublicServices", "LibCrypto", hummingbird,
                hummingbirdCore, httpTypes, httpClient, nioCore, logging,
            ]),
        // The program is built for the tests, which run it as a process of its own.
        tests("FuzzTests", ["Fuzzing", "FuzzCommand"]),
    ],
    swiftLanguageModes: [.v6]
)
