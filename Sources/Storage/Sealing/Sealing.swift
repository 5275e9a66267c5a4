import Conversations
import Foundation
import LibCrypto

/// A text as tables hold it: masked for every reader, and sealed in full when masking took something away.
struct GuardedText {
    var masked: String
    var sealed: Data?
}

/// What is sealed, so that a box cannot be moved to another column or another conversation.
enum SealedPlace {
    case address(index: Data)
    case original(ConversationID)
    case understanding(ConversationID)
    case state(ConversationID)
    case quarantinedSender
    case quarantinedBytes
    case dossierPhone(index: Data)
    case channelToken(ChannelID)
    case attachmentDescription(ConversationID)
    case attachmentBytes(ConversationID)
    case secondFactor(OfficerID)
    case note(EscalationID)
    case draft(OfficerID, EscalationID)
    case typed(ConversationID)
    case villagerName(index: Data)

    var context: [UInt8] {
        switch self {
        case .address(let index): Array("contact.address|".utf8) + index
        case .original(let conversation): Array("message.original|\(conversation)".utf8)
        case .understanding(let conversation): Array("message.understanding|\(conversation)".utf8)
        case .state(let conversation): Array("conversation.state|\(conversation)".utf8)
        case .quarantinedSender: Array("quarantine.sender".utf8)
        case .quarantinedBytes: Array("quarantine.bytes".utf8)
        case .dossierPhone(let index): Array("dossier.phone|".utf8) + index
        case .channelToken(let channel): Array("channel_token.token|\(channel)".utf8)
        case .attachmentDescription(let conversation): Array("attachment.description|\(conversation)".utf8)
        case .attachmentBytes(let conversation): Array("attachment.bytes|\(conversation)".utf8)
        case .secondFactor(let officer): Array("officer.factor|\(officer)".utf8)
        case .note(let matter): Array("staff_note.text|\(matter)".utf8)
        case .draft(let officer, let matter): Array("draft.text|\(officer)|\(matter)".utf8)
        case .typed(let conversation): Array("staff_answer.typed|\(conversation)".utf8)
        case .villagerName(let index): Array("contact.name|".utf8) + index
        }
    }
}

/// Seals, opens and indexes what must not stand in the clear.
struct Sealing: Sendable {
    let keys: StoreKeys
    private let indexing: HMACKey

    init(keys: StoreKeys) {
        self.keys = keys
        indexing = HMACKey(keys.index)
    }

    /// The blind index of an address: equal for equal addresses of a channel, and nothing without the key.
    func index(of address: String, on channel: ChannelID) -> Data {
        Data(indexing.code(of: Array(channel.rawValue.utf8) + [0] + Array(address.utf8)))
    }

    /// A name for bytes of a channel: equal for equal bytes, and telling nothing of them without the key.
    func name(of bytes: [UInt8], on channel: ChannelID) -> String {
        Hex.encode(indexing.code(of: Array("call|\(channel)|".utf8) + bytes))
    }

    /// What is kept of who tries to sign in from where: equal for equal tries, and naming nobody.
    func bucket(of login: String, from source: String) -> Data {
        Data(indexing.code(of: Array("sign_in|".utf8) + Array(login.utf8) + [0] + Array(source.utf8)))
    }

    func seal(_ bytes: [UInt8], in place: SealedPlace) throws -> Data {
        try Data(SealedBox.seal(bytes, key: keys.encryption, context: place.context))
    }

    func seal(_ text: String, in place: SealedPlace) throws -> Data {
        try seal(Array(text.utf8), in: place)
    }

    func open(_ sealed: Data, in place: SealedPlace) throws -> String {
        String(decoding: try openBytes(sealed, in: place), as: UTF8.self)
    }

    func openBytes(_ sealed: Data, in place: SealedPlace) throws -> [UInt8] {
        do {
            return try SealedBox.open(Array(sealed), key: keys.encryption, context: place.context)
        } catch {
            throw StorageError(
                .unreadableSeal,
                "A sealed value cannot be opened: \(error).",
                mend: "Restore the database from a backup if it was changed by hand."
            )
        }
    }

    /// Masks the text, and seals it too when the mask hides a part of it.
    func guarded(_ text: String, in place: SealedPlace) throws -> GuardedText {
        try guarded(text, masked: PersonalNumbers.masked(text), in: place)
    }

    /// The same for those who have masked it already.
    func guarded(_ text: String, masked: String, in place: SealedPlace) throws -> GuardedText {
        GuardedText(masked: masked, sealed: masked == text ? nil : try seal(text, in: place))
    }

    /// Seals the text whole, and keeps of it in the clear what tells no personal number and no address.
    ///
    /// Of each long run of digits the end is left, by which staff know a villager.
    func hidden(_ text: String, in place: SealedPlace) throws -> GuardedText {
        GuardedText(
            masked: Addresses.shortened(PersonalNumbers.masked(text)), sealed: try seal(text, in: place))
    }

    /// The text in full again.
    func full(_ text: GuardedText, in place: SealedPlace) throws -> String {
        guard let sealed = text.sealed else { return text.masked }
        return try open(sealed, in: place)
    }
}
