import CheckedYAML

/// The certificate by which the office's computers know the gateway, as PEM files.
package struct OfficeTLS: Sendable, Equatable {
    package var certificate: String
    package var key: String

    package init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }

    /// Nil where the section names none.
    init?(_ server: YAMLEntry, folder: String) throws(FileProblem) {
        let certificate = try server.optional("office_certificate")
        let key = try server.optional("office_key")
        guard let certificate, let key else {
            guard certificate == nil, key == nil else {
                throw server.problem(
                    "of office_certificate and office_key one is missing", mend: "give both, or neither")
            }
            return nil
        }
        self.certificate = GatewaySettings.path(try certificate.string(), in: folder)
        self.key = GatewaySettings.path(try key.string(), in: folder)
    }
}

extension GatewaySettings {
    /// Whether browsers reach the office's port by TLS.
    package var officeIsSecure: Bool { officeTLS != nil || officeURL?.hasPrefix("https://") == true }

    /// Whether browsers reach it through a proxy on this machine, which ends the TLS.
    package var officeIsProxied: Bool { officeTLS == nil && officeURL != nil }

    /// The address that officers open.
    package var officeAddress: String {
        officeURL ?? "\(officeTLS == nil ? "http" : "https")://\(officeHost):\(officePort)"
    }

    /// The names by which browsers may call it, beside those of this machine.
    package var officeNames: [String] {
        let url = officeURL.map { $0.split(separator: "/", maxSplits: 3)[1].split(separator: ":")[0] }
        return [officeHost] + (url.map { [String($0)] } ?? [])
    }

    static func officeURL(in server: YAMLEntry) throws(FileProblem) -> String? {
        guard let entry = try server.optional("office_url") else { return nil }
        let url = try entry.string()
        guard url.wholeMatch(of: /https?:\/\/[A-Za-z0-9.\-]+(:[0-9]{1,5})?/) != nil else {
            throw entry.problem("it is no web address without a path", mend: "write https://HOST")
        }
        return url
    }

    static func isOfThisMachine(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host.wholeMatch(of: /127(\.[0-9]{1,3}){3}/) != nil
    }
}
