import VietnameseText

/// What a messenger writes in a text where a sticker or a picture cannot be sent: "[Sticker]", "(nhãn dán)".
enum MediaPlaceholder {
    /// The longest text that is looked at, in bytes.
    private static let longest = 80

    /// Whether a text is nothing but such words in brackets, or a few of them.
    static func isWhole(_ text: String) -> Bool {
        guard text.utf8.count <= longest, text.utf8.contains(where: { "[(<".utf8.contains($0) }) else { return false }
        var rest = text.drop { $0.isWhitespace }
        guard !rest.isEmpty else { return false }
        while let opener = rest.first {
            guard let closer = closers[opener], let end = rest.firstIndex(of: closer) else { return false }
            let inside = Words(String(rest[rest.index(after: rest.startIndex)..<end])).words.map(\.folded)
            guard names.contains(inside.joined(separator: " ")) else { return false }
            rest = rest[rest.index(after: end)...].drop { $0.isWhitespace }
        }
        return true
    }

    private static let closers: [Character: Character] = ["[": "]", "(": ")", "<": ">"]

    private static let names: Set<String> = [
        "sticker", "stickers", "nhan dan", "hinh dan", "gif", "anh dong", "anh gif", "emoji", "emoticon",
        "bieu tuong cam xuc", "bieu cam", "hinh anh", "hinh", "anh", "mot anh", "mot hinh anh", "photo", "image",
        "picture",
        "video", "media", "media omitted", "da gui mot nhan dan", "da gui mot anh", "tin nhan thoai", "voice", "audio",
        "like", "thich", "tep", "tep dinh kem", "dinh kem", "file", "attachment", "danh thiep", "cuoc goi nho",
        "missed call",
    ]
}
