import Conversations
package import Foundation
package import PublicServices

extension GatewayStore {
    /// The ready answers of a commune that hold all words of a search, those that this officer takes most often first.
    package func readyAnswers(
        matching search: String? = nil, of commune: CommuneID, limit: Int = 50, by officer: Officer
    ) async throws -> [ReadyAnswer] {
        guard Viewer(officer: officer).sees(commune) else { return [] }
        let words = FoldedWords(search ?? "").words
        let all = try await read { transaction in
            try transaction.all(
                Transaction.readyAnswers, [officer.id.number, commune.rawValue, StoreLimits.readyAnswers]
            ) { try Transaction.readyAnswer(&$0) }
        }
        let found = all.filter { answer in
            let text = FoldedWords(answer.title + " " + answer.body).words
            return words.allSatisfy { word in text.contains { $0.hasPrefix(word) } }
        }
        return Array(found.sorted { ($0.uses, $1.title) > ($1.uses, $0.title) }.prefix(limit))
    }

    package func readyAnswer(_ id: Int64, by officer: Officer) async throws -> ReadyAnswer? {
        let answer = try await read { transaction in
            try transaction.first(Transaction.readyAnswerByID, [officer.id.number, id]) {
                try Transaction.readyAnswer(&$0)
            }
        }
        return answer.flatMap { Viewer(officer: officer).sees($0.commune) ? $0 : nil }
    }

    /// Keeps a ready answer, or a new version of one; nil where it is empty or of a commune that is not the officer's.
    package func saveReadyAnswer(
        _ draft: ReadyAnswerDraft, by officer: Officer, now: Date
    ) async throws -> ReadyAnswer? {
        let title = draft.title.trimmingCharacters(in: .whitespacesAndNewlines)
        let body = draft.body.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !title.isEmpty, !body.isEmpty, title.count <= StoreLimits.nameLength * 2,
            body.count <= StoreLimits.staffText, Viewer(officer: officer).sees(draft.commune)
        else { return nil }
        let id = try await write(at: now) { transaction -> Int64? in
            let id: Int64
            if let known = draft.id {
                guard
                    try transaction.changes(
                        "UPDATE ready_answer SET version = version + 1 WHERE id = ? AND commune = ? AND removed_at IS NULL",
                        [known, draft.commune.rawValue]) == 1
                else { return nil }
                id = known
            } else {
                try transaction.run(
                    "INSERT INTO ready_answer (commune, version) VALUES (?, 1)", [draft.commune.rawValue])
                id = try transaction.lastID
            }
            try transaction.run(
                """
                INSERT INTO ready_answer_version (answer_id, version, topic, title, body, officer_id, at)
                SELECT id, version, ?, ?, ?, ?, ? FROM ready_answer WHERE id = ?
                """,
                [draft.topic?.rawValue, title, body, officer.id.number, transaction.now, id])
            try transaction.audit("ready_answer.saved", of: "ready_answer \(id)", by: officer.id)
            return id
        }
        guard let id else { return nil }
        return try await readyAnswer(id, by: officer)
    }

    /// All versions of a ready answer, the newest first.
    package func readyAnswerVersions(_ id: Int64, by officer: Officer) async throws -> [ReadyAnswerVersion] {
        guard try await readyAnswer(id, by: officer) != nil else { return [] }
        return try await read { transaction in
            try transaction.all(
                """
                SELECT ready_answer_version.version, ready_answer_version.title, ready_answer_version.body, officer.title,
                    officer.name, ready_answer_version.at
                FROM ready_answer_version JOIN officer ON officer.id = ready_answer_version.officer_id
                WHERE ready_answer_version.answer_id = ? ORDER BY ready_answer_version.version DESC
                """,
                [id]
            ) { row in
                let (version, title, body): (Int, String, String) = (try row.next(), try row.next(), try row.next())
                let by = OfficerProfile.displayName(title: try row.next(), name: try row.next())
                return ReadyAnswerVersion(
                    version: version, title: title, body: body, changedBy: by,
                    changedAt: Date(milliseconds: try row.next()))
            }
        }
    }

    /// Takes a ready answer out of the list; its versions stay.
    package func removeReadyAnswer(_ id: Int64, by officer: Officer, now: Date) async throws -> Bool {
        guard try await readyAnswer(id, by: officer) != nil else { return false }
        return try await write(at: now) { transaction in
            try transaction.audit("ready_answer.removed", of: "ready_answer \(id)", by: officer.id)
            return try transaction.changes(
                "UPDATE ready_answer SET removed_at = ? WHERE id = ? AND removed_at IS NULL", [transaction.now, id])
                == 1
        }
    }

    /// Counts that an officer took a ready answer.
    package func noteUse(ofReady id: Int64, by officer: Officer, now: Date) async throws {
        guard try await readyAnswer(id, by: officer) != nil else { return }
        try await write(at: now) { transaction in
            try transaction.run(
                """
                INSERT INTO ready_answer_use (officer_id, answer_id, uses) VALUES (?, ?, 1)
                ON CONFLICT (officer_id, answer_id) DO UPDATE SET uses = ready_answer_use.uses + 1
                """,
                [officer.id.number, id])
        }
    }
}

extension Transaction {
    private static let readyAnswerColumns = """
        SELECT ready_answer.id, ready_answer.commune, newest.topic, newest.title, newest.body, newest.version,
            officer.title, officer.name, newest.at, COALESCE(ready_answer_use.uses, 0)
        FROM ready_answer
        JOIN ready_answer_version AS newest
            ON newest.answer_id = ready_answer.id AND newest.version = ready_answer.version
        JOIN officer ON officer.id = newest.officer_id
        LEFT JOIN ready_answer_use ON ready_answer_use.officer_id = ? AND ready_answer_use.answer_id = ready_answer.id
        WHERE ready_answer.removed_at IS NULL
        """

    fileprivate static let readyAnswers = readyAnswerColumns + " AND ready_answer.commune = ? LIMIT ?"
    fileprivate static let readyAnswerByID = readyAnswerColumns + " AND ready_answer.id = ?"

    fileprivate static func readyAnswer(_ row: inout Columns) throws -> ReadyAnswer {
        let (id, commune, topic): (Int64, String, String?) = (try row.next(), try row.next(), row.nextIfAny())
        let (title, body, version): (String, String, Int) = (try row.next(), try row.next(), try row.next())
        let by = OfficerProfile.displayName(title: try row.next(), name: try row.next())
        return ReadyAnswer(
            id: id, commune: CommuneID(rawValue: commune), topic: topic.map(TopicID.init(rawValue:)), title: title,
            body: body, version: version, changedBy: by, changedAt: Date(milliseconds: try row.next()),
            uses: try row.next())
    }
}
