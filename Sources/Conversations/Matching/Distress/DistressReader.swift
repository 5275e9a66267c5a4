import VietnameseText

/// Finds frames of danger in a text and weighs them; built once.
///
/// Of each group the strongest frame counts, dampers with points below 0; `MatchingRules` says how many points are an
/// alarm. Every frame can be told, so that an officer sees why.
final class DistressReader: Sendable {
    private let frames: DistressFrames
    /// Of the frames of each group.
    private let gates: [[Gate]]
    private let wordings: DistressWordings
    private let denials: Vocabulary

    init(_ frames: DistressFrames, lexicon: Lexicon) {
        self.frames = frames
        gates = frames.groups.map { group in group.frames.indices.map { Gate(group.frames[$0], at: $0) } }
        wordings = DistressWordings(frames, lexicon: lexicon)
        denials = Vocabulary(frames.denials.flatMap { Words($0).words.map(\.foldedKey) })
    }

    /// The group of frames by which papers and offices speak against danger.
    static let office = "office"
    /// The set of words by which what was a danger is over.
    private static let over = "over"
    /// What people do to others: whoever was hurt so may still be in danger, whoever was ill asks for a paper.
    static let byPeople: Set<Distress.Kind> = [.violence, .child, .trafficking]

    /// The group of what written examples say.
    static let examples = "examples"

    /// Whether the writer, somebody near to them or a child stands in a text of these hits.
    func speaksOfSomebody(_ hits: [Hit]) -> Bool {
        hits.contains { !$0.isVague && Self.people.contains(frames.sets[$0.set].id) }
    }

    private static let people: Set<String> = ["self", "kin", "child"]

    /// What frames find in a text, and over which words.
    struct Finding {
        var distress: Distress
        var words: Range<Int>
    }

    func read(_ reading: Reading, rules: MatchingRules) -> Finding? {
        read(reading, hits(in: reading), rules: rules)
    }

    /// Nil where nothing in the text speaks of danger.
    ///
    /// - Parameter hits: those of the reading, which others look at too.
    func read(_ reading: Reading, _ hits: [Hit], rules: MatchingRules) -> Finding? {
        var hits = hits
        guard !hits.isEmpty else { return nil }
        removeCovered(&hits)
        removeTakenBack(&hits, reading)
        markInner(&hits, tokens: reading.tokens.count)
        let present = SetMask(hits.lazy.map(\.set))
        var signs: [(sign: Distress.Sign, kind: Distress.Kind?)] = []
        var words: Range<Int>?
        for (group, gates) in zip(frames.groups, gates) {
            var best: (frame: DistressFrames.Frame, match: Match, worth: Int)?
            for gate in gates where gate.isOpen(to: present) && abs(gate.worth) > abs(best?.worth ?? 0) {
                let frame = group.frames[gate.frame]
                guard let match = match(frame, in: hits, mayBeForbidden: present.holdsAny(of: gate.forbidden))
                else { continue }
                let worth = frame.worth < 0 ? frame.worth : max(0, frame.worth - match.vagueCount)
                if abs(worth) > abs(best?.worth ?? 0) { best = (frame, match, worth) }
            }
            guard let best else { continue }
            if group.kind != nil, best.worth > 0 { words = best.match.joined(with: words) }
            signs.append(
                (
                    Distress.Sign(
                        group: group.id, frame: best.frame.source, words: best.match.words(in: reading),
                        worth: best.worth), group.kind
                ))
        }
        guard
            let main = signs.filter({ $0.kind != nil && $0.sign.worth > 0 }).max(by: { $0.sign.worth < $1.sign.worth }),
            let kind = main.kind, let words
        else { return nil }
        // Several weak signs of danger do not make a strong one.
        let score = signs.reduce(main.sign.worth) { sum, next in
            if next.sign.group == main.sign.group { return sum }
            // A cry for help beside a danger is no weak sign.
            let isCry = next.kind == .other && next.sign.worth >= rules.distressAlarm
            return sum + (next.kind == nil || isCry ? next.sign.worth : next.sign.worth / 2)
        }
        let isStrong = main.sign.worth >= rules.distressSign
        // "chồng đánh, muốn làm thủ tục ly hôn cần gì": the papers take nothing away from a plain danger.
        let onlyOffice =
            Self.byPeople.contains(kind) && signs.allSatisfy { $0.sign.worth >= 0 || $0.sign.group == Self.office }
        let isDoubtful = score >= rules.distressDoubt || main.sign.worth >= rules.distressPlain && onlyOffice
        let level: Distress.Level =
            score >= rules.distressAlarm && isStrong ? .alarm : isDoubtful ? .doubt : .none
        let distress = Distress(
            level: level, kind: kind, score: score,
            signs: signs.map(\.sign).enumerated().sorted {
                (abs($1.element.worth), $0.offset) < (abs($0.element.worth), $1.offset)
            }.map(\.element))
        return Finding(distress: distress, words: words)
    }

