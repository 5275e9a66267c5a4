import Conversations
import Foundation
import PublicServices
import Testing

@testable import Storage

/// What is told of a channel, and the message that tries one.
@Suite struct ChannelStateTests {
    private static let phone = "+84912000321"

    @Test func `last messages, what waits and what failed are told by channel`() async throws {
        try await withDesk { desk in
            try await desk.write("một", at: Desk.start)
            try await desk.fixture.queue(["hai", "ba"], id: "b")
            try await desk.fixture.execute(
                "UPDATE outgoing SET state = 'failed' WHERE message_id = (SELECT MAX(id) FROM message)")
            let states = try await desk.store.channelStates([StoreFixture.channel, "sms-khac"], now: Desk.start + 60)
            let state = try #require(states.first)
            #expect(state.lastIn?.isDayOnly == false && state.lastOut != nil)
            #expect(state.failedToday == 1 && state.waiting.waiting == 1 && state.brokenSince == nil)
            #expect(states.last == ChannelState(channel: "sms-khac"))
        }
    }

    @Test func `one gateway at a time has the turn to renew a token`() async throws {
        try await withStore { fixture in
            func claim(_ owner: String, _ seconds: Int, of channel: ChannelID = "zalo") async throws -> Bool {
                try await fixture.store.claimRenewal(of: channel, owner: owner, now: StoreFixture.start + seconds)
            }
            for (owner, seconds, isTheirs) in [
                ("a/1", 0, true), ("b/2", 1, false), ("a/1", 2, true), ("b/2", 31, false), ("b/2", 32, true),
                // A turn that was taken by a clock far ahead holds nobody up.
                ("a/1", 5000, true), ("b/2", 40, true),
            ] {
                let got = try await claim(owner, seconds)
                #expect(got == isTheirs, "\(owner) at \(seconds)")
            }
            let other = try await claim("a/1", 41, of: "zalo-2")
            #expect(other)
        }
    }

    @Test func `a test goes as an answer of staff does, and a second click sends no second one`() async throws {
        try await withDesk { desk in
            let keeper = try await desk.officer("quan", role: .administrator)
            let clerk = try await desk.officer("hanh", role: .supervisor)
            let stranger = try await desk.officer("mar", role: .administrator, communes: [Desk.other])
            func test(_ officer: Officer, at seconds: Double = 0) async throws -> TestSending {
                try await desk.store.sendTest(
                    "Tin thu", to: Self.phone, on: StoreFixture.channel, by: officer, now: Desk.start + seconds)
            }
            #expect(try await test(clerk) == .unknown)
            #expect(try await test(stranger) == .unknown)
            guard case .queued(let message) = try await test(keeper) else {
                Issue.record("not queued")
                return
            }
            #expect(try await test(keeper, at: 59) == .justSent)
            let sent = try await desk.fixture.claimOut(at: Desk.start + 59)
            #expect(sent.map(\.text) == ["Tin thu"] && sent.map(\.id) == [message])
            guard case .queued = try await test(keeper, at: 61) else {
                Issue.record("not queued again")
                return
            }
            try await desk.fixture.execute("UPDATE contact SET opted_out_at = 1")
            #expect(try await test(keeper, at: 200) == .optedOut)
        }
    }
}
