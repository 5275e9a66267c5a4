import CheckedYAML
import Content
import Conversations
import Foundation
import Gateway
import Storage
import Testing

@testable import Simulation

@Suite(.serialized) struct BenchTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL

    static func withBench<Value: Sendable>(_ work: @escaping @Sendable (Bench) async throws -> Value) async throws
        -> Value
    {
        let folder = FileManager.default.temporaryDirectory.appending(path: "bench-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let settings = try GatewaySettings.load(path: root.appending(path: "config/gateway.yaml").path)
        let bench = try await Bench.own(settings, folder: folder.path)
        return try await bench.run { try await work(bench) }
    }

    static func channel(_ id: String, _ bench: Bench) throws -> BenchChannel {
        try #require(bench.channel(id))
    }

    @Test func `a villager is answered on every kind of channel`() async throws {
        try await Self.withBench { bench in
            let kinds = bench.channels.map(\.kind).sorted()
            #expect(kinds == ["http", "kannel", "standard", "twilio", "zalo", "zalo_bot"])
            for channel in bench.channels {
                let outcome = try await bench.turn(
                    .text("lệ phí khai sinh"), from: channel.address(of: 1), on: channel)
                let text = outcome.answers.first?.text ?? ""
                #expect(text.contains("Miễn phí"), "\(channel.kind)")
                #expect(Set(outcome.answers.map(\.channel)) == [channel.id.rawValue])
                #expect(outcome.why.message?.decision == "answer", "\(channel.kind)")
            }
        }
    }

    @Test func `reasons of a message end where the villager's next one begins`() async throws {
        try await Self.withBench { bench in
            let zalo = try Self.channel("zalo", bench)
            let address = zalo.address(of: 3)
            for act in [VillagerAct.sticker(url: "http://127.0.0.1/s"), .follow] {
                _ = try await bench.turn(act, from: address, on: zalo)
            }
            let log = try await bench.log(of: address, on: zalo)
            let sticker = try #require(log.first { $0.kind == .sticker })
            let follow = try #require(log.first { $0.kind == .follow })
            #expect(!Bench.replies(to: sticker, in: log).contains { $0.template == "welcome" })
            #expect(Bench.replies(to: follow, in: log).contains { $0.template == "welcome" })
        }
    }

    @Test func `reasons name what is asked for in the words of an office`() throws {
        let intents = try IntentCatalogue.load(folder: Self.root.appending(path: "intents").path)
        let why = WhyText.of("can giay to gi", matcher: IntentMatcher(intents))
        #expect(why.contains("Ý kiến thứ hai: chỉ hỏi giấy tờ, "))
        #expect(!why.contains("documents_required"))
    }

    @Test func `a call that is signed wrongly, and a channel without a price, are told plainly`() async throws {
        try await Self.withBench { bench in
            let sms = try Self.channel("sms-dak-ha", bench)
            await bench.change(to: .forging)
            let refusal = await #expect(throws: Bench.Refusal.self) {
                try await bench.turn(.text("xin chao"), from: sms.address(of: 1), on: sms)
            }
            let sentence = refusal?.description ?? ""
            #expect(sentence.contains("chữ ký hoặc mật khẩu của nhà mạng sai"))
            #expect(!sentence.contains("gateway"))
            #expect(sms.cost(of: "xin chao").hasSuffix(", 350 đ"))
            #expect(try Self.channel("twilio", bench).cost(of: "xin chao").hasSuffix(", chưa có giá"))
            #expect(try Self.channel("zalo", bench).cost(of: "xin chao").hasSuffix(" ký tự"))
        }
    }

    @Test func `delivery ticks come of every kind that reports`() async throws {
        try await Self.withBench { bench in
            for channel in bench.channels where channel.kind != "zalo_bot" {
                let address = channel.address(of: 1)
                _ = try await bench.turn(.text("lệ phí khai sinh"), from: address, on: channel)
                var states: [DeliveryState?] = []
                for _ in 0..<100 {
                    states = try await bench.log(of: address, on: channel).filter { $0.direction == .outgoing }
                        .map(\.deliveryState)
                    if states.allSatisfy({ $0 == .delivered }) { break }
                    try await Task.sleep(for: .milliseconds(50))
                }
                #expect(!states.isEmpty, "\(channel.kind)")
                #expect(states.allSatisfy { $0 == .delivered }, "\(channel.kind)")
            }
        }
    }

    @Test func `buttons of Zalo are tapped, and pictures come with their caption`() async throws {
        try await Self.withBench { bench in
            let zalo = try Self.channel("zalo", bench)
            let address = zalo.address(of: 2)
            let menu = try await bench.turn(.text("dat dai"), from: address, on: zalo)
            let button = try #require(menu.answers.first?.buttons.first)
            let chosen = try await bench.turn(.tap(button.payload), from: address, on: zalo)
            #expect(chosen.why.message?.decision == "answer")
            guard case .choosing = chosen.why.before?.step else {
                Issue.record("before the tap: \(String(describing: chosen.why.before?.step))")
                return
            }
            let url = try bench.keep([1, 2, 3], type: "image/jpeg", name: "a.jpg", on: zalo)
            let picture = try await bench.turn(.picture(url: url, caption: "cái này"), from: address, on: zalo)
            #expect(picture.why.message?.kind == .image)
            let message = try #require(picture.why.message)
            let kept = try await bench.store().attachments(of: message.id)
            #expect(kept.first?.fetchedAt != nil)
        }
    }

    @Test func `what a channel cannot carry is refused and not sent`() async throws {
        try await Self.withBench { bench in
            let sms = try Self.channel("sms-dak-ha", bench)
            await #expect(throws: Bench.Refusal.self) {
                try await bench.turn(.picture(url: "http://127.0.0.1/x", caption: ""), from: "+84901234567", on: sms)
            }
            #expect(try await bench.log(of: "+84901234567", on: sms).isEmpty)
        }
    }

    @Test func `the clock moves, and staff answer`() async throws {
        try await Self.withBench { bench in
            let sms = try Self.channel("sms-dak-ha", bench)
            let outcome = try await bench.turn(.text("toi muon gap can bo"), from: "+84901234567", on: sms)
            #expect(outcome.reasons == ["asked_for_staff"])
            let before = bench.now
            try await bench.move(by: 2 * 86_400)
            #expect(bench.now.timeIntervalSince(before) >= 2 * 86_400)
            try await bench.answer("Mời bác lên xã.", to: "+84901234567", on: sms)
            #expect(try await bench.matters(of: "+84901234567", on: sms).isEmpty)
            let told = bench.board.delivered(after: 0).last?.text ?? ""
            #expect(told.contains("Mời bác lên xã."))
            await #expect(throws: Bench.Refusal.self) {
                try await bench.answer("Nữa", to: "+84901234567", on: sms)
            }
        }
    }

    @Test func `an officer answers whom they mean, though numbers end alike`() async throws {
        try await Self.withBench { bench in
            let sms = try Self.channel("sms-dak-ha", bench)
            let (first, second) = ("+84901234567", "+84987654567")
            for address in [first, second] {
                let outcome = try await bench.turn(.text("toi muon gap can bo"), from: address, on: sms)
                #expect(outcome.reasons == ["asked_for_staff"])
            }
            #expect(try await bench.matters(of: first, on: sms).count == 1)
            try await bench.answer("Mời bác lên xã.", to: first, on: sms)
            #expect(try await bench.matters(of: first, on: sms).isEmpty)
            #expect(try await bench.matters(of: second, on: sms).count == 1)
            #expect(bench.board.delivered(after: 0).last?.to == first)
        }
    }

    @Test func `a station keeps the newest files`() async throws {
        try await Self.withBench { bench in
            let station = try #require(bench.stations.first)
            for number in 0...50 { _ = station.keep([1], type: "image/png", name: "\(number)") }
            #expect(station.media("0") == nil)
            #expect(station.media("1") != nil)
            #expect(station.media("50") != nil)
        }
    }

    @Test func `a provider that is down takes nothing until it is well again`() async throws {
        try await Self.withBench { bench in
            let sms = try Self.channel("sms-dak-ha", bench)
            await bench.change(to: .down)
            let outcome = try await bench.turn(.text("le phi khai sinh"), from: "+84901234567", on: sms)
            #expect(outcome.answers.isEmpty)
            await bench.change(to: .well)
            try await bench.move(by: 3600)
            let texts = bench.board.delivered(after: 0).map(\.text)
            #expect(texts.contains { $0.contains("Mien phi") })
        }
    }

    @Test func `a recorded talk plays again as a scenario without a difference`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "record-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let text = try await Self.withBench { bench in
            let zalo = try Self.channel("zalo", bench)
            var record = TalkRecord(channel: "zalo")
            for words in ["dat dai", "1", "toi muon gap can bo"] {
                let at = bench.now
                let outcome = try await bench.turn(.text(words), from: zalo.address(of: 1), on: zalo)
                record.steps.append(
                    .init(
                        speaker: .villager(words, kind: "text"), phone: zalo.address(of: 1), at: at,
                        replies: outcome.replies, escalated: outcome.reasons))
            }
            return record.scenario("ghi \"lại\"")
        }
        let file = folder.appending(path: "ghi.yaml").path
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        let settings = try GatewaySettings.load(path: Self.root.appending(path: "config/gateway.yaml").path)
        let outcome = try await ScenarioPlayer(settings: settings, environment: [:]).play(Scenario.load(path: file))
        #expect(outcome.differences == [], "\(text)")
        #expect(outcome.steps == 3)
    }

    /// Plays what a bench recorded.
    private func differences(of recorded: String) async throws -> [String] {
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString + ".yaml")
        defer { try? FileManager.default.removeItem(at: file) }
        try recorded.write(to: file, atomically: true, encoding: .utf8)
        return try await ScenarioTests.player.get().play(Scenario.load(path: file.path)).differences
    }

    @Test func `a recording of what has no words plays again, and so does a denunciation`() async throws {
        let text = try await Self.withBench { bench in
            let zalo = try Self.channel("zalo", bench)
            let phone = zalo.address(of: 1)
            let picture = try bench.keep([1, 2, 3], type: "image/jpeg", name: "a.jpg", on: zalo)
            let acts: [(VillagerAct, String, MessageKind)] = [
                (.follow, "", .follow), (.picture(url: picture, caption: ""), "", .image),
                (.voice(url: picture), "", .voice), (.file(url: picture, name: "a.pdf"), "", .file),
                (.location(latitude: "14.5", longitude: "107.9"), "", .location),
                (.sticker(url: "http://127.0.0.1/sticker"), "", .sticker),
                (.text("toi muon to cao ong A nhan tien"), "toi muon to cao ong A nhan tien", .text),
            ]
            var record = TalkRecord(channel: "zalo")
            for (act, words, kind) in acts {
                let at = bench.now
                let outcome = try await bench.turn(act, from: phone, on: zalo)
                record.steps.append(
                    .init(
                        speaker: .villager(words, kind: kind.rawValue), phone: phone, at: at,
                        replies: outcome.replies, escalated: outcome.reasons))
            }
            #expect(record.steps.last?.escalated == ["denunciation"])
            return record.scenario("không lời")
        }
        #expect(text.contains("kind: sticker"))
        #expect(try await differences(of: text) == [], "\(text)")
    }

    @Test func `officers' answers to several open matters play again as they were given`() async throws {
        let text = try await Self.withBench { bench in
            let sms = try Self.channel("sms-dak-ha", bench)
            var record = TalkRecord(channel: "sms-dak-ha")
            let (first, second) = ("+84901234567", "+84901234599")
            let asked = [
                (first, "toi muon gap can bo"), (second, "cho toi gap can bo"),
                (first, "duong vao lang hu ba thang nay khong ai sua"),
            ]
            for (phone, words) in asked {
                let at = bench.now
                let outcome = try await bench.turn(.text(words), from: phone, on: sms)
                record.steps.append(
                    .init(
                        speaker: .villager(words, kind: "text"), phone: phone, at: at, replies: outcome.replies,
                        escalated: outcome.reasons))
            }
            for (phone, answer) in [(second, "Chào chị B."), (first, "Xã sẽ sửa."), (first, "Chào anh A.")] {
                let (at, place) = (bench.now, bench.board.last)
                try await bench.answer(answer, to: phone, on: sms)
                let arrived = await bench.board.answers(
                    to: phone, on: "sms-dak-ha", after: place, within: Bench.patience)
                record.steps.append(
                    .init(
                        speaker: .staff(answer), phone: phone, at: at,
                        replies: arrived.map { .init(template: nil, text: $0.text) }, escalated: []))
            }
            return record.scenario("ba việc")
        }
        #expect(try await differences(of: text) == [], "\(text)")
    }

    @Test func `an address that the channel cannot have is refused with an example`() async throws {
        try await Self.withBench { bench in
            let (sms, zalo) = (try Self.channel("sms-dak-ha", bench), try Self.channel("zalo", bench))
            #expect(try sms.address(checking: "0901 234 567") == "+84901234567")
            #expect(try zalo.address(checking: "700000000000000501") == "700000000000000501")
            for (channel, typed) in [(sms, "abc"), (sms, "12"), (zalo, "abc"), (zalo, "a b 1")] {
                let refusal = #expect(throws: Bench.Refusal.self, "\(typed)") { try channel.address(checking: typed) }
                let sentence = try #require(refusal).description
                #expect(sentence.contains(channel.id.rawValue))
            }
        }
    }

    @Test func `a talk that changes the channel is recorded whole and plays again`() async throws {
        let text = try await Self.withBench { bench in
            var record = TalkRecord(channel: "sms-dak-ha")
            for (id, words) in [("sms-dak-ha", "le phi khai sinh"), ("zalo", "lệ phí khai tử")] {
                let channel = try Self.channel(id, bench)
                let at = bench.now
                let outcome = try await bench.turn(.text(words), from: channel.address(of: 1), on: channel)
                record.steps.append(
                    .init(
                        speaker: .villager(words, kind: "text"), phone: channel.address(of: 1), at: at,
                        replies: outcome.replies, escalated: outcome.reasons, channel: id))
            }
            return record.scenario("hai kênh")
        }
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString + ".yaml")
        defer { try? FileManager.default.removeItem(at: file) }
        try text.write(to: file, atomically: true, encoding: .utf8)
        let outcome = try await ScenarioTests.player.get().play(Scenario.load(path: file.path))
        #expect(outcome.differences == [], "\(text)")
        #expect(outcome.played.map(\.step.channel) == ["sms-dak-ha", "zalo"])
    }
}

