import PublicServices
import VietnameseText

/// Frames and written examples weigh a text together.
extension IntentMatcher {
    /// What all ordinary messages count together, in examples: however many are learnt from, danger is as likely as before.
    private static let ordinaryMessages: Float = 1700

    /// Learns from the written examples, and from ordinary questions, which are harmless.
    static func distressOpinion(
        of catalogue: IntentCatalogue, _ reader: DistressReader, repair: WordRepair
    ) -> DistressOpinion? {
        let written = catalogue.distressExamples.all
        guard !written.isEmpty else { return nil }
        typealias Text = (text: String, isDistress: Bool, weight: Float)
        var texts: [Text] = written.map { ($0.text, $0.label == "distress", 1) }
        let ordinary = catalogue.messages.all
        let weight = min(1, Self.ordinaryMessages / Float(max(1, ordinary.count)))
        texts += ordinary.map { ($0.text, false, weight) }
        for topic in catalogue.topics {
            let isEmergency = topic.id == .emergency
            texts += topic.examples.map { ($0.text, isEmergency, isEmergency ? 1 : 0.3) }
            guard isEmergency else { continue }
            texts += topic.counterExamples.map { ($0.text, false, 1) }
        }
        let examples = togetherInParts(texts) { text in
            let read = ReadText(text.text)
            let reading = Reading(
                read.words, lexicon: catalogue.lexicon, repair: repair, leavingOut: read.entities.map(\.range))
            return DistressOpinion.Example(
                features: reader.features(of: reading, reader.hits(in: reading)), isDistress: text.isDistress,
                weight: text.weight)
        }
        return DistressOpinion(examples)
    }

    /// What frames found, corrected by what examples say.
    ///
    /// | frames | examples | then |
    /// |---|---|---|
    /// | alarm, not a strong one | more likely harmless | asked back |
    /// | alarm, not a strong one | harmless far beyond doubt | nothing |
    /// | alarm | else | alarm |
    /// | doubt | a call for help | alarm |
    /// | doubt | harmless beyond doubt | nothing |
    /// | nothing | surely a call for help | alarm |
    /// | nothing | likely a call for help, more so where the text speaks of nobody | asked back |
    ///
    /// - Parameter isClear: whether the text names a matter plainly; then a mere likeness to calls for help asks nothing back.
    /// - Returns: the danger, and how likely the examples alone make it.
    func distress(in reading: Reading, isClear: Bool) -> (distress: Distress?, likeness: Double?) {
        let hits = distressReader.hits(in: reading)
        let finding = distressReader.read(reading, hits, rules: rules)
        let found = finding?.distress
        guard let distressOpinion else { return (found, nil) }
        // Names, codes and numbers say nothing; of a few words alone only frames can tell: "tạm biệt", "hết rồi".
        let known = distressReader.knownWords(in: reading) { distressOpinion.knows($0) }
        guard let odds = distressOpinion.logOdds(distressReader.features(of: reading, hits)).map(Double.init),
            known >= rules.distressWords || found != nil
        else { return (found, nil) }
        func around() -> Double { oddsAround(finding?.words, reading, hits) ?? odds }
        let level =
            switch found?.level {
            case .alarm where known < rules.distressWords, .doubt where known < rules.distressWords:
                found?.level ?? .none
            case .alarm:
                level(ofAlarm: found, odds: odds, around: around(), hasMarks: reading.words.hasMarks)
            case .doubt:
                level(ofDoubt: found, odds: odds, around: around())
            case .some(.none), nil:
                knowsMeanings(of: reading, distressOpinion)
                    ? levelByLikeness(
                        odds, known: known, isClear: isClear,
                        speaksOfSomebody: distressReader.speaksOfSomebody(hits)) : .none
            }
        guard level != .none || found != nil else { return (nil, rounded(odds)) }
        var distress = found ?? Distress(level: .none, kind: .other, score: 0, signs: [])
        distress.level = level
        if level != .none, let sign = sign(ofExamplesIn: reading, odds: odds) { distress.signs.append(sign) }
        return (distress, rounded(odds))
    }

    /// Whether a text says enough for likeness alone to tell anything: numbers and kin alone are in any letter.
    private func knowsMeanings(of reading: Reading, _ opinion: DistressOpinion) -> Bool {
        distressReader.knownWords(in: reading, isMeant: true) { opinion.knows($0) } >= rules.distressMeanings
    }

    /// What speaks for a call for help by the examples; nil where no word does.
    private func sign(ofExamplesIn reading: Reading, odds: Double) -> Distress.Sign? {
        let reasons = distressReader.words(in: reading) { distressOpinion?.weight(of: $0) ?? 0 }
        guard !reasons.isEmpty else { return nil }
        return Distress.Sign(
            group: DistressReader.examples, frame: "", words: reasons, worth: Int(exactly: odds.rounded()) ?? 0)
    }

