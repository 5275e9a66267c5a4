import Synchronization

/// The ports on which a running gateway listens.
package struct GatewayPorts: Sendable, Equatable {
    /// For the providers' calls.
    package var providers: Int
    /// For the commune's own people and their monitoring.
    package var office: Int
}

/// Tells once that both ports are open.
final class OpeningPorts: Sendable {
    private let whenOpen: @Sendable (GatewayPorts) async -> Void
    private let ports = Mutex<(providers: Int?, office: Int?)>((nil, nil))

    init(whenOpen: @escaping @Sendable (GatewayPorts) async -> Void) { self.whenOpen = whenOpen }

    func note(providers: Int? = nil, office: Int? = nil) async {
        let open = ports.withLock { ports -> GatewayPorts? in
            ports = (providers ?? ports.providers, office ?? ports.office)
            guard let providers = ports.providers, let office = ports.office else { return nil }
            return GatewayPorts(providers: providers, office: office)
        }
        if let open { await whenOpen(open) }
    }
}
