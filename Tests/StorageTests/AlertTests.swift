import Conversations
import Foundation
import PublicServices
import Testing

@testable import Storage

/// Alerts to the phone on duty: the first of each villager at once, and the rest together.
@Suite struct AlertTests {
    private static let start = StoreFixture.start
    private static let officer = "+84900000002"

    private func call(_ fixture: StoreFixture, _ sender: String, _ id: String, at time: Date) async throws {
        try await fixture.receive("cháy nhà \(id)", from: sender, id: id, at: time)
        let turn = try #require(try await fixture.claim(at: time).first)
        var handled = fixture.handled(turn, replies: ["113"])
        handled.commune = "dak-ha"
        handled.alert = DutyAlert(phone: Self.officer, text: "KHẨN CẤP từ \(sender): cháy nhà \(id)")
        _ = try await fixture.store.commit([handled], now: time)
    }

    private func tell(_ fixture: StoreFixture, at time: Date) async throws -> Int {
        try await fixture.store.tellFurtherAlerts(now: time) { alert in
            let words = alert.calls.map { "\($0.sender) \($0.text)" }.joined(separator: "; ")
            return Reply(
                template: alert.isOfMany ? "duty_alert_digest" : "duty_alert_more", text: "+\(alert.count) \(words)")
        }
    }

    /// What goes to the officer, in the order in which a provider gets it.
    private func told(_ fixture: StoreFixture, at time: Date) async throws -> [String] {
        var told: [String] = []
        while case let claimed = try await fixture.claimOut(at: time), !claimed.isEmpty {
            told += claimed.filter { $0.recipient == Self.officer }.map(\.text)
            try await fixture.store.recordSending(
                claimed.map { SendResult(message: $0.id, owner: "sender", outcome: .sent("")) }, now: time)
        }
        return told
    }