    // MARK: - Words

    func hits(in reading: Reading) -> [Hit] {
        let tokens = reading.tokens
        let numbers = tokens.map { wordings.words.number(of: $0.word.foldedKey) }
        // A word that was repaired also stands as it was written.
        let written = tokens.indices.map { token in
            writtenWord(token, in: reading).map { wordings.words.number(of: $0.foldedKey) } ?? numbers[token]
        }
        let hasTones = reading.words.words.contains { $0.letters.contains { $0.tone != .level } }
        var hits: [Hit] = []
        func look(for first: Int32, at start: Int) {
            for wording in wordings.wordings(from: first) where start + wording.parts.count <= tokens.count {
                if wording.second != 0, numbers[start + 1] != wording.second, written[start + 1] != wording.second {
                    continue
                }
                guard stands(wording, at: start, numbers, written) else { continue }
                if let hit = hit(of: wording, at: start, reading, numbers: numbers, hasTones: hasTones) {
                    hits.append(hit)
                }
            }
        }
        for start in tokens.indices {
            look(for: numbers[start], at: start)
            if written[start] != numbers[start] { look(for: written[start], at: start) }
        }
        return hits
    }

    /// Whether the words of a wording stand at a place, marks aside; most fail by that, and it costs little.
    private func stands(
        _ wording: DistressWordings.Wording, at start: Int, _ numbers: [Int32], _ written: [Int32]
    ) -> Bool {
        for (place, token) in zip(wording.parts, start...) {
            let number = wordings.numbers[place]
            guard number == 0 || numbers[token] == number || written[token] == number else { return false }
        }
        return true
    }

    /// What a token was before it was repaired, where it is one word.
    private func writtenWord(_ token: Int, in reading: Reading) -> Word? {
        let tokens = reading.tokens
        guard tokens[token].source == .repaired || tokens[token].source == .regional,
            token == 0 || tokens[token - 1].place != tokens[token].place,
            token + 1 == tokens.count || tokens[token + 1].place != tokens[token].place
        else { return nil }
        return reading.words.words[tokens[token].place]
    }

    private func hit(
        of wording: DistressWordings.Wording, at start: Int, _ reading: Reading, numbers: [Int32], hasTones: Bool
    ) -> Hit? {
        var isSure = true
        for (offset, place) in wording.parts.enumerated() {
            let (part, index) = (wordings.parts[place], start + offset)
            guard part.number != 0 else { continue }
            var word = reading.tokens[index].word
            if numbers[index] != part.number {
                guard let written = writtenWord(index, in: reading),
                    wordings.words.number(of: written.foldedKey) == part.number
                else { return nil }
                word = written
            }
            switch fit(word, part, reading, hasTones: hasTones) {
            case .exact: if !word.hasMarks, !reading.isMarkedThroughout { isSure = false }
            case .plain: isSure = false
            case .none: return nil
            }
        }
        guard isSure || !wording.needsMarks, !isParted(start..<start + wording.parts.count, reading) else { return nil }
        let set = frames.sets[wording.set]
        if !isSure, set.id == Self.over, Self.isDegree(start, reading) { return nil }
        if set.isDeniable, isDenied(start, reading) { return nil }
        return Hit(
            set: wording.set, start: start, end: start + wording.parts.count,
            isVague: wording.isAmbiguous && !isSure, isSure: isSure, covers: set.covers, isContext: set.isContext)
    }

    /// Whether a word is the "độ" of "39 do roi" or "ba chin do", which without its marks looks like the "đỡ" of what is over.
    private static func isDegree(_ token: Int, _ reading: Reading) -> Bool {
        guard token > 0, degree.contains(reading.tokens[token].word.foldedKey) else { return false }
        let before = reading.tokens[token - 1].word
        return before.letters.allSatisfy(\.isDigit) || degrees.contains(before.foldedKey)
    }

