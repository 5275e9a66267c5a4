package import Foundation
package import PublicServices

/// A text that officers send often, in its newest version.
package struct ReadyAnswer: Sendable, Equatable, Identifiable {
    package var id: Int64
    package var commune: CommuneID
    package var topic: TopicID?
    package var title: String
    package var body: String
    package var version: Int
    package var changedBy: String
    package var changedAt: Date
    /// How often the asking officer took it.
    package var uses: Int

    /// The names that stand in `{{…}}`, each once, in their order.
    package var variables: [String] { Self.variables(in: body) }

    /// What stands in `{{…}}` in a text; none may be left in what is sent.
    package static func variables(in text: String) -> [String] {
        var names: [String] = []
        for match in text.matches(of: /\{\{\s*([^{}]{1,60}?)\s*\}\}/) where !names.contains(String(match.1)) {
            names.append(String(match.1))
        }
        return names
    }
}

package struct ReadyAnswerDraft: Sendable, Equatable {
    /// Nil for a new one.
    package var id: Int64?
    package var commune: CommuneID
    package var topic: TopicID?
    package var title: String
    package var body: String

    package init(id: Int64? = nil, commune: CommuneID, topic: TopicID? = nil, title: String, body: String) {
        self.id = id
        self.commune = commune
        self.topic = topic
        self.title = title
        self.body = body
    }
}

package struct ReadyAnswerVersion: Sendable, Equatable {
    package var version: Int
    package var title: String
    package var body: String
    package var changedBy: String
    package var changedAt: Date
}

/// One line of the audit: who did what to what, by ids.
package struct AuditEntry: Sendable, Equatable, Identifiable {
    package var id: Int64
    package var at: Date
    /// Nil for the gateway and for commands.
    package var officer: OfficerID?
    /// Who it was, in the words of the time.
    package var actor: String
    /// Such as `matter.viewed`.
    package var action: String
    /// Such as `escalation 12`.
    package var subject: String
    package var detail: String
}
