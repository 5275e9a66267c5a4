import Channels
import Conversations
import HTTPTypes
import NIOHTTP1
import Testing

@testable import Gateway

/// A connection's states, without a connection: what is done after which event.
@Suite struct DoorConnectionTests {
    private static func head(
        _ uri: String = "/webhooks/zalo", _ method: HTTPMethod = .POST, version: HTTPVersion = .http1_1,
        headers: [(String, String)] = []
    ) -> HTTPRequestHead {
        HTTPRequestHead(version: version, method: method, uri: uri, headers: HTTPHeaders(headers))
    }

    private func connection() -> DoorConnection { DoorConnection(longest: 10) }
    private func isKnown(_ channel: ChannelID) -> Bool { channel == "zalo" }

    /// Reads a body of so many bytes in pieces of four.
    private func send(_ count: Int, to connection: inout DoorConnection) -> [DoorConnection.Step] {
        stride(from: 0, to: count, by: 4).map { start in
            let piece = min(4, count - start)
            return connection.receive(bodyOf: piece) { $0 += [UInt8](repeating: 0x61, count: piece) }
        }
    }

    @Test func `a call is taken when it is whole, and the next one comes after its answer`() throws {
        var door = connection()
        for query in ["", "?secret=a%20b&id=1&id=2"] {
            #expect(
                door.receive(Self.head("/webhooks/zalo" + query, headers: [("X-Sign", "s")]), isKnown: isKnown)
                    == .nothing)
            #expect(send(9, to: &door).allSatisfy { $0 == .nothing })
            #expect(door.isReading)
            #expect(door.receiveEnd() == .take("zalo"))
            let taken = door.call()
            let call = try #require(taken)
            #expect(call.body == [UInt8](repeating: 0x61, count: 9))
            #expect(call.headers[.init("X-Sign")!] == "s")
            #expect(
                call.query.map { $0.name + "=" + $0.value } == (query.isEmpty ? [] : ["secret=a b", "id=1", "id=2"]))
            #expect(call.rawQuery == String(query.dropFirst()))
            let again = door.call()
            #expect(again == nil)
            #expect(door.isAnswering)
            #expect(!door.closesAfterAnswer)
            #expect(door.answered() == false)
            #expect(door.isWaiting)
        }
        #expect(door.begun == 2)
    }

    @Test(arguments: [
        (DoorConnectionTests.head("/webhooks/none"), DoorRefusal.unknownChannel),
        (DoorConnectionTests.head("/webhooks/zalo/x"), .unknownAddress),
        (DoorConnectionTests.head("/"), .unknownAddress),
        (DoorConnectionTests.head("", .GET), .unknownAddress),
        (DoorConnectionTests.head("*", .OPTIONS), .unknownAddress),
        (DoorConnectionTests.head("/webhooks/zalo", .PUT), .method),
    ])
    func `what no channel takes is refused once it is whole, and the connection goes on`(
        head: HTTPRequestHead, refusal: DoorRefusal
    ) {
        var door = connection()
        #expect(door.receive(head, isKnown: isKnown) == .nothing)
        #expect(send(8, to: &door).allSatisfy { $0 == .nothing })
        #expect(door.receiveEnd() == .refuse(refusal))
        #expect(door.answered() == false)
        #expect(door.receive(Self.head(), isKnown: isKnown) == .nothing)
        #expect(door.receiveEnd() == .take("zalo"))
    }

    @Test func `a body that is too long is refused as soon as that is known`() {
        var told = connection()
        #expect(
            told.receive(Self.head(headers: [("Content-Length", "11")]), isKnown: isKnown) == .refuse(.tooLarge(10)))
        #expect(told.answered() == true)
        var untold = connection()
        #expect(
            untold.receive(Self.head("/nowhere", headers: [("Transfer-Encoding", "chunked")]), isKnown: isKnown)
                == .nothing)
        #expect(send(16, to: &untold) == [.nothing, .nothing, .refuse(.tooLarge(10)), .nothing])
        #expect(untold.receiveEnd() == .nothing)
        #expect(untold.closesAfterAnswer)
    }

    @Test func `leave is given to those alone who wait for it and will be heard`() {
        let expecting = [("Expect", "100-Continue"), ("Content-Length", "5")]
        var door = connection()
        #expect(door.receive(Self.head(headers: expecting), isKnown: isKnown) == .leave)
        #expect(door.isReading)
        for (head, step) in [
            (Self.head("/webhooks/none", headers: expecting), DoorConnection.Step.refuse(.unknownChannel)),
            (Self.head(version: .http1_0, headers: expecting), .nothing),
            (Self.head(headers: [("Expect", "100-continue")]), .nothing),
            (Self.head(headers: [("Expect", "something"), ("Content-Length", "5")]), .nothing),
        ] {
            var door = connection()
            #expect(door.receive(head, isKnown: isKnown) == step)
        }
    }

    @Test func `whoever sends no more still gets the answer in hand, and then the end`() {
        var waiting = connection()
        #expect(waiting.endInput() == .close)
        var reading = connection()
        _ = reading.receive(Self.head(), isKnown: isKnown)
        #expect(reading.endInput() == .close)
        #expect(reading.receiveEnd() == .nothing)
        var answering = connection()
        _ = answering.receive(Self.head(), isKnown: isKnown)
        _ = answering.receiveEnd()
        #expect(answering.endInput() == .nothing)
        #expect(answering.hasInputEnded)
        #expect(answering.answered() == true)
        #expect(answering.receive(Self.head(), isKnown: isKnown) == .nothing)
        #expect(answering.endInput() == .close)
    }

    @Test(arguments: [
        (HTTPVersion.http1_1, [(String, String)](), false), (.http1_1, [("Connection", "close")], true),
        (.http1_0, [], true), (.http1_0, [("Connection", "keep-alive")], false),
    ])
    func `a connection ends after its answer where the client wants it so`(
        version: HTTPVersion, headers: [(String, String)], closes: Bool
    ) {
        var door = connection()
        _ = door.receive(Self.head(version: version, headers: headers), isKnown: isKnown)
        _ = door.receiveEnd()
        #expect(door.answered() == closes)
    }

    @Test func `what takes too long ends the connection, but never one whose answer is awaited`() {
        var silent = connection()
        #expect(silent.isLate(for: 0) == .close)
        var reading = connection()
        _ = reading.receive(Self.head(), isKnown: isKnown)
        #expect(reading.isLate(for: 0) == .nothing)
        #expect(reading.isIdle() == .nothing)
        #expect(reading.isLate(for: 1) == .refuse(.late))
        #expect(reading.answered() == true)
        var answering = connection()
        _ = answering.receive(Self.head(), isKnown: isKnown)
        _ = answering.receiveEnd()
        #expect(answering.isLate(for: 1) == .nothing)
        #expect(answering.isIdle() == .nothing)
        _ = answering.answered()
        #expect(answering.isLate(for: 1) == .nothing)
        #expect(answering.isIdle() == .close)
    }

    /// Whatever comes in whatever order, no request is taken twice and nothing is taken after the end.
    @Test(arguments: 0..<20) func `any order of events keeps the order of calls`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var door = connection()
        var (taken, answers, isClosed) = (0, 0, false)
        for _ in 0..<300 {
            let step: DoorConnection.Step
            switch Int.random(in: 0..<8, using: &random) {
            case 0, 1: step = door.receive(Self.head(), isKnown: isKnown)
            case 2, 3: step = door.receiveEnd()
            case 4: step = send(Int.random(in: 0..<12, using: &random), to: &door).first { $0 != .nothing } ?? .nothing
            case 5:
                if door.isAnswering {
                    answers += 1
                    isClosed = door.answered() || isClosed
                }
                step = .nothing
            case 6 where Int.random(in: 0..<20, using: &random) == 0: step = door.endInput()
            default: step = door.isLate(for: Int.random(in: 0...max(1, door.begun), using: &random))
            }
            switch step {
            case .take:
                #expect(!isClosed)
                taken += 1
            case .refuse:
                #expect(!isClosed)
                taken += 1
            case .close: isClosed = true
            case .nothing, .leave: break
            }
            #expect(taken - answers == (door.isAnswering ? 1 : 0))
        }
    }
}

/// SplitMix64.
private struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
