import Testing

@testable import LibCrypto

@Suite struct ScryptTests {
    @Test func `scrypt gives the keys of RFC 7914`() throws {
        let empty = try scrypt(password: [], salt: [], cost: 16, blockSize: 1, parallelism: 1, length: 64)
        #expect(
            Hex.encode(empty) == "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
                + "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"
        )
        let salted = try scrypt(
            password: Array("password".utf8),
            salt: Array("NaCl".utf8),
            cost: 1024,
            blockSize: 8,
            parallelism: 16,
            length: 64
        )
        #expect(
            Hex.encode(salted) == "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
                + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
        )
    }

    @Test func `a password key has 32 bytes and depends on the salt`() throws {
        let password = Array("mật khẩu".utf8)
        let key = try scrypt(password: password, salt: Array("a".utf8))
        #expect(key.count == 32)
        #expect(try scrypt(password: password, salt: Array("b".utf8)) != key)
        #expect(try scrypt(password: password, salt: Array("a".utf8)) == key)
    }

    @Test func `a parameter that libcrypto refuses is an error and no key`() {
        #expect(throws: CryptoError.operationFailed("EVP_PBE_scrypt")) {
            try scrypt(password: [1], salt: [1], cost: 3, blockSize: 8, parallelism: 1, length: 32)
        }
    }
}
