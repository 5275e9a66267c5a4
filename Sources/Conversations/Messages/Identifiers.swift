/// The configured name of a way in and out, such as `sms-dak-ha`; the key of everything that arrives.
public struct ChannelID: Hashable, Sendable, Codable, RawRepresentable, ExpressibleByStringLiteral,
    CustomStringConvertible
{
    public var rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }
    public init(stringLiteral value: String) { rawValue = value }
    public init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(String.self)
    }
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
    public var description: String { rawValue }
}

/// The number of one stored message, in or out; also the reference that providers hand back in delivery reports.
public struct MessageID: Hashable, Sendable, Codable, CustomStringConvertible {
    public var number: Int64

    public init(_ number: Int64) { self.number = number }
    public var description: String { String(number) }
}

/// The number of one conversation: the running exchange with one contact.
public struct ConversationID: Hashable, Sendable, Codable, CustomStringConvertible {
    public var number: Int64

    public init(_ number: Int64) { self.number = number }
    public var description: String { String(number) }
}

/// The number of one conversation handed to staff; printed for officers, who type it back.
public struct EscalationID: Hashable, Sendable, Codable, CustomStringConvertible {
    public var number: Int64

    public init(_ number: Int64) { self.number = number }
    public var description: String { String(number) }
}
