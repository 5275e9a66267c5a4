import Channels
import Conversations
import Foundation
import Gateway
import HTTPTypes

/// A provider's call through proof, reading and store up to the answer.
struct CallDoor: Door {
    var maker: CallMaker
    var shared: SharedContent

    func input(_ luck: inout Luck, index: Int) -> FuzzInput { .call(maker.call(&luck, index: index)) }

    func prepare(at index: Int) throws { try shared.prepareGateway(at: index) }

    func play(_ input: FuzzInput, index: Int) async throws -> [Violation] {
        guard case .call(let call) = input else { return [] }
        let gateway = try shared.prepared()
        let channel = ChannelID(rawValue: call.channel)
        let request = FuzzChannels.request(call, at: gateway.now)
        let before = try gateway.marks()
        guard let answer = await gateway.assembly.take(request, on: channel) else {
            return [Violation(.errors, "there is no channel \(channel)")]
        }
        var violations: [Violation] = []
        if ![200, 400, 401, 403, 405].contains(answer.status.code) {
            violations.append(Violation(.errors, "answered with \(answer.status.code)"))
        }
        let proven = gateway.assembly.events(of: request, on: channel)
        if answer.status == .ok, let proven {
            for case .message(let message) in proven { violations += try gateway.missing(message, since: before) }
            for case .unreadable(let message) in proven {
                guard try await !gateway.isKept(message, since: before) else { continue }
                violations.append(Violation(.stored, "unreadable bytes are kept nowhere: \(message.reason)"))
            }
        }
        violations += unread(call, proven, gateway)
        violations += try await gateway.handled(since: before)
        return violations
    }

    /// Whether the call would be a message if its broken bytes were replaced: then it is to be one as it is.
    private func unread(_ call: FuzzCall, _ events: [InboundEvent]?, _ gateway: FuzzGateway) -> [Violation] {
        guard call.isSigned, let reason = events?.lazy.compactMap(\.unreadableReason).first,
            call.headers.contains(where: { $0.value == "application/json" })
        else { return [] }
        var mended = call
        mended.body = Bytes(RepairedJSON.bytes(call.body.bytes))
        guard mended.body != call.body else { return [] }
        let request = FuzzChannels.request(mended, at: gateway.now)
        let read = gateway.assembly.events(of: request, on: ChannelID(rawValue: call.channel)) ?? []
        guard read.contains(where: { if case .message = $0 { true } else { false } }) else { return [] }
        return [Violation(.readable, "set aside, though but for broken signs it is a message: \(reason)")]
    }
}

extension InboundEvent {
    fileprivate var unreadableReason: String? {
        if case .unreadable(let message) = self { message.reason } else { nil }
    }
}

/// JSON whose undecodable parts are replaced, as a tolerant reader would take it.
enum RepairedJSON {
    static func bytes(_ body: [UInt8]) -> [UInt8] {
        let units = Array(String(decoding: body, as: UTF8.self).utf8)
        var result: [UInt8] = []
        var index = 0
        while index < units.count {
            if units[index] == 0x5C, let unit = escape(units, index) {
                let isPair =
                    (0xD800..<0xDC00).contains(unit)
                    && escape(units, index + 6).map { (0xDC00..<0xE000).contains($0) } == true
                if isPair {
                    result += units[index..<index + 12]
                    index += 12
                } else {
                    result += (0xD800..<0xE000).contains(unit) ? Array("\\ufffd".utf8) : Array(units[index..<index + 6])
                    index += 6
                }
            } else if units[index] == 0x5C, index + 1 < units.count {
                result += units[index...index + 1]
                index += 2
            } else {
                result.append(units[index] < 0x20 ? 0x20 : units[index])
                index += 1
            }
        }
        return result
    }

    /// The unit of `\uXXXX` at a place.
    private static func escape(_ units: [UInt8], _ index: Int) -> UInt16? {
        guard index + 5 < units.count, units[index] == 0x5C, units[index + 1] == UInt8(ascii: "u") else { return nil }
        return UInt16(String(decoding: units[index + 2...index + 5], as: UTF8.self), radix: 16)
    }
}
