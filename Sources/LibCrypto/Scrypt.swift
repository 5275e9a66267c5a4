import COpenSSL

/// The 32-byte scrypt key of a password (N = 2^15, r = 8, p = 1: about a tenth of a second and 32 MiB).
package func scrypt(password: [UInt8], salt: [UInt8]) throws(CryptoError) -> [UInt8] {
    try scrypt(password: password, salt: salt, cost: 1 << 15, blockSize: 8, parallelism: 1, length: 32)
}

/// The scrypt key with every parameter open, as the vectors of RFC 7914 need it.
func scrypt(
    password: [UInt8],
    salt: [UInt8],
    cost: UInt64,
    blockSize: UInt64,
    parallelism: UInt64,
    length: Int
) throws(CryptoError) -> [UInt8] {
    var key = [UInt8](repeating: 0, count: length)
    // The default bound of libcrypto is 32 MiB, a few bytes less than what our cost needs.
    let memoryBound: UInt64 = 64 << 20
    let code = password.withUnsafeBytes { bytes in
        EVP_PBE_scrypt(
            bytes.bindMemory(to: CChar.self).baseAddress,
            bytes.count,
            salt,
            salt.count,
            cost,
            blockSize,
            parallelism,
            memoryBound,
            &key,
            length
        )
    }
    try check(code, "EVP_PBE_scrypt")
    return key
}
