import VietnameseText

/// What the second opinion on distress looks at: words, pairs of words, and the sets of the frames, by which an example speaks for
/// all words that mean the same.
extension DistressReader {
    /// Pairs of sets are left out: measured on texts of other writers they made it worse.
    ///
    /// - Parameter hits: those of the reading.
    /// - Parameter range: the tokens to look at; all where nil.
    /// - Returns: each once, in rising order.
    func features(of reading: Reading, _ hits: [Hit], in range: Range<Int>? = nil) -> [UInt64] {
        let range = range ?? 0..<reading.tokens.count
        var features: [UInt64] = []
        features.reserveCapacity(2 * range.count + hits.count)
        FeatureTable.forEachFeature(of: Array(reading.hashes[range]), longest: 2) { hash, _ in features.append(hash) }
        var hits = hits
        removeCovered(&hits)
        for hit in hits where range.contains(hit.start) && range.contains(hit.end - 1) {
            features.append(Self.feature(ofSet: hit.set))
        }
        features.sort()
        var each: [UInt64] = []
        each.reserveCapacity(features.count)
        for feature in features where feature != each.last { each.append(feature) }
        return each
    }

    /// The words of a text that speak most for a call for help, as they were written.
    func words(in reading: Reading, weight: (UInt64) -> Float) -> String {
        var found: [(range: Range<Int>, weight: Float)] = []
        FeatureTable.forEachFeature(of: reading.hashes, longest: 2) { hash, range in
            let weight = weight(hash)
            if weight > 0 { found.append((range, weight)) }
        }
        found.sort { ($1.weight, $0.range.lowerBound) < ($0.weight, $1.range.lowerBound) }
        return found.prefix(Self.wordsTold).map { reading.original($0.range) }.joined(separator: " … ")
    }

    /// How many words of a text an example has.
    ///
    /// - Parameter isMeant: only those that are more than courtesy, kinship, particles and numbers: of "co 4 dua con roi" none.
    func knownWords(in reading: Reading, isMeant: Bool = false, knows: (UInt64) -> Bool) -> Int {
        var count = 0
        FeatureTable.forEachFeature(of: reading.hashes, longest: 1) { hash, range in
            if !isMeant || reading.tokens[range.lowerBound].weight > 0, knows(hash) { count += 1 }
        }
        return count
    }

    private static let wordsTold = 3

    private static func feature(ofSet number: Int) -> UInt64 {
        (UInt64(number + 1) &* 0xD6E8_FEB8_6659_FD93) | 1 << 63
    }
}
