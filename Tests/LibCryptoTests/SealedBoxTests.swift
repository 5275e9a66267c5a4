import Testing

@testable import LibCrypto

@Suite struct SealedBoxTests {
    let key = [UInt8](0..<32)
    let context = Array("contact.address".utf8)

    @Test func `sealing gives the ciphertext and tag of the GCM specification`() throws {
        let key = try #require(Hex.decode("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"))
        let nonce = try #require(Hex.decode("cafebabefacedbaddecaf888"))
        let context = try #require(Hex.decode("feedfacedeadbeeffeedfacedeadbeefabaddad2"))
        let plain = try #require(
            Hex.decode(
                "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                    + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
            )
        )
        let box = try SealedBox.seal(plain, key: key, context: context, nonce: nonce)
        #expect(
            Hex.encode(box) == "01cafebabefacedbaddecaf888"
                + "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                + "76fc6ece0f4e1768cddf8853bb2d551b"
        )
    }

    @Test func `an empty text and key of zeros give the tag of the GCM specification`() throws {
        let zeros = [UInt8](repeating: 0, count: 32)
        let box = try SealedBox.seal([], key: zeros, context: [], nonce: Array(zeros.prefix(12)))
        #expect(Hex.encode(Array(box.suffix(16))) == "530f8afbc74536b9a963b4f1c4cb738b")
        #expect(try SealedBox.open(box, key: zeros, context: []) == [])
    }

    @Test func `a box opens to what was sealed and two boxes of one text differ`() throws {
        let plain = Array("+84912345678".utf8)
        let box = try SealedBox.seal(plain, key: key, context: context)
        #expect(try SealedBox.open(box, key: key, context: context) == plain)
        #expect(try SealedBox.seal(plain, key: key, context: context) != box)
        #expect(box.count == plain.count + 29)
    }

    @Test func `a change of any single byte is noticed`() throws {
        let box = try SealedBox.seal(Array("xin chào".utf8), key: key, context: context)
        for index in box.indices {
            var changed = box
            changed[index] ^= 1
            #expect(throws: CryptoError.self) { try SealedBox.open(changed, key: key, context: context) }
        }
    }

    @Test func `another key, another context and a cut box are refused`() throws {
        let box = try SealedBox.seal([1, 2, 3], key: key, context: context)
        #expect(throws: CryptoError.notAuthentic) { try SealedBox.open(box, key: key.reversed(), context: context) }
        #expect(throws: CryptoError.notAuthentic) { try SealedBox.open(box, key: key, context: []) }
        #expect(throws: CryptoError.notABox) {
            try SealedBox.open(Array(box.prefix(28)), key: key, context: context)
        }
        #expect(throws: CryptoError.notABox) { try SealedBox.open([2] + box.dropFirst(), key: key, context: context) }
        #expect(throws: CryptoError.wrongKeyLength(16)) {
            try SealedBox.open(box, key: Array(key.prefix(16)), context: context)
        }
        #expect(throws: CryptoError.wrongKeyLength(0)) { try SealedBox.seal([1], key: [], context: context) }
    }
}