    /// The danger by all three: frames, examples, and how likely the second opinion makes a call for help.
    ///
    /// Each is wrong where the others are not: chat about a film has words of danger, and is talk by its other words. Frames that
    /// make an alarm by themselves are asked back at least.
    func weighedTogether(_ look: Look) -> Distress? {
        let found = look.understanding.distress
        guard let opinions = look.understanding.opinions, let likeness = look.understanding.likeness,
            let distressOpinion,
            look.understanding.purpose?.kind != .bribery
        else { return found }
        let opinion = opinions.first { $0.topic == .emergency }?.score ?? rules.opinionUnnamed
        let score = found?.score ?? 0
        let sum =
            likeness + MatchingRules.distressShares.opinion * max(-8, opinion)
            + MatchingRules.distressShares.frames * min(8, max(-6, Double(score)))
        let (bars, kept) = (rules.distressTogether, rules.distressKeptDoubt)
        let isFramed = score >= rules.distressAlarm
        let isOther =
            opinions.first.map { (isMatter($0.topic) || $0.topic == .feedback) && $0.score >= rules.opinionSure }
            ?? false
        let isTalk = opinions.first.map { $0.topic == .outOfScope && $0.score >= rules.opinionAnswers } ?? false
        let isKnownOtherwise =
            opinions.first.map { $0.topic != .emergency && $0.score >= rules.opinionSure } ?? false
        // Hardly a text comes so far that its words are counted.
        func knows(_ least: Int) -> Bool {
            distressReader.knownWords(in: look.reading) { distressOpinion.knows($0) } >= least
                && (score > 0 || knowsMeanings(of: look.reading, distressOpinion))
        }
        let level: Distress.Level =
            switch found?.level {
            case _ where opinion >= rules.opinionSure && knows(rules.distressWordsAlone): .alarm
            case .alarm where isFramed && likeness < 0 && isBehind(opinion, look.understanding): .doubt
            case .alarm where sum >= (isFramed ? bars.keptAlarmOfFrames : bars.keptAlarm): .alarm
            case _ where sum >= (score > 0 ? bars.alarm : bars.alarmOfLikeness) && knows(rules.distressWordsAlone):
                .alarm
            case .alarm where isFramed || sum >= kept.alarm: .doubt
            case .doubt where isKnownOtherwise: .none
            case .doubt where isFramed && !isTalk || isPlain(found) && !isOther: .doubt
            case .doubt where score >= rules.distressDoubt && sum >= kept.doubt: .doubt
            case _ where sum >= (score > 0 ? bars.doubt : bars.doubtOfLikeness) && knows(rules.distressWordsAlone - 1):
                .doubt
            default: .none
            }
        guard level != found?.level ?? .none else { return found }
        var distress = found ?? Distress(level: .none, kind: .other, score: 0, signs: [])
        distress.level = level
        if level != .none, !distress.signs.contains(where: { $0.group == DistressReader.examples }),
            let sign = sign(ofExamplesIn: look.reading, odds: likeness)
        {
            distress.signs.append(sign)
        }
        return distress
    }

    /// Whether the second opinion knows a text as something else, far before a call for help.
    private func isBehind(_ emergency: Double, _ understanding: Understanding) -> Bool {
        guard let first = understanding.opinions?.first, isMatter(first.topic) || first.topic == .feedback else {
            return false
        }
        return first.score > 0 && first.score - emergency >= rules.distressBehind
    }

    /// What is left of an alarm of the frames.
    private func level(
        ofAlarm distress: Distress?, odds: Double, around: Double, hasMarks: Bool
    ) -> Distress.Level {
        // Without marks most words of danger are others too: "bam" is đâm and bấm.
        let (unlikely, unlikelyAround) =
            hasMarks
            ? (rules.distressUnlikely, rules.distressUnlikelyAround)
            : (rules.distressUnlikelyUnmarked, rules.distressUnlikelyAroundUnmarked)
        let isStrong = (distress?.score ?? 0) >= rules.distressSure
        if isStrong && odds > rules.distressHarmless || odds > unlikely || around > unlikelyAround { return .alarm }
        return odds < rules.distressFarHarmless && !isStrong && !isPlain(distress) ? .none : .doubt
    }

