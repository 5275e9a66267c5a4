import Foundation
import Gateway

/// What doors share within one process: the content, loaded when it is first needed, and one gateway.
final class SharedContent {
    private let settings: GatewaySettings
    private var content: GatewayContent?
    private var gateway: FuzzGateway?
    /// Whether each input gets a store of its own: for replays and for making inputs smaller.
    var isFresh = false

    init(config: String) throws { settings = try GatewaySettings.load(path: config) }

    func loaded() throws -> GatewayContent {
        if let content { return content }
        let loaded = try GatewayContent.load(settings)
        content = loaded
        return loaded
    }

    /// The gateway with its clock set; a new one after many executions, so that its store does not grow for ever.
    func gateway(at index: Int) throws -> FuzzGateway {
        if let gateway, !isFresh, gateway.executions < FuzzGateway.mostExecutions {
            gateway.begin(at: index)
            return gateway
        }
        try gateway?.remove()
        let made = try FuzzGateway(settings: settings, content: loaded())
        made.begin(at: index)
        gateway = made
        return made
    }

    func close() throws { try gateway?.remove() }
}
