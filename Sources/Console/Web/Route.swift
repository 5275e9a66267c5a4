import HTTPTypes
import Storage

/// One address of the console and what answers there.
struct Route: Sendable {
    /// Who may come.
    enum Access: Sendable {
        /// Anybody: signing in, and the files that every page needs.
        case open
        case officers
        case supervisors
        case administrators
    }

    var method: HTTPRequest.Method
    /// The parts of the path; `#` stands for a number, `*` for anything.
    var path: [String]
    var access: Access
    /// Bytes of the body where it may have more than a form.
    var limit: Int?
    /// Whether its form may bring a file.
    var takesFile = false
    var answer: @Sendable (Visit) async throws -> Answer

    static func get(
        _ path: String, _ access: Access = .officers, answer: @escaping @Sendable (Visit) async throws -> Answer
    ) -> Route {
        Route(method: .get, path: parts(path), access: access, answer: answer)
    }

    static func post(
        _ path: String, _ access: Access = .officers, limit: Int? = nil,
        answer: @escaping @Sendable (Visit) async throws -> Answer
    ) -> Route {
        Route(method: .post, path: parts(path), access: access, limit: limit, answer: answer)
    }

    /// A form that brings a file of so many bytes.
    static func upload(
        _ path: String, _ access: Access = .officers, limit: Int,
        answer: @escaping @Sendable (Visit) async throws -> Answer
    ) -> Route {
        Route(method: .post, path: parts(path), access: access, limit: limit, takesFile: true, answer: answer)
    }

    private static func parts(_ path: String) -> [String] { path.split(separator: "/").map(String.init) }

    func matches(_ parts: [String]) -> Bool {
        guard parts.count == path.count else { return false }
        return zip(parts, path).allSatisfy { part, wanted in
            switch wanted {
            case "#": !part.isEmpty && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
            case "*": true
            default: part == wanted
            }
        }
    }
}

extension Route.Access {
    /// Whether an officer of this role may come.
    func admits(_ role: OfficerRole) -> Bool {
        switch self {
        case .open, .officers: true
        case .supervisors: role != .officer
        case .administrators: role == .administrator
        }
    }
}
