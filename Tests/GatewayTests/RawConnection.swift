import Foundation
import NIOCore
import NIOPosix

/// A connection on which a test says byte by byte what is sent.
struct RawConnection {
    let channel: any Channel
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private var received = ""

    struct Answer: Equatable {
        var status: Int
        /// With small names.
        var fields: [String: String]
        var body: String
    }

    static func open(port: Int, _ test: (inout RawConnection) async throws -> Void) async throws {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
                }
            }
        try await channel.executeThenClose { inbound, outbound in
            var connection = RawConnection(
                channel: channel.channel, outbound: outbound, inbound: inbound.makeAsyncIterator())
            try await test(&connection)
        }
    }

    func send(_ text: String) async throws { try await outbound.write(ByteBuffer(string: text)) }

    /// Says that nothing more is sent.
    func endSending() { outbound.finish() }

    /// The next answer; nil when the other side has closed.
    mutating func answer() async throws -> Answer? {
        while true {
            if let answer = take() { return answer }
            guard let part = try await inbound.next() else { return nil }
            received += String(buffer: part)
        }
    }

    /// All that comes until the other side closes, as it stands on the wire.
    mutating func rest() async throws -> String {
        while let part = try await inbound.next() { received += String(buffer: part) }
        return received
    }

    private mutating func take() -> Answer? {
        guard let gap = received.range(of: "\r\n\r\n") else { return nil }
        let lines = received[..<gap.lowerBound].components(separatedBy: "\r\n")
        var fields: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            fields[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        let length = fields["content-length"].flatMap { Int($0) } ?? 0
        let rest = received[gap.upperBound...].utf8
        guard rest.count >= length, let status = lines[0].split(separator: " ").dropFirst().first else { return nil }
        let body = String(Substring(rest.prefix(length)))
        received = String(Substring(rest.dropFirst(length)))
        return Answer(status: Int(status) ?? 0, fields: fields, body: body)
    }
}
