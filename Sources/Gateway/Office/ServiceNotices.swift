import Foundation
import Logging
import ServiceLifecycle

/// Tells systemd that the gateway is ready and that it is not stuck (`Type=notify`, `WatchdogSec`); without systemd it does nothing.
///
/// The protocol is a datagram to the socket that `NOTIFY_SOCKET` names, see sd_notify(3). A database that refuses writes is no
/// reason to be restarted, for everything goes on by itself when it takes them again; one that never answers is.
struct ServiceNotices: Service {
    let watch: StoreWatch
    let socket: String?
    /// How long systemd waits for a sign of life, in seconds; nil where it does not watch.
    let patience: TimeInterval?
    let logger: Logger

    init(watch: StoreWatch, environment: [String: String], logger: Logger) {
        self.watch = watch
        self.logger = logger
        socket = environment["NOTIFY_SOCKET"].flatMap { $0.isEmpty ? nil : $0 }
        let isOurs = environment["WATCHDOG_PID"].map { $0 == String(getpid()) } ?? true
        patience = isOurs ? environment["WATCHDOG_USEC"].flatMap(Double.init).map { $0 / 1_000_000 } : nil
    }

    /// To be called when both ports listen.
    func ready() { send("READY=1", within: Self.startPatience) }

    /// Whole seconds for which a start waits for room at the socket; a sign of life waits for none, since the next one follows.
    private static let startPatience = 2

    func run() async throws {
        guard socket != nil, let patience, patience > 0 else {
            try? await gracefulShutdown()
            return
        }
        try? await cancelWhenGracefulShutdown {
            while true {
                try await Task.sleep(for: .seconds(patience / 3))
                if self.watch.isAnswering { self.send("WATCHDOG=1") }
            }
        }
        send("STOPPING=1")
    }

    /// - Parameter seconds: how long to wait where whoever reads the socket is behind: for ever would stop all else on this thread.
    private func send(_ notice: String, within seconds: Int = 0) {
        guard let socket else { return }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var path = Array(socket.utf8)
        let room = MemoryLayout.size(ofValue: address.sun_path)
        guard path.count < room else { return }
        // An abstract socket begins with a NUL instead of the @ that stands for it.
        if path.first == UInt8(ascii: "@") { path[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        let descriptor = Foundation.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var limit = timeval(tv_sec: seconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let flags = Int32(MSG_NOSIGNAL) | (seconds == 0 ? Int32(MSG_DONTWAIT) : 0)
        let length = socklen_t(MemoryLayout.offset(of: \sockaddr_un.sun_path) ?? 2) + socklen_t(path.count)
        let bytes = Array(notice.utf8)
        let sent = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(descriptor, bytes, bytes.count, flags, $0, length)
            }
        }
        if sent < 0 {
            logger.debug("systemd could not be told.", metadata: ["error": "\(String(cString: strerror(errno)))"])
        }
    }
}

extension ServiceNotices: CustomStringConvertible {
    var description: String { "notices to systemd" }
}
