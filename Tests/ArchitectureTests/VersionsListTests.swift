import Foundation
import Testing

/// deploy/versions.txt names what Package.swift asks for, so that a build can be repeated.
@Suite struct VersionsListTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Version, commit and address by the package's name.
    private func listed() throws -> [String: [Substring]] {
        let text = try String(contentsOf: Self.root.appending(path: "deploy/versions.txt"), encoding: .utf8)
        let rows = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { $0.split(separator: " ") }
        return Dictionary(rows.map { (String($0[0]), Array($0.dropFirst())) }) { first, _ in first }
    }

    @Test func `each package that is asked for is listed in the version that is asked for`() throws {
        let manifest = try String(contentsOf: Self.root.appending(path: "Package.swift"), encoding: .utf8)
        let asked = manifest.matches(of: /\.package\(url: "([^"]+)", exact: "([^"]+)"/)
        #expect(asked.count > 10)
        let listed = try listed()
        for match in asked {
            let address = match.1
            let name = (address.split(separator: "/").last ?? "").lowercased().replacing(/\.git$/, with: "")
            #expect(listed[name]?.first == match.2, "\(name)")
            #expect(listed[name]?.last.map { $0.lowercased() } == address.lowercased(), "\(name)")
        }
    }

    @Test func `every entry has a version, a commit and an address`() throws {
        let listed = try listed()
        #expect(listed.count > 20)
        for (name, entry) in listed {
            #expect(entry.count == 3, "\(name)")
            #expect(
                entry[0].wholeMatch(of: /\d+\.\d+\.\d+/) != nil && entry[1].wholeMatch(of: /[0-9a-f]{40}/) != nil,
                "\(name)")
        }
    }
}
