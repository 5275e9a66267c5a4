package import CheckedYAML
package import Conversations

/// One kind of provider, with all that is known of it before any channel of it is configured.
///
/// Each kind has a folder, in which it says this of itself; ``ChannelKinds`` lists them.
package struct ChannelKind: Sendable, Equatable, CustomStringConvertible {
    /// Makes the channel of an entry whose common keys are read and whose other keys are known to be allowed.
    typealias Maker = @Sendable (ChannelProfile, YAMLEntry, ChannelSurroundings) throws(FileProblem) -> any Channel

    /// What stands behind `kind:` in the configuration.
    package let name: String
    /// The keys of its entries beside those that every channel has.
    package let keys: [String]
    /// What its providers count when they limit the pace; nil where the entry may choose.
    package let counts: SendingPace.Unit?
    /// What its addresses are, where the entry does not say otherwise.
    ///
    /// On lines of phones only mobile phones can be answered (see ``SenderAddress``), on those of ids everybody.
    package let senders: SenderKind
    let make: Maker

    init(
        _ name: String, keys: [String], counts: SendingPace.Unit?, senders: SenderKind, make: @escaping Maker
    ) {
        self.name = name
        self.keys = keys
        self.counts = counts
        self.senders = senders
        self.make = make
    }

    /// Whether anybody's phone can be written to by it.
    package var reachesPhones: Bool { senders == .phones }

    /// What bounds a text on it.
    package var carrier: OfficerText.Carrier { reachesPhones ? .sms : .chat }

    /// What its providers bill.
    package var bills: SendingPace.Unit { counts ?? (reachesPhones ? .segments : .messages) }

    package var description: String { name }

    /// Kinds are told apart by their names.
    package static func == (left: ChannelKind, right: ChannelKind) -> Bool { left.name == right.name }

    /// Refuses an entry with a key that channels of this kind do not have.
    package func check(keysOf entry: YAMLEntry) throws(FileProblem) {
        try entry.allow(keys: ChannelKinds.commonKeys + keys)
    }
}
