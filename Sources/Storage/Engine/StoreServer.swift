/// A PostgreSQL server that keeps the store in the place of a file.
package struct StoreServer: Sendable, Equatable {
    /// An address of libpq, such as `postgresql://gateway@db1,db2,db3/nha_rong`; it may hold a password.
    package var url: String
    /// Whether whatever is acknowledged must be on two machines; false where one is enough.
    package var needsStandby: Bool

    /// An address of standbys that answer reports and searches; the primary does where there is none.
    package var reportsURL: String?

    /// How old what a standby reports may be, and for how long one that cannot be read is passed over, in seconds.
    var reportsLag = StoreLimits.replicaLag
    var reportsRest = StoreLimits.replicaRest

    /// How many connections read.
    var readers = StoreLimits.serverReaders

    package init(url: String, needsStandby: Bool = true, reportsURL: String? = nil) {
        self.url = url
        self.reportsURL = reportsURL
        self.needsStandby = needsStandby
    }
}

extension StoreServer: CustomStringConvertible, CustomReflectable {
    /// The addresses may hold passwords.
    package var description: String { "StoreServer(secret)" }
    package var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
