/// What a text says of danger to somebody's life, body, freedom or home; stored with the message.
package struct Distress: Sendable, Equatable, Codable {
    /// What kind of help is needed; each has a text of its own.
    package enum Kind: String, Sendable, Codable, CaseIterable {
        case violence
        case fire
        case medical
        /// Flood, landslide, drowning, collapse.
        case water
        /// A child or somebody who cannot help themselves, abused or lost.
        case child
        case selfHarm = "self_harm"
        case trafficking
        case ordnance
        case other
    }

    package enum Level: String, Sendable, Codable {
        case none
        /// A question back, and staff know.
        case doubt
        case alarm
    }

    /// One thing that speaks for danger, or against it.
    package struct Sign: Sendable, Equatable, Codable {
        /// The group of frames, such as `violence` or `past`.
        package var group: String
        /// The frame as it stands in its file.
        package var frame: String
        /// The words of the text, as written.
        package var words: String
        /// Points, below 0 for what speaks against danger.
        package var worth: Int
    }

    package var level: Level
    package var kind: Kind
    /// All points together.
    package var score: Int
    /// The strongest first.
    package var signs: [Sign]
}
