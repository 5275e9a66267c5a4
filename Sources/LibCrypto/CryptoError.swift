import COpenSSL

/// Why a cryptographic operation gave no result; it never carries keys or texts.
package enum CryptoError: Error, Equatable, CustomStringConvertible {
    /// The library refused an operation that should always work.
    case operationFailed(String)
    /// A key has not the 32 bytes that AES-256 needs.
    case wrongKeyLength(Int)
    /// The bytes are no box that this program made: too short, or of an unknown version.
    case notABox
    /// The box was changed, or made with another key or for another context.
    case notAuthentic

    package var description: String {
        switch self {
        case .operationFailed(let name): "libcrypto failed in \(name)"
        case .wrongKeyLength(let count): "the key has \(count) bytes instead of \(SealedBox.keyLength)"
        case .notABox: "the bytes are not a sealed box of a known version"
        case .notAuthentic: "the sealed box was changed, or made with another key"
        }
    }
}

/// Throws unless libcrypto answered exactly 1, its only word for success.
func check(_ code: Int32, _ operation: String) throws(CryptoError) {
    guard code == 1 else {
        // The queue is per thread: emptied here, so that an old failure is not read as the next one.
        ERR_clear_error()
        throw .operationFailed(operation)
    }
}
