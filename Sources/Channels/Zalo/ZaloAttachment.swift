import Conversations
import Foundation

/// What lies beside the words of a Zalo message.
struct ZaloAttachment: Decodable {
    struct Coordinates: Decodable {
        var latitude: LooseText?
        var longitude: LooseText?
    }

    struct Payload: Decodable {
        var url: String?
        /// Of a file.
        var name: String?
        /// A number written as text.
        var size: LooseText?
        var type: String?
        var description: String?
        var coordinates: Coordinates?
    }

    var type: String?
    var payload: Payload?

    func described(as kind: MessageKind) -> MessageAttachment {
        // A business card comes as a link whose description is JSON with a phone number.
        let isCard = kind == .link && payload?.description?.contains("\"phone\"") ?? false
        var result = MessageAttachment(kind: isCard ? .contactCard : kind, url: payload?.url)
        result.name = payload?.name
        result.bytes = payload?.size.flatMap { Int($0.text) }
        result.contentType = payload?.type
        result.description = payload?.description
        result.latitude = payload?.coordinates?.latitude?.text
        result.longitude = payload?.coordinates?.longitude?.text
        return result
    }
}
