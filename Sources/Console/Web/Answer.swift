import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore

/// What a page's code gives back; headers that all answers have are put on later.
struct Answer: Sendable {
    typealias Status = HTTPResponse.Status

    var status = Status.ok
    var headers = HTTPFields()
    var body = ResponseBody()

    static func html(_ text: String, status: HTTPResponse.Status = .ok) -> Answer {
        Answer(
            status: status, headers: [.contentType: "text/html; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    static func json(_ text: String, status: HTTPResponse.Status = .ok) -> Answer {
        Answer(
            status: status, headers: [.contentType: "application/json; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    /// A file to keep: spreadsheets and browsers ask where, and show nothing of it.
    static func download(_ text: String, name: String, type: String) -> Answer {
        Answer(
            headers: [.contentType: type, .contentDisposition: "attachment; filename=\"\(name)\""],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    /// After a POST the browser asks for the page anew, so that loading it again sends nothing twice.
    ///
    /// - Parameter path: begins with one slash: a place of ours.
    static func seeOther(_ path: String) -> Answer {
        Answer(status: .seeOther, headers: [.location: path])
    }

    mutating func set(_ cookie: Cookie) { headers.append(HTTPField(name: .setCookie, value: cookie.text)) }
}

/// A cookie of ours: no script reads it, and no other site's form brings it along.
struct Cookie: Sendable {
    var name: String
    var value: String
    /// Nil is until the browser is closed; 0 takes it away.
    var seconds: Int?
    var isSecure: Bool

    var text: String {
        var parts = ["\(name)=\(value)", "Path=/", "HttpOnly", "SameSite=Strict"]
        if isSecure { parts.append("Secure") }
        if let seconds { parts.append("Max-Age=\(seconds)") }
        return parts.joined(separator: "; ")
    }

    /// The cookies of a request by name; the first counts, as a planted one would stand behind it or be refused by its prefix.
    static func all(in header: String?) -> [String: String] {
        var cookies: [String: String] = [:]
        for pair in (header ?? "").split(separator: ";").prefix(50) {
            let sides = pair.split(separator: "=", maxSplits: 1)
            guard sides.count == 2 else { continue }
            let name = sides[0].trimmingPrefix(while: \.isWhitespace)
            if cookies[String(name)] == nil { cookies[String(name)] = String(sides[1]) }
        }
        return cookies
    }
}

/// The names under which the console keeps cookies.
///
/// `__Host-` makes a browser refuse a cookie that another host or an unencrypted page plants. It needs TLS; on this machine
/// alone, without TLS, browsers would not keep such a cookie, and nobody else can reach the address.
struct CookieNames: Sendable {
    var isSecure: Bool

    private var prefix: String { isSecure ? "__Host-" : "" }
    var session: String { prefix + "nharong" }
    var device: String { prefix + "nharong-may" }
    var form: String { prefix + "nharong-phieu" }

    func cookie(_ name: String, _ value: String, seconds: Int? = nil) -> Cookie {
        Cookie(name: name, value: value, seconds: seconds, isSecure: isSecure)
    }
}
