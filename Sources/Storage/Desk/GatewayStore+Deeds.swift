package import Conversations
package import Foundation
import PublicServices

/// What officers do with a matter, beside answering it; each is in the audit.
extension GatewayStore {
    /// The officer has it from now on; whoever had it before has it no more.
    package func take(_ id: EscalationID, by officer: Officer, now: Date) async throws -> Deed {
        try await deed(on: id, by: officer, now: now) { transaction, row in
            // Taking it once more silences the machine again, after "máy" or days without a deed.
            let isSilent = try row.conversation.map { try transaction.heldMatter(of: $0) == id } ?? true
            guard row.holder?.id != officer.id || !isSilent else { return .done }
            try transaction.hold(id, by: officer.id)
            try transaction.audit("matter.taken", of: "escalation \(id)", by: officer.id)
            return .done
        }
    }

    /// Nobody has it any more.
    package func giveBack(_ id: EscalationID, by officer: Officer, now: Date) async throws -> Deed {
        try await deed(on: id, by: officer, now: now) { transaction, _ in
            try transaction.hold(id, by: nil)
            try transaction.audit("matter.given_back", of: "escalation \(id)", by: officer.id)
            return .done
        }
    }

    /// Gives it to a unit, whose it then is and nobody's in it, or to one officer who may see it.
    package func handOver(
        _ id: EscalationID, to target: HandOver, by officer: Officer, now: Date
    ) async throws -> Deed {
        try await deed(on: id, by: officer, now: now) { transaction, row in
            switch target {
            case .unit(let unit):
                // What is kept private goes to people, not to rooms.
                guard !row.isRestricted else { return .refused(.isRestricted) }
                if let twin = try transaction.openTwin(of: id, unit: unit) { return .refused(.openTwin(twin)) }
                try transaction.run("UPDATE escalation SET unit = ? WHERE id = ?", [unit.rawValue, id.number])
                try transaction.hold(id, by: nil)
                try transaction.audit(
                    "matter.handed_over", of: "escalation \(id)", by: officer.id, detail: "unit \(unit)")
            case .officer(let other):
                guard let holder = try transaction.officer(other), holder.isActive,
                    try transaction.matterRow(id, for: Viewer(officer: holder), at: transaction.now) != nil
                else { return .refused(.notAllowed) }
                try transaction.hold(id, by: other)
                try transaction.audit(
                    "matter.handed_over", of: "escalation \(id)", by: officer.id, detail: "officer \(other)")
            }
            return .done
        }
    }

    /// The officers to whom a matter may be given.
    package func handOverTargets(of id: EscalationID, by officer: Officer, now: Date) async throws -> [Officer] {
        let viewer = Viewer(officer: officer)
        return try await read { transaction in
            guard let row = try transaction.matterRow(id, for: viewer, at: now.milliseconds) else { return [] }
            let barred = try Set(
                transaction.all(
                    "SELECT officer_id FROM matter_barred WHERE escalation_id = ?", [id.number]
                ) { OfficerID(try $0.next()) })
            return try transaction.officers().filter { other in
                other.isActive && Viewer(officer: other).sees(row.commune)
                    && (!row.isRestricted || other.profile.maySeeRestricted && !barred.contains(other.id))
            }
        }
    }

