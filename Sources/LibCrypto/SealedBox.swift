import COpenSSL

/// AES-256-GCM boxes: `version 1 | nonce 12 | ciphertext | tag 16`.
package enum SealedBox {
    package static let keyLength = 32

    static let version: UInt8 = 1
    static let nonceLength = 12
    static let tagLength = 16

    /// Encrypts under a fresh random nonce; only the same key and context open the box again.
    package static func seal(_ plain: [UInt8], key: [UInt8], context: [UInt8]) throws(CryptoError) -> [UInt8] {
        try seal(plain, key: key, context: context, nonce: randomBytes(nonceLength))
    }

    /// Gives the plain bytes back, or throws when the box, the key or the context is not the one that sealed it.
    package static func open(_ box: [UInt8], key: [UInt8], context: [UInt8]) throws(CryptoError) -> [UInt8] {
        guard key.count == keyLength else { throw .wrongKeyLength(key.count) }
        guard box.count >= 1 + nonceLength + tagLength, box[0] == version, box.count <= Int32.max else {
            throw .notABox
        }
        let nonce = Array(box[1..<1 + nonceLength])
        let sealed = Array(box[(1 + nonceLength)..<(box.count - tagLength)])
        var tag = Array(box.suffix(tagLength))

        let cipher = try newCipher()
        defer { EVP_CIPHER_CTX_free(cipher) }
        var written: Int32 = 0
        try check(EVP_DecryptInit_ex(cipher, EVP_aes_256_gcm(), nil, key, nonce), "EVP_DecryptInit_ex")
        if !context.isEmpty {
            try check(EVP_DecryptUpdate(cipher, nil, &written, context, Int32(context.count)), "EVP_DecryptUpdate")
        }
        var plain = [UInt8](repeating: 0, count: sealed.count)
        if !sealed.isEmpty {
            try check(EVP_DecryptUpdate(cipher, &plain, &written, sealed, Int32(sealed.count)), "EVP_DecryptUpdate")
        }
        try check(nr_gcm_set_tag(cipher, Int32(tagLength), &tag), "EVP_CTRL_GCM_SET_TAG")
        var rest = [UInt8](repeating: 0, count: tagLength)
        guard EVP_DecryptFinal_ex(cipher, &rest, &written) == 1 else {
            // What was decrypted before the tag was checked must not survive.
            OPENSSL_cleanse(&plain, plain.count)
            ERR_clear_error()
            throw .notAuthentic
        }
        return plain
    }

    /// Encrypts under a given nonce, so that known vectors can be tested; a nonce must never be used twice.
    static func seal(
        _ plain: [UInt8],
        key: [UInt8],
        context: [UInt8],
        nonce: [UInt8]
    ) throws(CryptoError) -> [UInt8] {
        guard key.count == keyLength else { throw .wrongKeyLength(key.count) }
        guard plain.count <= Int32.max, context.count <= Int32.max else { throw .operationFailed("a length check") }

        let cipher = try newCipher()
        defer { EVP_CIPHER_CTX_free(cipher) }
        var written: Int32 = 0
        try check(EVP_EncryptInit_ex(cipher, EVP_aes_256_gcm(), nil, key, nonce), "EVP_EncryptInit_ex")
        if !context.isEmpty {
            try check(EVP_EncryptUpdate(cipher, nil, &written, context, Int32(context.count)), "EVP_EncryptUpdate")
        }
        var sealed = [UInt8](repeating: 0, count: plain.count)
        if !plain.isEmpty {
            try check(EVP_EncryptUpdate(cipher, &sealed, &written, plain, Int32(plain.count)), "EVP_EncryptUpdate")
        }
        var rest = [UInt8](repeating: 0, count: tagLength)
        try check(EVP_EncryptFinal_ex(cipher, &rest, &written), "EVP_EncryptFinal_ex")
        var tag = [UInt8](repeating: 0, count: tagLength)
        try check(nr_gcm_get_tag(cipher, Int32(tagLength), &tag), "EVP_CTRL_GCM_GET_TAG")
        return [version] + nonce + sealed + tag
    }

    private static func newCipher() throws(CryptoError) -> OpaquePointer {
        guard let cipher = EVP_CIPHER_CTX_new() else { throw .operationFailed("EVP_CIPHER_CTX_new") }
        return cipher
    }
}
