import Foundation

/// How many files and connections this process may have open at once.
///
/// A door that takes more connections than that cannot even refuse one, and turns in a loop.
enum OpenFiles {
    private static let resource = __rlimit_resource_t(truncatingIfNeeded: RLIMIT_NOFILE.rawValue)

    /// The limit after it was raised as far as wanted and allowed; nil where the system tells none.
    static func limit(raisedTo wanted: Int) -> Int? {
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return nil }
        let asked = rlim_t(max(wanted, 0))
        if limit.rlim_cur < asked {
            var raised = limit
            raised.rlim_cur = min(limit.rlim_max, asked)
            if setrlimit(resource, &raised) == 0 { limit = raised }
        }
        return Int(clamping: limit.rlim_cur)
    }

    /// The connections that fit beside other files.
    static func connections(wanted: Int, beside files: Int, limit: Int) -> Int {
        max(1, min(wanted, max(limit - files, limit / 4)))
    }
}
