import Conversations
import Foundation
import PublicServices
import Testing

@testable import Storage

@Suite struct DossierTests {
    static let commune: CommuneID = "dak-ha"
    static let code = DossierCode.sample("000.00.53.H48-261120-0001")
    static let now = StoreFixture.start
    static let tries = DossierTries(day: CalendarDay(daysSince1970: 20_781), ofContact: 3, onDossier: 5)

    static func dossier(_ state: DossierState, code: DossierCode = code, phone: String? = StoreFixture.phone) -> Dossier
    {
        Dossier(
            code: code,
            procedureName: "Đăng ký khai sinh",
            state: state,
            promisedOn: CalendarDay("2026-11-27"),
            phone: phone
        )
    }

    @Test func `an import says what is new, what changed and what stayed`() async throws {
        try await withStore { fixture in
            let other = DossierCode.sample("H48-261120-0002")
            #expect(try await importing([.registered], to: fixture.store).map(\.change) == [.added])
            let outcome = try await fixture.store.importDossiers(
                [Self.dossier(.accepted), Self.dossier(.finished, code: other)],
                of: Self.commune,
                by: "Lan",
                now: Self.now + 60
            )
            #expect(outcome.changes.map(\.code) == [Self.code, other])
            #expect(outcome.changes.map(\.change) == [.state(from: .registered, to: .accepted), .added])
            #expect(try await importing([.accepted], to: fixture.store).isEmpty)
            #expect(try await fixture.store.dossiers(of: Self.commune, limit: 10).count == 2)
            #expect(try await fixture.store.dossiers(of: "other", limit: 10).isEmpty)
        }
    }

    @Test func `a dry run says the same and keeps nothing`() async throws {
        try await withStore { fixture in
            let outcome = try await fixture.store.importDossiers(
                [Self.dossier(.accepted)],
                of: Self.commune,
                isDryRun: true,
                by: "Lan",
                now: Self.now
            )
            #expect(outcome.changes.map(\.change) == [.added])
            #expect(try await fixture.store.hasDossiers(of: Self.commune) == false)
            #expect(try await fixture.number("SELECT COUNT(*) FROM audit") == 0)
        }
    }

    @Test func `an import without phones keeps those that are known`() async throws {
        try await withStore { fixture in
            try await importing([.accepted], to: fixture.store)
            _ = try await fixture.store.importDossiers(
                [Self.dossier(.processing, phone: nil)],
                of: Self.commune,
                by: "Lan",
                now: Self.now
            )
            let known = try #require(try await fixture.store.dossier(Self.code, of: Self.commune))
            #expect(known.dossier.phone == StoreFixture.phone)
            #expect(known.dossier.state == .processing)
        }
    }

