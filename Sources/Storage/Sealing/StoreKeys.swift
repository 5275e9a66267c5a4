import LibCrypto

/// The two secrets of a store: one seals addresses and originals, the other finds addresses again.
package struct StoreKeys: Sendable, Equatable, CustomStringConvertible {
    static let length = SealedBox.keyLength

    let encryption: [UInt8]
    let index: [UInt8]

    init(encryption: [UInt8], index: [UInt8]) {
        self.encryption = encryption
        self.index = index
    }

    /// Fresh keys that are kept nowhere, for stores that live as long as a test or a simulation.
    package static func random() throws -> StoreKeys {
        try StoreKeys(encryption: randomBytes(length), index: randomBytes(length))
    }

    /// A value that tells whether a database was made with these keys, and nothing about them.
    var checkValue: String {
        let inner = hmacSHA256(key: encryption, data: Array("nha-rong key check".utf8))
        return Hex.encode(hmacSHA256(key: index, data: inner))
    }

    package var description: String { "StoreKeys(secret)" }
}

extension StoreKeys: CustomReflectable {
    /// Empty, so that `dump` and test failures print no key either.
    package var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
