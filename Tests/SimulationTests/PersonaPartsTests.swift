import Content
import Conversations
import Evaluation
import Foundation
import Gateway
import PublicServices
import Testing

@testable import Simulation

/// The parts of personas that need no gateway to run.
struct PersonaPartsTests {
    static func script(_ turns: [PersonaTurn], judged: Int) -> PersonaScript {
        let want = PersonaWant(
            kind: .fee, subject: "x", wording: "fee", filling: "", names: [], expected: PersonaExpectation())
        return PersonaScript(
            phone: .basic, start: PersonaPlan.begin, turns: turns, losesReceipts: true, want: want, judged: judged,
            failure: .somethingElse, heard: "")
    }

    @Test func `shrinking takes away all that the failure does not need`() async throws {
        var turns = (0..<5).map {
            PersonaTurn(role: .ask, before: "dạ ", core: "câu \($0)", noises: [.nomarks], minute: $0)
        }
        turns[2].copies = 3
        turns[4].late = 180
        let script = Self.script(turns, judged: 4)
        // It needs the third message in several copies, and the last one.
        let shrinking = PersonaShrinking { script in
            script.turns.contains { $0.core == "câu 2" && $0.copies > 1 } && script.turns.last?.core == "câu 4"
        }
        let shortest = try await shrinking.shortest(of: script)
        #expect(shortest.turns.map(\.core) == ["câu 2", "câu 4"])
        #expect(shortest.judged == 1 && !shortest.losesReceipts)
        #expect(shortest.turns.map(\.burden) == [1, 0])
        #expect(shortest.turns[1].minute == 4 - 180)
        // What fails no more is not taken.
        let kept = try await PersonaShrinking { _ in false }.shortest(of: script)
        #expect(kept == script)
    }

    @Test func `a shorter script still says what it is about`() async throws {
        var script = Self.script(
            [
                PersonaTurn(role: .ask, core: "làm căn cước mấy ngày", minute: 1),
                PersonaTurn(role: .ask, core: "còn lệ phí", minute: 2),
            ], judged: 1)
        script.want.filling = "làm căn cước"
        let shortest = try await PersonaShrinking { _ in true }.shortest(of: script)
        #expect(shortest.turns.count == 2)
    }

    @Test func `every want has words in every dialect, and every matter stands in the catalogue`() throws {
        let content = try PersonaTests.loaded.get().1
        let commune = try #require(content.communes.values.first { $0.id.rawValue == "dak-ha" })
        let wants = PersonaWants(content: content, commune: commune)
        for (code, phrases) in PersonaMatters.phrases {
            #expect(content.services[code] != nil, "\(code)")
            #expect(!phrases.isEmpty)
        }
        var random = SplitMix(state: 3)
        var kinds: Set<PersonaWant.Kind> = []
        for number in 0..<2000 {
            for want in wants.draw(&random, number: number, phone: "+84901234567", at: PersonaTests.start) {
                kinds.insert(want.kind)
                for dialect in PersonaDialect.allCases {
                    #expect(!PersonaPhrases.own.all(want.wording, dialect).isEmpty, "\(want.wording) \(dialect)")
                }
                #expect(
                    want.expected.needsMatter || !want.expected.pieces.isEmpty || !want.expected.oneOf.isEmpty,
                    "\(want.kind) of \(want.subject) would take any answer")
            }
        }
        #expect(kinds == Set(PersonaWant.Kind.allCases))
    }

    @Test func `menus are read by their labels, with and without marks`() throws {
        let choices = PersonaReader.choices(
            in: ["Xin hoi ve viec nao?\n1. Trich luc, ban sao ho tich\n2. Dang ky ket hon\nTra loi bang so."])
        #expect(choices.map(\.answer) == ["1", "2"])
        var want = Self.script([], judged: 0).want
        want.names = ["Đăng ký kết hôn"]
        #expect(PersonaReader.choice(among: choices, for: want)?.answer == "2")
        want.names = ["Tách hộ"]
        #expect(PersonaReader.choice(among: choices, for: want) == nil)
    }

    @Test func `an answer counts only with all of the fact, and about the matter`() {
        let expected = PersonaExpectation(
            pieces: PersonaWants.sentences(of: "Tờ khai; căn cước. Trễ hạn: 5.000 đồng."), about: ["đăng ký kết hôn"])
        func has(_ text: String) -> Bool { expected.isFulfilled(by: PersonaWords(text), hasMatter: false) }
        #expect(has("Giay to DANG KY KET HON: to khai; can cuoc. Tre han: 5.000 dong (tham khao)."))
        #expect(!has("Giấy tờ đăng ký kết hôn: Tờ khai. Trễ hạn: 5.000 đồng."))
        #expect(!has("Giấy tờ tách hộ: Tờ khai; căn cước. Trễ hạn: 5.000 đồng."))
        #expect(!PersonaWords("mức 15.000 đồng").contains("5.000 đồng"))
    }

    @Test func `who hears nothing has nothing, though staff got it`() throws {
        let settings = try GatewaySettings.load(path: PersonaTests.configuration)
        let reader = PersonaReader(signs: PersonaSigns(try ReplyTemplates.load(path: settings.replies)))
        var want = Self.script([], judged: 0).want
        want.expected.needsMatter = true
        #expect(reader.hear([], all: [], for: want, hasMatter: true) == .silence)
        #expect(reader.hear(["Đã nhận."], all: ["Đã nhận."], for: want, hasMatter: true) == .got)
        #expect(reader.hear(["Đã nhận."], all: ["Đã nhận."], for: want, hasMatter: false) == .somethingElse)
    }

    @Test func `the gateway's own sentences are known by their words alone`() throws {
        let settings = try GatewaySettings.load(path: PersonaTests.configuration)
        let replies = try ReplyTemplates.load(path: settings.replies)
        let reader = PersonaReader(signs: PersonaSigns(replies))
        let want = Self.script([], judged: 0).want
        func hears(_ template: ReplyTemplate, _ values: [String: String] = [:]) -> PersonaHearing {
            let text = replies.fill(template, values, spelling: .unmarked)
            return reader.hear([text], all: [text], for: unreachable(want), hasMatter: false)
        }
        func unreachable(_ want: PersonaWant) -> PersonaWant {
            var want = want
            want.expected.pieces = ["một con voi trắng"]
            return want
        }
        #expect(hears(.notUnderstood, ["example": "khai sinh"]) == .notUnderstood)
        #expect(hears(.offerStaff) == .notUnderstood)
        #expect(hears(.confirmTopic, ["topic": "tách hộ"]) == .confirm)
        #expect(hears(.askTopic, ["facet": "lệ phí"]) == .askTopic)
        #expect(hears(.dossierAskCode) == .askCode)
        #expect(hears(.dossierAskDigits, ["code": "H48-261101-12345"]) == .askDigits)
        #expect(hears(.lateMessage, ["moment": "8:00"]) == .askAgain)
        #expect(hears(.handedOver, ["promise": "16:00"]) == .fellSilent)
        #expect(hears(.urgentQuestion) == .askDanger)
        #expect(hears(.emergencyFire) == .alarm)
        #expect(hears(.greeting, ["commune": "xã Đăk Hà"]) == .invited)
        #expect(hears(.privacyNotice, ["commune": "xã Đăk Hà", "months": "24"]) == .silence)
    }
}
