import VietnameseText

/// How fast a provider lets a channel send, in what that provider counts.
package struct SendingPace: Sendable, Equatable {
    package enum Unit: String, Sendable {
        /// SMS segments, as operators bill them.
        case segments
        case messages
    }

    package var perSecond: Double
    package var unit: Unit

    package init(perSecond: Double, unit: Unit) {
        self.perSecond = perSecond
        self.unit = unit
    }

    /// How many units a text uses up.
    package func cost(of text: String) -> Int {
        switch unit {
        case .segments: SMSEncoding.size(of: text).segments
        case .messages: 1
        }
    }
}
