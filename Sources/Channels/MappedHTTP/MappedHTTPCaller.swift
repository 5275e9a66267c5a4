package import CheckedYAML
import Conversations
package import Foundation
import HTTPTypes

/// Plays the provider of a channel of kind `http`: makes its calls as the entry describes them, and reads what it is sent.
package struct MappedHTTPCaller: Sendable {
    /// One call as it goes over the wire.
    package struct Call: Sendable {
        package var isGet: Bool
        package var query: [(name: String, value: String)]
        package var headers: [(name: String, value: String)]
        package var body: [UInt8]
    }

    private let settings: MappedHTTPSettings

    package init(_ entry: YAMLEntry, _ surroundings: ChannelSurroundings) throws(FileProblem) {
        settings = try MappedHTTPSettings(entry, surroundings)
    }

    /// The path of the address that answers go to.
    package var sendPath: String {
        URL(string: settings.sending.url.text(escaping: .form) { _ in "x" })?.path ?? ""
    }

    /// How the provider writes an id of ours.
    package func providerID(of id: String) -> String {
        settings.receiving.id.map { fitted(id, at: $0) } ?? id
    }

    /// An id in the shape that the entry demands at a place.
    private func fitted(_ id: String, at field: RequestField) -> String {
        settings.receiving.shapes.first { $0.field == field }?.fitted(id, values: settings.values) ?? id
    }

    /// A phone number as the shape at its place wants it, with or without its plus sign.
    private func sender(_ address: String) -> String {
        let receiving = settings.receiving
        guard let shape = receiving.shapes.first(where: { $0.field == receiving.sender }),
            !shape.fits(address, values: settings.values)
        else { return address }
        return String(address.drop { $0 == "+" })
    }

    /// The call that brings a villager's text.
    package func message(_ text: String, id: String, from address: String, at time: Date) -> Call {
        let receiving = settings.receiving
        var values: [(field: RequestField, value: String)] = []
        if let field = receiving.id { values.append((field, fitted(id, at: field))) }
        values += [(receiving.sender, sender(address)), (receiving.text, text)]
        if let field = receiving.time { values.append((field, Self.written(time, receiving.timeFormat))) }
        if let rule = receiving.onlyWhen, let value = rule.values.first { values.append((rule.field, value)) }
        // Other values that are signed only have to be there, and each id must be another one.
        for name in receiving.signature?.checksum.over.names ?? [] {
            guard let field = RequestField(name), settings.values[name] == nil,
                !values.contains(where: { $0.field == field })
            else { continue }
            values.append((field, fitted(id, at: field)))
        }
        for shape in receiving.shapes where !values.contains(where: { $0.field == shape.field }) {
            values.append((shape.field, shape.fitted(id, values: settings.values)))
        }
        var call = Self.call(values, isGet: receiving.method == .get)
        guard let signature = receiving.signature else {
            call.query.append(("secret", settings.secret))
            return call
        }
        let proof = signature.checksum.text(secret: settings.secret) { name in
            if name == "body" { return call.body }
            if name == "secret" { return Array(settings.secret.utf8) }
            let value = settings.values[name] ?? values.first { $0.field.written == name }?.value
            return value.map { Array($0.utf8) }
        }
        guard signature.compare.place == .header || signature.compare.place == .query else {
            return Self.call(values + [(signature.compare, proof ?? "")], isGet: call.isGet)
        }
        if signature.compare.place == .header {
            call.headers.append((signature.compare.name, proof ?? ""))
        } else {
            call.query.append((signature.compare.name, proof ?? ""))
        }
        return call
    }

    /// The call to a `callback_url` that reports a message delivered; nil where the entry reads no reports.
    package func report() -> Call? {
        guard let reports = settings.reports,
            let word = reports.meanings.filter({ $0.value == .delivered }).keys.sorted().first
        else { return nil }
        return Self.call([(reports.status, word)], isGet: reports.status.place == .query)
    }

    /// The recipient, the text and the address for reports in what the gateway sends.
    ///
    /// - Parameters:
    ///   - query: the query of the address that it called.
    package func sent(query: String, body: String) -> (to: String, text: String, callback: String?)? {
        let sending = settings.sending
        var values: [String: String] = [:]
        if let template = sending.body {
            values = template.values(in: body, escaping: .init(contentType: sending.contentType)) ?? [:]
        }
        if let mark = sending.url.queryTemplate {
            values.merge(mark.values(in: query) ?? [:]) { $1 }
        }
        guard let text = values["text"] else { return nil }
        let digits = values["recipient"] ?? values["recipient_84"].map { "+" + $0 }
        return digits.map { ($0, text, values["callback_url"]) }
    }

    /// What the gateway counts as a success.
    package var success: String {
        let success = settings.sending.success
        guard let path = success.path else { return "{}" }
        return Self.json([(path, success.values.first ?? "")])
    }

    private static func call(_ values: [(field: RequestField, value: String)], isGet: Bool) -> Call {
        func of(_ place: RequestField.Place) -> [(name: String, value: String)] {
            values.filter { $0.field.place == place }.map { ($0.field.name, $0.value) }
        }
        var call = Call(isGet: isGet, query: of(.query), headers: of(.header), body: [])
        let (form, tree) = (of(.form), of(.json))
        if !tree.isEmpty {
            call.headers.append(("Content-Type", "application/json"))
            call.body = Array(json(tree.map { ($0.name.split(separator: ".").map(String.init), $0.value) }).utf8)
        } else if !form.isEmpty {
            call.headers.append(("Content-Type", "application/x-www-form-urlencoded"))
            call.body = Array(FormFields(form.map { ($0.name, $0.value) }).encoded.utf8)
        }
        return call
    }

    /// Values at their paths; a part that is a number is a place in a list.
    private static func json(_ values: [(path: [String], value: String)]) -> String {
        func text(_ value: String) -> String { "\"\(TextTemplate.Escaping.json.escaped(value))\"" }
        if let leaf = values.first(where: { $0.path.isEmpty }) { return text(leaf.value) }
        var names: [String] = []
        for name in values.compactMap(\.path.first) where !names.contains(name) { names.append(name) }
        let parts = names.map { name in
            (name, json(values.filter { $0.path.first == name }.map { (Array($0.path.dropFirst()), $0.value) }))
        }
        if !parts.isEmpty, parts.allSatisfy({ Int($0.0) != nil }) {
            return "[" + parts.map(\.1).joined(separator: ", ") + "]"
        }
        return "{" + parts.map { "\(text($0.0)): \($0.1)" }.joined(separator: ", ") + "}"
    }

    private static func written(_ time: Date, _ format: MappedHTTPSettings.Receiving.TimeFormat) -> String {
        let seconds = time.wholeSeconds
        switch format {
        case .epochSeconds: return String(seconds)
        case .epochMilliseconds: return String(seconds * 1000)
        case .iso8601: return time.formatted(.iso8601)
        case .vietnamDigits:
            return ProviderTime.vietnamDigits(of: time)
        }
    }
}

