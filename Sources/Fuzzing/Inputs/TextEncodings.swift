import Foundation

/// Texts that were encoded once too often or read by the wrong table, and bytes in the encodings of providers.
enum TextEncodings {
    static func misread(_ text: String, _ luck: inout Luck) -> String {
        // The work of others over long texts is theirs; here a begin is enough.
        let text = String(text.prefix(3000))
        switch luck.below(7) {
        case 0: return latin1(Array(text.utf8))
        case 1: return latin1(Array(latin1(Array(text.utf8)).utf8))
        case 2: return escaped(text) { "&#\($0);" }
        case 3: return escaped(text) { "\\u" + String(format: "%04x", $0) }
        case 4: return text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
        case 5: return text.utf16.map { String(format: "%04X", $0) }.joined()
        default: return latin1(text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] })
        }
    }

    private static func latin1(_ bytes: [UInt8]) -> String {
        String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }

    private static func escaped(_ text: String, _ escape: (UInt32) -> String) -> String {
        text.unicodeScalars.map { $0.isASCII ? String($0) : escape($0.value) }.joined()
    }

    /// The names that providers give, right and wrong ones.
    static let charsets = [
        "UTF-8", "utf8", "UTF-16BE", "UTF-16LE", "UTF-16", "ucs-2", "ISO-8859-1", "iso-8859-15", "windows-1252",
        "windows-1258",
        "us-ascii", "GSM", "GSM7", "x-unknown", "", "UTF-8;x=1", "\"", "latin1", "utf-32",
    ]

    static func bytes(_ text: String, in charset: String, _ luck: inout Luck) -> [UInt8] {
        var bytes: [UInt8]
        switch charset.lowercased() {
        case "utf-16be", "utf-16", "ucs-2": bytes = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        case "utf-16le": bytes = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        case "utf-32":
            bytes = text.unicodeScalars.flatMap {
                [0, UInt8($0.value >> 16), UInt8($0.value >> 8 & 0xFF), UInt8($0.value & 0xFF)]
            }
        case "iso-8859-1", "iso-8859-15", "windows-1252", "windows-1258", "us-ascii", "latin1", "gsm", "gsm7":
            bytes = text.unicodeScalars.map { $0.value < 256 ? UInt8($0.value) : UInt8(0x3F) }
        default: bytes = Array(text.utf8)
        }
        if luck.once(in: 6) { bytes = luck.pick([[0xFE, 0xFF], [0xFF, 0xFE], [0xEF, 0xBB, 0xBF]], or: []) + bytes }
        if luck.once(in: 6), !bytes.isEmpty { bytes.removeLast(luck.within(1...min(3, bytes.count))) }
        if luck.once(in: 8) {
            bytes += luck.pick([[0xD8, 0x3D], [0xDC, 0x4D], [0xFF], [0xC3], [0xE1, 0xBA], [0]], or: [])
        }
        if luck.once(in: 10) { bytes = [5, 0, 3, UInt8(luck.below(256)), 2, 1] + bytes }
        if luck.once(in: 10), !bytes.isEmpty { bytes[luck.below(bytes.count)] = UInt8(luck.below(256)) }
        return bytes
    }
}
