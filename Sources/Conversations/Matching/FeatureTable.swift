/// Hashes of runs of words, each with a number: a table with open addressing, one probe a look-up.
struct FeatureTable: Sendable {
    /// 0 where a place is free.
    private var hashes = [UInt64](repeating: 0, count: 1024)
    private var numbers = [Int32](repeating: 0, count: 1024)
    private(set) var count = 0

    func number(of hash: UInt64) -> Int? {
        var place = Int(truncatingIfNeeded: hash) & (hashes.count - 1)
        while hashes[place] != 0 {
            if hashes[place] == hash { return Int(numbers[place]) }
            place = (place + 1) & (hashes.count - 1)
        }
        return nil
    }

    /// The number of a hash, a new one where it is new.
    mutating func learn(_ hash: UInt64) -> Int {
        if let known = number(of: hash) { return known }
        if (count + 1) * 2 > hashes.count { grow() }
        insert(hash, number: Int32(count))
        count += 1
        return count - 1
    }

    private mutating func insert(_ hash: UInt64, number: Int32) {
        var place = Int(truncatingIfNeeded: hash) & (hashes.count - 1)
        while hashes[place] != 0 { place = (place + 1) & (hashes.count - 1) }
        hashes[place] = hash
        numbers[place] = number
    }

    private mutating func grow() {
        let old = zip(hashes, numbers)
        hashes = [UInt64](repeating: 0, count: hashes.count * 2)
        numbers = [Int32](repeating: 0, count: hashes.count)
        for (hash, number) in old where hash != 0 { insert(hash, number: number) }
    }

    /// The hash of each run of at most `longest` words, and which words they are; words of hash 0 are in none.
    @inline(__always)
    static func forEachFeature(of words: [UInt64], longest: Int, _ body: (UInt64, Range<Int>) -> Void) {
        for first in words.indices {
            var hash: UInt64 = 0
            for last in first..<min(first + longest, words.count) {
                guard words[last] != 0 else { break }
                hash = (hash ^ words[last]) &* 0x9E37_79B9_7F4A_7C15
                hash ^= hash >> 29
                body(hash | 1 << 63, first..<last + 1)
            }
        }
    }
}
