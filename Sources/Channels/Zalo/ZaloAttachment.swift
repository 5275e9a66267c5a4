import Conversations
import JSONText

/// What lies beside the words of a Zalo message; what is of another type than it should be spoils nothing around it.
struct ZaloAttachment {
    private let payload: JSON?
    private let coordinates: JSON?

    init(_ json: JSON) throws {
        payload = try json.object("payload")
        coordinates = try payload?.object("coordinates")
    }

    func described(as kind: MessageKind) -> MessageAttachment {
        let description = payload?["description"]?.text
        // A business card comes as a link whose description is JSON with a phone number.
        let isCard = kind == .link && description?.contains("\"phone\"") ?? false
        var result = MessageAttachment(kind: isCard ? .contactCard : kind, url: payload?["url"]?.text)
        // Of a file; its size is a number written as text.
        result.name = payload?["name"]?.text
        result.bytes = payload?["size"]?.text.flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
        result.contentType = payload?["type"]?.text
        result.description = description
        result.latitude = coordinates?["latitude"]?.text
        result.longitude = coordinates?["longitude"]?.text
        return result
    }
}
