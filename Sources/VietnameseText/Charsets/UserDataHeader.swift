/// The header that joins the parts of a long SMS, left in front of a text by gateways that do not take it off.
package enum UserDataHeader {
    /// The bytes without such a header: of parts with a number of one byte, or of two (3GPP TS 23.040, 9.2.3.24).
    ///
    /// No text begins so: it would begin with a control or with letters of no language.
    package static func removed(from bytes: [UInt8]) -> [UInt8] {
        let length: Int
        if bytes.starts(with: [0x05, 0x00, 0x03]), bytes.count >= 6 {
            length = 6
        } else if bytes.starts(with: [0x06, 0x08, 0x04]), bytes.count >= 7 {
            length = 7
        } else {
            return bytes
        }
        let (parts, part) = (bytes[length - 2], bytes[length - 1])
        return (1...max(parts, 1)).contains(part) && parts > 0 ? Array(bytes.dropFirst(length)) : bytes
    }
}
