/// A message to the officer on duty about an emergency; no limit and no quiet hour holds it back.
public struct DutyAlert: Sendable, Equatable {
    /// The officer's number, as the commune's profile gives it.
    public var phone: String
    public var text: String

    public init(phone: String, text: String) {
        self.phone = phone
        self.text = text
    }
}
