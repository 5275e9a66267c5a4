/// What the phone page shows, as its script reads it.
struct PhoneRoomView: Codable, Sendable {
    struct Channel: Codable, Sendable {
        var id: String
        var name: String
        /// Names of ``VillagerAct/samples``.
        var carries: [String]
        var isSMS: Bool
    }

    struct Phone: Codable, Sendable {
        var number: Int
        var channel: String
        var channelName: String
        var address: String
        var isSMS: Bool
        var carries: [String]
        var messages: [Message]
        /// What the villager still waits for; empty for nothing.
        var waiting: String
        /// What the staff list shows of this villager, a line each.
        var desk: [String]
        var mayBeAnswered: Bool
    }

    struct Message: Codable, Sendable {
        var key: String
        /// `villager`, `machine` or `officer`.
        var side: String
        var text: String
        /// A kind of message beside words; `text` for words alone.
        var kind: String
        var time: String
        /// The day of it, such as `thứ Sáu 27/11/2026`.
        var day: String
        /// The address of its picture or sound on this page.
        var media: String?
        var buttons: [Delivered.Button]
        /// What became of it on its way.
        var ticks: String
        /// What it costs; nil for what villagers send.
        var cost: String?
        var why: Why?
    }

    struct Why: Codable, Sendable {
        var pieces: [WordTones.Piece]
        var lines: [String]
    }

    var clock: String
    var isOwn: Bool
    var mood: String
    var channels: [Channel]
    var phones: [Phone]
}
