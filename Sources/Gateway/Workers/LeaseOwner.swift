import Foundation

/// The name under which a process holds leases: `MACHINE/PID`, and behind it perhaps the number of a sender.
enum LeaseOwner {
    /// Which machine this is: its name, and what Debian drew for it when it was installed, for two may have one name.
    static let machine = name(
        host: ProcessInfo.processInfo.hostName, id: try? String(contentsOfFile: "/etc/machine-id", encoding: .utf8))

    static func name(host: String, id: String?) -> String {
        let drawn = (id ?? "").prefix(8).filter(\.isHexDigit)
        return drawn.isEmpty ? host : "\(host)-\(drawn)"
    }

    static var own: String { "\(machine)/\(ProcessInfo.processInfo.processIdentifier)" }

    /// Whether an owner is certainly gone: a process of this machine that no longer runs, or one before us with our number.
    ///
    /// Of other machines nothing is known; their leases end by themselves.
    static func isDead(_ owner: String) -> Bool {
        let parts = owner.split(separator: "/")
        guard parts.count >= 2, parts[0] == machine, let pid = Int32(parts[1]), pid > 0 else { return false }
        if pid == ProcessInfo.processInfo.processIdentifier { return true }
        return kill(pid, 0) != 0 && errno == ESRCH
    }
}
