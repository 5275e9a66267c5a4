import LibCrypto
import Testing

@Suite struct HashingTests {
    struct Vector: Sendable {
        var key: [UInt8]
        var data: [UInt8]
        var digest: String
    }

    /// RFC 4231, cases 1, 2, 3, 4, 6 and 7; then an empty key.
    static let vectors = [
        Vector(
            key: [UInt8](repeating: 0x0b, count: 20),
            data: Array("Hi There".utf8),
            digest: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        Vector(
            key: Array("Jefe".utf8),
            data: Array("what do ya want for nothing?".utf8),
            digest: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        Vector(
            key: [UInt8](repeating: 0xaa, count: 20),
            data: [UInt8](repeating: 0xdd, count: 50),
            digest: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
        ),
        Vector(
            key: Array(1...25),
            data: [UInt8](repeating: 0xcd, count: 50),
            digest: "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
        ),
        Vector(
            key: [UInt8](repeating: 0xaa, count: 131),
            data: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            digest: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
        Vector(
            key: [UInt8](repeating: 0xaa, count: 131),
            data: Array(
                ("This is a test using a larger than block-size key and a larger than block-size data. "
                    + "The key needs to be hashed before being used by the HMAC algorithm.").utf8
            ),
            digest: "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
        ),
        Vector(
            key: [],
            data: [],
            digest: "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"
        ),
    ]

    @Test(arguments: vectors) func `HMAC-SHA256 gives the digests of RFC 4231`(vector: Vector) {
        #expect(Hex.encode(hmacSHA256(key: vector.key, data: vector.data)) == vector.digest)
        let key = HMACKey(vector.key)
        // The second time must not go on where the first ended.
        for _ in 1...2 { #expect(Hex.encode(key.code(of: vector.data)) == vector.digest) }
    }

    @Test func `SHA-256 gives the known digests`() {
        #expect(
            Hex.encode(sha256([])) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        )
        #expect(
            Hex.encode(sha256(Array("abc".utf8))) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        )
    }

    /// RFC 2202, cases 1, 2 and 6.
    @Test func `HMAC-SHA1 gives the digests of RFC 2202`() {
        for vector in [
            Vector(
                key: [UInt8](repeating: 0x0b, count: 20), data: Array("Hi There".utf8),
                digest: "b617318655057264e28bc0b6fb378c8ef146be00"),
            Vector(
                key: Array("Jefe".utf8), data: Array("what do ya want for nothing?".utf8),
                digest: "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
            Vector(
                key: [UInt8](repeating: 0xaa, count: 80),
                data: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
                digest: "aa4ae5e15272d00e95705637ce8a3b55ed402112"),
        ] {
            #expect(Hex.encode(hmacSHA1(key: vector.key, data: vector.data)) == vector.digest)
        }
    }

    @Test(arguments: [
        ("", "d41d8cd98f00b204e9800998ecf8427e"), ("abc", "900150983cd24fb0d6963f7d28e17f72"),
        ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
    ])
    func `MD5 gives the digests of RFC 1321`(text: String, digest: String) {
        #expect(md5(Array(text.utf8)).map(Hex.encode) == digest)
    }

    /// RFC 4648, section 10.
    @Test(arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")])
    func `base64 is that of RFC 4648`(text: String, encoded: String) {
        #expect(Base64.encode(Array(text.utf8)) == encoded)
        #expect(Base64.decode(encoded) == Array(text.utf8))
    }

    @Test(arguments: ["Zg", "Zg=", "Z-==", "Zm9v\n", "Zm 9v"]) func `what is no base64 is refused`(text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test func `equal secrets are equal and others are not, whatever their length`() {
        #expect(constantTimeEqual([1, 2, 3], [1, 2, 3]))
        #expect(!constantTimeEqual([1, 2, 3], [1, 2, 4]))
        #expect(!constantTimeEqual([1, 2, 3], [1, 2]))
        #expect(constantTimeEqual([UInt8](), []))
        #expect(constantTimeEqual("Nhà Rông", "Nhà Rông"))
        #expect(!constantTimeEqual("Nhà Rông", "Nha Rong"))
        #expect(!constantTimeEqual("", "x"))
    }
}
