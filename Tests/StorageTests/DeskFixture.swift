import Conversations
import Foundation
import PublicServices
import Testing

@testable import Storage

/// Officers and matters for tests of the desk.
struct Desk {
    static let start = StoreFixture.start
    static let commune: CommuneID = "dak-ha"
    static let other: CommuneID = "dak-mar"

    let fixture: StoreFixture
    var store: GatewayStore { fixture.store }

    init(_ fixture: StoreFixture) {
        self.fixture = fixture
        fixture.settle(budget: 0)
    }

    func officer(
        _ login: String, name: String = "Nguyễn Thị Hạnh", title: String = "chị", role: OfficerRole = .officer,
        communes: [CommuneID] = [Self.commune], units: [OfficerUnit] = [], restricted: Bool = false,
        password: String? = nil
    ) async throws -> Officer {
        let profile = OfficerProfile(
            login: login, name: name, title: title, role: role, communes: communes, units: units,
            maySeeRestricted: restricted)
        guard
            case .done(let officer) = try await store.addOfficer(profile, password: password, by: nil, now: Self.start)
        else { throw FixtureError(words: "\(login) was not entered") }
        return officer
    }

    /// A message of a villager's that becomes a matter.
    @discardableResult
    func matter(
        _ text: String = "cho tôi gặp cán bộ", _ reason: EscalationReason = .askedForStaff,
        from sender: String = StoreFixture.phone, unit: UnitID? = nil, topic: TopicID? = nil,
        promisedIn promise: TimeInterval? = 8 * 3600, commune: CommuneID = Self.commune, at time: Date = start
    ) async throws -> EscalationID {
        try await write(text, from: sender, at: time) { handled in
            handled.escalation = NewEscalation(
                reason: reason, unit: unit?.rawValue, promisedBy: promise.map { time.addingTimeInterval($0) })
            handled.state.topic = topic
            handled.commune = commune
        }
        return EscalationID(Int64(try #require(try await fixture.number("SELECT MAX(id) FROM escalation"))))
    }

    /// A message of a villager's, and the turn that comes of it.
    func write(
        _ text: String, from sender: String = StoreFixture.phone, at time: Date = start,
        _ change: (inout HandledTurn) -> Void = { _ in }
    ) async throws {
        try await fixture.receive(text, from: sender, id: UUID().uuidString, at: time)
        for turn in try await fixture.claim(at: time) {
            var handled = fixture.handled(turn)
            handled.commune = Self.commune
            change(&handled)
            _ = try await store.commit([handled], now: time)
        }
    }

    func answer(
        _ matter: EscalationID, _ text: String = "Mời bà con lên xã.", by officer: Officer, lastSeen: MessageID? = nil,
        confirmed: Bool = false, form: String = UUID().uuidString, at time: Date = start
    ) async throws -> AnswerResult {
        let detail = try #require(try await store.matter(matter, by: officer, now: time))
        return try await store.answer(
            NewAnswer(
                matter: matter, text: text, typed: text, code: detail.code, lastSeen: lastSeen ?? detail.lastMessage,
                isConfirmed: confirmed, formKey: form),
            by: officer, now: time)
    }

    func rows(_ list: MatterList, by officer: Officer, at time: Date = start) async throws -> [EscalationID] {
        try await store.matters(list, limit: 100, by: officer, now: time).rows.map(\.id)
    }
}

func withDesk(
    _ kind: StoreKind = .any, trace: (@Sendable (String) -> Void)? = nil, _ test: (Desk) async throws -> Void
) async throws {
    try await withStore(kind, trace: trace) { try await test(Desk($0)) }
}

extension AnswerResult {
    /// The message that was sent.
    var message: MessageID? {
        if case .sent(let sent) = self { sent.message } else { nil }
    }
}
