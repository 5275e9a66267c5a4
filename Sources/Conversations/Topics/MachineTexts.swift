/// How texts read that no villager writes for the gateway, from `machine_texts` of the intents files.
package struct MachineTexts: Sendable {
    /// What stands before a quoted message in a reaction to it: "Liked", "đã thích".
    package var reactions: [PhrasePattern] = []
    /// Reactions that quote nothing: "Loved an image".
    package var wholeReactions: [PhrasePattern] = []
    /// What only machines say: "tin nhắn tự động".
    package var autoReplies: [PhrasePattern] = []
    /// Somebody is away ("đang lái xe"); beside one of `promises`, or alone, it is a machine's too.
    package var absences: [PhrasePattern] = []
    /// Somebody will write later: "sẽ gọi lại".
    package var promises: [PhrasePattern] = []

    package init() {}
}
