/// The configured name of a way in and out, such as `sms-dak-ha`; the key of everything that arrives.
package struct ChannelID: Hashable, Sendable, Codable, RawRepresentable, ExpressibleByStringLiteral,
    CustomStringConvertible
{
    package var rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }
    package init(stringLiteral value: String) { rawValue = value }
    package init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(String.self)
    }
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
    package var description: String { rawValue }
}

/// The number of one stored message, in or out; also the reference that providers hand back in delivery reports.
package struct MessageID: Hashable, Sendable, Codable, CustomStringConvertible {
    package var number: Int64

    package init(_ number: Int64) { self.number = number }
    package var description: String { String(number) }
}

/// The number of one conversation: the running exchange with one contact.
package struct ConversationID: Hashable, Sendable, Codable, CustomStringConvertible {
    package var number: Int64

    package init(_ number: Int64) { self.number = number }
    package var description: String { String(number) }
}

/// The number of one conversation handed to staff; printed for officers, who type it back.
package struct EscalationID: Hashable, Sendable, Codable, CustomStringConvertible {
    package var number: Int64

    package init(_ number: Int64) { self.number = number }
    package var description: String { String(number) }
}
