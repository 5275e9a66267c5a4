import Foundation
import PublicServices
import Testing

@testable import Conversations

@Suite struct DossierDialogueTests {
    static let code = "000.00.53.H48-261120-0001"
    static let phone = "+84901234567"

    private static func dossier(_ state: DossierState = .processing, promised: String? = nil) -> Dossier {
        Dossier(
            code: DossierCode.sample(code), procedureName: "Đăng ký khai sinh", state: state,
            promisedOn: promised.flatMap { CalendarDay($0) }, phone: phone)
    }

    /// Sends texts one after the other and resumes each lookup with the same finding.
    private func conversation(
        _ texts: [String], finding: DossierFinding, sender: String, mayTryAgain: Bool = true
    ) throws -> [Turn] {
        var villager = Villager()
        return try texts.map { text in
            var turn = try villager.say(text)
            if turn.need != nil {
                let result = DossierResult(finding: finding, sender: sender, mayTry: true, mayTryAgain: mayTryAgain)
                turn = try ShippedContent.dialogue.get().resume(turn, with: .dossier(result), now: villager.now)
                villager.state = turn.state
            }
            return turn
        }
    }

    @Test(arguments: [
        [code], ["hồ sơ \(code) của tôi tới đâu rồi", "1111"], ["THEO DOI \(code)", "1111", "0000", "2222"],
        ["tra cuu ho so", code, "so cuoi 1111"], [code, "0977000111"],
    ])
    func `wrong phones and unknown codes are refused word for word alike`(texts: [String]) throws {
        for again in [true, false] {
            let known = try conversation(
                texts, finding: .found(Self.dossier(), asOf: nil, isStale: false), sender: "+84977000111",
                mayTryAgain: again)
            let unknown = try conversation(
                texts, finding: .unknown, sender: "+84977000111", mayTryAgain: again)
            #expect(known.map(\.replies) == unknown.map(\.replies))
            #expect(known.map(\.state) == unknown.map(\.state))
            #expect(known.map(\.escalation) == unknown.map(\.escalation))
            #expect(known.allSatisfy { $0.dossier == nil })
            #expect(!known.flatMap(\.replies).isEmpty)
        }
    }

    @Test func `while the portal is down a copy that is not his looks like no copy`() throws {
        let texts = [Self.code, "1111"]
        let stale = try conversation(
            texts, finding: .found(Self.dossier(), asOf: Date(), isStale: true), sender: "+84977000111")
        let none = try conversation(texts, finding: .unavailable, sender: "+84977000111")
        #expect(stale.map(\.replies) == none.map(\.replies))
        #expect(stale.map(\.waitingQuestion) == none.map(\.waitingQuestion))
        #expect(stale[0].replies.first?.template == "dossier_later")
        #expect(stale[0].escalation == nil)
    }

    @Test(arguments: ["4567", "4 so cuoi la 4567", "0901234567", "0901 234 567", "0901 nham, 4567"])
    func `only the last four digits prove that a dossier is his`(digits: String) throws {
        let turns = try conversation(
            [Self.code, digits], finding: .found(Self.dossier(), asOf: nil, isStale: false), sender: "zalo-77")
        #expect(turns[0].replies.first?.template == "dossier_ask_digits")
        let proven = turns[1].replies.first?.template == "dossier_status"
        // Two groups of four digits could be two guesses in one.
        #expect(proven == (digits != "0901 nham, 4567"))
        #expect((turns[1].dossier?.isProven ?? false) == proven)
    }

