import AsyncHTTPClient
import Content
import Conversations
import Foundation
import PublicServices
import Simulation
import Testing

@testable import Gateway

@Suite(.timeLimit(.minutes(5))) struct PortalTests {
    static let now = Date(timeIntervalSince1970: 1_796_094_000)

    private func code(_ text: String) -> DossierCode { DossierCode.sample(text) }

    private static func run(
        portalSeconds: TimeInterval = 120, token: String = "right",
        _ test: @escaping @Sendable (SimulatedPortal, HTTPDossierSource) async throws -> Void
    ) async throws {
        let portal = SimulatedPortal(
            token: "right",
            dossiers: [
                PortalDossier(
                    code: "H48-261120-0001", procedureName: "Đăng ký khai sinh", state: "Chờ phê duyệt",
                    promisedOn: "2026-11-27", phone: "0901 234 567")
            ])
        let (opened, open) = AsyncStream.makeStream(of: Int.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try? await portal.run(whenListening: { open.yield($0) }) }
            var ports = opened.makeAsyncIterator()
            let port = await ports.next() ?? 0
            // Tests share few cores, so the deadline is far away where it is not what is tested.
            var limits = GatewayLimits()
            limits.portalSeconds = portalSeconds
            var rules = DossierRules()
            rules.localStates = try Commune.load(folder: GatewayBench.root + "/config/communes/dak-ha").dossiers
                .localStates
            let source = HTTPDossierSource(
                url: "http://127.0.0.1:\(port)", token: token, rules: rules, httpClient: .shared, limits: limits)
            try await test(portal, source)
            group.cancelAll()
        }
    }

    @Test func `a portal's dossier is read with its local state and its phone`() async throws {
        try await Self.run { _, source in
            let finding = await source.finding(of: code("H48-261120-0001"), now: Self.now)
            guard case .found(let dossier, nil, isStale: false) = finding else {
                Issue.record("\(finding)")
                return
            }
            #expect(dossier.state == .processing)
            #expect(dossier.phone == "+84901234567")
            #expect(dossier.promisedOn == CalendarDay("2026-11-27"))
            #expect(await source.finding(of: code("H48-261120-0002"), now: Self.now) == .unknown)
        }
    }

    @Test func `while the portal is down the last answer is given with its time, and others are unavailable`()
        async throws
    {
        try await Self.run { portal, source in
            let known = code("H48-261120-0001")
            _ = await source.finding(of: known, now: Self.now)
            portal.change(to: .down)
            let later = Self.now.addingTimeInterval(600)
            guard case .found(_, let asOf, isStale: true) = await source.finding(of: known, now: later) else {
                Issue.record("no stale answer")
                return
            }
            #expect(asOf == Self.now)
            #expect(await source.finding(of: code("H48-261120-0002"), now: later) == .unavailable)
            #expect(await source.finding(of: known, now: Self.now.addingTimeInterval(13 * 3600)) == .unavailable)
        }
    }

    @Test func `a portal that fails three times is left alone, then asked again`() async throws {
        try await Self.run { portal, source in
            portal.change(to: .down)
            for _ in 0..<5 {
                #expect(await source.finding(of: code("H48-261120-0001"), now: Self.now) == .unavailable)
            }
            #expect(portal.questions == 3)
            portal.change(to: .well)
            let rested = Self.now.addingTimeInterval(31)
            #expect(await source.finding(of: code("H48-261120-0009"), now: rested) == .unknown)
            #expect(portal.questions == 4)
        }
    }

    @Test func `a portal that fails after its rest rests again at once`() async throws {
        try await Self.run { portal, source in
            portal.change(to: .down)
            for _ in 0..<3 { _ = await source.finding(of: code("H48-261120-0001"), now: Self.now) }
            let rested = Self.now.addingTimeInterval(31)
            for _ in 0..<3 { _ = await source.finding(of: code("H48-261120-0001"), now: rested) }
            #expect(portal.questions == 4)
            _ = await source.finding(of: code("H48-261120-0001"), now: rested.addingTimeInterval(31))
            #expect(portal.questions == 5)
        }
    }

    @Test func `after its rest a portal is asked one question, and the others do not wait for it`() async throws {
        try await Self.run { portal, source in
            portal.change(to: .down)
            for _ in 0..<3 { _ = await source.finding(of: code("H48-261120-0001"), now: Self.now) }
            portal.change(to: .slow(3600))
            let rested = Self.now.addingTimeInterval(31)
            await withTaskGroup(of: Void.self) { group in
                group.addTask { _ = await source.finding(of: self.code("H48-261120-0001"), now: rested) }
                while portal.questions < 4 { try? await Task.sleep(for: .milliseconds(5)) }
                for _ in 0..<100 {
                    #expect(await source.finding(of: code("H48-261120-0002"), now: rested) == .unavailable)
                }
                #expect(portal.questions == 4)
                group.cancelAll()
            }
            // The probe was cut off; the portal is well and is asked again after the next rest.
            portal.change(to: .well)
            let later = rested.addingTimeInterval(31)
            #expect(await source.finding(of: code("H48-261120-0002"), now: later) == .unknown)
        }
    }

    @Test(arguments: [SimulatedPortal.Mood.slow(3600), .garbled])
    func `an answer too late or unreadable is none`(mood: SimulatedPortal.Mood) async throws {
        try await Self.run(portalSeconds: 0.3) { portal, source in
            portal.change(to: mood)
            #expect(await source.finding(of: code("H48-261120-0001"), now: Self.now) == .unavailable)
        }
    }

    @Test func `a wrong token is a failure and no unknown code`() async throws {
        try await Self.run(token: "wrong") { _, source in
            #expect(await source.finding(of: code("H48-261120-0001"), now: Self.now) == .unavailable)
        }
    }
}

extension DossierCode {
    /// A code that a test wrote down itself.
    static func sample(_ text: String) -> DossierCode {
        guard let code = DossierCode(text) else { preconditionFailure("\(text) is no dossier code") }
        return code
    }
}
