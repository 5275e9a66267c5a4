import Channels
import Conversations
import HTTPTypes
import NIOHTTP1

/// Where one connection of a provider stands: which request comes in, what it is for, and what is done with it next.
///
/// It knows neither sockets nor timers, so that any order of events can be tested; ``DoorHandler`` carries out its steps.
/// Requests come one after the other: the next begins when the answer to the one before is written.
struct DoorConnection {
    /// What is to be done with what came.
    enum Step: Equatable {
        case nothing
        /// Let a client that waits for leave send its body (RFC 9110, 10.1.1).
        case leave
        /// The request is whole.
        case take(ChannelID)
        /// Answer at once, without the rest of the request.
        case refuse(DoorRefusal)
        case close
    }

    private enum State {
        case waiting
        case reading(ReadingRequest)
        case answering(closes: Bool)
        case closed
    }

    /// Whether the answer to the last request has no body (RFC 9110, 9.3.2).
    private(set) var wantsHeadAlone = false

    private struct ReadingRequest {
        var head: HTTPRequestHead
        /// Nil for a request that is refused once it is whole.
        var address: WebhookAddress?
        var refusal: DoorRefusal?
        var bytes = 0
    }

    private var state = State.waiting
    /// How many requests have begun, so that a timer knows whether its own is still coming.
    private(set) var begun = 0
    /// Whether nothing more can come, so that a connection that ends need not wait for its client.
    private(set) var hasInputEnded = false
    /// What the request that is read has brought; emptied when it is taken.
    private var body: [UInt8] = []
    /// The most bytes of a body.
    private let longest: Int

    init(longest: Int) { self.longest = longest }

    var isReading: Bool { if case .reading = state { true } else { false } }
    var isAnswering: Bool { if case .answering = state { true } else { false } }
    var isWaiting: Bool { if case .waiting = state { true } else { false } }

    // MARK: - What comes in

    /// The head of a request; `isKnown` says whether there is a channel of that name.
    mutating func receive(_ head: HTTPRequestHead, isKnown: (ChannelID) -> Bool) -> Step {
        guard case .waiting = state else { return .nothing }
        begun += 1
        wantsHeadAlone = head.method == .HEAD
        var request = ReadingRequest(head: head)
        if let address = WebhookAddress(target: head.uri) {
            request.address = address
            if !isKnown(address.channel) {
                request.refusal = .unknownChannel
            } else if head.method != .POST, head.method != .GET {
                request.refusal = .method
            }
        } else {
            request.refusal = .unknownAddress
        }
        let length = head.headers.first(name: "Content-Length").flatMap { Int($0) }
        if let length, length > longest { return refuseUnread(.tooLarge(longest)) }
        if Self.waitsForLeave(head, length: length) {
            if let refusal = request.refusal { return refuseUnread(refusal) }
            state = .reading(request)
            return .leave
        }
        if request.refusal == nil, let length { body.reserveCapacity(length) }
        state = .reading(request)
        return .nothing
    }

    /// A part of the body, given as a function that appends it where it is wanted.
    mutating func receive(bodyOf count: Int, append: (inout [UInt8]) -> Void) -> Step {
        guard case .reading(var request) = state else { return .nothing }
        request.bytes += count
        guard request.bytes <= longest else { return refuseUnread(.tooLarge(longest)) }
        if request.refusal == nil { append(&body) }
        state = .reading(request)
        return .nothing
    }

    mutating func receiveEnd() -> Step {
        guard case .reading(let request) = state else { return .nothing }
        state = .answering(closes: !request.head.isKeepAlive)
        if let refusal = request.refusal { return .refuse(refusal) }
        guard let address = request.address else { return .refuse(.unknownAddress) }
        taken = (request.head, address)
        return .take(address.channel)
    }

    private var taken: (head: HTTPRequestHead, address: WebhookAddress)?

    /// The call of a `take`, once.
    mutating func call() -> WebhookRequest? {
        guard let (head, address) = taken, let method = HTTPRequest.Method(head.method.rawValue) else { return nil }
        taken = nil
        var fields = HTTPFields()
        for (name, value) in head.headers {
            if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
        }
        defer { body = [] }
        return WebhookRequest(
            method: method, query: address.query, rawQuery: address.rawQuery, headers: fields, body: body)
    }

    /// The client sends nothing more, or no HTTP; it still gets the answer that it waits for.
    mutating func endInput() -> Step {
        hasInputEnded = true
        guard case .answering = state else { return end(.close) }
        state = .answering(closes: true)
        return .nothing
    }

    // MARK: - What goes out

    /// Whether the answer that is written next is the last of this connection.
    var closesAfterAnswer: Bool {
        switch state {
        case .answering(let closes): closes
        case .closed: true
        case .waiting, .reading: false
        }
    }

    /// The answer is written; gives whether the connection ends with it.
    mutating func answered() -> Bool {
        let closes = closesAfterAnswer
        state = closes ? .closed : .waiting
        return closes
    }

    // MARK: - What takes too long

    /// The time for the body of request number `number` is over; number 0 is the time until the first one begins.
    mutating func isLate(for number: Int) -> Step {
        guard number == begun else { return .nothing }
        switch state {
        case .waiting where begun == 0: return end(.close)
        case .reading: return refuseUnread(.late)
        case .waiting, .answering, .closed: return .nothing
        }
    }

    /// No request has come for a long time.
    mutating func isIdle() -> Step {
        guard case .waiting = state else { return .nothing }
        return end(.close)
    }

    private mutating func refuseUnread(_ refusal: DoorRefusal) -> Step {
        state = .answering(closes: true)
        body = []
        return .refuse(refusal)
    }

    private mutating func end(_ step: Step) -> Step {
        state = .closed
        return step
    }

    /// Whether a client waits for leave to send its body; one that sends none does not wait, nor does one of HTTP/1.0.
    private static func waitsForLeave(_ head: HTTPRequestHead, length: Int?) -> Bool {
        guard head.version != .http1_0, head.headers.contains(name: "Expect") else { return false }
        return ((length ?? 0) > 0 || head.headers.contains(name: "Transfer-Encoding"))
            && head.headers[canonicalForm: "Expect"].contains { $0.lowercased() == "100-continue" }
    }
}

/// Why the door answers a request by itself, without asking its channel.
enum DoorRefusal: Equatable {
    case unknownAddress
    case unknownChannel
    case method
    case tooLarge(Int)
    case late

    var reply: WebhookReply {
        switch self {
        case .unknownAddress:
            .refusal(.notFound, "Here are only webhooks: call /webhooks/ and the id of a channel in gateway.yaml.")
        case .unknownChannel:
            .refusal(.notFound, "There is no channel of this name: compare the URL with the ids in gateway.yaml.")
        case .method: .refusal(.methodNotAllowed, "A webhook is called by POST or GET.", allow: "GET, POST")
        case .tooLarge(let bytes): .refusal(.contentTooLarge, "The body is larger than \(bytes) bytes.")
        case .late: .refusal(.requestTimeout, "The body did not come in time.")
        }
    }
}
