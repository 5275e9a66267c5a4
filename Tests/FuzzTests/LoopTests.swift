import Foundation
import Fuzzing
import Testing

/// Machines that answer the gateway: what it sends them in an hour is bounded, whatever they say.
@Suite struct LoopTests {
    private static let loops = Result { try Loops(config: FuzzTests.root + "/config/gateway.yaml") }

    @Test(arguments: Loops.all.map(\.name))
    func `a machine that answers by itself is answered no more after a while`(name: String) async throws {
        let loop = try #require(Loops.all.first { $0.name == name })
        let counts = try await Self.loops.get().play(loop)
        for (number, count) in counts {
            #expect(count.answers <= Loops.Most.answers * loop.machines, "\(number) sent \(count)")
            #expect(count.alerts <= Loops.Most.alerts, "\(number) sent \(count)")
        }
    }
}