    /// What becomes of a doubt of the frames.
    private func level(ofDoubt distress: Distress?, odds: Double, around: Double) -> Distress.Level {
        // Whoever only cries for somebody to come may want an electrician.
        if odds > (distress?.kind == .other ? rules.distressCry : 0) { return .alarm }
        let isDoubtful =
            odds > rules.distressDoubtHarmless || isPlain(distress) && around > rules.distressPlainHarmless
        return isDoubtful ? .doubt : .none
    }

    /// What examples alone say, where no frame speaks of danger.
    ///
    /// A few words that calls for help have too are no call: "cái kia ấy".
    private func levelByLikeness(
        _ odds: Double, known: Int, isClear: Bool, speaksOfSomebody: Bool
    ) -> Distress.Level {
        guard known >= rules.distressWordsAlone - 1 else { return .none }
        let alarm = isClear ? rules.distressAlarmClear : rules.distressAlarmOdds
        let doubt =
            isClear
            ? rules.distressDoubtClear : speaksOfSomebody ? rules.distressDoubtOdds : rules.distressDoubtNobody
        if odds >= alarm, known >= rules.distressWordsAlone { return .alarm }
        return odds >= doubt ? .doubt : .none
    }

    /// What examples say of the words of a finding and those around it: a paper that is named far away takes nothing from it.
    private func oddsAround(
        _ words: Range<Int>?, _ reading: Reading, _ hits: [DistressReader.Hit]
    ) -> Double? {
        guard let words, let distressOpinion else { return nil }
        let first = max(0, words.lowerBound - rules.distressAround)
        let last = min(reading.tokens.count, words.upperBound + rules.distressAround)
        guard first < last else { return nil }
        return distressOpinion.logOdds(distressReader.features(of: reading, hits, in: first..<last)).map(Double.init)
    }

    /// Whether a plain sign of danger has nothing against it but that papers are asked for.
    private func isPlain(_ distress: Distress?) -> Bool {
        guard let distress, DistressReader.byPeople.contains(distress.kind),
            distress.signs.contains(where: { $0.worth >= rules.distressPlain })
        else { return false }
        return distress.signs.allSatisfy {
            $0.worth >= 0 || [DistressReader.office, DistressReader.examples].contains($0.group)
        }
    }

    /// What is left of the danger in a text that is clearly about something else, or talk of another world ("con chó nhà em đi
    /// lạc"): of a doubt nothing, of a weak alarm a doubt.
    func besideTopic(_ understanding: Understanding) -> Distress? {
        guard var distress = understanding.distress, distress.level != .none,
            let first = understanding.opinions?.first, first.topic != .emergency
        else { return understanding.distress }
        let isLikenessAlone = distress.signs.allSatisfy { $0.group == DistressReader.examples || $0.worth <= 0 }
        let isTalk = first.topic == .outOfScope
        if distress.level == .doubt, isLikenessAlone {
            return first.score >= (isTalk ? rules.opinionOfTalk : rules.opinionOverDoubt) ? nil : distress
        }
        // "bấm nộp mà kiếm hoài không thấy tên xã": another matter beyond doubt.
        if isMatter(first.topic), first.score >= rules.opinionSure, distress.score < rules.distressSure {
            let odds = distress.signs.first { $0.group == DistressReader.examples }?.worth ?? 0
            if distress.level == .doubt || odds < 0 { return nil }
            distress.level = .doubt
            return distress
        }
        // "trẻ bị bạo lực báo ai": wordings and the second opinion name one matter, and examples know it as a question.
        let odds = distress.signs.first { $0.group == DistressReader.examples }.map { Double($0.worth) } ?? 0
        guard odds <= rules.distressHarmless, first.score >= rules.opinionOverSign, !isPlain(distress),
            isTalk && distress.score < rules.distressAlarm || understanding.candidates.first?.topic == first.topic
        else { return distress }
        switch distress.level {
        case .alarm where distress.score < rules.distressSure: distress.level = .doubt
        case .doubt: return nil
        case .alarm, .none: break
        }
        return distress
    }

    /// Whether a topic is a matter that people ask about, and no command such as silence.
    private func isMatter(_ topic: TopicID) -> Bool {
        switch catalogue.kind(of: topic) {
        case .procedure, .subject, .referral: true
        case .command, .smallTalk, .some(.none), nil: false
        }
    }

    /// What is left of the danger where bribery is told: "ăn 3 triệu rồi im luôn" is silence, and no faint.
    func besideBribery(_ understanding: Understanding) -> Distress? {
        guard var distress = understanding.distress, understanding.purpose?.kind == .bribery else {
            return understanding.distress
        }
        switch distress.level {
        case .doubt: return nil
        case .alarm:
            if distress.kind == .medical, distress.score < rules.distressSure { distress.level = .doubt }
            return distress
        case .none: return distress
        }
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
