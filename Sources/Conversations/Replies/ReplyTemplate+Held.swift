extension ReplyTemplate {
    /// Whether a message of this name may leave though a person has the conversation.
    ///
    /// Those are receipts, what belongs to a call for help, news that was asked for, and what a villager settles with the gateway
    /// alone. All else would speak into what the officer says.
    package static func mayLeaveWhileHeld(_ name: String?) -> Bool {
        guard let name else { return false }
        // News of dossiers, and what a portal that was slow says in the end.
        if name.hasPrefix("dossier_") { return true }
        return ReplyTemplate(rawValue: name).map(whileHeld.contains) ?? false
    }

    private static let whileHeld: Set<ReplyTemplate> = alerts.union([
        .emergency, .emergencyUntold,
        .added, .addedReply, .toStaff, .feedback, .complaint, .denunciation, .fraud, .attachmentReceived,
        .handedOver,
        .slowDown,
        .dayLimit, .caseOpen, .caseInHand, .caseAnswered, .caseUnknown, .privacyNotice,
        .dataCopy, .dataErasure, .optedOut, .optedIn, .linkCode, .linkMade, .linkNotice, .linkRefused, .linkEnded,
        .machineBack, .answerGenuine, .answerUnknown,
    ])
}
