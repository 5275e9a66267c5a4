import Content
import Conversations
import Foundation
import Gateway
import PublicServices
import Storage

/// The officer of a played conversation: by name once one has taken a matter, at the command line until then.
struct PlayedStaff: Sendable {
    let content: GatewayContent
    let assembly: GatewayAssembly

    /// The officer who has taken a matter of this store before.
    func known() async throws -> Officer? {
        try await assembly.store.officers(of: Array(content.communes.keys)).first
    }

    /// The officer who takes what villagers of the communes ask.
    private func officer(at time: Date) async throws -> Officer? {
        if let known = try await known() { return known }
        let profile = OfficerProfile(
            login: "hanh", name: "Nguyễn Thị Hạnh", title: "chị", communes: Array(content.communes.keys),
            maySeeRestricted: true)
        guard case .done(let officer) = try await assembly.store.addOfficer(profile, password: nil, by: nil, now: time)
        else { return nil }
        return officer
    }

    /// Takes a matter, or gives it back; the officer who did.
    func take(_ matter: EscalationID, _ takes: Bool, at time: Date) async throws -> Officer? {
        guard let officer = try await officer(at: time) else { return nil }
        _ =
            takes
            ? try await assembly.store.take(matter, by: officer, now: time)
            : try await assembly.store.giveBack(matter, by: officer, now: time)
        return officer
    }

    /// Answers a matter.
    ///
    /// - Parameters:
    ///   - number: the place of the answer in its conversation, for a code of its own.
    ///   - key: tells the answer from all others of the store.
    ///   - officer: answers in the console, with a code and the question that a commune may ask behind an answer.
    func answer(
        _ matter: EscalationID, _ text: String, number: Int, key: String, by officer: Officer?, restricted: Bool,
        at time: Date
    ) async throws {
        guard let officer else {
            _ = try await assembly.store.answer(
                escalation: matter, text: text, by: "cán bộ", restricted: restricted, now: time)
            return
        }
        let code = String(4821 + number % 5000)
        let answer = NewAnswer(
            matter: matter, text: text + "\n" + CheckCode.line(code), typed: text, code: code, lastSeen: nil,
            isConfirmed: true, formKey: key, question: satisfactionQuestion)
        _ = try await assembly.store.answer(answer, by: officer, now: time)
    }

    private var satisfactionQuestion: String? {
        content.dialogues.byCommune.values
            .first { $0.composer.commune.asksSatisfaction }?.composer.satisfactionQuestion(spelling: .marked)?.text
    }
}
