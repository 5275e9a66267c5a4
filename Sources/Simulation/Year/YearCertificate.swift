import Foundation

/// The office's certificate of a year, made by the program `openssl`: it ends in the middle and is renewed later.
struct YearCertificate: Sendable {
    let file: String
    let key: String

    /// Nil where there is no such program, or the moment is past by the machine's own clock.
    static func make(in folder: String, ending end: Date) -> YearCertificate? {
        let made = YearCertificate(file: folder + "/office.pem", key: folder + "/office.key")
        // openssl counts days from the machine's clock; the year's days begin at midnight in Vietnam.
        let seconds = end.timeIntervalSinceNow
        guard seconds > 0 else { return nil }
        do {
            try made.write(days: Int(seconds / 86_400), key: "-keyout")
            return made
        } catch {
            return nil
        }
    }

    /// For three years more, with the same key.
    func renew() throws { try write(days: 1200, key: "-key") }

    private func write(days: Int, key option: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments =
            ["req", "-x509", "-nodes", "-subj", "/CN=nha-rong", "-days", String(days), option, key, "-out", file]
            + (option == "-keyout" ? ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"] : [])
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw StormGateway.Problem(description: "openssl made no certificate \(file)")
        }
    }
}
