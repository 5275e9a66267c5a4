import Foundation
import Logging
import ServiceLifecycle
import Storage
import Synchronization

/// The time of a running gateway: the machine's clock at its start, and what has passed since.
///
/// So a clock that is set while the gateway runs changes nothing until ``ClockWatch`` has moved all waits along.
final class SteadyClock: Sendable {
    private struct Anchor {
        var wall: Date
        var passed: TimeInterval
    }

    private let anchor: Mutex<Anchor>
    private let machine: @Sendable () -> Date
    private let passed: @Sendable () -> TimeInterval

    /// `passed` gives the seconds since some moment, whatever the machine's clock is set to.
    init(machine: @escaping @Sendable () -> Date, passed: @escaping @Sendable () -> TimeInterval = uptime()) {
        self.machine = machine
        self.passed = passed
        anchor = Mutex(Anchor(wall: machine(), passed: passed()))
    }

    var now: Date { anchor.withLock { $0.wall.addingTimeInterval(passed() - $0.passed) } }

    /// How far the machine's clock is ahead, in seconds.
    var lead: TimeInterval { machine().timeIntervalSince(now) }

    /// Takes the machine's time over.
    func adopt() { anchor.withLock { $0 = Anchor(wall: machine(), passed: passed()) } }

    private static func uptime() -> @Sendable () -> TimeInterval {
        let start = ContinuousClock.now
        return {
            let passed = (ContinuousClock.now - start).components
            return Double(passed.seconds) + Double(passed.attoseconds) / 1e18
        }
    }
}

/// Watches the machine's clock, and moves all that waits along with it when it jumps.
struct ClockWatch: Service {
    let store: GatewayStore
    let clock: SteadyClock
    let limits: GatewayLimits
    let logger: Logger

    func run() async throws {
        var ticks = 0
        var isBegun = false
        let timer = WakeUps(listeners: 1).passes(of: 0, tickSeconds: limits.tickSeconds)
        for await _ in timer.cancelOnGracefulShutdown() {
            do {
                if !isBegun {
                    try await begin()
                    isBegun = true
                }
                try await look()
                if ticks.isMultiple(of: limits.clockNoteSeconds) { try await store.noteClock(clock.now) }
                ticks += 1
            } catch is CancellationError {
                break
            } catch {
                logger.error("The clock cannot be kept; it is tried again.", metadata: ["error": "\(error)"])
            }
        }
    }

    /// A clock that stands before the last time that was kept went back while the gateway was down.
    ///
    /// One that is ahead says nothing: the gateway may have been down for so long.
    func begin() async throws {
        guard let last = try await store.lastClock() else { return }
        let lead = clock.now.timeIntervalSince(last)
        if lead < -limits.clockJumpSeconds { try await jump(by: lead, to: clock.now) }
    }

    /// Takes small differences over, and moves all waits along with a large one first.
    func look() async throws {
        let lead = clock.lead
        if abs(lead) > limits.clockJumpSeconds { try await jump(by: lead, to: clock.now.addingTimeInterval(lead)) }
        clock.adopt()
    }

    private func jump(by seconds: TimeInterval, to now: Date) async throws {
        logger.warning("The machine's clock jumped.", metadata: ["seconds": "\(Int(seconds))"])
        try await store.clockJumped(by: seconds, now: now)
    }
}

extension ClockWatch: CustomStringConvertible {
    var description: String { "clock" }
}

extension FollowUpWorker: CustomStringConvertible {
    var description: String { "follow-ups" }
}
