extension DistressReader {
    /// A wording of a set in a text, as a range of tokens.
    struct Hit: Sendable {
        var set: Int
        var start: Int
        var end: Int
        /// Whether it may be another word, as it has no marks: it needs a second one that is sure.
        var isVague: Bool
        /// Whether its words have the marks of the wording.
        var isSure: Bool
        var covers: Bool
        var isContext: Bool
        /// Whether it stands in a longer one.
        var isInner = false

        /// Whether it counts for nothing in a frame, being a piece of a longer one: a vague word, or one that takes points.
        func isInner(_ frame: DistressFrames.Frame) -> Bool { isInner && (isVague || frame.worth < 0) }
    }

    /// Which sets a text has words of.
    struct SetMask: Sendable {
        private var bits = SIMD4<UInt64>()

        init(_ sets: some Sequence<Int>) {
            for set in sets { bits[set >> 6 & 3] |= 1 << UInt64(set & 63) }
        }

        func holdsAny(of sets: SetMask) -> Bool { bits & sets.bits != SIMD4() }
    }

    /// Which sets a frame asks for, found in no list: most frames fail by that.
    struct Gate: Sendable {
        var worth: Int
        /// Of each of its words, those that it takes; a frame with fewer words asks for its last one again.
        var slots: (SetMask, SetMask, SetMask, SetMask)
        var forbidden: SetMask
        /// Where the frame stands in its group.
        var frame: Int

        init(_ frame: DistressFrames.Frame, at place: Int) {
            let masks = frame.slots.map { SetMask($0) }
            func mask(_ slot: Int) -> SetMask { masks.isEmpty ? SetMask([]) : masks[min(slot, masks.count - 1)] }
            worth = frame.worth
            slots = (mask(0), mask(1), mask(2), mask(3))
            forbidden = SetMask(frame.forbidden)
            self.frame = place
        }

        func isOpen(to present: SetMask) -> Bool {
            present.holdsAny(of: slots.0) && present.holdsAny(of: slots.1) && present.holdsAny(of: slots.2)
                && present.holdsAny(of: slots.3)
        }
    }

    /// The words that fill a frame.
    struct Match: Sendable {
        var hits: [Hit]

        /// From its first word to its last, and what another match spans.
        func joined(with other: Range<Int>?) -> Range<Int> {
            let start = hits.map(\.start).min() ?? 0
            let end = hits.map(\.end).max() ?? start
            guard let other else { return start..<max(start, end) }
            return min(start, other.lowerBound)..<max(end, other.upperBound)
        }

        var vagueCount: Int { hits.count { $0.isVague && !$0.isContext } }

        func words(in reading: Reading) -> String {
            hits.sorted { $0.start < $1.start }.map { reading.original($0.start..<$0.end) }.joined(separator: " … ")
        }
    }

    /// How many words around a frame its forbidden sets are looked for.
    private static let surroundings = 4
    /// Ways to fill a frame that are tried at most, so that a text made of such words costs no more.
    private static let mostTrials = 2_000

    /// - Parameter mayBeForbidden: whether the text has words that the frame forbids near it.
    func match(_ frame: DistressFrames.Frame, in hits: [Hit], mayBeForbidden: Bool) -> Match? {
        var chosen: [Hit] = []
        var trials = 0
        func fill(_ slot: Int) -> Bool {
            guard slot < frame.slots.count else { return isMeant(chosen, frame, hits: hits, mayBeForbidden) }
            for hit in hits where frame.slots[slot].contains(hit.set) && !hit.isInner(frame) {
                trials += 1
                guard trials < Self.mostTrials else { return false }
                guard isPlaced(hit, beside: chosen, frame) else { continue }
                chosen.append(hit)
                if fill(slot + 1) { return true }
                chosen.removeLast()
            }
            return false
        }
        return fill(0) ? Match(hits: chosen) : nil
    }

    private func isPlaced(_ hit: Hit, beside chosen: [Hit], _ frame: DistressFrames.Frame) -> Bool {
        if let last = chosen.last, frame.isOrdered, hit.start < last.end { return false }
        return chosen.allSatisfy { other in
            let isApart = hit.end <= other.start || other.end <= hit.start
            guard isApart, let within = frame.within else { return isApart }
            return max(hit.start, other.start) - min(hit.end, other.end) < within
        }
    }

    private func isMeant(
        _ chosen: [Hit], _ frame: DistressFrames.Frame, hits: [Hit], _ mayBeForbidden: Bool
    ) -> Bool {
        if !isSureEnough(chosen, frame) { return false }
        guard mayBeForbidden else { return true }
        let start = (chosen.map(\.start).min() ?? 0) - Self.surroundings
        let end = (chosen.map(\.end).max() ?? 0) + Self.surroundings
        return !hits.contains {
            frame.forbidden.contains($0.set) && !$0.isVague && !$0.isInner && $0.start < end && start < $0.end
        }
    }

    /// Whether the words of a frame vouch for one another: a vague one needs a sure one, or another vague one close by.
    private func isSureEnough(_ chosen: [Hit], _ frame: DistressFrames.Frame) -> Bool {
        // What speaks against danger must be sure itself.
        if frame.worth < 0 { return chosen.allSatisfy { !$0.isVague } }
        let telling = chosen.filter { !$0.isContext }
        if telling.contains(where: { !$0.isVague }) { return true }
        guard !telling.isEmpty else { return chosen.allSatisfy { !$0.isVague } }
        let start = chosen.map(\.start).min() ?? 0
        let end = chosen.map(\.end).max() ?? 0
        return telling.count > 1 && end - start <= Self.vagueSpan
    }

    /// Words over which vague words vouch for one another.
    private static let vagueSpan = 5
}