extension TextTemplate {
    /// The values in a text that was made of this template, unescaped; nil where the text was not.
    func values(in text: String, escaping: Escaping = .form) -> [String: String]? {
        var values: [String: String] = [:]
        var rest = text[...]
        var open: String?
        for piece in pieces {
            switch piece {
            case .value(let name):
                open = name
            case .literal(let literal):
                guard !literal.isEmpty || piece == pieces.last else { continue }
                let range = literal.isEmpty ? rest.endIndex..<rest.endIndex : rest.range(of: literal)
                guard let range else { return nil }
                if let name = open { values[name] = escaping.unescaped(String(rest[..<range.lowerBound])) }
                open = nil
                rest = rest[range.upperBound...]
            }
        }
        return values
    }

    /// The part of an address behind its question mark; nil for one without.
    fileprivate var queryTemplate: TextTemplate? {
        guard
            let index = pieces.firstIndex(where: { piece in
                if case .literal(let literal) = piece { literal.contains("?") } else { false }
            }), case .literal(let literal) = pieces[index], let mark = literal.firstIndex(of: "?")
        else { return nil }
        return TextTemplate(
            pieces: [.literal(String(literal[literal.index(after: mark)...]))] + pieces[(index + 1)...])
    }
}

extension TextTemplate.Escaping {
    fileprivate func unescaped(_ text: String) -> String {
        switch self {
        case .none: return text
        case .form: return text.replacing("+", with: " ").removingPercentEncoding ?? text
        case .xml:
            return text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
                .replacing("&apos;", with: "'").replacing("&amp;", with: "&")
        case .json:
            return (try? JSONDecoder().decode(String.self, from: Data("\"\(text)\"".utf8))) ?? text
        }
    }
}
