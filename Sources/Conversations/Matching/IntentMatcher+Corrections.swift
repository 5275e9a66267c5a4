/// Corrections: "không phải khai sinh, ý tôi là khai tử" names two things and means the second.
extension IntentMatcher {
    /// Leaves out what the writer says is not meant, where something else is named that is.
    func withoutDenied(_ findings: [PhraseFinding]) -> [PhraseFinding] {
        var denied: [Range<Int>] = []
        for finding in findings {
            switch finding.owner {
            case .correction(.not):
                let turn = findings.filter { isCorrection($0, .instead) && $0.start >= finding.end }.map(\.start).min()
                if let turn, namesTopic(findings, in: turn..<Int.max) { denied.append(finding.end..<turn) }
            case .correction(.ratherThan):
                if namesTopic(findings, in: 0..<finding.start) { denied.append(finding.end..<Int.max) }
            default: break
            }
        }
        guard !denied.isEmpty else { return findings }
        return findings.filter { finding in
            guard case .topic = finding.owner else { return true }
            return !denied.contains { $0.lowerBound <= finding.start && finding.end <= $0.upperBound }
        }
    }

    /// Whether a finding says that the last question goes on, of another thing.
    func carriesOver(_ finding: PhraseFinding) -> Bool {
        switch finding.owner {
        case .followUp, .correction: true
        default: false
        }
    }

    private func isCorrection(_ finding: PhraseFinding, _ kind: PhraseMeaning.Correction) -> Bool {
        finding.owner == .correction(kind)
    }

    private func namesTopic(_ findings: [PhraseFinding], in tokens: Range<Int>) -> Bool {
        findings.contains { finding in
            guard case .topic(let topic) = finding.owner,
                catalogue.topics[topic].kind != .smallTalk
            else { return false }
            return finding.tier != .weak && tokens.lowerBound <= finding.start && finding.end <= tokens.upperBound
        }
    }
}
