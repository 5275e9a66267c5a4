import Conversations
import Gateway
import PublicServices
import Storage

extension ScenarioPlayer {
    /// The matter that an officer answers, takes or gives back: of a number that the step names the newest one, as `/staff` does in a chat, a
    /// denunciation too; else the first of the list.
    func matter(in step: Scenario.Step, in assembly: GatewayAssembly) async throws -> EscalationSummary? {
        guard step.namesPhone else { return try await assembly.store.openEscalations(limit: 1).first }
        let phone = PhoneNumber(step.phone)?.e164 ?? step.phone
        return try await assembly.store.openEscalations(of: ChannelID(rawValue: step.channel), address: phone).last
    }
}

extension GatewayAssembly {
    /// What a gateway does by itself while nobody writes.
    func doWhatIsDue() async throws {
        try await handlePending()
        try await followUpDossiers()
        try await announceDossierNews()
        try await tellFurtherAlerts()
    }
}

extension MessageKind {
    /// What a played message of this kind brings beside its words: nothing that could be fetched.
    var playedAttachments: [MessageAttachment] {
        self == .text || self == .follow ? [] : [MessageAttachment(kind: self)]
    }
}
