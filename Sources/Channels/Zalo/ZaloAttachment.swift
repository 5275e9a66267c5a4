import Conversations
import Foundation

/// What lies beside the words of a Zalo message.
struct ZaloAttachment: Decodable {
    struct Coordinates: Decodable {
        var latitude: SpareText?
        var longitude: SpareText?
    }

    struct Payload: Decodable {
        var url: SpareText?
        /// Of a file.
        var name: SpareText?
        /// A number written as text.
        var size: SpareText?
        var type: SpareText?
        var description: SpareText?
        var coordinates: Coordinates?
    }

    var type: SpareText?
    var payload: Payload?

    func described(as kind: MessageKind) -> MessageAttachment {
        // A business card comes as a link whose description is JSON with a phone number.
        let isCard = kind == .link && payload?.description?.text?.contains("\"phone\"") ?? false
        var result = MessageAttachment(kind: isCard ? .contactCard : kind, url: payload?.url?.text)
        result.name = payload?.name?.text
        result.bytes = payload?.size?.text.flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
        result.contentType = payload?.type?.text
        result.description = payload?.description?.text
        result.latitude = payload?.coordinates?.latitude?.text
        result.longitude = payload?.coordinates?.longitude?.text
        return result
    }
}
