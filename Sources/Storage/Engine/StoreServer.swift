/// A PostgreSQL server that keeps the store in the place of a file.
package struct StoreServer: Sendable, Equatable {
    /// An address of libpq, such as `postgresql://gateway@db1,db2,db3/nha_rong`; it may hold a password.
    package var url: String
    /// Whether whatever is acknowledged must be on two machines; false where one is enough.
    package var needsStandby: Bool

    /// How many connections read.
    var readers = StoreLimits.serverReaders

    package init(url: String, needsStandby: Bool = true) {
        self.url = url
        self.needsStandby = needsStandby
    }
}

extension StoreServer: CustomStringConvertible, CustomReflectable {
    /// The address may hold a password.
    package var description: String { "StoreServer(secret)" }
    package var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