    @Test(arguments: [1, 2, 200]) func `one villager's calls are one alert and one sentence`(calls: Int) async throws {
        try await withStore { fixture in
            for index in 0..<calls {
                try await call(fixture, StoreFixture.phone, "\(index)", at: Self.start + index)
            }
            #expect(try await told(fixture, at: Self.start + 300).count == 1)
            #expect(try await tell(fixture, at: Self.start + 599) == 0)
            #expect(try await tell(fixture, at: Self.start + 600) == (calls == 1 ? 0 : 1))
            let more = try await told(fixture, at: Self.start + 600)
            #expect(
                more == (calls == 1 ? [] : ["+\(calls - 1) \(StoreFixture.phone) cháy nhà \(calls - 1)"]))
            // Nothing more came, so it is over, and the next call is a first one again.
            #expect(try await tell(fixture, at: Self.start + 1300) == 0)
            try await call(fixture, StoreFixture.phone, "again", at: Self.start + 1301)
            #expect(try await told(fixture, at: Self.start + 1301).count == 1)
        }
    }

    @Test func `two hundred numbers are ten alerts and a digest, not two hundred messages`() async throws {
        try await withStore { fixture in
            for index in 0..<200 {
                try await call(fixture, "+8491000\(1000 + index)", "\(index)", at: Self.start)
            }
            #expect(try await told(fixture, at: Self.start).count == StoreLimits.alertsApart)
            #expect(try await tell(fixture, at: Self.start + 59) == 0)
            #expect(try await tell(fixture, at: Self.start + 60) == 1)
            let digest = try await told(fixture, at: Self.start + 60)
            #expect(digest.first?.hasPrefix("+190 ") == true, "\(digest)")
            // All of them are known now; a flood that goes on is told at the end of its window.
            for index in 0..<200 {
                try await call(fixture, "+8491000\(1000 + index)", "again-\(index)", at: Self.start + 61)
            }
            #expect(try await tell(fixture, at: Self.start + 120) == 0)
            #expect(try await told(fixture, at: Self.start + 120).isEmpty)
        }
    }

    @Test func `an alert comes again until somebody takes the matter, and not for ever`() async throws {
        try await withDesk { desk in
            let fixture = desk.fixture
            func call(_ sender: String, at time: Date) async throws -> EscalationID {
                try await desk.write("cháy nhà", from: sender, at: time) { handled in
                    handled.escalation = NewEscalation(reason: .emergency, unit: nil, promisedBy: nil)
                    handled.alert = DutyAlert(phone: Self.officer, text: "KHẨN CẤP từ \(sender)")
                }
                let newest = try #require(try await fixture.number("SELECT MAX(id) FROM escalation"))
                return EscalationID(Int64(newest))
            }
            func later(_ times: Int) -> Date { Self.start + times * (Int(StoreLimits.alertRest) + 1) }
            let matter = try await call(StoreFixture.phone, at: Self.start)
            #expect(try await told(fixture, at: Self.start) == ["KHẨN CẤP từ \(StoreFixture.phone)"])
            // Where nobody signs in nobody could take it.
            #expect(try await desk.store.repeatAlerts(now: later(1)) == 0)
            let officer = try await desk.officer("hanh")
            #expect(try await desk.store.repeatAlerts(now: Self.start + 1) == 0)
            for times in 1...2 {
                #expect(try await desk.store.repeatAlerts(now: later(times)) == 1)
                #expect(try await told(fixture, at: later(times)) == ["KHẨN CẤP từ \(StoreFixture.phone)"])
                #expect(try await desk.store.repeatAlerts(now: later(times)) == 0)
            }
            #expect(try await desk.store.take(matter, by: officer, now: later(2)) == .done)
            #expect(try await desk.store.repeatAlerts(now: later(3)) == 0)
            _ = try await call("+84900000007", at: later(4))
            var again = 0
            for times in 5...(5 + StoreLimits.alertRepeats * 2) {
                again += try await desk.store.repeatAlerts(now: later(times))
            }
            #expect(again == StoreLimits.alertRepeats)
        }
    }

    @Test func `the first alert of another villager goes before what repeats`() async throws {
        try await withStore { fixture in
            try await call(fixture, "+84910000001", "a", at: Self.start)
            try await call(fixture, "+84910000001", "b", at: Self.start + 1)
            #expect(try await told(fixture, at: Self.start + 1).count == 1)
            #expect(try await tell(fixture, at: Self.start + 600) == 1)
            try await call(fixture, "+84910000009", "c", at: Self.start + 600)
            let told = try await told(fixture, at: Self.start + 600)
            #expect(told.map { $0.hasPrefix("+") } == [false, true], "\(told)")
        }
    }

    @Test(arguments: [-7200, 7200]) func `the time until the sentence follows a clock that jumps`(jump: Int)
        async throws
    {
        try await withStore { fixture in
            try await call(fixture, StoreFixture.phone, "a", at: Self.start)
            try await call(fixture, StoreFixture.phone, "b", at: Self.start + 10)
            try await fixture.store.clockJumped(by: TimeInterval(jump), now: Self.start + 10 + jump)
            #expect(try await tell(fixture, at: Self.start + jump + 599) == 0)
            #expect(try await tell(fixture, at: Self.start + jump + 600) == 1)
        }
    }

    @Test(arguments: ["+84912345678", "0912345678", "2512523625412515"])
    func `whose call it was stands in no file in the clear, and the officer reads it`(sender: String) async throws {
        try await withFolder { folder in
            let path = folder + "/gateway.sqlite"
            let keys = try StoreKeys.random()
            let fixture = StoreFixture(store: try .open(path: path, keys: keys), path: path, keys: keys)
            try await call(fixture, sender, "a", at: Self.start)
            try await call(fixture, sender, "b", at: Self.start)
            #expect(try await tell(fixture, at: Self.start + 600) == 1)
            let digits = sender.filter(\.isNumber)
            for suffix in ["", "-wal"] {
                let bytes = try Data(contentsOf: URL(fileURLWithPath: path + suffix))
                #expect(bytes.range(of: Data(digits.utf8)) == nil, "\(suffix)")
                #expect(bytes.range(of: Data(digits.dropFirst(2).utf8)) == nil, "\(suffix)")
            }
            let shown = try await fixture.store.messages(of: StoreFixture.channel, address: Self.officer)
            #expect(shown.count == 2)
            #expect(shown.allSatisfy { $0.text.contains(digits.suffix(3)) }, "\(shown.map(\.text))")
            #expect(try await told(fixture, at: Self.start + 600).allSatisfy { $0.contains(sender) })
            try fixture.store.close()
        }
    }
}
