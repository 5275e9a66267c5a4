package import HTTPTypes
import JSONText
import LibCrypto
import Synchronization
import VietnameseText

/// A webhook call as it came over the wire, freed of the web server.
package struct WebhookRequest: Sendable {
    package var method: HTTPRequest.Method
    /// The decoded query, in order; names may repeat.
    package var query: [(name: String, value: String)]
    /// The query as it stood in the address, without its question mark; some providers sign it.
    package var rawQuery: String
    package var headers: HTTPFields
    package var body: [UInt8] {
        didSet { parsed = ParsedBody() }
    }
    private var parsed = ParsedBody()

    package init(
        method: HTTPRequest.Method, query: [(name: String, value: String)], rawQuery: String = "", headers: HTTPFields,
        body: [UInt8]
    ) {
        self.method = method
        self.query = query
        self.rawQuery = rawQuery
        self.headers = headers
        self.body = body
    }

    /// A body that is JSON, read once for the proof, for what the call says and for its answer; nil for any other.
    var json: JSON? { parsed.json(of: self) }

    /// The encoding that the Content-Type names.
    var charsetLabel: String? { headers[.contentType].flatMap { Charset.label(inContentType: $0) } }

    /// The body in UTF-8, for reading it as JSON: programs write that in other encodings too, or call it another.
    ///
    /// What signatures are taken over is ``body``.
    var textBody: [UInt8] {
        let label = charsetLabel
        let isLabelledElse = label.flatMap(Charset.init(label:)).map { $0 != .utf8 } ?? false
        let isPlain =
            !isLabelledElse && !body.prefix(4).contains { $0 == 0 || $0 >= 0xFE }
            && (body.allSatisfy { $0 < 0x80 } || String(validating: body, as: UTF8.self) != nil)
        return isPlain ? body : Array(Charsets.text(body, label: label).utf8)
    }

    package func parameter(_ name: String) -> String? { query.first { $0.name == name }?.value }

    /// The query decoded as a form is, with `+` for a space, which web servers leave as it stands.
    ///
    /// A call of ours or of a test may have no raw query.
    var queryForm: FormFields { rawQuery.isEmpty ? FormFields(query) : FormFields(encoded: Array(rawQuery.utf8)) }

    /// The fields of a body that is a form, decoded; none for any other body.
    var form: FormFields {
        let type = headers[.contentType]?.lowercased() ?? ""
        return type.contains("form-urlencoded") ? FormFields(encoded: body, label: charsetLabel) : FormFields([])
    }

    /// The value of a header; nil also for names that no header can have.
    func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
}

/// What was read of a body, kept for whoever reads it again.
private final class ParsedBody: Sendable {
    private enum State {
        case unread
        case read(JSON?)
    }

    private let state = Mutex(State.unread)

    func json(of request: WebhookRequest) -> JSON? {
        state.withLock { state in
            if case .read(let json) = state { return json }
            let json = JSON(request.textBody)
            state = .read(json)
            return json
        }
    }
}

/// Whether the given text is one of the live secrets; each is compared, whichever fits.
func isOne(_ given: String, of secrets: [String]) -> Bool {
    var found = false
    for secret in secrets where constantTimeEqual(given, secret) { found = true }
    return found
}

/// Why a webhook call is refused; nothing of it is stored.
package struct WebhookRejection: Error, Sendable, Equatable {
    package var status: HTTPResponse.Status
    /// What is wrong and how to mend it, for whoever configures the provider; never a secret.
    package var sentence: String

    package init(_ status: HTTPResponse.Status, _ sentence: String) {
        self.status = status
        self.sentence = sentence
    }
}

/// What a provider is answered.
package struct WebhookAnswer: Sendable, Equatable {
    package var status: HTTPResponse.Status
    package var contentType: String?
    package var body: String

    package init(status: HTTPResponse.Status, contentType: String?, body: String) {
        self.status = status
        self.contentType = contentType
        self.body = body
    }
}
