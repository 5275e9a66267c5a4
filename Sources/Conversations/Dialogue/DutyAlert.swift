/// A message to the officer on duty about an emergency; no limit and no quiet hour holds it back.
package struct DutyAlert: Sendable, Equatable {
    /// The officer's number, as the commune's profile gives it.
    package var phone: String
    package var text: String
    /// The channel that reaches phones; nil for the channel of the villager's message.
    package var channel: ChannelID?

    package init(phone: String, text: String, channel: ChannelID? = nil) {
        self.channel = channel
        self.phone = phone
        self.text = text
    }
}
