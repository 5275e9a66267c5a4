/// The plain kinds of pictures, which a browser shows without harm, known by their first bytes.
///
/// Providers often say nothing of a picture's type, or what a phone made up. An SVG is a page that runs scripts, so it is no
/// picture here.
package enum PictureType: String, Sendable, CaseIterable {
    case jpeg = "image/jpeg"
    case png = "image/png"
    case gif = "image/gif"
    case webp = "image/webp"

    /// Nil for everything else.
    package init?(of bytes: some Collection<UInt8>) {
        func begins(_ start: [UInt8], at place: Int = 0) -> Bool { bytes.dropFirst(place).starts(with: start) }
        switch true {
        case begins([0xFF, 0xD8, 0xFF]): self = .jpeg
        case begins([0x89, 0x50, 0x4E, 0x47]): self = .png
        case begins(Array("GIF8".utf8)): self = .gif
        case begins(Array("RIFF".utf8)) && begins(Array("WEBP".utf8), at: 8): self = .webp
        default: return nil
        }
    }

    /// How a file of the kind is called.
    package var ending: String {
        switch self {
        case .jpeg: "jpg"
        case .png: "png"
        case .gif: "gif"
        case .webp: "webp"
        }
    }
}

extension MessageAttachment {
    /// Lets the bytes say which picture it is; what only calls itself one is none.
    package mutating func setType(by bytes: some Collection<UInt8>) {
        if let type = PictureType(of: bytes) {
            contentType = type.rawValue
        } else if PictureType(rawValue: contentType?.lowercased() ?? "") != nil {
            contentType = nil
        }
    }
}
