import COpenSSL
import Synchronization

/// A key for HMAC-SHA256 that was prepared once; `hmacSHA256` prepares its key anew each time, which takes most of its time.
package final class HMACKey: Sendable {
    /// OpenSSL's state of a computation.
    private struct Computation: ~Copyable {
        let pointer: OpaquePointer

        init(key: [UInt8]) {
            let method = EVP_MAC_fetch(nil, "HMAC", nil)
            let made = EVP_MAC_CTX_new(method)
            EVP_MAC_free(method)
            guard let made else { preconditionFailure("libcrypto cannot compute HMAC-SHA256") }
            pointer = made
            var name = Array("SHA256".utf8CString)
            let code = name.withUnsafeMutableBufferPointer { name in
                let parameters = [nr_digest_parameter(name.baseAddress), OSSL_PARAM_construct_end()]
                // A literal stands in for an empty key, for a null pointer would mean "no key yet".
                return EVP_MAC_init(made, key.isEmpty ? [0] : key, key.count, parameters)
            }
            precondition(code == 1, "libcrypto cannot compute HMAC-SHA256")
        }

        deinit { EVP_MAC_CTX_free(pointer) }
    }

    private let computation: Mutex<Computation>

    package init(_ key: [UInt8]) { computation = Mutex(Computation(key: key)) }

    /// The HMAC-SHA256 of the data under the key: 32 bytes.
    package func code(of data: [UInt8]) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: 32)
        var length = 0
        computation.withLock { computation in
            // Without a key, it begins anew with the one that it has.
            let made =
                EVP_MAC_init(computation.pointer, nil, 0, nil) == 1
                && EVP_MAC_update(computation.pointer, data, data.count) == 1
                && EVP_MAC_final(computation.pointer, &result, &length, result.count) == 1
            // It fails only when memory is gone or the library is broken; a wrong code would be worse than a stop.
            precondition(made && length == 32, "libcrypto cannot compute HMAC-SHA256")
        }
        return result
    }
}