    @Test func `an officer changes a dossier by hand once, and followers are told as of an import`() async throws {
        try await withDesk { desk in
            let store = desk.store
            let officer = try await desk.officer("hanh", communes: [Self.commune])
            let stranger = try await desk.officer("mai", communes: ["other"])
            let day = CalendarDay(daysSince1970: 20_781)
            var old = Self.dossier(.accepted)
            old.localState = "Đã nhận"
            _ = try await store.importDossiers([old], of: Self.commune, by: "Lan", now: Self.now)
            let edit = DossierEdit(state: .finished, reason: nil, newDate: nil)
            func change(_ dossier: Dossier, by officer: Officer) async throws -> DossierEditOutcome {
                try await store.changeDossier(
                    dossier, to: edit, of: Self.commune, on: day, by: officer, now: Self.now + 60)
            }
            #expect(try await change(old, by: stranger) == .unknown)
            #expect(try await change(Self.dossier(.accepted), by: officer) == .overtaken)
            #expect(try await change(old, by: officer) == .changed)
            #expect(try await change(old, by: officer) == .overtaken)
            let history = try #require(
                try await store.dossierHistory(Self.code, of: Self.commune, limit: 9, by: officer, now: Self.now))
            let known = history.known.dossier
            #expect(known.state == .finished && known.finishedOn == day && known.localState == nil)
            #expect(known.phone == StoreFixture.phone)
            #expect(try await change(known, by: officer) == .same)
            #expect(history.events.map(\.state) == [.finished] && history.events[0].officer == officer.id)
            #expect(history.events[0].told == nil && history.followers == 0)
            #expect(
                try await store.dossierHistory(Self.code, of: Self.commune, limit: 9, by: stranger, now: Self.now)
                    == nil)
        }
    }

    @Test func `staff see the last table, and no answer of the portal`() async throws {
        try await withDesk { desk in
            let store = desk.store
            let officer = try await desk.officer("hanh", communes: [Self.commune])
            #expect(try await store.lastImport(of: Self.commune, by: officer) == nil)
            _ = try await store.importDossiers(
                [Self.dossier(.accepted)], of: Self.commune, by: "", officer: officer.id, now: Self.now)
            _ = try await store.importDossiers(
                [Self.dossier(.processing)], of: Self.commune, by: "portal", isTable: false, now: Self.now + 60)
            _ = try await store.importDossiers(
                [Self.dossier(.finished)], of: Self.commune, isDryRun: true, by: "", now: Self.now + 90)
            let last = LastImport(at: Self.now, officer: officer.id, changed: 1, unchanged: 0)
            #expect(try await store.lastImport(of: Self.commune, by: officer) == last)
            let stranger = try await desk.officer("mai", communes: ["other"])
            #expect(try await store.lastImport(of: Self.commune, by: stranger) == nil)
        }
    }

    @Test func `no phone of a dossier stands in the files`() async throws {
        try await withStore(.file) { fixture in
            try await importing([.accepted], to: fixture.store)
            for suffix in ["", "-wal"] {
                let bytes = try Data(contentsOf: URL(fileURLWithPath: fixture.path + suffix))
                #expect(bytes.range(of: Data("912345678".utf8)) == nil)
                #expect(suffix == "" || bytes.range(of: Data("H48-261120-0001".utf8)) != nil)
            }
        }
    }

    // MARK: - News

    @Test func `a change reaches each follower once, whatever is repeated and wherever the program dies`() async throws
    {
        try await withFolder { folder in
            let path = folder + "/gateway.sqlite"
            let keys = try StoreKeys.random()
            var fixture = StoreFixture(store: try .open(path: path, keys: keys), path: path, keys: keys)
            func restart() throws {
                try fixture.store.close()
                fixture = StoreFixture(store: try .open(path: path, keys: keys), path: path, keys: keys)
            }
            try await importing([.accepted], to: fixture.store)
            for phone in ["+84912345678", "+84912345679"] { try await follow(from: phone, in: fixture) }
            let before = try await fixture.number("SELECT COUNT(*) FROM message WHERE direction = 'out'")

            try await importing([.processing], to: fixture.store)
            try restart()
            try await importing([.processing], to: fixture.store)
            #expect(try await announce(in: fixture.store) == 2)
            try restart()
            try await importing([.processing], to: fixture.store)
            #expect(try await announce(in: fixture.store) == 0)
            #expect(
                try await fixture.number("SELECT COUNT(*) FROM message WHERE direction = 'out'") == (before ?? 0) + 2)
            #expect(try await fixture.number("SELECT COUNT(*) FROM dossier_notice") == 2)
            // There and back again are two changes.
            try await importing([.supplementRequested, .processing], to: fixture.store)
            #expect(try await announce(in: fixture.store) == 4)
            try fixture.store.close()
        }
    }

    @Test func `an announcement that fails in the middle is whole the next time`() async throws {
        try await withStore { fixture in
            try await importing([.accepted], to: fixture.store)
            for phone in ["+84912345678", "+84912345679"] { try await follow(from: phone, in: fixture) }
            try await importing([.processing], to: fixture.store)
            // The second follower's notice is refused, as if the program had died between the two.
            try await fixture.refuse(
                insertInto: "dossier_notice", when: "(SELECT COUNT(*) FROM dossier_notice) = 1")
            await #expect(throws: StorageError.self) { try await announce(in: fixture.store) }
            #expect(try await fixture.number("SELECT COUNT(*) FROM dossier_notice") == 0)
            try await fixture.accept(insertInto: "dossier_notice")
            #expect(try await announce(in: fixture.store) == 2)
            #expect(try await announce(in: fixture.store) == 0)
        }
    }

    @Test func `news of a commune that has spent its budget are told when there is a new one`() async throws {
        try await withStore { fixture in
            try await importing([.accepted], to: fixture.store)
            try await follow(from: "+84912345678", in: fixture)
            try await importing([.processing], to: fixture.store)
            fixture.settle(budget: 10)
            try await fixture.spend(10, in: Self.commune, at: Self.now)
            #expect(try await announce(in: fixture.store) == 0)
            try await fixture.spend(-1, in: Self.commune, at: Self.now)
            #expect(try await announce(in: fixture.store) == 1)
        }
    }

    @Test func `who follows later, or wants no messages, is not told`() async throws {
        try await withStore { fixture in
            try await importing([.accepted, .processing], to: fixture.store)
            try await follow(from: "+84912345678", in: fixture)
            #expect(try await announce(in: fixture.store) == 0)
            try await fixture.receive("HUY", from: "+84912345678", id: "huy")
            let turn = try #require(try await fixture.claim().first)
            _ = try await fixture.store.commit([fixture.handled(turn, optedOut: true)], now: Self.now)
            try await importing([.finished], to: fixture.store)
            #expect(try await announce(in: fixture.store) == 0)
        }
    }

    @Test func `a day is noted once, and never for who followed on that day`() async throws {
        try await withStore { fixture in
            try await importing([.accepted], to: fixture.store)
            try await follow(from: "+84912345678", in: fixture)
            for (followedBefore, told) in [(Self.now, 0), (Self.now + 3600, 1), (Self.now + 7200, 0)] {
                try await fixture.store.noteDossierDays(
                    of: Self.commune,
                    followedBefore: followedBefore,
                    now: Self.now,
                    news: { $0.promisedOn.map { (.dueSoon, $0) } }
                )
                #expect(try await announce(in: fixture.store) == told)
            }
        }
    }

    // MARK: - Guessing

    @Test func `a contact has three tries a day and the same message counts once`() async throws {
        try await withStore { fixture in
            let turns = try await turns(4, from: { _ in "+84912345678" }, in: fixture)
            for (number, turn) in turns.enumerated() {
                for _ in 0..<2 {
                    #expect(try await attempt(turn, in: fixture.store) == (number < 3))
                }
            }
            let tomorrow = DossierTries(day: CalendarDay(daysSince1970: 20_782), ofContact: 3, onDossier: 5)
            #expect(
                try await fixture.store.mayTryDossier(
                    Self.code,
                    of: Self.commune,
                    by: turns[0].conversation,
                    limits: tomorrow
                )
            )
        }
    }

    @Test func `many contacts at once have five tries on one dossier`() async throws {
        try await withStore { fixture in
            let turns = try await turns(12, from: { "+8491234560\($0 % 10)\($0 / 10)" }, in: fixture)
            let allowed = try await withThrowingTaskGroup(of: Bool.self) { group in
                for turn in turns { group.addTask { try await attempt(turn, in: fixture.store) } }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(allowed == 5)
        }
    }

    @Test func `digits that were right are no guess`() async throws {
        try await withStore { fixture in
            let turn = try #require(try await turns(1, from: { _ in "+84912345678" }, in: fixture).first)
            #expect(try await attempt(turn, in: fixture.store))
            var handled = fixture.handled(turn)
            handled.dossier = DossierOutcome(spelling: .unmarked, isProven: true)
            handled.commune = Self.commune
            #expect(try await fixture.store.commit([handled], now: Self.now) == [])
            #expect(try await fixture.number("SELECT COUNT(*) FROM dossier_attempt") == 0)
        }
    }
}

