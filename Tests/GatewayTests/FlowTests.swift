import Channels
import Conversations
import Foundation
import Logging
import Synchronization
import Testing

@testable import Gateway
@testable import Storage

/// That nothing stands still for one slow message, and that somebody hears of it when all does.
@Suite struct FlowTests {
    @Test(.timeLimit(.minutes(1)))
    func `a message that a provider never ends holds its own slot only`() async throws {
        try await OutboxBench.run { bench in
            let provider = HangingProvider(slow: "+84900000001")
            let channels = ChannelList([provider])
            let wakeUps = WakeUps(listeners: OutboxWorker.listeners(channels: channels))
            let worker = OutboxWorker(
                store: bench.store, channels: channels, limits: GatewayLimits(), owner: "test", wakeUps: wakeUps,
                now: { bench.clock.now }, logger: GatewayBench.quietLogger)
            let running = Task { try await worker.run() }
            try await bench.ask("+84900000001", id: "slow", answer: "Trả lời")
            wakeUps.signal()
            while provider.calls == 0 { try await Task.sleep(for: .milliseconds(5)) }
            // Claims go on while it hangs, one after another.
            for index in 10..<20 {
                try await bench.ask("+849000000\(index)", id: "\(index)", answer: "Trả lời")
                wakeUps.signal()
                while try await bench.store.messages(of: "sms", address: "+849000000\(index)").last?.deliveryState
                    != .sent
                {
                    try await Task.sleep(for: .milliseconds(5))
                }
            }
            let slow = try await bench.store.messages(of: "sms", address: "+84900000001").last
            #expect(slow?.deliveryState == .sending)
            provider.letGo()
            while try await bench.store.messages(of: "sms", address: "+84900000001").last?.deliveryState != .sent {
                try await Task.sleep(for: .milliseconds(5))
            }
            running.cancel()
            _ = try? await running.value
        }
    }

    @Test func `slots are claimed while there is room, and a claim waits for room of half of one`() {
        let slots = SendingSlots(8, claimedAtOnce: 4)
        #expect(slots.claimable == 4)
        slots.take(4)
        slots.take(3)
        #expect(slots.claimable == 1)
        slots.take(1)
        #expect(slots.claimable == nil)
        slots.release(wakes: true)
        #expect(slots.claimable == 1)
    }

    @Test func `a result that cannot be kept is kept later, in order, and none twice`() async throws {
        struct Full: Error {}
        let kept = Mutex<[MessageID]>([])
        let isFull = Mutex(true)
        let recorder = SendingRecorder { results, _ in
            if isFull.withLock({ $0 }) { throw Full() }
            kept.withLock { $0 += results.map(\.message) }
        }
        for number in 1...3 {
            recorder.add(
                SendingRecorder.Sent(
                    result: SendResult(message: MessageID(Int64(number)), owner: "", outcome: .sent("")), error: nil))
            do {
                try await recorder.record()
                Issue.record("it was kept")
            } catch {}
        }
        isFull.withLock { $0 = false }
        let isKept = try await recorder.record()
        #expect(isKept)
        #expect(kept.withLock { $0 } == [1, 2, 3].map { MessageID($0) })
        let isKeptAgain = try await recorder.record()
        #expect(!isKeptAgain)
    }

    @Test func `due messages that stand still are told once, in health too, and that they move again`() async throws {
        try await OutboxBench.run { bench in
            let progress = FlowProgress()
            let limits = GatewayLimits()
            let watch = FlowWatch(
                store: bench.store, limits: limits, progress: progress, now: { bench.clock.now },
                logger: GatewayBench.quietLogger)
            try await watch.look()
            try await bench.ask("+84900000001", id: "a", answer: "Trả lời")
            let message = InboundMessage(
                channel: "sms", providerID: "b", sender: "+84900000009", text: "chào", sentAt: nil)
            _ = try await bench.store.receive([.message(message)], at: bench.clock.now)
            bench.clock.advance(limits.stallSeconds + 1)
            // A queue that is long, but moves, is no matter.
            try await watch.look()
            #expect(watch.problem == nil)
            let later = ContinuousClock.now + .seconds(limits.stallSeconds + 1)
            for _ in 0..<3 { try await watch.look(at: later) }
            #expect(watch.problem?.contains("sms") == true)
            #expect(watch.problem?.contains("villagers") == true)
            let open = try await bench.store.openEscalations(limit: 9)
            #expect(open.map(\.reason) == [.stalled, .stalled])

            progress.noteIncoming()
            try await bench.send()
            try await watch.look(at: later)
            #expect(watch.problem?.contains("sms") != true)
            _ = try await bench.store.claimIncoming(limit: 9, owner: "x", now: bench.clock.now, lease: 60)
            try await watch.look()
            #expect(watch.problem == nil)
            #expect(try await bench.store.openEscalations(limit: 9).isEmpty)
        }
    }

    @Test func `what a process that was killed worked on is known to the next, and nothing of one that lives`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "marks-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let database = folder.appending(path: "g.sqlite").path
        let living = HandlingMarks(besides: database)
        #expect(living.begin(MessageID(1)) == nil, "nothing is noted before it is opened")
        try living.open()
        _ = living.begin(MessageID(5))
        let ended = living.begin(MessageID(6))
        living.release(ended)

        // As a killed process leaves it: its lock is gone with it.
        let left = folder.appending(path: "g.sqlite-handling-left")
        var bytes = Data()
        for number: Int64 in [0, 7, 0, 8] { withUnsafeBytes(of: number) { bytes.append(contentsOf: $0) } }
        try bytes.write(to: left)
        try Data([1, 2, 3]).write(to: folder.appending(path: "g.sqlite-handling-short"))
        try Data().write(to: folder.appending(path: "g.sqlite-handling-empty"))

        let next = HandlingMarks(besides: database)
        #expect(next.leftBehind() == [MessageID(7), MessageID(8)])
        #expect(next.leftBehind().isEmpty)
        living.close()
        #expect(next.leftBehind().isEmpty)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(files.isEmpty, "\(files)")
    }
}
