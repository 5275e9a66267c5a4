import Foundation

/// Keeps what villagers wrote out of core dumps, in which a crash would leave all of it on the disk.
package enum CoreDumps {
    /// Whether none is written from now on.
    ///
    /// The limit is one byte and not none: the system hands a dump to a program such as systemd-coredump or apport whatever
    /// the limit, but for this one (core(5)); and a file is written only from a page on.
    package static func forbid() -> Bool {
        let resource = __rlimit_resource_t(truncatingIfNeeded: RLIMIT_CORE.rawValue)
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return false }
        limit.rlim_cur = min(1, limit.rlim_max)
        return setrlimit(resource, &limit) == 0
    }
}
