import AsyncAlgorithms

/// Tells workers that there is something to do; many signals while one works are one more pass.
///
/// A signal may be lost with the process, so workers look by themselves at every tick too.
struct WakeUps: Sendable {
    private let continuations: [AsyncStream<Void>.Continuation]
    private let streams: [AsyncStream<Void>]

    /// One stream for each of a kind of worker, since a stream wakes one listener only.
    init(listeners: Int) {
        var continuations: [AsyncStream<Void>.Continuation] = []
        streams = (0..<listeners).map { _ in
            let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
            continuations.append(continuation)
            return stream
        }
        self.continuations = continuations
    }

    func signal() {
        for continuation in continuations { continuation.yield() }
    }

    /// The signals of one listener, and nothing else.
    func signals(of listener: Int) -> AsyncStream<Void> { streams[listener] }

    /// The wake-ups of one listener, at least one every `tickSeconds`.
    func passes(of listener: Int, tickSeconds: Int) -> some AsyncSequence<Void, Never> & Sendable {
        let ticks = AsyncTimerSequence(interval: .seconds(tickSeconds), clock: .continuous).map { _ in () }
        return merge(streams[listener], ticks)
    }
}
