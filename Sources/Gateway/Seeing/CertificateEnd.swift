import CheckedYAML
package import Foundation
import NIOSSL

/// Reads until when a certificate is good.
package enum CertificateEnd {
    /// The earliest end in a PEM file; nil where it holds no certificate.
    package static func ofFile(_ path: String) -> Date? {
        guard let chain = try? NIOSSLCertificate.fromPEMFile(path) else { return nil }
        return chain.map { Date(timeIntervalSince1970: TimeInterval($0.notValidAfter)) }.min()
    }

    /// What `gateway check` says of the office's certificate.
    static func findings(_ tls: OfficeTLS?, now: Date) -> (problems: [FileProblem], warnings: [FileProblem]) {
        guard let tls else { return ([], []) }
        func finding(_ what: String, mend: String) -> FileProblem {
            FileProblem(file: tls.certificate, line: nil, entry: "", what: what, mend: mend)
        }
        guard let end = ofFile(tls.certificate) else {
            return ([finding("there is no certificate to be read", mend: "give a PEM file, or correct the path")], [])
        }
        guard end > now else { return ([finding("the certificate has ended", mend: "renew it")], []) }
        let days = end.timeIntervalSince(now) / 86_400
        guard days < Double(HealthText.certificateDays) else { return ([], []) }
        return ([], [finding("the certificate ends within \(HealthText.certificateDays) days", mend: "renew it")])
    }
}
