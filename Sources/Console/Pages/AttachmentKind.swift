import Conversations
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import Storage

/// How a villager's file is given to a browser: pictures of the old, plain kinds are shown, everything else is only kept.
enum AttachmentKind {
    static func isShown(_ type: String?) -> Bool { type.flatMap { PictureType(rawValue: $0.lowercased()) } != nil }

    /// The type of a file that is a picture, by what it is called and by its first bytes; nil for everything else.
    static func picture(_ file: AttachmentBytes) -> String? {
        PictureType(of: file.bytes).map(\.rawValue).flatMap {
            $0 == file.description.contentType?.lowercased() ? $0 : nil
        }
    }

    static func answer(_ file: AttachmentBytes) -> Answer {
        var answer = Answer(body: ResponseBody(byteBuffer: ByteBuffer(bytes: file.bytes)))
        if let type = picture(file) {
            answer.headers[.contentType] = type
        } else {
            answer.headers[.contentType] = "application/octet-stream"
            answer.headers[.contentDisposition] = "attachment"
        }
        answer.headers[.contentSecurityPolicy] = "default-src 'none'; sandbox"
        return answer
    }
}
