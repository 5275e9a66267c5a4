import Content
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

    /// Sets the gateway's clock; after many executions a new one takes its place, so that its store does not grow for ever.
    func prepareGateway(at index: Int) throws {
        if isFresh || gateway.map({ $0.executions >= FuzzGateway.mostExecutions }) ?? true {
            try close()
            gateway = try FuzzGateway(settings: settings, content: loaded())
        }
        gateway?.begin(at: index)
    }

    /// The gateway that was made ready.
    func prepared() throws -> FuzzGateway {
        guard let gateway else { throw Problem.notPrepared }
        return gateway
    }

    func close() throws {
        try gateway?.remove()
        gateway = nil
    }

    private enum Problem: Error { case notPrepared }
}
