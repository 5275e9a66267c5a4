import COpenSSL

/// A certificate that nobody but its maker vouches for, with its key, both as PEM.
package struct SelfSignedCertificate: Sendable, Equatable {
    package let certificate: String
    package let key: String

    /// Makes one for a server, with a new key on P-256, good from now on.
    ///
    /// - Parameter names: names and addresses by which it is called, each of letters, digits, points, hyphens and colons; the
    ///   first is its common name too.
    package init(names: [String], days: Int) throws(CryptoError) {
        guard let first = names.first, names.allSatisfy(Self.isName) else { throw .operationFailed("a check of names") }
        guard let key = nr_new_key_of_p256() else { throw .operationFailed("EVP_EC_gen") }
        defer { EVP_PKEY_free(key) }
        guard let made = X509_new() else { throw .operationFailed("X509_new") }
        defer { X509_free(made) }
        // The third version, which alone has extensions, is written as 2.
        try check(X509_set_version(made, 2), "X509_set_version")
        let serial = try randomBytes(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } >> 1
        try check(ASN1_INTEGER_set_uint64(X509_get_serialNumber(made), serial), "ASN1_INTEGER_set_uint64")
        // Clocks of an office differ by minutes.
        guard X509_gmtime_adj(X509_getm_notBefore(made), -3600) != nil,
            X509_time_adj_ex(X509_getm_notAfter(made), Int32(clamping: days), 0, nil) != nil
        else { throw .operationFailed("X509_gmtime_adj") }
        let subject = X509_get_subject_name(made)
        try check(
            X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_FLAG | 1, first, -1, -1, 0), "X509_NAME_add_entry_by_txt"
        )
        try check(X509_set_issuer_name(made, subject), "X509_set_issuer_name")
        try check(X509_set_pubkey(made, key), "X509_set_pubkey")
        let alternatives = names.map { (Self.isAddress($0) ? "IP:" : "DNS:") + $0 }.joined(separator: ",")
        for (kind, value) in [
            (NID_basic_constraints, "critical,CA:FALSE"), (NID_key_usage, "critical,digitalSignature"),
            (NID_ext_key_usage, "serverAuth"), (NID_subject_alt_name, alternatives),
        ] {
            guard let part = X509V3_EXT_conf_nid(nil, nil, kind, value) else {
                ERR_clear_error()
                throw .operationFailed("X509V3_EXT_conf_nid")
            }
            defer { X509_EXTENSION_free(part) }
            try check(X509_add_ext(made, part, -1), "X509_add_ext")
        }
        guard X509_sign(made, key, EVP_sha256()) > 0 else { throw .operationFailed("X509_sign") }
        certificate = try Self.text("PEM_write_bio_X509") { PEM_write_bio_X509($0, made) }
        self.key = try Self.text("PEM_write_bio_PrivateKey") {
            PEM_write_bio_PrivateKey($0, key, nil, nil, 0, nil, nil)
        }
    }

    /// Whether a text can stand in a certificate as a name or an address, with nothing that parts the entries of a list.
    package static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 64
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: ":"):
                    true
                default: false
                }
            }
    }

    private static func isAddress(_ name: String) -> Bool {
        name.contains(":") || name.utf8.allSatisfy { $0 == UInt8(ascii: ".") || (0x30...0x39).contains($0) }
    }

    private static func text(
        _ operation: String, _ write: (OpaquePointer) -> Int32
    ) throws(CryptoError) -> String {
        guard let memory = BIO_new(BIO_s_mem()) else { throw .operationFailed("BIO_new") }
        defer { BIO_free(memory) }
        try check(write(memory), operation)
        var bytes = [UInt8](repeating: 0, count: BIO_ctrl_pending(memory))
        guard BIO_read(memory, &bytes, Int32(bytes.count)) == Int32(bytes.count) else {
            throw .operationFailed("BIO_read")
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
