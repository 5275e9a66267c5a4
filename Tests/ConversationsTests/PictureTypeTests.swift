import Testing

@testable import Conversations

@Suite struct PictureTypeTests {
    @Test(
        arguments: [
            ([0xFF, 0xD8, 0xFF, 0xE1], "image/jpeg"), ([0x89, 0x50, 0x4E, 0x47, 0x0D], "image/png"),
            (Array("GIF89a".utf8), "image/gif"), (Array("RIFF0000WEBPVP8 ".utf8), "image/webp"),
            (Array("RIFF0000WAVEfmt ".utf8), nil), (Array("<svg xmlns=".utf8), nil), ([0xFF, 0xD8], nil), ([], nil),
            (Array("\u{0}\u{0}\u{0} ftypheic".utf8), nil),
        ] as [([UInt8], String?)])
    func `a picture is known by its first bytes`(bytes: [UInt8], type: String?) {
        #expect(PictureType(of: bytes)?.rawValue == type)
    }

    @Test func `what a file is called yields to what it is`() {
        var attachment = MessageAttachment(kind: .image)
        for (called, bytes, type) in [
            (nil, [0xFF, 0xD8, 0xFF], "image/jpeg"), ("image/png", [0xFF, 0xD8, 0xFF], "image/jpeg"),
            ("IMAGE/PNG", [0x3C], nil), ("image/heic", [0], "image/heic"),
            ("application/pdf", [0x25], "application/pdf"),
        ] as [(String?, [UInt8], String?)] {
            attachment.contentType = called
            attachment.setType(by: bytes)
            #expect(attachment.contentType == type, "\(called ?? "nothing")")
        }
    }
}
