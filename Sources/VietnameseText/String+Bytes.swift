extension String {
    /// Whether a byte of its UTF-8 is of some kind; quick, for every text is asked.
    @inlinable
    package func hasByte(_ isWanted: (UInt8) -> Bool) -> Bool {
        utf8.withContiguousStorageIfAvailable { $0.contains(where: isWanted) } ?? utf8.contains(where: isWanted)
    }

    /// Where two bytes stand side by side for the first time; searching for a string costs many times as much.
    package func firstIndex(of first: UInt8, before second: UInt8) -> Index? {
        var found: Index?
        var start = utf8.startIndex
        while found == nil, let place = utf8[start...].firstIndex(of: first) {
            start = utf8.index(after: place)
            if start < utf8.endIndex, utf8[start] == second { found = place }
        }
        return found
    }
}