@Suite struct TalkFileTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "talk-" + UUID().uuidString)

    private func refusal(_ path: String) throws -> String {
        let refusal = #expect(throws: Bench.Refusal.self) { try TalkFile(path) }
        return try #require(refusal).description
    }

    @Test func `a place that cannot be written is refused with the reason and a mend`() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(try refusal(folder.path + "/none/x.yaml").contains("không có thư mục \(folder.path)/none"))
        #expect(try refusal(folder.path).contains("đó là thư mục"))
        let other = folder.appending(path: "other.yaml")
        try "server: 1\n".write(to: other, atomically: true, encoding: .utf8)
        #expect(try refusal(other.path).contains("không phải kịch bản"))
        for path in [folder.path, other.path] { #expect(try refusal(path).contains("Fix: ")) }
    }

    @Test func `what a recording keeps of a reply is said, in the chat and in the file`() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = try TalkFile(folder.path + "/talk.yaml")
        #expect(file.notice.contains("60 ký tự") && file.notice.contains("--whole-texts"))
        var record = TalkRecord(channel: "sms-dak-ha")
        record.steps = [
            .init(
                speaker: .villager("x", kind: "text"), phone: "+84901234567", at: Date(timeIntervalSince1970: 0),
                replies: [.init(template: "answer", text: String(repeating: "chữ ", count: 40))], escalated: [])
        ]
        try file.write(record)
        let text = try String(contentsOfFile: file.path, encoding: .utf8)
        #expect(text.contains("up to 60 characters") && text.contains("--whole-texts"))
        // The same file may be written again: it is a scenario.
        try TalkFile(file.path).write(record)
        try FileManager.default.removeItem(at: folder)
        #expect(throws: Bench.Refusal.self) { try file.write(record) }
    }
}

