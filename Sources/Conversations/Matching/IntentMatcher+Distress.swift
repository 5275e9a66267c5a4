import VietnameseText

/// Frames and written examples weigh a text together.
extension IntentMatcher {
    /// Learns from the written examples, and from ordinary questions, which are harmless.
    static func distressOpinion(
        of catalogue: IntentCatalogue, _ reader: DistressReader, repair: WordRepair
    ) -> DistressOpinion? {
        let written = catalogue.distressExamples.all
        guard !written.isEmpty else { return nil }
        func example(_ text: String, isDistress: Bool, weight: Float) -> DistressOpinion.Example {
            let read = ReadText(text)
            let reading = Reading(
                read.words, lexicon: catalogue.lexicon, repair: repair, leavingOut: read.entities.map(\.range))
            return DistressOpinion.Example(
                features: reader.features(of: reading), isDistress: isDistress, weight: weight)
        }
        var examples = written.map { example($0.text, isDistress: $0.label == "distress", weight: 1) }
        examples += catalogue.messages.all.map { example($0.text, isDistress: false, weight: 0.5) }
        for topic in catalogue.topics where topic.id != .emergency {
            examples += topic.examples.map { example($0.text, isDistress: false, weight: 0.3) }
        }
        return DistressOpinion(examples)
    }

    /// What frames found, corrected by what examples say: an alarm that they think harmless is asked back, and what no frame knows but
    /// they do is an alarm or is asked back.
    ///
    /// - Parameter isClear: whether the text names a matter plainly; then a mere likeness to calls for help asks nothing back.
    func weighed(_ distress: Distress?, _ reading: Reading, isClear: Bool) -> Distress? {
        // Of two words alone only frames can tell: "tạm biệt", "hết rồi".
        guard reading.tokens.count >= rules.distressWords || distress != nil else { return nil }
        let features = distressReader.features(of: reading)
        guard let odds = distressOpinion?.logOdds(features).map(Double.init) else { return distress }
        let points = Double(min(max(distress?.score ?? 0, -6), 8))
        let sum = odds + points * rules.distressPoint
        let doubt = isClear ? rules.distressDoubtClear : rules.distressDoubtOdds
        let alarm = isClear && points <= 0 ? rules.distressAlarmClear : rules.distressAlarmOdds
        let level: Distress.Level = sum >= alarm ? .alarm : sum >= doubt ? .doubt : .none
        guard level != .none || distress != nil else { return nil }
        var weighed = distress ?? Distress(level: .none, kind: .other, score: 0, signs: [])
        weighed.level = level
        if let distressOpinion, level != .none {
            let reasons = distressReader.words(in: reading) { distressOpinion.weight(of: $0) }
            if !reasons.isEmpty {
                weighed.signs.append(
                    Distress.Sign(
                        group: "examples", frame: "", words: reasons, worth: Int(odds.rounded())))
            }
        }
        return weighed
    }

    /// Whether the text names one matter so well that it would be answered.
    func isClear(_ understanding: Understanding) -> Bool {
        understanding.candidates.contains { candidate in
            guard candidate.score >= rules.answer, !candidate.isHintOnly else { return false }
            switch catalogue.kind(of: candidate.topic) {
            case .procedure, .subject, .referral, .command, .smallTalk: return candidate.topic != .emergency
            case .some(.none), nil: return false
            }
        }
    }
}
