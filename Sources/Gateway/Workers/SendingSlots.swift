import Synchronization

/// How many messages may be under way at once, and when more should be claimed.
final class SendingSlots: Sendable {
    private let claimedAtOnce: Int
    private let free: Mutex<Int>
    /// Wakes whoever claims when there is room for more, which may be what the end of another made due.
    let freed: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation

    init(_ slots: Int, claimedAtOnce: Int) {
        self.claimedAtOnce = min(claimedAtOnce, slots)
        free = Mutex(slots)
        (freed, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// How many may be claimed now; nil when all slots are taken.
    var claimable: Int? {
        let free = free.withLock { $0 }
        return free > 0 ? min(free, claimedAtOnce) : nil
    }

    func take(_ count: Int) { free.withLock { $0 -= count } }

    /// Frees a slot; `wakes` says whether more may be due now.
    ///
    /// A claim for each slot would write as many pages as one for many of them, so
    /// there must be room for half a claim; with less the next tick claims.
    func release(wakes: Bool) {
        let hasRoom = free.withLock { free in
            free += 1
            return free * 2 >= claimedAtOnce
        }
        if wakes, hasRoom { wake.yield() }
    }
}
