import Conversations
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import Storage

/// How a villager's file is given to a browser: pictures of the old, plain kinds are shown, everything else is only kept.
enum AttachmentKind {
    /// An SVG is a page that runs scripts, so it is no picture here.
    private static let shown = ["image/jpeg", "image/png", "image/gif", "image/webp"]

    static func isShown(_ type: String?) -> Bool { type.map { shown.contains($0.lowercased()) } ?? false }

    /// The type of a file that is a picture, by what it is called and by its first bytes; nil for everything else.
    static func picture(_ file: AttachmentBytes) -> String? {
        guard let type = file.description.contentType?.lowercased(), isShown(type), begins(file.bytes, as: type) else {
            return nil
        }
        return type
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

    private static func begins(_ bytes: [UInt8], as type: String) -> Bool {
        switch type {
        case "image/jpeg": bytes.starts(with: [0xFF, 0xD8, 0xFF])
        case "image/png": bytes.starts(with: [0x89, 0x50, 0x4E, 0x47])
        case "image/gif": bytes.starts(with: Array("GIF8".utf8))
        case "image/webp": bytes.starts(with: Array("RIFF".utf8)) && bytes.dropFirst(8).starts(with: Array("WEBP".utf8))
        default: false
        }
    }
}