@Suite struct PhoneBoardTests {
    @Test func `what is forgotten makes nothing arrive twice`() async {
        let board = PhoneBoard()
        for number in 1...20_001 {
            board.add(Arrival(from: "8079", to: "+84901234567", text: "\(number)", id: "\(number)"), on: "sms")
        }
        let arrived = await board.answers(to: "+84901234567", on: "sms", after: 0, within: 1, quiet: 0.01)
        #expect(arrived.count == 18_001)
        #expect(Set(arrived.map(\.place)).count == arrived.count)
        #expect(arrived.last?.text == "20001")
    }
}

@Suite struct ProviderStationTests {
    @Test func `a second simulator shares what arrives, and takes the port over`() async throws {
        let settings = try GatewaySettings.load(path: BenchTests.root.appending(path: "config/gateway.yaml").path)
        var mine = settings
        let port = try FreePort.find()
        mine.channels = try YAMLEntry.parse(
            """
            - {id: sms, kind: kannel, commune: dak-ha, number: "8079", secret: secret-of-the-tests,
               send_url: "http://127.0.0.1:\(port)/send", username: user, password: pass}
            """, file: "test.yaml"
        ).entries()
        let first = try Bench.beside(mine, channel: nil, environment: [:])
        let second = try Bench.beside(mine, channel: nil, environment: [:])
        try await withThrowingTaskGroup(of: Void.self) { group in
            let (ended, end) = AsyncStream.makeStream(of: Void.self)
            let (opened, open) = AsyncStream.makeStream(of: Void.self)
            group.addTask {
                try await first.run {
                    open.finish()
                    for await _ in ended {}
                }
            }
            for await _ in opened {}
            try await second.run {
                try await send("mot", port: port)
                let shared = await second.board.answers(
                    to: "+84901234567", on: "sms", after: 0, within: 60, quiet: 0.05)
                #expect(shared.map(\.text) == ["mot"])
                #expect(first.board.last == 1)
                end.finish()
                var isTaken = false
                for _ in 0..<100 where !isTaken {
                    isTaken = (try? await send("hai", port: port)) != nil && second.board.last >= 2
                    if !isTaken { try await Task.sleep(for: .milliseconds(50)) }
                }
                #expect(isTaken)
            }
            try await group.waitForAll()
        }
    }

