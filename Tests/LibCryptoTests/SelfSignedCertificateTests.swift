import Testing

@testable import LibCrypto

@Suite struct SelfSignedCertificateTests {
    @Test func `two certificates have keys of their own`() throws {
        let made = try SelfSignedCertificate(names: ["may-xa.local", "192.168.1.20", "::1"], days: 30)
        #expect(made.certificate.hasPrefix("-----BEGIN CERTIFICATE-----\n"))
        #expect(made.key.hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
        #expect(try SelfSignedCertificate(names: ["may-xa.local"], days: 30).key != made.key)
    }

    @Test(arguments: [[], [""], ["a,DNS:b"], ["máy"], ["a b"], ["a\n"], [String(repeating: "a", count: 65)]])
    func `what could be read as more than a name is refused`(names: [String]) {
        #expect(throws: CryptoError.self) { try SelfSignedCertificate(names: names, days: 1) }
    }
}
