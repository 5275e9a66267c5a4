import CheckedYAML
import Foundation
import HTTPTypes
import JSONText

/// Where a value stands in a webhook call, written as `query.smsid`, `form.text`, `json.data.phone` or `header.X-Id`.
struct RequestField: Sendable, Equatable {
    enum Place: String, Sendable {
        case query
        case form
        case json
        case header
    }

    var place: Place
    var name: String

    /// As the configuration writes it.
    var written: String { "\(place.rawValue).\(name)" }

    /// Nil when the text names no place.
    init?(_ text: String) {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty, let place = Place(rawValue: String(parts[0])) else { return nil }
        self.place = place
        name = String(parts[1])
    }

    init(_ entry: YAMLEntry) throws(FileProblem) {
        let text = try entry.string()
        guard let field = RequestField(text) else {
            throw entry.problem(
                "\"\(text)\" names no place of a value", mend: "write query.NAME, form.NAME, json.PATH or header.NAME")
        }
        self = field
    }
}

/// A webhook call with its body decoded once, in whatever form it has.
struct DecodedRequest: Sendable {
    let request: WebhookRequest
    private let query: FormFields
    private let form: FormFields
    private let json: JSON?

    init(_ request: WebhookRequest) {
        self.request = request
        query = request.queryForm
        form = request.form
        // Some providers post JSON without saying so.
        json = form.fields.isEmpty && !request.body.isEmpty ? request.json : nil
    }

    subscript(_ field: RequestField) -> String? {
        switch field.place {
        case .query: query[field.name]
        case .header: request.header(field.name)
        case .form: form[field.name]
        case .json: json?.text(at: field.name.split(separator: ".").map(String.init))
        }
    }

    /// The bytes of a value as they came; for what was read out of JSON those of its text.
    func bytes(of field: RequestField) -> [UInt8]? {
        switch field.place {
        case .query: query.bytes(of: field.name)
        case .form: form.bytes(of: field.name)
        case .header, .json: self[field].map { Array($0.utf8) }
        }
    }
}
