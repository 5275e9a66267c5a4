import CheckedYAML
import Foundation
import HTTPTypes

/// What a channel entry of kind `http` holds beside the keys of every channel; `docs/mapped-http.md` explains it.
struct MappedHTTPSettings: Sendable {
    /// The keys that prove a call; two while the key is changed, and the first signs what goes out.
    var secrets: [String]
    /// Own constants of the installation, `${value.NAME}` in templates.
    var values: [String: String]
    var receiving: Receiving
    var sending: Sending
    var reports: Reports?
    var senders: SenderKind

    init(_ entry: YAMLEntry, _ surroundings: ChannelSurroundings) throws(FileProblem) {
        secrets = try entry.entry("secret").secrets(surroundings, atLeast: 8)
        values = [:]
        for (name, value) in try entry.optional("values")?.pairs() ?? [] {
            values["value." + name] = try value.secret(surroundings, atLeast: 1)
        }
        senders = try entry.optional("senders")?.oneOf(SenderKind.self) ?? ChannelKind.mappedHTTP.senders
        let names = values.keys.sorted() + ["secret"]
        receiving = try Receiving(entry.entry("receive"), names: names)
        sending = try Sending(entry.entry("send"), names: names)
        reports = try entry.optional("reports").map { reports throws(FileProblem) in try Reports(reports) }
        if sending.usesCallback, reports == nil {
            throw try entry.entry("send").problem(
                "it asks for reports by ${callback_url}, but nothing says how they are read",
                mend: "add the section \"reports\", or remove ${callback_url}")
        }
    }

    /// The secret in force.
    var secret: String { secrets.first ?? "" }

    /// The method of a call, GET or POST.
    enum Method: String, Sendable, CaseIterable {
        case get = "GET"
        case post = "POST"
    }

    /// A value that must be one of some texts.
    struct Condition: Sendable {
        var field: RequestField
        var values: [String]

        init(_ entry: YAMLEntry) throws(FileProblem) {
            try entry.allow(keys: ["field", "equals"])
            field = try RequestField(entry.entry("field"))
            values = try entry.entry("equals").strings()
        }

        func holds(in request: DecodedRequest) -> Bool { request[field].map(values.contains) ?? false }
    }

    /// How messages come in.
    struct Receiving: Sendable {
        enum TimeFormat: String, Sendable, CaseIterable {
            case epochSeconds = "epoch_seconds"
            case epochMilliseconds = "epoch_milliseconds"
            case iso8601
            /// `yyyyMMddHHmmss` by the clocks of Vietnam.
            case vietnamDigits = "vietnam_digits"
        }

        var method: Method
        /// Nil for providers that give none: then the content is the id, see ``MappedHTTPPayload``.
        var id: RequestField?
        /// Whether the signature is the id: all that can be made of one signed call is then one message.
        var idIsSignature: Bool
        /// What values must look like; a call in which one does not is set aside.
        var shapes: [ValueShape]
        var sender: RequestField
        var text: RequestField
        var time: RequestField?
        var timeFormat: TimeFormat
        /// Other calls are answered and ignored.
        var onlyWhen: Condition?
        /// Nil for providers that sign nothing: then the address holds `secret=…`.
        var signature: (checksum: Checksum, compare: RequestField)?
        var answer: Answer

        /// The headers that reading a call and answering it look at.
        var headers: [String] {
            let answered = (answer.body?.names ?? []).compactMap { RequestField($0) }
            return ([id, sender, text, time, onlyWhen?.field].compactMap { $0 } + answered)
                .filter { $0.place == .header }.map(\.name)
        }

        init(_ entry: YAMLEntry, names: [String]) throws(FileProblem) {
            try entry.allow(keys: [
                "method", "id", "sender", "text", "time", "time_format", "only_when", "shapes", "signature", "answer",
            ])
            method = try entry.entry("method").oneOf(Method.self)
            let idEntry = try entry.entry("id")
            let idText = try idEntry.string()
            idIsSignature = idText == "signature"
            id = idIsSignature || idText == "none" ? nil : try RequestField(idEntry)
            shapes = []
            for (place, shape) in try entry.optional("shapes")?.pairs() ?? [] {
                shapes.append(try ValueShape(place: place, shape, names: names))
            }
            sender = try RequestField(entry.entry("sender"))
            text = try RequestField(entry.entry("text"))
            time = try entry.optional("time").map { time throws(FileProblem) in try RequestField(time) }
            timeFormat = try entry.optional("time_format")?.oneOf(TimeFormat.self) ?? .epochSeconds
            onlyWhen = try entry.optional("only_when").map { rule throws(FileProblem) in try Condition(rule) }
            answer = try Answer(entry.entry("answer"), names: names)
            let recipe = try entry.entry("signature")
            if (try? recipe.string()) == "none" {
                guard !idIsSignature else {
                    throw idEntry.problem("there is no signature", mend: "write a place, or none")
                }
                return
            }
            try recipe.allow(keys: Checksum.keys + ["compare"])
            signature = (
                try Checksum(recipe, names: names + ["body"], places: true),
                try RequestField(recipe.entry("compare"))
            )
        }
    }

    /// What the provider is answered when its message is stored.
    struct Answer: Sendable {
        var status: Int
        var contentType: String
        var body: TextTemplate?

        init(_ entry: YAMLEntry, names: [String]) throws(FileProblem) {
            try entry.allow(keys: ["status", "content_type", "body"])
            status = try entry.optional("status")?.int(in: 200...299) ?? 200
            contentType = try entry.optional("content_type")?.string() ?? "text/plain; charset=utf-8"
            // No secret: the answer goes to whoever called.
            body = try entry.optional("body").map { body throws(FileProblem) in
                try TextTemplate(body, names: names.filter { $0 != "secret" }, places: true)
            }
        }
    }
}
