/// What a message is; the raw value is stored.
public enum MessageKind: String, Sendable, Codable, CaseIterable {
    case text
    case image
    case voice
    case video
    case file
    case location
    case sticker
    case link
    case contactCard = "contact_card"
    /// The provider withholds the content.
    case unsupported
    /// The villager began to follow the commune's account, or opened its chat.
    case follow
    /// The villager asks, through the provider, that his data be deleted.
    case erasureRequest = "erasure_request"
}

/// Something beside the words of a message, as the provider describes it; nothing of it was fetched yet.
public struct MessageAttachment: Sendable, Equatable, Codable {
    public var kind: MessageKind
    /// Where the provider keeps it, for a short time.
    public var url: String?
    public var name: String?
    public var contentType: String?
    public var bytes: Int?
    /// Degrees, as the provider wrote them.
    public var latitude: String?
    public var longitude: String?
    /// What else the provider says of it, such as the description of a link.
    public var description: String?

    public init(kind: MessageKind, url: String? = nil) {
        self.kind = kind
        self.url = url
    }
}
