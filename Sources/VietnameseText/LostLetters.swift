/// Words in which letters were lost on the way: what a program could not write became `?` or U+FFFD.
///
/// A lost letter is kept in its word, so that "kh�ai" is not read as the two words around it. What the word was is for
/// those to tell who know its neighbours.
package enum LostLetters {
    /// The text with U+FFFD for each `?` that stands for a lost letter; as it is where `?` only ends questions.
    ///
    /// A single word may be a slip or two questions without a space between; two points of evidence make a text damaged.
    package static func shown(in text: String) -> String {
        guard mayStand(in: text) else { return text }
        let runs = runs(of: text)
        var (points, isWithin) = (0, false)
        for run in runs {
            points += run.evidence
            isWithin = isWithin || run.isEvidentWithin
        }
        guard points >= enough, isWithin else { return text }
        var bytes = Array(text.utf8)
        for run in runs.reversed() where run.isLost {
            let range = run.range.lowerBound..<run.range.upperBound - run.signsOfQuestion
            for index in range.reversed() where bytes[index] == UInt8(ascii: "?") {
                bytes.replaceSubrange(index...index, with: "\u{FFFD}".utf8)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Two words that are none, or one and an end or a begin that is none.
    private static let enough = 2

    /// A quick look: a letter follows a `?` at once in few texts.
    private static func mayStand(in text: String) -> Bool {
        var previous: UInt8 = 0
        return text.hasByte { byte in
            defer { previous = byte }
            return previous == UInt8(ascii: "?") && (byte >= 0x80 || (byte | 0x20) &- 0x61 < 26 || byte == previous)
        }
    }

    /// Letters and `?` in one piece.
    private struct Run {
        var range: Range<Int>
        /// With lost letters for `?`.
        var letters: [Letter]
        var isFollowed = false
        /// Whether letters stand on both sides of a `?`, and whether one stands in front.
        var isWithin: Bool { inner.contains(where: \.isLost) }
        var isLeading: Bool { letters[0].isLost }
        private var inner: ArraySlice<Letter> {
            letters.drop(while: \.isLost).reversed().drop { $0.isLost }.reversed()[...]
        }
        private var pieces: [ArraySlice<Letter>] { letters.split(whereSeparator: \.isLost) }

        var isEvidentWithin: Bool { (isWithin || isLeading) && evidence > 0 }

        /// How much it speaks for letters that were lost.
        var evidence: Int {
            guard letters.contains(where: \.isLost), !pieces.isEmpty, Syllable.fits(letters, markedOnly: true) else {
                return 0
            }
            if isWithin {
                if pieces.contains(where: { !LostLetters.isWord($0) && !LostLetters.isParticle($0) }) { return 2 }
                return pieces.contains { $0.count == 1 } ? 1 : 0
            }
            return isLeading || !LostLetters.isWord(pieces[0]) ? 1 : 0
        }

        /// Whether its `?` are lost letters, in a text that has lost some.
        var isLost: Bool {
            letters.contains(where: \.isLost) && !pieces.isEmpty && Syllable.fits(letters, markedOnly: false)
        }

        /// How many `?` at its end are question marks: those behind a whole word, unless the sentence goes on.
        var signsOfQuestion: Int {
            let core = Array(letters.reversed().drop(while: \.isLost).reversed())
            let isWhole =
                core.contains(where: \.isLost) ? Syllable.fits(core, markedOnly: true) : LostLetters.isWord(core[...])
            return isFollowed || !isWhole ? 0 : letters.count - core.count
        }
    }

    private static func isWord(_ letters: ArraySlice<Letter>) -> Bool {
        Syllable.isFolded(Word(range: 0..<0, letters: Array(letters)).foldedKey) && letters.count > 1
    }

    /// What people write alone for a word: "dc k?e hoi", "bn?a".
    private static func isParticle(_ letters: ArraySlice<Letter>) -> Bool {
        letters.count == 1
            && letters.allSatisfy { $0.hasMarks || $0.isDigit || "aekoubcmtrhvzjdxi".utf8.contains($0.base) }
    }

    private static func runs(of text: String) -> [Run] {
        var runs: [Run] = []
        var letters: [Letter] = []
        var (start, offset, end) = (0, 0, 0)
        var isFollowing = false
        func take() {
            if !letters.isEmpty { runs.append(Run(range: start..<end, letters: letters)) }
            letters.removeAll(keepingCapacity: true)
        }
        for scalar in text.unicodeScalars {
            let width = UTF8.width(scalar)
            defer { offset += width }
            if let mark = LetterTable.combiningMark(scalar), !letters.isEmpty {
                letters[letters.count - 1].take(mark)
                end = offset + width
                continue
            }
            guard let letter = scalar == "?" ? Letter.lost : LetterTable.letter(for: scalar) else {
                take()
                isFollowing = scalar == " "
                continue
            }
            if letters.isEmpty {
                start = offset
                // A question ends before a capital or the end; a word that goes on follows a lost letter.
                if isFollowing, !runs.isEmpty, !scalar.properties.isUppercase { runs[runs.count - 1].isFollowed = true }
            }
            letters.append(letter)
            end = offset + width
            isFollowing = false
        }
        take()
        return runs
    }
}

extension Letter {
    /// A letter of which nothing is known.
    package static let lost = Letter(base: UInt8(ascii: "?"))
    package var isLost: Bool { base == UInt8(ascii: "?") }

    mutating func take(_ mark: LetterTable.CombiningMark) {
        switch mark {
        case .tone(let tone): self.tone = tone
        // A text that is struck out bears a stroke on every letter.
        case .quality(.stroke) where base != UInt8(ascii: "d"): break
        case .quality(let quality): self.quality = quality
        case .foreign: break
        }
    }
}

extension Word {
    /// Whether letters of it were lost.
    package var hasLost: Bool { letters.contains(where: \.isLost) }

    /// The letters without lost ones at either end.
    var withoutLostEnds: [Letter] {
        Array(letters.drop(while: \.isLost).reversed().drop(while: \.isLost).reversed())
    }

    /// How far letters are from being what a word with lost ones was; nil where they cannot be it.
    ///
    /// Each run of lost signs is none to as many letters: a broken unit may stand between the letters, and a letter of
    /// three bytes may leave one sign or three. 0 is a marked letter for each run, and all others as written.
    package func lostCost(of meant: some RandomAccessCollection<Letter>) -> Double? {
        LostLetters.cost(letters[...], of: Array(meant)[...], previous: nil)
    }
}

extension LostLetters {
    /// What counts against a reading, in shares of a neighbour that vouches for it.
    private enum Cost {
        /// A mark that the writer did not write.
        static let mark = 0.1
        /// A plain letter for a lost sign: programs lose them seldom.
        static let plain = 0.5
        /// No letter at all for a run.
        static let nothing = 0.15
        /// One letter for several signs.
        static let fewer = 0.02
    }

    static func cost(_ written: ArraySlice<Letter>, of meant: ArraySlice<Letter>, previous: (Letter, Letter)?)
        -> Double?
    {
        guard let first = written.first else { return meant.isEmpty ? 0 : nil }
        guard first.isLost else {
            guard let other = meant.first, other.base == first.base, !first.hasMarks || first == other,
                let rest = cost(written.dropFirst(), of: meant.dropFirst(), previous: (first, other))
            else { return nil }
            return rest + (first == other ? 0 : Cost.mark)
        }
        let rest = written.drop(while: \.isLost)
        let signs = rest.startIndex - written.startIndex
        var best: Double?
        for count in 0...min(signs, meant.count) {
            guard let behind = cost(rest, of: meant.dropFirst(count), previous: nil) else { continue }
            var own = Double(signs - count) * Cost.fewer
            if count == 0 {
                // Its marks stood behind the letter and were lost alone: "gia??y".
                let lostMarks = previous.map { !$0.0.hasMarks && $0.1.hasMarks } ?? false
                own += lostMarks ? -Cost.mark : Cost.nothing
            }
            own += Double(meant.prefix(count).count { !$0.hasMarks }) * Cost.plain
            if own + behind < best ?? .infinity { best = own + behind }
        }
        return best
    }
}
