/// What a villager does at the phone; which of it a channel can carry, its kind says.
package enum VillagerAct: Sendable, Equatable {
    case text(String)
    /// A button, which sends its payload; phones without buttons send it as a text.
    case tap(String)
    case picture(url: String, caption: String)
    case voice(url: String)
    case file(url: String, name: String)
    case location(latitude: String, longitude: String)
    case sticker(url: String)
    /// Begins to follow the commune's account, or opens its chat.
    case follow
    /// Opens these messages of the gateway, by the provider's ids.
    case seen([String])

    /// The words that every channel can carry; nil for anything beside words.
    var words: String? {
        switch self {
        case .text(let text), .tap(let text): text
        default: nil
        }
    }

    /// One of each kind, to ask a channel what it carries.
    package static let samples: [String: VillagerAct] = [
        "photo": .picture(url: "http://127.0.0.1/p", caption: ""), "voice": .voice(url: "http://127.0.0.1/v"),
        "file": .file(url: "http://127.0.0.1/f", name: "f"),
        "location": .location(latitude: "14.5", longitude: "107.9"),
        "sticker": .sticker(url: "http://127.0.0.1/s"), "follow": .follow, "seen": .seen(["1"]),
    ]
}