    /// Writes something down that only officers see.
    package func note(_ id: EscalationID, text: String, by officer: Officer, now: Date) async throws -> Deed {
        let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !text.isEmpty, text.count <= StoreLimits.staffText else { return .refused(.empty) }
        return try await deed(on: id, by: officer, now: now, isOpen: nil) { transaction, row in
            let guarded = try transaction.sealing.guarded(text, in: .note(id))
            try transaction.run(
                """
                INSERT INTO staff_note (escalation_id, conversation_id, officer_id, text, text_sealed, at)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
                [
                    id.number, row.conversation?.number, officer.id.number, guarded.masked, guarded.sealed,
                    transaction.now,
                ])
            try transaction.audit(
                "matter.noted", of: "escalation \(id)", by: officer.id, detail: "note \(try transaction.lastID)")
            return .done
        }
    }

    /// Puts a matter off until then, when it comes back by itself: never past its promise.
    package func snooze(_ id: EscalationID, until: Date, by officer: Officer, now: Date) async throws -> Deed {
        try await deed(on: id, by: officer, now: now) { transaction, row in
            guard !row.isRestricted, !row.isEmergency else { return .refused(.isRestricted) }
            guard until > now, row.promisedBy.map({ until <= $0 }) ?? true else { return .refused(.badTime) }
            try transaction.run(
                "UPDATE escalation SET snoozed_until = ? WHERE id = ?", [until.milliseconds, id.number])
            try transaction.audit("matter.snoozed", of: "escalation \(id)", by: officer.id)
            return .done
        }
    }

    /// Ends a matter without an answer to the villager.
    package func close(
        _ id: EscalationID, reason: ClosingReason, by officer: Officer, now: Date
    ) async throws -> Deed {
        try await deed(on: id, by: officer, now: now) { transaction, _ in
            try transaction.run(
                """
                UPDATE escalation SET state = 'answered', answered_at = ?1, answered_by = ?2, closer_id = ?3,
                    closed_as = ?4, snoozed_until = NULL
                WHERE id = ?5
                """,
                [transaction.now, officer.displayName, officer.id.number, reason.rawValue, id.number])
            try transaction.audit("matter.closed", of: "escalation \(id)", by: officer.id, detail: reason.rawValue)
            return .done
        }
    }

    /// Opens an ended matter again, for the officer who does it.
    package func reopen(_ id: EscalationID, by officer: Officer, now: Date) async throws -> Deed {
        try await deed(on: id, by: officer, now: now, isOpen: false) { transaction, _ in
            if let twin = try transaction.openTwin(of: id, unit: nil) { return .refused(.openTwin(twin)) }
            try transaction.reopen(id, for: officer.id)
            try transaction.audit("matter.reopened", of: "escalation \(id)", by: officer.id)
            return .done
        }
    }

    /// A matter by which an officer writes to a villager who has none open, such as one that a search found; nil where the
    /// conversation is not one of their communes.
    package func openConversation(
        _ conversation: ConversationID, by officer: Officer, now: Date
    ) async throws -> EscalationID? {
        let viewer = Viewer(officer: officer)
        return try await write(at: now) { transaction in
            guard let commune = try transaction.commune(of: conversation), viewer.sees(commune),
                let matter = try transaction.escalate(.askedForStaff, conversation: conversation, commune: commune),
                try transaction.matterRow(matter, for: viewer, at: transaction.now) != nil
            else { return nil }
            try transaction.hold(matter, by: officer.id)
            try transaction.audit("matter.begun", of: "escalation \(matter)", by: officer.id)
            return matter
        }
    }

    /// Notes how a call back went.
    package func noteCall(
        _ id: EscalationID, outcome: CallOutcome, by officer: Officer, now: Date
    ) async throws -> Deed {
        try await deed(on: id, by: officer, now: now, isOpen: nil) { transaction, _ in
            try transaction.audit("call.noted", of: "escalation \(id)", by: officer.id, detail: outcome.rawValue)
            return .done
        }
    }

    /// Writes down how staff call a villager; nil or nothing takes it away.
    package func nameVillager(
        _ name: String?, of id: EscalationID, by officer: Officer, now: Date
    ) async throws -> Deed {
        let name = name?.split(whereSeparator: \.isWhitespace).joined(separator: " ") ?? ""
        guard name.count <= StoreLimits.nameLength else { return .refused(.empty) }
        return try await deed(on: id, by: officer, now: now, isOpen: nil) { transaction, row in
            guard let conversation = row.conversation else { return .refused(.notAllowed) }
            try transaction.name(name.isEmpty ? nil : name, the: conversation)
            try transaction.audit("villager.named", of: "conversation \(conversation)", by: officer.id)
            return .done
        }
    }

    /// Writes down where a villager lives, for all their matters; nil takes it away.
    ///
    /// - Parameter hamlet: as the commune's list names it.
    package func placeVillager(
        _ hamlet: String?, of id: EscalationID, by officer: Officer, now: Date
    ) async throws -> Deed {
        try await deed(on: id, by: officer, now: now, isOpen: nil) { transaction, row in
            guard let conversation = row.conversation?.number else { return .refused(.notAllowed) }
            try transaction.run(
                "UPDATE contact SET hamlet = ? WHERE id = (SELECT contact_id FROM conversation WHERE id = ?)",
                [hamlet, conversation])
            try transaction.run("UPDATE escalation SET hamlet = ? WHERE conversation_id = ?", [hamlet, conversation])
            try transaction.audit("villager.placed", of: "conversation \(conversation)", by: officer.id)
            return .done
        }
    }

    /// Notes that several people use a number, or that they do not.
    package func markShared(
        _ isShared: Bool, of id: EscalationID, by officer: Officer, now: Date
    ) async throws -> Deed {
        try await deed(on: id, by: officer, now: now, isOpen: nil) { transaction, row in
            try transaction.run(
                """
                UPDATE contact SET is_shared = ? WHERE id = (SELECT contact_id FROM conversation WHERE id = ?)
                """,
                [isShared, row.conversation?.number ?? 0])
            try transaction.audit(
                isShared ? "villager.shared" : "villager.alone", of: "escalation \(id)", by: officer.id)
            return .done
        }
    }

    /// One deed on a matter that the officer may see.
    ///
    /// - Parameter isOpen: what the matter has to be; either way where nil.
    private func deed(
        on id: EscalationID, by officer: Officer, now: Date, isOpen: Bool? = true,
        _ work: @escaping @Sendable (Transaction, MatterRow) throws -> Deed
    ) async throws -> Deed {
        let viewer = Viewer(officer: officer)
        return try await write(at: now) { transaction in
            // One writer: else two officers may do their deeds at once on what both saw; each change would name its state.
            guard let row = try transaction.matterRow(id, for: viewer, at: transaction.now) else { return .unknown }
            if isOpen == true, row.closed != nil { return .refused(.notOpen) }
            if isOpen == false, row.closed == nil { return .refused(.isOpen) }
            return try work(transaction, row)
        }
    }
}

extension Transaction {
    func hold(_ id: EscalationID, by officer: OfficerID?) throws {
        try run(
            "UPDATE escalation SET holder_id = ?, held_at = ?, machine_at = NULL WHERE id = ?",
            [officer?.number, officer == nil ? nil : now, id.number])
    }

    func reopen(_ id: EscalationID, for officer: OfficerID) throws {
        try run(
            """
            UPDATE escalation SET state = 'open', answered_at = NULL, answered_by = NULL, closer_id = NULL,
                closed_as = NULL, answer_id = NULL, machine_at = NULL, holder_id = ?, held_at = ?
            WHERE id = ?
            """,
            [officer.number, now, id.number])
    }

    private static let twin = """
        SELECT other.id FROM escalation
        JOIN escalation AS other ON other.conversation_id = escalation.conversation_id
        WHERE escalation.id = ? AND other.state = 'open' AND other.id <> escalation.id
            AND other.reason = escalation.reason AND other.is_restricted = escalation.is_restricted
            AND COALESCE(other.unit, '') = COALESCE(?, escalation.unit, '')
        """

    /// The open matter of the same kind, of which there is one at most.
    func openTwin(of id: EscalationID, unit: UnitID?) throws -> EscalationID? {
        try number(Self.twin, [id.number, unit?.rawValue]).map { EscalationID($0) }
    }

    fileprivate func name(_ name: String?, the conversation: ConversationID) throws {
        let contact: (id: Int64, index: Data)? = try first(
            """
            SELECT contact.id, contact.address_index
            FROM conversation JOIN contact ON contact.id = conversation.contact_id WHERE conversation.id = ?
            """,
            [conversation.number]
        ) { (try $0.next(), try $0.next()) }
        guard let contact else { return }
        let sealed = try name.map { try sealing.seal($0, in: .villagerName(index: contact.index)) }
        try run("UPDATE contact SET name_sealed = ? WHERE id = ?", [sealed, contact.id])
    }
}
