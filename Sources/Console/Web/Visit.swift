import Foundation
import HTTPTypes
import Storage

/// One request, read and bounded, with who makes it.
struct Visit: Sendable {
    var method: HTTPRequest.Method
    /// The parts of the path, percent signs undone: `/viec/12` is `["viec", "12"]`.
    var path: [String]
    /// Path and query as they came, for coming back after signing in.
    var address: String
    var query: FormText
    /// Empty but for a POST.
    var form: FormText
    /// The file that a form brought.
    var file: UploadedForm.File?
    var cookies: [String: String]
    /// The caller's address without its port.
    var caller: String
    /// The caller's browser in two words, for the list of sessions.
    var browser: String
    /// Whether the page asks for itself anew because something changed, and not a person.
    var isLive: Bool
    var now: Date
    var signedIn: SignedIn?

    /// Who is signed in, with the cookie that proves it.
    struct SignedIn: Sendable {
        let session: StaffSession
        let token: String
        /// What belongs into every form of this session.
        let formCode: String
        var officer: Officer { session.officer }

        init(session: StaffSession, token: String) {
            self.session = session
            self.token = token
            formCode = FormGuard.code(of: token)
        }
    }
}

extension Visit {
    /// Whether somebody did something, which keeps their sign-in from ending: an open page that asks by itself does not.
    var isOfPerson: Bool {
        guard isLive else { return true }
        return method == .post && !["co-mat", "ve"].contains(path.last ?? "")
    }

    /// What belongs into the forms of a page; empty where nobody is signed in, whose form is then refused.
    var formCode: String { signedIn?.formCode ?? "" }

    /// The number in the path at a place, such as that of a matter.
    func number(at index: Int) -> Int64? {
        guard path.indices.contains(index), path[index].utf8.count < 19 else { return nil }
        return Int64(path[index]).flatMap { $0 > 0 ? $0 : nil }
    }

    /// A typed field without spaces around it and without signs that nobody sees.
    func typed(_ name: String) -> String {
        HTMLText.visible(form[name] ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