    private static let degree = Vocabulary(["do"])
    /// What temperatures of the ill end with where they are written in words; "ba", "nam" and "tu" are people and years too.
    private static let degrees = Vocabulary(["bay", "tam", "chin", "muoi", "mot", "hai", "ruoi"])

    /// Whether a comma or the end of a sentence stands between words of a range.
    private func isParted(_ range: Range<Int>, _ reading: Reading) -> Bool {
        guard range.count > 1 else { return false }
        let words = reading.words.words
        for index in range.dropFirst() {
            let (before, after) = (reading.tokens[index - 1].lastPlace, reading.tokens[index].place)
            guard before < after else { continue }
            if words[before].sentence != words[after].sentence || reading.hasComma(before: index) { return true }
        }
        return false
    }

    private enum Fit { case exact, plain, none }

    /// How a word of a text fits one of a wording: with its marks, without, or not.
    private func fit(
        _ word: Word, _ part: DistressWordings.Part, _ reading: Reading, hasTones: Bool
    ) -> Fit {
        if word.markedKey == part.marked { return .exact }
        // "đang lo" is no "đang lở" where the writer marks words.
        if !word.hasMarks { return reading.isMarkedThroughout ? .none : .plain }
        // "té" and "tẻ" differ, "ngã" and "ngả" do not for half of the country; a text without tones has lost them.
        return !hasTones || PhraseIndex.differInHookAndTilde(word.marked, part.marked.text) ? .plain : .none
    }

    /// Whether a "không" stands right before, or with one small word between: "không bị đánh".
    private func isDenied(_ start: Int, _ reading: Reading) -> Bool {
        guard start > 0 else { return false }
        func denies(_ index: Int) -> Bool {
            index >= 0 && denials.contains(reading.tokens[index].word.foldedKey)
                && !isParted(index..<start + 1, reading)
        }
        return denies(start - 1) || denies(start - 2) && Self.between.contains(reading.tokens[start - 1].word.foldedKey)
    }

    private static let between = Vocabulary(["bi", "co", "he", "phai", "ai", "thay", "bao", "hay", "dam", "con"])

    /// Takes out what stands in a longer phrase that means something else.
    func removeCovered(_ hits: inout [Hit]) {
        let covering = hits.filter(\.covers)
        guard !covering.isEmpty else { return }
        hits.removeAll { hit in
            covering.contains {
                let (own, other) = (hit.end - hit.start, $0.end - $0.start)
                let touches = $0.start < hit.end && hit.start < $0.end
                // Without marks "lua chay toi" is "lửa cháy" as well as "chạy tới".
                let wins = other > own || other == own && ($0.isSure || $0.start == hit.start)
                return touches && (hit.covers ? other > own : wins)
            }
        }
    }

    /// Takes out what stands behind "không phải": "không phải khai sinh, nhà em cháy" is no office's business.
    private func removeTakenBack(_ hits: inout [Hit], _ reading: Reading) {
        let tokens = reading.tokens
        let ends = tokens.indices.dropFirst().filter {
            Self.taking.contains(tokens[$0].word.foldedKey) && Self.notBefore.contains(tokens[$0 - 1].word.foldedKey)
        }
        guard !ends.isEmpty else { return }
        hits.removeAll { hit in
            ends.contains {
                hit.start >= $0 && hit.start - $0 <= Self.takenBack && !isParted($0..<hit.start + 1, reading)
            }
        }
    }

    private static let taking = Vocabulary(["phai", "hoi"])
    private static let notBefore = Vocabulary(["khong", "ko", "k", "hong", "hok", "dau", "chang", "nao"])
    /// So many words behind "không phải" may be meant by it.
    private static let takenBack = 3

    /// Notes which hits stand in a longer one: "chuột" in "thuốc chuột" is no animal.
    private func markInner(_ hits: inout [Hit], tokens: Int) {
        var longest = Array(repeating: 0, count: tokens)
        for hit in hits {
            for token in hit.start..<hit.end { longest[token] = max(longest[token], hit.end - hit.start) }
        }
        for index in hits.indices {
            hits[index].isInner = longest[hits[index].start] > hits[index].end - hits[index].start
        }
    }
}
