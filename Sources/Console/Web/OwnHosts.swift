/// The names by which a browser may call the console.
///
/// A page of another site whose name is made to point at this machine (DNS rebinding) calls it by that name, and is refused.
struct OwnHosts: Sendable {
    var scheme: String
    private var names: Set<String> = ["127.0.0.1", "localhost", "[::1]"]

    init(isSecure: Bool, names more: [String]) {
        scheme = isSecure ? "https" : "http"
        names.formUnion(more.map { $0.lowercased() })
    }

    /// - Parameter authority: host and port, as the browser sends them.
    func contain(_ authority: String) -> Bool {
        let name =
            if authority.hasPrefix("[") {
                String(authority.prefix { $0 != "]" }) + "]"
            } else {
                String(authority.prefix { $0 != ":" })
            }
        return names.contains(name.lowercased())
    }
}
