/// What a message is; the raw value is stored.
package enum MessageKind: String, Sendable, Codable, CaseIterable {
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
package struct MessageAttachment: Sendable, Equatable, Codable {
    package var kind: MessageKind
    /// Where the provider keeps it, for a short time.
    package var url: String?
    package var name: String?
    package var contentType: String?
    package var bytes: Int?
    /// Degrees, as the provider wrote them.
    package var latitude: String?
    package var longitude: String?
    /// What else the provider says of it, such as the description of a link.
    package var description: String?

    package init(kind: MessageKind, url: String? = nil) {
        self.kind = kind
        self.url = url
    }
}
