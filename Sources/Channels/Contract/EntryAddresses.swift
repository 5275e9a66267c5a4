import CheckedYAML
import Foundation

extension YAMLEntry {
    /// An address of a web server.
    func webAddress() throws(FileProblem) -> String {
        let text = try string()
        guard let url = URL(string: text), url.scheme == "http" || url.scheme == "https", url.host()?.isEmpty == false
        else { throw problem("it is no web address", mend: "write https://HOST/PATH") }
        return text
    }

    /// The address of a provider without a slash at its end; unencrypted only on this machine.
    func providerURL() throws(FileProblem) -> String {
        let text = try string()
        let host = URL(string: text)?.host
        let isLocal = host.map { ["127.0.0.1", "localhost"].contains($0) } ?? false
        guard host != nil, text.hasPrefix("https://") || (isLocal && text.hasPrefix("http://")), !text.hasSuffix("/")
        else {
            throw problem(
                "it is no safe web address",
                mend: "write https://HOST without a slash at the end; http only to 127.0.0.1")
        }
        return text
    }

    /// The hosts under `media_hosts`, or the kind's usual ones.
    func mediaHosts(usual: [String]) throws(FileProblem) -> [String] {
        guard let list = try optional("media_hosts") else { return usual }
        for entry in try list.entries() {
            let host = try entry.string()
            guard host.contains("."), !host.contains(where: { "/:@* ".contains($0) }) else {
                throw entry.problem("\"\(host)\" is no name of a host", mend: "write a name such as zdn.vn")
            }
        }
        return try list.strings().map { $0.lowercased() }
    }
}
