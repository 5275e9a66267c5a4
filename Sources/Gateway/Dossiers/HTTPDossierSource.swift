import AsyncHTTPClient
import Channels
import Conversations
import Foundation
import NIOCore
import NIOHTTP1
import PublicServices

/// A portal that is asked over HTTP, with a deadline, a breaker, and the last good answers for when it is down.
actor HTTPDossierSource: DossierSource {
    private let url: String
    private let token: String
    private let rules: DossierRules
    private let httpClient: HTTPClient
    private let limits: GatewayLimits
    private var cache: [DossierCode: (dossier: Dossier, at: Date)] = [:]
    /// Failures in a row; each success ends the row.
    private var failures = 0
    /// Since when the portal is left alone.
    private var restsSince: Date?
    /// Whether one question is out to find out if the portal is back; the others do not wait for its deadline with it.
    private var isProbing = false

    init(url: String, token: String, rules: DossierRules, httpClient: HTTPClient, limits: GatewayLimits) {
        self.url = url
        self.token = token
        self.rules = rules
        self.httpClient = httpClient
        self.limits = limits
    }

    func finding(of code: DossierCode, now: Date) async -> DossierFinding {
        if let known = cache[code], Self.isWithin(limits.portalFreshSeconds, of: known.at, now) {
            return .found(known.dossier, asOf: known.at, isStale: false)
        }
        let probes = restsSince != nil
        if let restsSince {
            if isProbing || Self.isWithin(limits.portalRestSeconds, of: restsSince, now) {
                return lastKnown(code, now: now)
            }
            isProbing = true
        }
        defer { if probes { isProbing = false } }
        do {
            let dossier = try await ask(code)
            failures = 0
            restsSince = nil
            guard let dossier else {
                cache[code] = nil
                return .unknown
            }
            keep(dossier, at: now)
            return .found(dossier, asOf: nil, isStale: false)
        } catch {
            failures += 1
            if failures >= limits.portalFailures { restsSince = now }
            return lastKnown(code, now: now)
        }
    }

    /// Near in both directions, for a clock may go back.
    private static func isWithin(_ seconds: TimeInterval, of time: Date, _ now: Date) -> Bool {
        abs(now.timeIntervalSince(time)) < seconds
    }

    private func lastKnown(_ code: DossierCode, now: Date) -> DossierFinding {
        guard let known = cache[code], Self.isWithin(limits.portalStaleSeconds, of: known.at, now) else {
            return .unavailable
        }
        return .found(known.dossier, asOf: known.at, isStale: true)
    }

    private func keep(_ dossier: Dossier, at now: Date) {
        if cache.count >= limits.portalCacheEntries, let oldest = cache.min(by: { $0.value.at < $1.value.at }) {
            cache[oldest.key] = nil
        }
        cache[dossier.code] = (dossier, now)
    }

    /// One request; nil when the portal says that there is no such dossier.
    private func ask(_ code: DossierCode) async throws -> Dossier? {
        var request = HTTPClientRequest(url: "\(url)/dossiers/\(code)")
        request.headers.add(name: "Authorization", value: "Bearer \(token)")
        request.headers.add(name: "Accept", value: "application/json")
        let (client, bytes, seconds) = (httpClient, limits.portalAnswerBytes, limits.portalSeconds)
        let (status, body) = try await Deadline.within(seconds: seconds) { [request] in
            let response = try await client.execute(request, timeout: Deadline.amount(seconds))
            return (response.status.code, try await response.body.collect(upTo: bytes))
        }
        switch status {
        case 200:
            let answer = try JSONDecoder().decode(PortalDossier.self, from: Data(body.readableBytesView))
            return try answer.dossier(asked: code, rules: rules)
        case 404: return nil
        default: throw PortalRefusal(status: Int(status))
        }
    }

    private struct PortalRefusal: Error { var status: Int }
}
