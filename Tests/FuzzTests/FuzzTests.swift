import Foundation
import Testing

@testable import Fuzzing

/// A short run of every door with a fixed seed, and all that was ever found.
@Suite(.serialized) struct FuzzTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL
        .path
    private static let corpus = root + "/Tests/FuzzCorpus"

    private static var hunt: Hunt {
        var hunt = Hunt(
            seed: 11, corpus: corpus, config: root + "/config/gateway.yaml",
            program: root + "/.build/debug/FuzzCommand")
        hunt.shrinkSeconds = 5
        hunt.mostOfAKind = 1
        return hunt
    }

    @Test(arguments: Doors.names)
    func `a short run of a door finds nothing`(door: String) async throws {
        let result = try await Self.hunt.run(door: door, executions: 300, seconds: 20)
        #expect(result.executions > 0)
        for find in result.finds {
            let input = String(describing: find.input).prefix(1000)
            Issue.record("\(find.invariant.rawValue) at \(find.index): \(find.detail)\n\(input)")
        }
    }

    @Test func `what was found once is found no more`() async throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.corpus + "/finds")
            .filter { $0.hasSuffix(".json") }.sorted()
        let finds = try files.map { try FindFile.load(path: Self.corpus + "/finds/" + $0) }
        let played = try await Self.hunt.replay(finds)
        #expect(played.count == finds.count)
        for (find, violations) in played {
            for violation in violations {
                Issue.record("\(find.replay): \(violation.invariant.rawValue): \(violation.detail)")
            }
        }
    }

    @Test(arguments: Doors.names)
    func `the same seed makes the same inputs`(door: String) throws {
        let shared = try SharedContent(config: Self.root + "/config/gateway.yaml")
        let maker = try #require(try Doors.door(door, corpus: Corpus.load(folder: Self.corpus), shared: shared))
        for index in 0..<50 {
            var one = Luck(seed: 7, door: door, index: index)
            var other = Luck(seed: 7, door: door, index: index)
            #expect(maker.input(&one, index: index) == maker.input(&other, index: index))
        }
    }

    @Test(arguments: Doors.names)
    func `an input comes out of its file as it went in, and its smaller ones are smaller`(door: String) throws {
        let shared = try SharedContent(config: Self.root + "/config/gateway.yaml")
        let maker = try #require(try Doors.door(door, corpus: Corpus.load(folder: Self.corpus), shared: shared))
        for index in 0..<30 {
            var luck = Luck(seed: 3, door: door, index: index)
            let input = maker.input(&luck, index: index)
            let file = try JSONEncoder().encode(input)
            #expect(try JSONDecoder().decode(FuzzInput.self, from: file) == input)
            guard input.size < 2000 else { continue }
            for smaller in input.smaller { #expect(smaller.size <= input.size) }
        }
    }
}

@Suite struct CitizenNumberTests {
    @Test(arguments: [
        "cccd 051199001234", "x051199001234x", "０５１１９９００１２３４", "05119\u{200B}9001234", "𝟎𝟓𝟏𝟏99001234",
        "051199001234 0901234567", "051 199 001 234", "0511.9900.1234", "051199-001234, 2", "0̲51199001234",
    ])
    func `a citizen number is seen in every form of digits`(text: String) {
        #expect(CitizenNumbers.first(in: text) == "051199001234")
    }

    @Test(arguments: [
        "*********234", "0511990012345", "000.00.53.H48-261120-0001", "050199001234", "051999001234", "0901234567",
        "051 199 001 234 567", "051 199-001 234", "051  199 001 234", "05/11/1990 1234",
        " 1.006262/368270",
    ])
    func `what is none is not taken for one`(text: String) { #expect(CitizenNumbers.first(in: text) == nil) }
}