// MARK: - Phrases

/// Imports the states one after the other and gives the changes of the last import.
@discardableResult
private func importing(_ states: [DossierState], to store: GatewayStore) async throws -> [(
    code: DossierCode, change: DossierImport.Change
)] {
    var outcome = DossierImport()
    for state in states {
        outcome = try await store.importDossiers(
            [DossierTests.dossier(state)],
            of: DossierTests.commune,
            by: "Lan",
            now: DossierTests.now
        )
    }
    return outcome.changes
}

private func follow(from phone: String, in fixture: StoreFixture) async throws {
    try await fixture.receive("THEO DOI", from: phone, id: "follow-" + phone)
    for turn in try await fixture.claim() {
        var handled = fixture.handled(turn)
        handled.dossier = DossierOutcome(
            followed: DossierTests.dossier(.accepted),
            spelling: .unmarked,
            isProven: true
        )
        handled.commune = DossierTests.commune
        #expect(try await fixture.store.commit([handled], now: DossierTests.now) == [])
    }
}

private func announce(in store: GatewayStore) async throws -> Int {
    try await store.announceDossierNews(of: DossierTests.commune, limit: 100, now: DossierTests.now) { news, _ in
        Reply(template: "dossier_news", text: "\(news.kind) \(news.dossier.state)")
    }
}

/// So many messages, each claimed after the one before was handled.
private func turns(
    _ count: Int,
    from sender: (Int) -> String,
    in fixture: StoreFixture
) async throws -> [IncomingTurn] {
    var turns: [IncomingTurn] = []
    for number in 0..<count {
        try await fixture.receive("4567", from: sender(number), id: "try-\(number)")
        let turn = try #require(try await fixture.claim().first)
        turns.append(turn)
        if number + 1 < count { _ = try await fixture.store.commit([fixture.handled(turn)], now: DossierTests.now) }
    }
    return turns
}

private func attempt(_ turn: IncomingTurn, in store: GatewayStore) async throws -> Bool {
    try await store.countDossierTry(
        turn.message,
        code: DossierTests.code,
        of: DossierTests.commune,
        by: turn.conversation,
        limits: DossierTests.tries,
        now: DossierTests.now
    )
}
