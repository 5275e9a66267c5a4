extension String {
    /// Whether a byte of its UTF-8 is of some kind; quick, for every text is asked.
    @inlinable
    public func hasByte(_ isWanted: (UInt8) -> Bool) -> Bool {
        utf8.withContiguousStorageIfAvailable { $0.contains(where: isWanted) } ?? utf8.contains(where: isWanted)
    }
}
