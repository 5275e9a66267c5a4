import CheckedYAML
import Conversations
import Foundation

extension MappedHTTPSettings {
    /// How answers go out.
    struct Sending: Sendable {
        /// What stands for `${…}` beside the channel's own values.
        static let names = [
            "recipient", "recipient_84", "text", "id", "received_id", "now", "is_unicode", "callback_url",
        ]

        var method: Method
        var url: TextTemplate
        var headers: [(name: String, value: TextTemplate)]
        var contentType: String
        var body: TextTemplate?
        var checksum: Checksum?
        var success: Success

        init(_ entry: YAMLEntry, names own: [String]) throws(FileProblem) {
            try entry.allow(keys: ["method", "url", "headers", "content_type", "body", "checksum", "success"])
            let plain = Self.names + own
            checksum = try entry.optional("checksum").map { recipe throws(FileProblem) in
                try recipe.allow(keys: Checksum.keys)
                return try Checksum(recipe, names: plain, places: false)
            }
            let names = plain + (checksum == nil ? [] : ["checksum"])
            method = try entry.entry("method").oneOf(Method.self)
            let urlEntry = try entry.entry("url")
            url = try TextTemplate(urlEntry, names: names, places: false)
            guard let address = URL(string: url.text(escaping: .form) { _ in "x" }),
                ["http", "https"].contains(address.scheme), address.host()?.isEmpty == false
            else { throw urlEntry.problem("it is no web address", mend: "write https://HOST/PATH") }
            headers = []
            for (name, value) in try entry.optional("headers")?.pairs() ?? [] {
                headers.append((name, try TextTemplate(value, names: names, places: false)))
            }
            contentType = try entry.optional("content_type")?.string() ?? "application/json"
            body = try entry.optional("body").map { body throws(FileProblem) in
                try TextTemplate(body, names: names, places: false)
            }
            success = try Success(entry.entry("success"))
        }

        var uses: Set<String> {
            var names = url.names + (body?.names ?? []) + (checksum?.over.names ?? [])
            for header in headers { names += header.value.names }
            return Set(names)
        }

        var usesCallback: Bool { uses.contains("callback_url") }
    }

    /// How the provider's answer to a sending is read.
    struct Success: Sendable {
        /// Which value tells; without it, every status 2xx is a success.
        var path: [String]?
        var values: [String]
        /// Values that mean: the account is wrong.
        var account: [String]
        /// Values that mean: try again later.
        var retry: [String]
        /// Values that mean: this villager is not reached.
        var unreachable: [String]
        /// The provider's own id of the message.
        var reference: [String]?

        init(_ entry: YAMLEntry) throws(FileProblem) {
            try entry.allow(keys: ["field", "equals", "account", "retry", "unreachable", "reference"])
            path = try entry.optional("field").map { field throws(FileProblem) in try Self.path(field) }
            values = try path == nil ? [] : entry.entry("equals").strings()
            account = try entry.optional("account")?.strings() ?? []
            retry = try entry.optional("retry")?.strings() ?? []
            unreachable = try entry.optional("unreachable")?.strings() ?? []
            reference = try entry.optional("reference").map { field throws(FileProblem) in try Self.path(field) }
        }

        private static func path(_ entry: YAMLEntry) throws(FileProblem) -> [String] {
            let field = try RequestField(entry)
            guard field.place == .json else { throw entry.problem("answers are read as JSON", mend: "write json.PATH") }
            return field.name.split(separator: ".").map(String.init)
        }
    }

    /// How reports at `${callback_url}` are read.
    struct Reports: Sendable {
        var status: RequestField
        var meanings: [String: DeliveryReport.Status]

        init(_ entry: YAMLEntry) throws(FileProblem) {
            try entry.allow(keys: ["status", "accepted", "buffered", "delivered", "failed"])
            status = try RequestField(entry.entry("status"))
            meanings = [:]
            for (key, status) in [
                ("accepted", DeliveryReport.Status.accepted), ("buffered", .buffered), ("delivered", .delivered),
                ("failed", .failed),
            ] {
                guard let list = try entry.optional(key) else { continue }
                for word in try list.strings() {
                    guard meanings.updateValue(status, forKey: word) == nil else {
                        throw list.problem("\"\(word)\" stands in two lists", mend: "keep it in one")
                    }
                }
            }
        }
    }
}
