import ArgumentParser
import Foundation
import Gateway

/// Makes a certificate for a try of the console from other computers.
struct CertificateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "certificate",
        abstract: "Makes a certificate for the office's port, for a try.",
        discussion: """
            Nobody vouches for it, so each browser asks once whether to go on. Give the names and addresses by which the \
            office's computers call this machine. For daily use, take a certificate that their browsers know.
            """)

    @Argument(help: "Names and addresses of this machine, such as may-xa.local 192.168.1.20.") var names: [String]
    @Option(help: "The folder of office.pem and office.key.") var to = "keys"
    @Option(help: "How many days it is good.") var days = 365

    func validate() throws {
        if let wrong = names.first(where: { !OfficeCertificate.isName($0) }) {
            throw ValidationError("\(wrong) is no name or address. Fix: write it as in may-xa.local or 192.168.1.20")
        }
        guard (1...3650).contains(days) else { throw ValidationError("--days is from 1 to 3650.") }
    }

    func run() throws {
        let folder = URL(fileURLWithPath: to)
        let (certificate, key) = (folder.path + "/office.pem", folder.path + "/office.key")
        let made: OfficeCertificate
        do {
            made = try OfficeCertificate(names: names, days: days)
        } catch {
            throw fail("\(error)", code: 70)
        }
        // A certificate without its key would stand in the way of the next try.
        guard !FileManager.default.fileExists(atPath: certificate) else {
            throw fail("Đã có tệp \(certificate). Hãy xóa cả hai tệp cũ, hoặc chọn thư mục khác bằng --to.", code: 73)
        }
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw fail("Không tạo được thư mục \(folder.path): \(error.localizedDescription)", code: 73)
        }
        try PrivateFile.write(made.key, to: key)
        try PrivateFile.write(made.certificate, to: certificate)
        show(
            "Đã tạo \(certificate) và \(key), dùng được \(days) ngày.",
            "Ghi vào mục server của tệp cấu hình, rồi chạy lại gateway serve:", "",
            "  office_host: 0.0.0.0", "  office_certificate: \(certificate)", "  office_key: \(key)",
            "  office_url: https://\(names[0].contains(":") ? "[\(names[0])]" : names[0]):8081", "",
            "Trình duyệt sẽ hỏi một lần vì chưa ai bảo chứng cho tệp này. Dùng hằng ngày thì xin chứng thư thật.")
    }
}
