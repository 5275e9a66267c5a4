/// What somebody had typed into a form when their sign-in had ended: it goes through the page of the sign-in, and is sent again
/// by a click.
///
/// An answer to a villager is none of these: it becomes the draft.
struct KeptForm: Sendable {
    /// Where it was sent, with its query.
    var address: String
    var fields: [(name: String, value: String)]

    /// The name of the address in the form of the sign-in, and what stands before the names of its fields there.
    private static let place = "toi"
    private static let mark = "g."

    /// Forms in which people type; those with passwords or one-time things are typed anew.
    private static let places = ["cau-san", "chua-hieu", "du-kien", "lich", "ho-so"]
    private static let deeds = ["ghi-chu", "ten", "hen-lai", "chuyen", "dong", "goi-xong"]

    private static func isKept(_ path: [some StringProtocol]) -> Bool {
        guard let first = path.first, let last = path.last else { return false }
        if first == "viec" { return path.count == 3 && deeds.contains { $0 == last } }
        return places.contains { $0 == first } && last != "bo"
    }

    /// Of a POST by somebody who is not signed in; nil where nothing was typed that is kept.
    init?(_ visit: Visit) {
        guard Self.isKept(visit.path) else { return nil }
        fields = visit.form.all.filter { $0.name != FormGuard.field }
        guard fields.contains(where: { !$0.value.isEmpty }) else { return nil }
        address = visit.address
    }

    /// Of the form of the sign-in.
    ///
    /// - Parameter address: the address that stands there, where it is one of ours.
    init?(_ form: FormText, address: (String?) -> String?) {
        guard let own = address(form[Self.place]),
            Self.isKept(own.prefix { $0 != "?" }.split(separator: "/"))
        else { return nil }
        self.address = own
        fields = form.all.compactMap { field in
            field.name.hasPrefix(Self.mark) ? (String(field.name.dropFirst(Self.mark.count)), field.value) : nil
        }
        guard fields.contains(where: { !$0.value.isEmpty }) else { return nil }
    }

    /// As hidden fields of the sign-in.
    var carried: [(name: String, value: String)] {
        [(Self.place, address)] + fields.map { (Self.mark + $0.name, $0.value) }
    }

    /// What was typed, the longest of it, to be seen again.
    var typed: String { fields.map(\.value).max { $0.count < $1.count } ?? "" }
}
