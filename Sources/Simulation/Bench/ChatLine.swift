package import Foundation

/// What a tester typed into a chat, words for the gateway or an order to the simulator; pure.
package enum ChatLine: Sendable, Equatable {
    case nothing
    /// Goes to the gateway as it stands.
    case say(String)
    case from(String)
    case channel(String)
    /// Moves the clock by so many seconds.
    case time(TimeInterval)
    /// Moves it to the next time that the clock shows this, as hours and minutes.
    case clock(hour: Int, minute: Int)
    case photo(file: String, caption: String)
    case voice(file: String)
    case file(String)
    case location(latitude: String, longitude: String)
    case sticker
    case follow
    /// The button of this number, from 1.
    case tap(Int)
    case staff(String)
    /// What staff see of this villager.
    case desk
    case why
    case provider(ProviderMood)
    case record(String)
    case help
    case quit
    /// Looks like an order and is none, so nothing is done; the sentence says why.
    case mistake(String)

    /// The orders, with what stands behind each and what it does.
    package static let orders: [(word: String, arguments: String, does: String)] = [
        ("from", "SỐ", "nhắn tiếp từ số này"),
        ("channel", "MÃ", "nhắn tiếp trên kênh này"),
        ("time", "+2d | +3h | +15m | 08:00", "dời đồng hồ tới (chỉ với --own)"),
        ("photo", "TỆP [LỜI]", "gửi ảnh"),
        ("voice", "TỆP", "gửi ghi âm"),
        ("file", "TỆP", "gửi tệp"),
        ("location", "VĨ_ĐỘ KINH_ĐỘ", "gửi vị trí"),
        ("sticker", "", "gửi nhãn dán"),
        ("follow", "", "bấm quan tâm kênh"),
        ("tap", "N", "bấm nút thứ N của tin có nút gần nhất"),
        ("staff", "\"…\"", "cán bộ trả lời việc đang chờ của số này"),
        ("desk", "", "xem cán bộ thấy gì của số này"),
        ("why", "", "xem máy hiểu tin cuối thế nào, trong cuộc trò chuyện này"),
        ("provider", ProviderMood.words.joined(separator: " | "), "đổi cách nhà mạng giả cư xử"),
        ("record", "TỆP", "ghi cuộc trò chuyện thành kịch bản để chạy lại"),
        ("help", "", "xem các lệnh"),
        ("quit", "", "thoát"),
    ]

    /// What `/help` prints.
    package static var helpText: String {
        let heads = orders.map { "/\($0.word)" + ($0.arguments.isEmpty ? "" : " \($0.arguments)") }
        let width = (heads.map(\.count).max() ?? 0) + 2
        return zip(heads, orders).map { head, order in
            "  " + head.padding(toLength: width, withPad: " ", startingAt: 0) + order.does
        }.joined(separator: "\n")
            + "\n  //…" + String(repeating: " ", count: width - 4) + "gửi đi một dòng bắt đầu bằng dấu /"
    }

    package init(_ typed: String) {
        let line = typed.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !line.isEmpty else {
            self = .nothing
            return
        }
        guard line.hasPrefix("/") else {
            self = Self.isLikeSlash(line) ? .mistake(Self.explainedSlash(line)) : .say(line)
            return
        }
        guard !line.hasPrefix("//") else {
            let rest = String(line.dropFirst())
            self = .say(Self.isLikeSlash(rest.dropFirst()) ? String(rest.dropFirst()) : rest)
            return
        }
        let parts = line.dropFirst().split(separator: " ", maxSplits: 1)
        let word = line.dropFirst().first == " " ? "" : parts.first.map(String.init) ?? ""
        self =
            Self.order(word.lowercased(), parts.count == 2 ? parts[1].trimmingCharacters(in: .whitespaces) : "")
            ?? .mistake(Self.explained(line, word: word.lowercased()))
    }

    /// The order of a word with what stands behind it; nil where that fits no order.
    private static func order(_ word: String, _ rest: String) -> ChatLine? {
        let words = rest.split(separator: " ").map(String.init)
        let (path, behind) = file(rest) ?? ("", "")
        let onlyPath = path.isEmpty || !behind.isEmpty ? nil : path
        switch word {
        case "from": return words.count == 1 ? .from(rest) : nil
        case "channel": return words.count == 1 ? .channel(rest) : nil
        case "time": return time(rest)
        case "photo": return path.isEmpty ? nil : .photo(file: path, caption: behind)
        case "voice": return onlyPath.map { .voice(file: $0) }
        case "file": return onlyPath.map { .file($0) }
        case "location":
            guard words.count == 2, let latitude = Double(words[0]), let longitude = Double(words[1]),
                (-90...90).contains(latitude), (-180...180).contains(longitude)
            else { return nil }
            return .location(latitude: words[0], longitude: words[1])
        case "tap": return Int(rest).flatMap { $0 > 0 ? .tap($0) : nil }
        case "staff":
            let text = rest.trimmingCharacters(in: CharacterSet(charactersIn: "\"“” "))
            return text.isEmpty ? nil : .staff(text)
        case "provider": return ProviderMood(rest).map { .provider($0) }
        case "record":
            guard let place = rest.first, quotes[place] == nil else { return onlyPath.map { .record($0) } }
            return .record(rest)
        default: break
        }
        guard rest.isEmpty else { return nil }
        return switch word {
        case "sticker": .sticker
        case "follow": .follow
        case "desk": .desk
        case "why": .why
        case "help": .help
        case "quit", "thoat": .quit
        default: nil
        }
    }

    /// The longest move of the clock, in days.
    private static let longestMove = 3660.0

    /// `+2d`, `+1d3h`, `+90m`, or `08:00`.
    private static func time(_ text: String) -> ChatLine? {
        if let match = text.wholeMatch(of: /([0-9]{1,2}):([0-9]{2})/), let hour = Int(match.1),
            let minute = Int(match.2), hour < 24, minute < 60
        {
            return .clock(hour: hour, minute: minute)
        }
        guard let match = text.wholeMatch(of: /\+(?:([0-9]{1,5})d)?(?:([0-9]{1,5})h)?(?:([0-9]{1,6})m)?/) else {
            return nil
        }
        func number(_ digits: Substring?) -> Double { digits.flatMap { Double($0) } ?? 0 }
        let seconds = number(match.1) * 86_400 + number(match.2) * 3600 + number(match.3) * 60
        return seconds > 0 && seconds <= longestMove * 86_400 ? .time(seconds) : nil
    }

    private static let quotes: [Character: [Character]] = ["\"": ["\""], "“": ["”", "\""], "'": ["'"]]

    /// The path at the beginning, in quotes where it holds spaces, and what stands behind it; nil where there is none.
    private static func file(_ rest: String) -> (path: String, behind: String)? {
        let path: Substring
        var behind: Substring
        if let closing = rest.first.flatMap({ quotes[$0] }) {
            guard let end = rest.dropFirst().firstIndex(where: closing.contains) else { return nil }
            path = rest[..<end].dropFirst()
            behind = rest[end...].dropFirst()
            guard behind.isEmpty || behind.first == " " else { return nil }
        } else {
            path = rest.prefix { $0 != " " }
            behind = rest.dropFirst(path.count)
        }
        guard path.contains(where: { !$0.isWhitespace }) else { return nil }
        return (String(path), behind.split(separator: " ").joined(separator: " "))
    }

    /// Whether it begins with what a keyboard may give in the place of `/`: a full-width stroke or a backslash.
    private static func isLikeSlash(_ line: some StringProtocol) -> Bool {
        line.unicodeScalars.first.map { "／\\＼".unicodeScalars.contains($0) } ?? false
    }

    private static func explainedSlash(_ line: String) -> String {
        "Chưa gửi gì: lệnh bắt đầu bằng dấu / thường. Muốn gửi đúng dòng này, gõ //\(line) (hai dấu / đứng trước). "
            + "Gõ /help để xem các lệnh."
    }

    private static func explained(_ line: String, word: String) -> String {
        let send = "Muốn gửi đúng dòng này, gõ /\(line)"
        guard let order = orders.first(where: { $0.word == word }) else {
            return "Chưa gửi gì: không có lệnh /\(word). \(send) (hai dấu /). Gõ /help để xem các lệnh."
        }
        let usage = order.arguments.isEmpty ? "không có gì đứng sau" : "/\(word) \(order.arguments)"
        let more = hints[word].map { " (\($0))" } ?? ""
        return "Chưa gửi gì: lệnh /\(word) viết là: \(usage)\(more). \(send)"
    }

    private static let spaces = "đường dẫn có dấu cách thì để trong ngoặc kép, như "

    /// What an order takes, where its usage does not say it.
    private static let hints = [
        "from": "một số, không có gì sau nó",
        "time": "xa nhất là +\(Int(longestMove))d; giờ từ 00:00 đến 23:59",
        "location": "vĩ độ từ -90 đến 90, kinh độ từ -180 đến 180, như /location 14.5167 107.9167",
        "tap": "N từ 1, như /tap 1",
        "photo": "\(spaces)/photo \"anh giay to.jpg\" thiếu gì không",
        "voice": "\(spaces)/voice \"loi noi.ogg\"",
        "file": "\(spaces)/file \"don xin.pdf\"",
        "record": "\(spaces)/record \"ban ghi.yaml\"",
        "provider": "giây từ 0 đến 3600, như /provider slow 3",
    ]
}
