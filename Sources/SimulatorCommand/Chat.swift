import Content
import Conversations
import Foundation
import Gateway
import Simulation

/// A chat at the keyboard: whose phone it is, what was shown, and what is recorded.
actor Chat {
    /// The largest picture or file, in bytes.
    private static let largestFile = 10 * 1024 * 1024

    private let bench: Bench
    private let matcher: IntentMatcher
    private var channel: BenchChannel
    private var address: String
    /// The address that was used last on channels of phones, and on others.
    private var addresses: [Bool: String] = [:]
    /// The last words of each phone, and why they were answered so.
    private var last: [String: (text: String, why: WhyInTalk)] = [:]
    private var buttons: [Delivered.Button] = []
    private var record: TalkRecord
    private var file: TalkFile?
    /// What arrived up to here is shown.
    private var shown: Int
    private var isBusy = false

    init(bench: Bench, channel: BenchChannel, address: String) {
        self.bench = bench
        self.channel = channel
        self.address = address
        matcher = bench.content.matcher
        record = TalkRecord(channel: channel.id.rawValue)
        shown = bench.board.last
    }

    func run(_ lines: AsyncStream<String>) async throws {
        TypedLines.prompt()
        for await line in lines {
            isBusy = true
            do {
                if try await !carryOut(ChatLine(line)) { break }
            } catch let error as CancellationError {
                throw error
            } catch {
                say("\(error)")
            }
            isBusy = false
            TypedLines.prompt()
        }
        do {
            try file?.write(record)
        } catch {
            throw fail("\(error)")
        }
    }

    /// Shows what arrives while nobody waits for it, such as an officer's answer.
    func showLateAnswers() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(300))
            if !isBusy, showNews() { TypedLines.prompt() }
        }
    }

    private func say(_ text: String) { TypedLines.show(text) }

    /// Shows what arrived at this phone, or at a phone on duty; true if anything did.
    @discardableResult
    private func showNews() -> Bool {
        let news = bench.board.delivered(after: shown)
        shown = news.last?.place ?? shown
        let own = news.filter { $0.to == address || bench.dutyPhones.contains($0.to) }
        for message in own {
            say(Shown.answer(message, on: bench.channel(message.channel), to: address))
            // Buttons of an earlier message stay on the screen too.
            if message.to == address, !message.buttons.isEmpty { buttons = message.buttons }
        }
        return !own.isEmpty
    }

    /// Does what a line asks for; false ends the chat.
    private func carryOut(_ line: ChatLine) async throws -> Bool {
        switch line {
        case .nothing: break
        case .quit: return false
        case .help: say(ChatLine.helpText)
        case .mistake(let sentence): say(sentence)
        case .say(let text): try await turn(.text(text), text: text)
        case .tap(let number): try await tap(number)
        case .from(let typed):
            address = try channel.address(checking: typed)
            addresses[channel.isSMS] = address
            buttons = []
            say("Từ nay nhắn từ số \(address).")
        case .channel(let id): try use(id)
        case .time(let seconds): try await move(by: seconds)
        case .clock(let hour, let minute): try await move(to: hour * 60 + minute)
        case .photo(let path, let caption):
            let url = try keep(path, type: "image/jpeg")
            try await turn(.picture(url: url, caption: caption), text: caption, kind: .image)
        case .voice(let path): try await turn(.voice(url: keep(path, type: "audio/ogg")), text: "", kind: .voice)
        case .file(let path):
            let name = (path as NSString).lastPathComponent
            let url = try keep(path, type: "application/octet-stream")
            try await turn(.file(url: url, name: name), text: "", kind: .file)
        case .location(let latitude, let longitude):
            try await turn(.location(latitude: latitude, longitude: longitude), text: "", kind: .location)
        case .sticker: try await turn(.sticker(url: "http://127.0.0.1/sticker"), text: "", kind: .sticker)
        case .follow: try await turn(.follow, text: "", kind: .follow)
        case .staff(let text): try await answer(text)
        case .desk: try await showDesk()
        case .why: why()
        case .provider(let mood):
            await bench.change(to: mood)
            say("Nhà mạng giả: \(mood.word).")
        case .record(let path):
            let new = try TalkFile(path)
            try new.write(record)
            file = new
            say(new.notice)
        }
        return true
    }

    private func turn(_ act: VillagerAct, text: String, kind: MessageKind = .text) async throws {
        let at = bench.now
        let outcome = try await bench.turn(act, from: address, on: channel)
        last[address] = (text, outcome.why)
        showNews()
        if outcome.answers.isEmpty { say("(chưa có trả lời)") }
        note(.villager(text, kind: kind.rawValue), at: at, replies: outcome.replies, escalated: outcome.reasons)
    }

    private func note(
        _ speaker: TalkRecord.Step.Speaker, at: Date, replies: [TalkRecord.Step.Reply], escalated: [String]
    ) {
        record.steps.append(
            TalkRecord.Step(
                speaker: speaker, phone: address, at: at, replies: replies, escalated: escalated,
                channel: channel.id.rawValue))
        do {
            try file?.write(record)
        } catch {
            say("\(error)")
        }
    }

    private func tap(_ number: Int) async throws {
        guard number <= buttons.count else {
            say(
                buttons.isEmpty
                    ? "Chưa gửi gì: chưa có tin nào có nút. Muốn chọn số thì gõ số."
                    : "Chưa gửi gì: tin có nút gần nhất có \(buttons.count) nút.")
            return
        }
        let button = buttons[number - 1]
        say("(bấm “\(button.title)”)")
        try await turn(.tap(button.payload), text: button.payload)
    }

    private func use(_ id: String) throws {
        guard let found = bench.channel(id) else {
            let known = bench.channels.map(\.id.rawValue).joined(separator: ", ")
            throw Bench.Refusal(description: "Không có kênh \(id). Có: \(known)")
        }
        if found.isSMS != channel.isSMS {
            addresses[channel.isSMS] = address
            address = addresses[found.isSMS] ?? (found.isSMS ? "+84901234567" : found.address(of: 1))
        }
        channel = found
        buttons = []
        if record.steps.isEmpty { record = TalkRecord(channel: found.id.rawValue) }
        say("Từ nay nhắn trên kênh \(found.id) (\(found.kind)) từ số \(address).")
    }

    private func move(by seconds: TimeInterval) async throws {
        try await bench.move(by: seconds)
        showNews()
        say("Đồng hồ: \(TalkRecord.moment(bench.now)).")
    }

    /// To the next time that Vietnamese clocks show these minutes of the day.
    private func move(to minutes: Int) async throws {
        let local = bench.now.timeIntervalSince1970 + 7 * 3600
        let ahead = Double(minutes * 60) - local.truncatingRemainder(dividingBy: 86_400)
        try await move(by: ahead > 0 ? ahead : ahead + 86_400)
    }

    private func keep(_ path: String, type: String) throws -> String {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            let mend = "Đường dẫn có dấu cách thì để trong ngoặc kép."
            throw Bench.Refusal(description: "Không đọc được tệp \(path); chưa gửi gì. \(mend)")
        }
        guard bytes.count <= Self.largestFile else {
            throw Bench.Refusal(description: "Tệp \(path) lớn hơn \(Self.largestFile) byte; chưa gửi gì.")
        }
        let ending = (path as NSString).pathExtension
        let name = UUID().uuidString + (ending.isEmpty ? "" : ".\(ending)")
        return try bench.keep(Array(bytes), type: type, name: name, on: channel)
    }

    private func answer(_ text: String) async throws {
        let (at, place) = (bench.now, bench.board.last)
        try await bench.answer(text, to: address, on: channel)
        let arrived = await bench.board.answers(
            to: address, on: channel.id.rawValue, after: place, within: Bench.patience)
        showNews()
        note(.staff(text), at: at, replies: arrived.map { .init(template: nil, text: $0.text) }, escalated: [])
    }

    private func showDesk() async throws {
        let desk = try await bench.desk(of: address, on: channel)
        say(desk.isEmpty ? "Cán bộ chưa có việc nào của số này." : desk.joined(separator: "\n"))
    }

    private func why() {
        guard let (text, why) = last[address] else {
            say("Chưa có tin nào từ số \(address).")
            return
        }
        for line in why.lines(text, matcher) { say(line) }
    }
}
