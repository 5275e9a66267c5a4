import Foundation
import Synchronization

/// Which addresses the gateway may fetch from: a villager's message must not make it call its own network.
struct FetchGuard: Sendable {
    /// Whether an address that a host's name stands for may be called.
    var allows: @Sendable (HostAddress) -> Bool = { $0.isPublic }

    /// Why an address may not be fetched; nil when it may.
    func refusal(of text: String, hosts: [String]) async -> String? {
        guard let url = URL(string: text), let host = url.host?.lowercased() else {
            return "its address is no web address"
        }
        guard ["http", "https"].contains(url.scheme?.lowercased() ?? "") else { return "its address is not of the web" }
        guard url.user == nil, url.password == nil else { return "its address names a user" }
        guard hosts.contains(where: { host == $0 || host.hasSuffix("." + $0) }) else {
            return "its host is not among the media_hosts of the channel"
        }
        let addresses = await HostAddress.all(of: host)
        guard !addresses.isEmpty else { return "its host has no address" }
        guard addresses.allSatisfy(allows) else { return "its host stands for an address of a private network" }
        return nil
    }
}

/// One network address of a host, as its bytes: four or sixteen.
struct HostAddress: Sendable, Equatable {
    var bytes: [UInt8]

    /// Whether it lies in the public network.
    var isPublic: Bool {
        if bytes.count == 16 {
            // An IPv4 address in IPv6's clothes.
            if bytes.prefix(10).allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF {
                return HostAddress(bytes: Array(bytes.suffix(4))).isPublic
            }
            // Only 2000::/3 is given out, less documentation and the tunnels that hide IPv4 addresses.
            let isTunnel = bytes[0] == 0x20 && bytes[1] == 0x02
            let isSpecial =
                bytes[0] == 0x20 && bytes[1] == 0x01 && (bytes[2] < 0x02 || (bytes[2], bytes[3]) == (0x0D, 0xB8))
            return bytes[0] & 0xE0 == 0x20 && !isTunnel && !isSpecial
        }
        guard bytes.count == 4 else { return false }
        switch (bytes[0], bytes[1]) {
        case (0, _), (10, _), (127, _), (169, 254), (172, 16...31), (192, 168), (100, 64...127), (198, 18...19):
            return false
        case (192, 0) where bytes[2] == 0 || bytes[2] == 2: return false
        case (198, 51) where bytes[2] == 100: return false
        case (203, 0) where bytes[2] == 113: return false
        case (224..., _): return false
        default: return true
        }
    }

    /// All addresses that a name stands for, none where asking takes longer than `patience` seconds.
    ///
    /// Asking takes time and cannot be cancelled, so it does not happen on the threads of the tasks.
    static func all(
        of host: String, within patience: TimeInterval = ProviderLimits().hostSeconds,
        asking: @escaping @Sendable (String) -> [HostAddress] = resolved
    ) async -> [HostAddress] {
        await withCheckedContinuation { continuation in
            let answer = FirstAnswer(to: continuation)
            DispatchQueue.global().async { answer.give(asking(host)) }
            DispatchQueue.global().asyncAfter(deadline: .now() + patience) { answer.give([]) }
        }
    }

    private static func resolved(_ host: String) -> [HostAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var result: [HostAddress] = []
        var next = list
        while let info = next?.pointee {
            if let address = info.ai_addr {
                switch info.ai_family {
                case AF_INET:
                    address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { pointer in
                        result.append(HostAddress(bytes: withUnsafeBytes(of: pointer.pointee.sin_addr, Array.init)))
                    }
                case AF_INET6:
                    address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { pointer in
                        result.append(HostAddress(bytes: withUnsafeBytes(of: pointer.pointee.sin6_addr, Array.init)))
                    }
                default: break
                }
            }
            next = info.ai_next
        }
        return result
    }
}

/// Hands the first of two answers to the one who waits.
private final class FirstAnswer: Sendable {
    private let waiting: Mutex<CheckedContinuation<[HostAddress], Never>?>

    init(to continuation: CheckedContinuation<[HostAddress], Never>) { waiting = Mutex(continuation) }

    func give(_ addresses: [HostAddress]) {
        let continuation = waiting.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
        continuation?.resume(returning: addresses)
    }
}
