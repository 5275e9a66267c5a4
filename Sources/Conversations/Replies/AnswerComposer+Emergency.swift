import PublicServices

/// What is answered to a call for help.
extension AnswerComposer {
    /// The numbers and the first thing to do for a kind of danger, and whether an officer is being told.
    func emergency(_ kind: Distress.Kind, isTold: Bool, spelling: Spelling) -> Reply {
        let template: ReplyTemplate = isTold ? .emergency : .emergencyUntold
        guard let first = Self.template(for: kind) else { return plain(template, spelling: spelling) }
        let text = [first, isTold ? .emergencyTold : .emergencyStored].map { replies.fill($0, spelling: spelling) }
        return Reply(template, text: text.joined(separator: " "))
    }

    private static func template(for kind: Distress.Kind) -> ReplyTemplate? {
        switch kind {
        case .violence: .emergencyViolence
        case .fire: .emergencyFire
        case .medical: .emergencyMedical
        case .water: .emergencyWater
        case .child: .emergencyChild
        case .selfHarm: .emergencySelfHarm
        case .trafficking: .emergencyTrafficking
        case .ordnance: .emergencyOrdnance
        case .other: nil
        }
    }
}
