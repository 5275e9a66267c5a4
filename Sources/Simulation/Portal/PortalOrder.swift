import Foundation
package import Gateway

/// What a tester asks of a portal that runs, as it is typed; pure.
package enum PortalOrder: Sendable, Equatable {
    case mood(SimulatedPortal.Mood)
    /// Fields of a dossier by their names in the contract; an empty value takes a field away.
    case set(code: String, [String: String])
    case add(PortalDossier)
    case remove(code: String)
    case list

    /// The orders, with what stands behind each and what it does.
    package static let help: [(order: String, does: String)] = [
        ("well", "answers at once"),
        ("slow [SECONDS]", "answers only after so long (10 by default)"),
        ("down", "answers 503"),
        ("garbled", "answers 200 with something that is no dossier"),
        ("refusing", "answers 401, as if the token were wrong"),
        ("state CODE STATE", "the dossier is in another state: a number of the national catalogue, or its name"),
        ("set CODE FIELD=VALUE …", "changes fields of the contract; FIELD= takes one away"),
        ("add JSON", "a new dossier, as one line of the file"),
        ("remove CODE", "the portal does not know it any more"),
        ("list", "every dossier with its state"),
    ]

    /// Seconds of a bare `slow`.
    private static let usualWait = 10.0
    private static let longestWait = 3600.0

    /// Throws a sentence that says how the order is written.
    package init(_ typed: String) throws(Bench.Refusal) {
        let line = typed.trimmingCharacters(in: .whitespacesAndNewlines)
        let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
        let rest = parts.count == 2 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
        switch (parts.first ?? "", rest.isEmpty) {
        case ("well", true): self = .mood(.well)
        case ("down", true): self = .mood(.down)
        case ("garbled", true): self = .mood(.garbled)
        case ("refusing", true): self = .mood(.refusing)
        case ("list", true): self = .list
        case ("slow", _):
            guard let seconds = rest.isEmpty ? Self.usualWait : Double(rest), (0...Self.longestWait).contains(seconds)
            else { throw Self.refusal(line) }
            self = .mood(.slow(seconds))
        case ("remove", false): self = .remove(code: rest)
        case ("state", false):
            let words = rest.split(separator: " ", maxSplits: 1).map(String.init)
            guard words.count == 2 else { throw Self.refusal(line) }
            self = .set(code: words[0], ["state": words[1]])
        case ("set", false): self = try Self.set(rest, line)
        case ("add", false):
            guard let dossier = try? JSONDecoder().decode(PortalDossier.self, from: Data(rest.utf8)) else {
                throw Bench.Refusal(description: "This is no dossier of the contract. Fix: see docs/dossiers.md")
            }
            self = .add(dossier)
        default: throw Self.refusal(line)
        }
    }

    private static func set(_ rest: String, _ line: String) throws(Bench.Refusal) -> PortalOrder {
        let words = rest.split(separator: " ", maxSplits: 1).map(String.init)
        guard words.count == 2 else { throw refusal(line) }
        var fields: [String: String] = [:]
        // A value goes on until the next FIELD=, so that reasons may hold spaces.
        var name: String?
        for word in words[1].split(separator: " ") {
            if let sign = word.firstIndex(of: "="), SimulatedPortal.fields.contains(String(word[..<sign])) {
                name = String(word[..<sign])
                fields[String(word[..<sign])] = String(word[word.index(after: sign)...])
            } else if let name {
                fields[name] = [fields[name] ?? "", String(word)].filter { !$0.isEmpty }.joined(separator: " ")
            } else {
                throw refusal(line)
            }
        }
        return .set(code: words[0], fields)
    }

    private static func refusal(_ line: String) -> Bench.Refusal {
        let orders = help.map(\.order).joined(separator: "; ")
        return Bench.Refusal(description: "\"\(line)\" is no order to a portal. Fix: write one of: \(orders)")
    }
}
