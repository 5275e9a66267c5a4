import CheckedYAML
import Content
import ServiceLifecycle
import UnixSignals

/// Takes changed content up at SIGHUP (`systemctl reload nha-rong`); a wrong one is refused, and the log says why.
struct ContentReload: Service {
    let live: LiveContent

    func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sighup)
        for await _ in signals.cancelOnGracefulShutdown() {
            // What is wrong stands in the log already.
            try? await live.takeUp()
        }
    }
}

extension ContentReload: CustomStringConvertible {
    var description: String { "content reload" }
}
