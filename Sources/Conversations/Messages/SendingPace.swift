import VietnameseText

/// How fast a provider lets a channel send, in what that provider counts.
public struct SendingPace: Sendable, Equatable {
    public enum Unit: String, Sendable {
        /// SMS segments, as operators bill them.
        case segments
        case messages
    }

    public var perSecond: Double
    public var unit: Unit

    public init(perSecond: Double, unit: Unit) {
        self.perSecond = perSecond
        self.unit = unit
    }

    /// How many units a text uses up.
    public func cost(of text: String) -> Int {
        switch unit {
        case .segments: SMSEncoding.size(of: text).segments
        case .messages: 1
        }
    }
}
