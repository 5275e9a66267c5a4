import Content
import Conversations
import Foundation
import Logging
import PublicServices
import ServiceLifecycle
import Storage

/// Tells followers what has become of their dossiers: changes, days that come near, days that have passed.
struct TrackingWorker: Service {
    let store: GatewayStore
    let live: LiveContent
    let limits: GatewayLimits
    let outboxWakeUps: WakeUps
    let now: @Sendable () -> Date
    let logger: Logger

    func run() async throws {
        var lastVisit = Date.distantPast
        let ticks = WakeUps(listeners: 1).passes(of: 0, tickSeconds: limits.trackingSeconds)
        for await _ in ticks.cancelOnGracefulShutdown() {
            do {
                if abs(now().timeIntervalSince(lastVisit)) >= limits.portalVisitSeconds {
                    lastVisit = now()
                    try await visitPortals()
                }
                try await pass()
            } catch is CancellationError {
                break
            } catch {
                logger.error(
                    "Dossiers could not be followed; it is tried again at the next tick.",
                    metadata: ["error": "\(error)"])
            }
        }
    }

    /// Notes the days that have come and announces all news of each commune where it is not night.
    func pass() async throws {
        let content = live.content
        for (id, commune) in content.communes {
            guard let dialogue = content.dialogues[id] else { continue }
            let now = now()
            let calendar = commune.calendar
            let today = calendar.day(of: now)
            let warningDays = commune.dossiers.warningDays
            try await store.noteDossierDays(of: id, followedBefore: calendar.midnight(of: today), now: now) { dossier in
                if let late = dossier.lateness(in: calendar, now: now) { return (.overdue, late.since) }
                guard warningDays > 0, let due = dossier.dueOn, today < due,
                    calendar.workingDays(after: today, through: due) <= warningDays
                else { return nil }
                return (.dueSoon, due)
            }
            // Not queued at night for the morning, but kept as news: whoever says HUY meanwhile is told nothing.
            guard !commune.dossiers.isQuiet(at: now) else { continue }
            let composer = dialogue.composer
            var told = 0
            repeat {
                told = try await store.announceDossierNews(of: id, limit: limits.newsPerPass, now: now) {
                    composer.announcement(of: $0, spelling: $1, now: now)
                }
                if told > 0 { outboxWakeUps.signal() }
            } while told >= limits.newsPerPass
        }
    }

    /// Asks the portals about the dossiers that somebody follows; the register then shows what changed.
    private func visitPortals() async throws {
        let use = live.current
        for id in use.content.communes.keys {
            guard let portal = use.desk.portal(of: id) else { continue }
            for known in try await store.followedDossiers(of: id) {
                guard
                    case .found(let dossier, _, isStale: false) = await portal.finding(
                        of: known.dossier.code, now: now())
                else { continue }
                _ = try await store.importDossiers([dossier], of: id, by: "portal", isTable: false, now: now())
            }
        }
    }
}

extension OfficeCalendar {
    /// The instant at which a day begins in Vietnam.
    func midnight(of day: CalendarDay) -> Date {
        Date(timeIntervalSince1970: TimeInterval(day.daysSince1970 * 86_400 - Self.secondsFromUTC))
    }
}
