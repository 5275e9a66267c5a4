import Foundation

/// Bytes written in base64 with padding, the alphabet of RFC 4648 section 4.
package enum Base64 {
    package static func encode(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

    /// The bytes; nil when a foreign character, a line break or wrong padding is in the text.
    package static func decode(_ text: String) -> [UInt8]? { Data(base64Encoded: text).map { Array($0) } }
}
