import Foundation
import PublicServices
import VietnameseText

/// What a message says about a dossier, whatever its topic.
struct DossierWords {
    /// The one that is looked up: the first that may be this commune's, else the first.
    var code: DossierCode?
    /// Further ones, which get a text of their own each.
    var others: [DossierCode] = []
    /// The four digits that were asked for, or the end of a phone number given instead.
    var digits: String?
    var follows: Bool

    init(_ text: String, words: Words, understanding: Understanding, rules: DossierRules) {
        let codes = understanding.entities.lazy.filter { $0.kind == .dossierCode }.compactMap { DossierCode($0.value) }
        code = codes.first { rules.accepts($0) } ?? codes.first ?? rules.shortCode(in: text)
        for other in codes where other != code && rules.accepts(other) && !others.contains(other) {
            others.append(other)
        }
        let folded = words.words.map(\.folded)
        let start = zip(folded, folded.dropFirst()).prefix(4).map { $0 == "theo" && $1 == "doi" }
        follows = start.contains(true)
        // The whole text may be a number in groups: "0901 234 567" claims 4567, not 0901.
        let phone = understanding.entities.first { $0.kind == .phone }?.value ?? PhoneNumber(text)?.e164
        let runs = text.split { !$0.isASCII || !$0.isNumber }.filter { $0.count == 4 }
        digits = phone.map { String($0.suffix(4)) }
        if digits == nil, runs.count == 1, let run = runs.first { digits = String(run) }
    }

    /// "THEO DOI", with nothing that could be another subject behind it.
    static func isBareFollow(_ words: Words) -> Bool {
        let rest = words.words.map(\.folded).drop { $0 == "toi" || $0 == "muon" || $0 == "cho" }
        return rest.starts(with: ["theo", "doi"])
            && rest.dropFirst(2).allSatisfy { ["ho", "so", "hs", "nay", "ma", "a", "nhe"].contains($0) }
    }
}

extension Dialogue {
    /// What the conversation expects about a dossier; nil when the message is about something else.
    func dossierDecision(
        _ alone: Decision, words: Words, about dossier: DossierWords, state: DialogueState
    ) -> Decision? {
        let isOther = alone != .none(foreign: false) && alone != .command(.dossierStatus)
        switch state.step {
        case .awaitingDossierCode:
            if dossier.code != nil { return .command(.dossierCodeOnly) }
        case .awaitingDossierDigits:
            if dossier.code != nil { return .command(.dossierCodeOnly) }
            if dossier.digits != nil, words.words.count <= 12 { return .command(.dossierCodeOnly) }
        case .open, .choosing, .choosingVariant, .awaitingTopic, .offeredStaff, .askedDanger: break
        }
        if DossierWords.isBareFollow(words) { return .command(.dossierStatus) }
        if dossier.code != nil, !isOther { return .command(.dossierCodeOnly) }
        return nil
    }

    /// Further codes of one text that are named back.
    private static let otherCodes = 3

    /// Begins a lookup, or asks for the code that it needs.
    func askOfDossier(_ dossier: DossierWords, before: DialogueState, on turn: inout Turn, spelling: Spelling) {
        var dossier = dossier
        var digits: String?
        switch before.step {
        case .awaitingDossierCode(let follows): dossier.follows = dossier.follows || follows
        case .awaitingDossierDigits(let code, let follows):
            if dossier.code == nil, dossier.digits != nil {
                dossier.code = code
                digits = dossier.digits
                dossier.follows = dossier.follows || follows
            }
        case .open, .choosing, .choosingVariant, .awaitingTopic, .offeredStaff, .askedDanger: break
        }
        if dossier.code == nil, dossier.follows { dossier.code = before.provenDossier }
        guard let code = dossier.code else {
            turn.state.step = .awaitingDossierCode(follows: dossier.follows)
            turn.replies = [composer.plain(.dossierAskCode, spelling: spelling)]
            return
        }
        guard composer.commune.dossiers.accepts(code) else {
            turn.replies = [composer.plain(.dossierElsewhere, ["code": code.description], spelling: spelling)]
            return
        }
        turn.need = .dossier(
            DossierLookup(
                code: code, digits: digits, follows: dossier.follows, isProven: before.provenDossier == code,
                others: Array(dossier.others.prefix(Self.otherCodes))))
    }

