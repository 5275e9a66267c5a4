import LibCrypto

/// A certificate for the office's port that nobody vouches for, for a try.
package struct OfficeCertificate: Sendable {
    /// As PEM.
    package let certificate: String
    package let key: String

    /// - Parameters:
    ///   - names: names and addresses by which the office's computers call this machine; see `isName`.
    ///   - days: how long it is good.
    package init(names: [String], days: Int) throws {
        let made = try SelfSignedCertificate(names: names, days: days)
        (certificate, key) = (made.certificate, made.key)
    }

    /// Whether a text can be the name or the address of a machine.
    package static func isName(_ text: String) -> Bool { SelfSignedCertificate.isName(text) }
}
