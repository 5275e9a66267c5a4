#if PostgreSQL
/// What libpq says of TLS when it does not connect, and what mends it.
///
/// A failed connection has no code, only words; they are those of libpq and of OpenSSL, in English whatever the system speaks.
enum PostgreSQLTrust {
    private static let signs: [(words: String, mend: String)] = [
        ("server does not support SSL", "Turn TLS on at the server (ssl = on, with ssl_cert_file and ssl_key_file)."),
        (
            "does not match host name",
            "Name the host in storage.server as its certificate does, or give the host a certificate with that name."
        ),
        (
            "certificate verify failed",
            "Let sslrootcert in storage.server name the CA that signed the server's certificate, and look whether that is still good."
        ),
        (
            "root certificate file",
            "Put the CA's certificate where sslrootcert in storage.server says, readable to the gateway."
        ),
        ("valid client certificate", "Name a certificate and its key as sslcert and sslkey in storage.server."),
        (
            "private key file",
            "Let sslkey in storage.server name the key of sslcert, readable to the gateway's user alone."
        ),
    ]
    /// Anything else of the kind; a line that breaks is none ("SSL error: unexpected eof", "SSL SYSCALL error").
    private static let others = ["tlsv1 alert", "wrong version number", "certificate", "sslmode"]

    static func isAbout(_ message: String) -> Bool {
        signs.contains { message.contains($0.words) } || others.contains(where: message.contains)
    }

    static func mend(for message: String) -> String {
        signs.first { message.contains($0.words) }?.mend
            ?? "Look at sslmode, sslrootcert, sslcert and sslkey in storage.server."
    }
}
#endif
