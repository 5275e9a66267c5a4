/// An encoding that a text may come in.
package enum Charset: String, Sendable, CaseIterable {
    case utf8 = "utf-8"
    case utf16BE = "utf-16be"
    case utf16LE = "utf-16le"
    case windows1252 = "windows-1252"
    case windows1258 = "windows-1258"
    case latin9 = "iso-8859-15"
    case viscii
    /// The alphabet of SMS, 3GPP TS 23.038, one septet in each byte.
    case gsm7 = "gsm-7"

    /// By one of the names that programs give it; nil for one that is unknown here.
    ///
    /// The names are those of the WHATWG's Encoding Standard and of IANA, with the ways in which SMS gateways write GSM and
    /// UCS-2. Case, quotes, spaces and the separators of a name do not matter.
    package init?(label: String) {
        guard let charset = Self.names[Self.key(label)] else { return nil }
        self = charset
    }

    private static func key(_ label: String) -> [UInt8] {
        label.utf8.prefix(60).compactMap { byte in
            switch byte {
            case 0x30...0x39, 0x61...0x7A: byte
            case 0x41...0x5A: byte + 0x20
            default: nil
            }
        }
    }

    private static let names: [[UInt8]: Charset] = {
        let lists: [(Charset, String)] = [
            (.utf8, "utf8 unicode11utf8 unicode20utf8 xunicode20utf8 utf8n cp65001 csutf8"),
            (
                .utf16BE,
                // Without an order SMS gateways mean this one; a mark or the bytes themselves may say otherwise.
                "utf16 utf16be ucs2 ucs2be iso10646ucs2 csunicode unicode unicodefffe unicodebig cp1201 utf16bigendian"
            ),
            (.utf16LE, "utf16le ucs2le unicodefeff unicodelittle cp1200 utf16littleendian"),
            (
                .windows1252,
                "windows1252 cp1252 xcp1252 latin1 l1 iso88591 iso885911987 isoir100 csisolatin1 ibm819 cp819 ascii usascii "
                    + "ansix341968 iso646us us ansi 8bit latin"
            ),
            (.windows1258, "windows1258 cp1258 xcp1258 vietnamese"),
            (.latin9, "iso885915 latin9 l9 csisolatin9 csisolatin15"),
            (.viscii, "viscii csviscii viscii111"),
            (
                .gsm7,
                "gsm gsm7 gsm7bit gsm0338 gsm338 3gppts23038 ts23038 smsdefault gsmdefault sms7bit 7bit default gsm03382009"
            ),
        ]
        var names: [[UInt8]: Charset] = [:]
        for (charset, list) in lists {
            for name in list.split(separator: " ") { names[Array(name.utf8)] = charset }
        }
        return names
    }()

    /// The name in a content type: `text/plain; charset="UTF-16BE"` gives `UTF-16BE`.
    package static func label(inContentType type: String) -> String? {
        for part in type.split(separator: ";").dropFirst().prefix(20) {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, pair[0].filter({ $0 != " " && $0 != "\t" }).lowercased() == "charset" else {
                continue
            }
            let name = pair[1].filter { !" \t\"'".contains($0) }
            return name.isEmpty ? nil : String(name)
        }
        return nil
    }

    /// The text of bytes in this encoding; what stands for nothing becomes U+FFFD.
    package func text(_ bytes: [UInt8]) -> String {
        switch self {
        case .utf8: String(decoding: bytes, as: UTF8.self)
        case .utf16BE: Self.utf16(bytes, high: 0)
        case .utf16LE: Self.utf16(bytes, high: 1)
        case .windows1252: Self.single(bytes, CharsetTables.windows1252)
        case .windows1258: Self.single(bytes, CharsetTables.windows1258)
        case .latin9: Self.single(bytes, CharsetTables.latin9)
        case .viscii: Self.single(bytes, CharsetTables.viscii)
        case .gsm7: Self.gsm7(bytes)
        }
    }

    /// `high` is the place of the high byte in each pair; a byte that is left over is half a unit.
    private static func utf16(_ bytes: [UInt8], high: Int) -> String {
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2 + 1)
        for index in stride(from: 0, to: bytes.count - 1, by: 2) {
            units.append(UInt16(bytes[index + high]) << 8 | UInt16(bytes[index + 1 - high]))
        }
        if !bytes.count.isMultiple(of: 2) { units.append(0xFFFD) }
        return String(decoding: units, as: UTF16.self)
    }

    private static func single(_ bytes: [UInt8], _ table: [Unicode.Scalar]) -> String {
        var scalars = String.UnicodeScalarView()
        for byte in bytes { scalars.append(table[Int(byte)]) }
        return String(scalars)
    }

    private static func gsm7(_ bytes: [UInt8]) -> String {
        var scalars = String.UnicodeScalarView()
        var isEscaped = false
        for byte in bytes {
            if isEscaped, let scalar = CharsetTables.gsmExtension[byte] {
                scalars.append(scalar)
                isEscaped = false
            } else if byte == 0x1B {
                isEscaped = true
            } else {
                // An unknown escape shows the sign of the basic table.
                scalars.append(byte < 0x80 ? CharsetTables.gsmBasic[Int(byte)] : "\u{FFFD}")
                isEscaped = false
            }
        }
        return String(scalars)
    }
}
