/// How texts read that no villager writes for the gateway, from `machine_texts` of the intents files.
public struct MachineTexts: Sendable {
    /// What stands before a quoted message in a reaction to it: "Liked", "đã thích".
    public var reactions: [PhrasePattern] = []
    /// Reactions that quote nothing: "Loved an image".
    public var wholeReactions: [PhrasePattern] = []
    /// What only machines say: "tin nhắn tự động".
    public var autoReplies: [PhrasePattern] = []
    /// Somebody is away ("đang lái xe"); beside one of `promises`, or alone, it is a machine's too.
    public var absences: [PhrasePattern] = []
    /// Somebody will write later: "sẽ gọi lại".
    public var promises: [PhrasePattern] = []

    public init() {}
}