    @Test func `digits of a try too many prove nothing`() throws {
        var villager = Villager()
        villager.state = try #require(
            try conversation([Self.code], finding: .unknown, sender: "x").first?.state)
        let turn = try ShippedContent.dialogue.get().resume(
            try villager.say("4567"),
            with: .dossier(
                DossierResult(finding: .found(Self.dossier(), asOf: nil, isStale: false), sender: "x", mayTry: false)),
            now: villager.now)
        #expect(turn.replies.map(\.template) == ["dossier_counter_only"])
        #expect(turn.dossier == nil)
    }

    @Test(arguments: [
        "%,%", "% va %", "hs % , hs % xong chưa", "ma ho so:%;ma ho so:%", "%\n%", "%/%", "THEO DOI %, %",
    ])
    func `further codes of one text are named, to be sent one by one`(form: String) throws {
        let second = "000.00.53.H48-261120-0002"
        let text = form.replacing("%", with: Self.code, maxReplacements: 1).replacing("%", with: second)
        for sender in [Self.phone, "+84977000111"] {
            let turn = try conversation(
                [text], finding: .found(Self.dossier(), asOf: nil, isStale: false), sender: sender)[0]
            let last = try #require(turn.replies.last { $0.template != "privacy_notice" })
            #expect(last.template == "dossier_one_by_one" && last.text.contains(second), "\(turn.replies)")
            #expect(!last.text.contains(Self.code))
            let proven = sender == Self.phone
            #expect(turn.replies.first?.template == (proven ? "dossier_status" : "dossier_ask_digits"))
        }
    }

    @Test(arguments: ["%", "% %", "%,%,%", "ho so % toi dau roi, ma %"])
    func `the same code twice is one, and gets no word more`(form: String) throws {
        let turn = try conversation(
            [form.replacing("%", with: Self.code)], finding: .found(Self.dossier(), asOf: nil, isStale: false),
            sender: Self.phone)[0]
        #expect(!turn.replies.contains { $0.template == "dossier_one_by_one" })
    }

    @Test func `many codes are not all named back`() throws {
        let codes = (1...9).map { "000.00.53.H48-261120-000\($0)" }
        let turn = try conversation(
            [codes.joined(separator: " ")], finding: .found(Self.dossier(), asOf: nil, isStale: false),
            sender: Self.phone)[0]
        let text = try #require(turn.replies.first { $0.template == "dossier_one_by_one" }).text
        #expect(codes[1...3].allSatisfy(text.contains) && !codes[4...].contains(where: text.contains))
    }

    @Test func `a dossier without a phone is told to nobody`() throws {
        var dossier = Self.dossier()
        dossier.phone = nil
        let turns = try conversation(
            [Self.code, "4567"], finding: .found(dossier, asOf: nil, isStale: false), sender: Self.phone)
        #expect(turns.compactMap(\.replies.first?.template) == ["dossier_ask_digits", "dossier_not_matched"])
    }

    @Test(arguments: [
        (DossierState.registered, "chờ bộ phận một cửa"), (.accepted, "đã tiếp nhận"), (.rejected, "mẫu 03"),
        (.processing, "đang giải quyết"), (.supplementRequested, "mẫu 02"), (.paymentRequested, "kênh chính thức"),
        (.withdrawn, "rút hồ sơ"), (.stopped, "mẫu 05"), (.finished, "đã có kết quả"), (.returned, "đã trả kết quả"),
    ])
    func `each state is told with the paper that the citizen holds`(state: DossierState, part: String) throws {
        let turns = try conversation(
            ["Hồ sơ \(Self.code) thế nào rồi"], finding: .found(Self.dossier(state), asOf: nil, isStale: false),
            sender: Self.phone)
        let text = try #require(turns.first?.replies.first?.text)
        #expect(text.contains(part))
        #expect(text.contains("THEO DÕI") == !state.isTerminal)
    }

    @Test func `THEO DOI behind a status follows the dossier just told`() throws {
        let turns = try conversation(
            [Self.code, "THEO DOI"], finding: .found(Self.dossier(), asOf: nil, isStale: false), sender: Self.phone)
        #expect(turns[1].dossier?.followed?.code.description == Self.code)
        #expect(turns[1].replies.map(\.template) == ["dossier_status", "dossier_followed"])
    }

    @Test func `a finished story is not followed`() throws {
        let turns = try conversation(
            ["theo dõi hồ sơ \(Self.code)"], finding: .found(Self.dossier(.returned), asOf: nil, isStale: false),
            sender: Self.phone)
        #expect(turns[0].dossier?.followed == nil)
        #expect(!turns[0].replies.map(\.template).contains("dossier_followed"))
    }

    @Test func `a commune without a register hands the question to staff`() throws {
        let turns = try conversation([Self.code], finding: .noSource, sender: Self.phone)
        #expect(turns[0].replies.first?.template == "dossier")
        #expect(turns[0].escalation?.reason == .dossierQuestion)
    }

    @Test func `another question leaves the digits unasked`() throws {
        let turns = try conversation(
            [Self.code, "đăng ký kết hôn cần giấy tờ gì"], finding: .unknown, sender: "x")
        #expect(turns[1].replies.first?.template == "answer")
        #expect(turns[1].state.step == .open)
    }

    @Test(arguments: [
        ("000.00.53.H48 - 220921 - 0099", "000.00.53.H48-220921-0099"),
        ("mã 5 cái h48 –220921– 0099 nhé 12", "H48-220921-0099"), ("H48-220921 -0099", "H48-220921-0099"),
    ])
    func `spaces around the dashes of a code are overlooked`(text: String, code: String) {
        #expect(EntityReader.read(text).map(\.entity.value).contains(code))
    }

    @Test func `two codes side by side stay two`() {
        let found = EntityReader.read("H48-220921-0099 H48-220922-0100").map(\.entity.value)
        #expect(found == ["H48-220921-0099", "H48-220922-0100"])
    }
}

extension DossierCode {
    /// A code that a test wrote down itself.
    static func sample(_ text: String) -> DossierCode {
        guard let code = DossierCode(text) else { preconditionFailure("\(text) is no dossier code") }
        return code
    }
}
