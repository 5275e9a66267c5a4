import Foundation

/// The name under which a process holds leases: `HOST/PID`, and behind it perhaps the number of a sender.
enum LeaseOwner {
    static var own: String {
        "\(ProcessInfo.processInfo.hostName)/\(ProcessInfo.processInfo.processIdentifier)"
    }

    /// Whether an owner is certainly gone: a process of this machine that no longer runs, or one before us with our number.
    ///
    /// Of other machines nothing is known; their leases end by themselves.
    static func isDead(_ owner: String) -> Bool {
        let parts = owner.split(separator: "/")
        guard parts.count >= 2, parts[0] == ProcessInfo.processInfo.hostName, let pid = Int32(parts[1]), pid > 0
        else { return false }
        if pid == ProcessInfo.processInfo.processIdentifier { return true }
        return kill(pid, 0) != 0 && errno == ESRCH
    }
}