    @Test func `a port that something else holds is named`() async throws {
        let settings = try GatewaySettings.load(path: BenchTests.root.appending(path: "config/gateway.yaml").path)
        var mine = settings
        let kannel = SimulatedKannel(host: "127.0.0.1", port: 0, username: "user", password: "pass")
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let task = Task { try await kannel.run(whenListening: { port.yield($0) }) { _ in } }
        defer { task.cancel() }
        var iterator = ports.makeAsyncIterator()
        let taken = await iterator.next() ?? 0
        mine.channels = try YAMLEntry.parse(
            """
            - {id: sms, kind: kannel, commune: dak-ha, number: "8079", secret: secret-of-the-tests,
               send_url: "http://127.0.0.1:\(taken)/send", username: user, password: pass}
            """, file: "test.yaml"
        ).entries()
        let bench = try Bench.beside(mine, channel: nil, environment: [:])
        await #expect(throws: ProviderStation.PortTaken.self) { try await bench.run {} }
    }

    private func send(_ text: String, port: Int) async throws {
        let url = try #require(URL(string: "http://127.0.0.1:\(port)/send"))
        let answer = try await LoopbackHTTP.post(
            url,
            headers: [
                ("Content-Type", "text/plain"), ("X-Kannel-Username", "user"), ("X-Kannel-Password", "pass"),
                ("X-Kannel-From", "8079"), ("X-Kannel-To", "+84901234567"), ("X-Kannel-Coding", "0"),
            ], body: Array(text.utf8))
        #expect(answer.status == 202)
    }
}