    /// Tells what came of a lookup.
    ///
    /// Anyone who cannot prove that the dossier is theirs reads the same words whether or not the code exists.
    func tell(
        _ result: DossierResult, of lookup: DossierLookup, on turn: inout Turn, spelling: Spelling, now: Date
    ) {
        if case .found(let dossier, let asOf, _) = result.finding,
            Self.isProof(lookup, sender: result.sender, phone: dossier.phone, mayTry: result.mayTry)
        {
            turn.state.provenDossier = lookup.code
            let told = told(dossier, asOf: asOf, lookup: lookup, result: result, spelling: spelling, now: now)
            turn.replies = told.replies
            turn.dossier = told.outcome
            turn.waitingQuestion = .end(lookup.code)
        } else {
            refuse(lookup, result: result, on: &turn, spelling: spelling, now: now)
        }
        if !lookup.others.isEmpty {
            let codes = lookup.others.map(\.description).joined(separator: ", ")
            turn.replies.append(composer.plain(.dossierOneByOne, ["codes": codes], spelling: spelling))
        }
    }

    static func isProof(_ lookup: DossierLookup, sender: String, phone: String?, mayTry: Bool) -> Bool {
        if lookup.isProven { return true }
        guard let phone else { return false }
        if sender == phone { return true }
        return mayTry && lookup.digits == String(phone.suffix(4))
    }

    func told(
        _ dossier: Dossier, asOf: Date?, lookup: DossierLookup, result: DossierResult, spelling: Spelling, now: Date
    ) -> (replies: [Reply], outcome: DossierOutcome) {
        var outcome = DossierOutcome(spelling: spelling, isProven: true)
        let offersFollowing = !lookup.follows && !dossier.state.isTerminal
        var replies = [
            composer.status(of: dossier, asOf: asOf, offersFollowing: offersFollowing, spelling: spelling, now: now)
        ]
        if lookup.follows, !dossier.state.isTerminal {
            if result.isOptedOut {
                replies.append(composer.plain(.dossierFollowOptedOut, spelling: spelling))
            } else {
                outcome.followed = dossier
                let values = ["code": dossier.code.description]
                replies.append(composer.plain(.dossierFollowed, values, spelling: spelling))
            }
        }
        return (replies, outcome)
    }

    private func refuse(
        _ lookup: DossierLookup, result: DossierResult, on turn: inout Turn, spelling: Spelling, now: Date
    ) {
        switch result.finding {
        case .unavailable, .found(_, _, isStale: true):
            // A stale copy that is not his must look like no copy at all.
            beginFollowUp(lookup, on: &turn, spelling: spelling, now: now)
        case .noSource:
            handOver(.dossierQuestion, template: .dossier, on: &turn, spelling: spelling, now: now)
        case .found(_, _, isStale: false), .unknown:
            turn.waitingQuestion = .end(lookup.code)
            let office = composer.commune.unit(.oneStop)
            guard result.mayTryAgain else {
                let values = ["office": office?.name ?? composer.commune.name, "address": office?.address ?? ""]
                turn.replies = [composer.plain(.dossierCounterOnly, values, spelling: spelling)]
                return
            }
            turn.state.step = .awaitingDossierDigits(lookup.code, follows: lookup.follows)
            let template = lookup.digits == nil ? ReplyTemplate.dossierAskDigits : .dossierNotMatched
            turn.replies = [composer.plain(template, ["code": lookup.code.description], spelling: spelling)]
        }
    }
}
