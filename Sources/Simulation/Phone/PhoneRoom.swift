import Content
import Conversations
import Foundation
import Gateway
import Storage

/// The phones of the page, with what was sent and what arrived on each.
package actor PhoneRoom {
    /// Phones at most.
    private static let most = 12
    /// Messages that a phone shows.
    private static let shown = 200
    /// The longest text, in characters.
    private static let longest = 4000

    /// One message on a screen.
    private struct Entry {
        var sent: Bench.Sent?
        var text = ""
        var kind = MessageKind.text
        var at: Date
        var media: String?
        var arrived: Delivered?
        /// Made once, when it was answered; nil until then.
        var why: PhoneRoomView.Why?
    }

    private struct Phone {
        let number: Int
        let channel: BenchChannel
        let address: String
        var entries: [Entry] = []
        /// What arrived up to here is on the screen.
        var seen: Int
    }

    private let bench: Bench
    private var phones: [Phone] = []
    private var nextNumber = 1

    /// A phone on each of up to three channels, the first with phone numbers.
    package init(bench: Bench) {
        self.bench = bench
        let kinds = ["kannel", "zalo", "zalo_bot", "twilio", "http", "standard"]
        let order = bench.channels.sorted {
            (kinds.firstIndex(of: $0.kind) ?? kinds.count) < (kinds.firstIndex(of: $1.kind) ?? kinds.count)
        }
        for channel in order.prefix(2) {
            phones.append(
                Phone(
                    number: nextNumber, channel: channel,
                    address: channel.isSMS ? "+84901234567" : channel.address(of: 1), seen: bench.board.last))
            nextNumber += 1
        }
    }

    // MARK: - What the page asks for

    /// Carries out one order of the page; throws in the tester's words.
    func carryOut(_ order: PhoneOrder) async throws {
        switch order.what {
        case .add: try add(channel: order.channel, address: order.text)
        case .remove: phones.removeAll { $0.number == order.phone }
        case .time:
            guard case .time(let seconds) = ChatLine("/time " + (order.text ?? "")) else {
                throw Bench.Refusal(description: "Viết như +2d, +3h hoặc +15m.")
            }
            try await bench.move(by: seconds)
        case .provider:
            guard let mood = ProviderMood(order.text ?? "") else {
                throw Bench.Refusal(description: "Nhà mạng giả không có cách cư xử ấy.")
            }
            await bench.change(to: mood)
        case .staff:
            let phone = try phone(order.phone)
            try await bench.answer(try words(order), to: phone.address, on: phone.channel)
        case .send: try await act(.text(words(order)), on: order.phone, text: words(order))
        case .tap: try await act(.tap(words(order)), on: order.phone, text: words(order))
        case .location:
            let act = VillagerAct.location(latitude: "14.5167", longitude: "107.9167")
            try await self.act(act, on: order.phone, text: "14.5167, 107.9167", kind: .location)
        case .sticker:
            let phone = try phone(order.phone)
            let url = try bench.keep(
                Array(PhoneAssets.sticker.utf8), type: "image/svg+xml", name: "sticker.svg", on: phone.channel)
            try await act(.sticker(url: url), on: order.phone, text: "", kind: .sticker, media: "/media/sticker.svg")
        case .follow: try await act(.follow, on: order.phone, text: "", kind: .follow)
        }
    }

    /// Sends a picture, a recording or another file.
    func send(_ bytes: [UInt8], type: String, kind: MessageKind, name: String, on number: Int) async throws {
        let phone = try phone(number)
        let kept = UUID().uuidString
        let url = try bench.keep(bytes, type: type, name: kept, on: phone.channel)
        let act: VillagerAct =
            switch kind {
            case .image: .picture(url: url, caption: "")
            case .voice: .voice(url: url)
            default: .file(url: url, name: name)
            }
        try await self.act(act, on: number, text: kind == .file ? name : "", kind: kind, media: "/media/" + kept)
    }

    /// A picture or sound that was sent here; nil for anything else.
    nonisolated func media(_ name: String) -> (type: String, bytes: [UInt8])? {
        bench.stations.lazy.compactMap { $0.media(name) }.first
    }

    private func words(_ order: PhoneOrder) throws -> String {
        let text = order.text?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
        guard !text.isEmpty else { throw Bench.Refusal(description: "Chưa gửi gì: tin trống.") }
        guard text.count <= Self.longest else {
            throw Bench.Refusal(description: "Chưa gửi gì: tin dài hơn \(Self.longest) ký tự.")
        }
        return text
    }

    private func phone(_ number: Int?) throws -> Phone {
        guard let phone = phones.first(where: { $0.number == number }) else {
            throw Bench.Refusal(description: "Không có điện thoại ấy.")
        }
        return phone
    }

    private func add(channel id: String?, address typed: String?) throws {
        guard phones.count < Self.most else {
            throw Bench.Refusal(description: "Nhiều nhất là \(Self.most) điện thoại trên một trang.")
        }
        guard let id, let channel = bench.channel(id) else { throw Bench.Refusal(description: "Không có kênh ấy.") }
        let given = typed?.trimmingCharacters(in: .whitespaces) ?? ""
        let address =
            given.isEmpty ? channel.address(of: nextNumber + 100) : try channel.address(checking: given)
        guard address.count <= 64, !phones.contains(where: { $0.address == address && $0.channel.id == channel.id })
        else { throw Bench.Refusal(description: "Số này đã có trên trang, hoặc dài quá.") }
        phones.append(Phone(number: nextNumber, channel: channel, address: address, seen: bench.board.last))
        nextNumber += 1
    }

    private func act(
        _ act: VillagerAct, on number: Int?, text: String, kind: MessageKind = .text, media: String? = nil
    ) async throws {
        let phone = try phone(number)
        let id = UUID().uuidString
        // On the screen at once; the answer comes under it.
        edit(phone.number) {
            $0.entries.append(
                Entry(sent: Bench.Sent(id: id, place: 0), text: text, kind: kind, at: bench.now, media: media))
        }
        do {
            let outcome = try await bench.turn(
                act, from: phone.address, on: phone.channel, id: id, within: bench.isOwn ? 0.05 : 2)
            let why = PhoneRoomView.Why(
                pieces: WordTones(text, outcome.why.message?.understanding).pieces,
                lines: outcome.why.lines(text, bench.content.matcher))
            edit(phone.number) { phone in
                guard let index = phone.entries.firstIndex(where: { $0.sent?.id == id }) else { return }
                phone.entries[index].sent = outcome.sent
                phone.entries[index].why = why
            }
        } catch {
            edit(phone.number) { $0.entries.removeAll { $0.sent?.id == id } }
            throw error
        }
    }

    private func edit(_ number: Int, _ change: (inout Phone) -> Void) {
        guard let index = phones.firstIndex(where: { $0.number == number }) else { return }
        change(&phones[index])
    }

    // MARK: - What the page shows

    func view() async -> PhoneRoomView {
        var views: [PhoneRoomView.Phone] = []
        for number in phones.map(\.number) {
            takeIn(number)
            if let view = await view(of: number) { views.append(view) }
        }
        return PhoneRoomView(
            clock: TalkRecord.shown(bench.now), isOwn: bench.isOwn, mood: bench.stations.first?.mood.word ?? "well",
            channels: bench.channels.map {
                .init(id: $0.id.rawValue, name: $0.title, carries: $0.carries.sorted(), isSMS: $0.isSMS)
            }, phones: views)
    }

    /// Puts on the screen what arrived since.
    private func takeIn(_ number: Int) {
        edit(number) { phone in
            let news = bench.board.delivered(after: phone.seen)
            // Old messages may be forgotten, so that their number says nothing.
            phone.seen = news.last?.place ?? phone.seen
            for message in news where message.to == phone.address && message.channel == phone.channel.id.rawValue {
                phone.entries.append(Entry(text: message.text, at: bench.now, arrived: message))
            }
        }
    }

    private func view(of number: Int) async -> PhoneRoomView.Phone? {
        guard let phone = phones.first(where: { $0.number == number }) else { return nil }
        let log = (try? await bench.log(of: phone.address, on: phone.channel)) ?? []
        let matters = (try? await bench.matters(of: phone.address, on: phone.channel)) ?? []
        return PhoneRoomView.Phone(
            number: phone.number, channel: phone.channel.id.rawValue, channelName: phone.channel.title,
            address: phone.address, isSMS: phone.channel.isSMS, carries: phone.channel.carries.sorted(),
            messages: phone.entries.enumerated().suffix(Self.shown).map { index, entry in
                Self.message(entry, index: index, on: phone.channel, log: log)
            }, waiting: Self.waiting(phone, log: log), desk: bench.desk(matters), mayBeAnswered: !matters.isEmpty)
    }

    /// What a villager would wonder about who looks at the phone and sees no answer.
    private static func waiting(_ phone: Phone, log: [StoredMessage]) -> String {
        let isAsked = phone.entries.contains { $0.arrived == nil && $0.why == nil }
        let onTheirWay = log.filter {
            $0.direction == .outgoing && [.queued, .sending].contains($0.deliveryState)
        }
        if onTheirWay.contains(where: \.isSentAgain) { return "Xã đã trả lời, nhà mạng chưa nhận; đang gửi lại" }
        if !onTheirWay.isEmpty { return "Xã đã trả lời, đang gửi qua nhà mạng" }
        return isAsked ? "Đang chờ xã trả lời" : ""
    }

    private static func message(
        _ entry: Entry, index: Int, on channel: BenchChannel, log: [StoredMessage]
    ) -> PhoneRoomView.Message {
        let (time, day) = (TalkRecord.clock(entry.at), TalkRecord.day(entry.at))
        guard let arrived = entry.arrived else {
            return PhoneRoomView.Message(
                key: "v\(index)", side: "villager", text: entry.text, kind: entry.kind.rawValue, time: time, day: day,
                media: entry.media, buttons: [], ticks: entry.why == nil ? "Đang gửi" : "Xã đã nhận", cost: nil,
                why: entry.why)
        }
        let stored = log.first {
            $0.direction == .outgoing && ($0.reference == arrived.id || $0.id.description == arrived.number)
        }
        return PhoneRoomView.Message(
            key: "m\(arrived.place)", side: stored?.author == nil ? "machine" : "officer", text: arrived.text,
            kind: "text", time: time, day: day, media: nil, buttons: arrived.buttons,
            ticks: stored?.deliveryState == .delivered ? "Điện thoại đã nhận" : "Nhà mạng đã nhận",
            cost: channel.cost(of: arrived.text), why: nil)
    }
}

extension StoredMessage {
    /// Whether a try has failed: it waits for the next one, or that is going on.
    fileprivate var isSentAgain: Bool { tries > (deliveryState == .sending ? 1 : 0) }
}

/// One order of the page.
struct PhoneOrder: Decodable, Sendable {
    enum What: String, Decodable, Sendable {
        case send, tap, location, sticker, follow, staff, add, remove, time, provider
    }

    var what: What
    var phone: Int?
    var channel: String?
    var text: String?
}
