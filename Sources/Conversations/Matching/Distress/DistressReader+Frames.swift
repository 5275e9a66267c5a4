extension DistressReader {
    /// A wording of a set in a text, as a range of tokens.
    struct Hit: Sendable {
        var set: Int
        var start: Int
        var end: Int
        /// Whether it may be another word, as it has no marks: it needs a second one that is sure.
        var isVague: Bool
        var covers: Bool
        var isContext: Bool
        /// Whether it stands in a longer one.
        var isInner = false
    }

    /// Which sets a text has words of.
    struct SetMask: Sendable {
        private var low: UInt64 = 0
        private var high: UInt64 = 0

        init(_ sets: some Sequence<Int>) {
            for set in sets {
                if set < 64 { low |= 1 << UInt64(set) } else { high |= 1 << UInt64(set - 64) }
            }
        }

        func holds(_ set: Int) -> Bool { (set < 64 ? low >> UInt64(set) : high >> UInt64(set - 64)) & 1 != 0 }

        func holdsAny(of sets: [Int]) -> Bool { sets.contains { holds($0) } }
    }

    /// The words that fill a frame.
    struct Match: Sendable {
        var hits: [Hit]

        var vagueCount: Int { hits.count { $0.isVague && !$0.isContext } }

        func words(in reading: Reading) -> String {
            hits.sorted { $0.start < $1.start }.map { reading.original($0.start..<$0.end) }.joined(separator: " … ")
        }
    }

    /// How many words around a frame its forbidden sets are looked for.
    private static let surroundings = 4
    /// Ways to fill a frame that are tried at most, so that a text made of such words costs no more.
    private static let mostTrials = 2_000

    func match(_ frame: DistressFrames.Frame, in hits: [Hit], present: SetMask) -> Match? {
        var chosen: [Hit] = []
        var trials = 0
        func fill(_ slot: Int) -> Bool {
            guard slot < frame.slots.count else { return isMeant(chosen, frame, hits: hits, present: present) }
            for hit in hits where frame.slots[slot].contains(hit.set) && (frame.worth > 0 || !hit.isInner) {
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

    private func isMeant(_ chosen: [Hit], _ frame: DistressFrames.Frame, hits: [Hit], present: SetMask) -> Bool {
        if chosen.contains(where: \.isVague), chosen.allSatisfy({ $0.isVague || $0.isContext }) { return false }
        guard !frame.forbidden.isEmpty, present.holdsAny(of: frame.forbidden) else { return true }
        let start = (chosen.map(\.start).min() ?? 0) - Self.surroundings
        let end = (chosen.map(\.end).max() ?? 0) + Self.surroundings
        return !hits.contains { 
            frame.forbidden.contains($0.set) && !$0.isVague && !$0.isInner && $0.start < end && start < $0.end
        }
    }
}
