import COpenSSL

/// The HMAC-SHA256 of the data under the key: 32 bytes.
package func hmacSHA256(key: [UInt8], data: [UInt8]) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: 32)
    var length: UInt32 = 0
    // A literal stands in for an empty key, for a null pointer would mean "the key of the last call".
    let keyBytes = key.isEmpty ? [0] : key
    let made = HMAC(EVP_sha256(), keyBytes, Int32(key.count), data, data.count, &result, &length)
    // It fails only when memory is gone or the library is broken; a wrong digest would be worse than a stop.
    precondition(made != nil && length == 32, "libcrypto cannot compute HMAC-SHA256")
    return result
}

/// Looked up once, for looking it up takes as long as hashing a message; a number, since it is never freed or changed.
private let sha256Method = UInt(bitPattern: EVP_MD_fetch(nil, "SHA256", nil))

/// The SHA-256 digest of the data: 32 bytes.
package func sha256(_ data: [UInt8]) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: 32)
    var length: UInt32 = 0
    let code = EVP_Digest(data, data.count, &result, &length, OpaquePointer(bitPattern: sha256Method), nil)
    precondition(code == 1 && length == 32, "libcrypto cannot compute SHA-256")
    return result
}

/// The HMAC-SHA1 of the data under the key: 20 bytes; for providers that sign so and for authenticators, which know nothing else.
package func hmacSHA1(key: [UInt8], data: [UInt8]) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: 20)
    var length: UInt32 = 0
    let keyBytes = key.isEmpty ? [0] : key
    let made = HMAC(EVP_sha1(), keyBytes, Int32(key.count), data, data.count, &result, &length)
    precondition(made != nil && length == 20, "libcrypto cannot compute HMAC-SHA1")
    return result
}

/// The MD5 digest of the data: 16 bytes; for providers that sign so, never for anything of ours.
///
/// Nil where libcrypto runs in a mode that forbids MD5.
package func md5(_ data: [UInt8]) -> [UInt8]? {
    var result = [UInt8](repeating: 0, count: 16)
    var length: UInt32 = 0
    guard EVP_Digest(data, data.count, &result, &length, EVP_md5(), nil) == 1, length == 16 else {
        ERR_clear_error()
        return nil
    }
    return result
}
