/// Whose address counts as the caller's: what wrong passwords are counted by, and what the list of sessions shows.
enum CallerAddress {
    /// Behind a proxy all callers have the address of this machine; the proxy names the real one as the last entry.
    ///
    /// What stands before the last entry came from the caller, who may write anything there.
    ///
    /// - Parameter forwarded: `X-Forwarded-For`, of several such fields all of them joined by commas.
    static func of(peer: String?, forwarded: String?, isProxied: Bool) -> String? {
        guard isProxied, let peer, ["127.0.0.1", "::1"].contains(peer),
            let last = forwarded?.split(separator: ",").last?.filter({ $0 != " " && $0 != "\t" }), isAddress(last)
        else { return peer }
        return last
    }

    private static func isAddress(_ text: String) -> Bool {
        (3...45).contains(text.utf8.count) && text.allSatisfy { $0 == "." || $0 == ":" || $0.isASCII && $0.isHexDigit }
    }
}
