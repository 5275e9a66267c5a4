import NIOCore
import NIOPosix

/// Brings Kannel's delivery reports as smsbox does: by GET, on parallel connections that stay open.
///
/// Each message has two: that the network took it (8) and that the phone has it (1). All happens on one event loop.
final class DeliveryReports {
    /// Reports that got 200.
    private(set) var taken = 0
    /// Answers other than 200; the report comes again after five seconds.
    private(set) var refused = 0
    /// Reports for a gateway that had gone.
    private(set) var lost = 0
    /// When the last one was taken, in microseconds since 1970.
    private(set) var last = 0
    private let loop: NIOIsolatedEventLoop
    /// The ways to each gateway, by its port.
    private var lines: [Int: ReportLine] = [:]

    init(on loop: NIOIsolatedEventLoop) { self.loop = loop }

    /// - Parameter address: of the report, on this machine, with `%d` at its end for the status.
    func bring(to address: String) {
        let parts = address.split(separator: "/", maxSplits: 2)
        guard parts.count == 3, let port = parts[1].split(separator: ":").last.flatMap({ Int($0) }) else { return }
        let line = lines[port] ?? ReportLine(port: port, loop: loop) { self.note($0) }
        lines[port] = line
        for status in ["8", "1"] {
            line.send(
                ByteBuffer(
                    string: """
                        GET /\(parts[2].dropLast(2))\(status) HTTP/1.1\r
                        Host: 127.0.0.1\r
                        User-Agent: Kannel/1.4.5\r
                        \r\n
                        """))
        }
    }

    private func note(_ end: ReportLine.End) {
        switch end {
        case .taken:
            taken += 1
            last = Provider.now
        case .refused: refused += 1
        case .lost(let count): lost += count
        }
    }
}

/// The connections to one gateway, each with one open request at a time.
private final class ReportLine {
    enum End {
        case taken, refused
        case lost(Int)
    }

    private static let connections = 16
    private static let wait = TimeAmount.seconds(5)

    private let port: Int
    private let loop: NIOIsolatedEventLoop
    private let note: (End) -> Void
    private var waiting = CircularBuffer<ByteBuffer>()
    private var free: [any Channel] = []
    /// What each connection waits for an answer to; nil where it is free.
    private var open: [ObjectIdentifier: ByteBuffer?] = [:]
    private var connecting = 0

    init(port: Int, loop: NIOIsolatedEventLoop, note: @escaping (End) -> Void) {
        self.port = port
        self.loop = loop
        self.note = note
    }

    func send(_ request: ByteBuffer) {
        waiting.append(request)
        sendWaiting()
    }

    private func sendWaiting() {
        while let request = waiting.first, let channel = free.popLast() {
            waiting.removeFirst()
            open[ObjectIdentifier(channel)] = .some(request)
            channel.pipeline.syncOperations.write(NIOAny(DueRequest(bytes: request, due: .now)), promise: nil)
            channel.pipeline.syncOperations.flush()
        }
        if connecting < waiting.count, open.count + connecting < Self.connections { connect() }
    }

    private func connect() {
        connecting += 1
        ClientBootstrap(group: loop.nonisolated()).channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(AnswerHandler())
                }
            }
            .connect(host: "127.0.0.1", port: port).assumeIsolated().whenComplete { result in
                self.connecting -= 1
                do {
                    try self.begin(result.get())
                } catch {
                    // Whoever is restarted gets new reports only; smsbox would keep the old ones for days.
                    self.note(.lost(self.waiting.count))
                    self.waiting.removeAll()
                }
            }
    }

    private func begin(_ channel: any Channel) throws {
        let handler = try channel.pipeline.syncOperations.handler(type: AnswerHandler.self)
        handler.onAnswer = { status, _ in self.answered(status, on: channel) }
        handler.onFailure = { _ in self.ended(channel) }
        open[ObjectIdentifier(channel)] = .some(nil)
        free.append(channel)
        sendWaiting()
    }

    private func answered(_ status: Int, on channel: any Channel) {
        if status == 200 {
            note(.taken)
        } else {
            note(.refused)
            if let request = open[ObjectIdentifier(channel)] ?? nil {
                loop.scheduleTask(in: Self.wait) { self.send(request) }
            }
        }
        open[ObjectIdentifier(channel)] = .some(nil)
        free.append(channel)
        sendWaiting()
    }

    private func ended(_ channel: any Channel) {
        guard let request = open.removeValue(forKey: ObjectIdentifier(channel)) else { return }
        channel.close(promise: nil)
        free.removeAll { $0 === channel }
        if let request { waiting.prepend(request) }
        sendWaiting()
    }
}
