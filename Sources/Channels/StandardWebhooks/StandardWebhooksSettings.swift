import CheckedYAML

/// What a channel entry of kind `standard` holds beside the keys of every channel.
struct StandardWebhooksSettings: Sendable {
    /// The live secrets, `whsec_…`; two while the secret is being changed.
    var signature: StandardWebhooksSignature
    /// Where answers are posted.
    var sendURL: String
    var senders: SenderKind

    init(_ entry: YAMLEntry, _ surroundings: ChannelSurroundings) throws(FileProblem) {
        let secretEntry = try entry.entry("secret")
        var keys: [[UInt8]] = []
        for secret in try secretEntry.secrets(surroundings, atLeast: 1) {
            guard let key = StandardWebhooksSignature.key(of: secret) else {
                throw secretEntry.problem(
                    "it is no secret of 24 to 64 bytes", mend: "write whsec_ and the bytes in base64")
            }
            keys.append(key)
        }
        signature = StandardWebhooksSignature(keys: keys)
        sendURL = try entry.entry("send_url").webAddress()
        senders = try entry.optional("senders")?.oneOf(SenderKind.self) ?? ChannelKind.standard.senders
    }
}
