/// Sets of words, and frames over them: what is danger and what only sounds like it, read from the intents folder.
package struct DistressFrames: Sendable {
    /// Words and short phrases that mean the same in a call for help.
    struct WordSet: Sendable {
        var id: String
        /// Each is one word or several that stand side by side; `_` is any one word.
        var wordings: [[String]] = []
        /// Whether they count only with their marks, unless they are several words.
        var needsMarks = false
        /// Whether "không" right before takes it back.
        var isDeniable = false
        /// Whether its words only say who or what is meant: they are never the surer word of a frame.
        var isContext = false
        /// Whether it covers shorter words that stand in it: "cháy hàng" is no fire.
        var covers = false
    }

    /// Sets that must come together.
    struct Frame: Sendable {
        /// As it stands in its file.
        var source: String
        /// For each word that must stand there, the numbers of the sets that it may be of.
        var slots: [[Int]]
        var isOrdered = false
        /// Words from the first to the last of them at most, all of the text where nil.
        var within: Int?
        /// Sets none of which may stand near.
        var forbidden: [Int] = []
        var worth: Int
    }

    /// Frames of which the strongest counts once.
    struct Group: Sendable {
        var id: String
        /// What kind of danger it is; nil for what only strengthens or weakens another.
        var kind: Distress.Kind?
        var frames: [Frame]
    }

    var sets: [WordSet] = []
    var groups: [Group] = []
    /// Words of one syllable that are no other word without their marks, such as "giet"; "dam" is đâm, đám and dám.
    var clear: [String] = []
    /// Words of several that are others without their marks: "tu tu" is tự tử and từ từ.
    var ambiguous: [String] = []
    /// Words right before a deniable one that take it back.
    var denials: [String] = []

    /// How many words and frames there are.
    package var size: (sets: Int, wordings: Int, frames: Int) {
        (sets.count, sets.reduce(0) { $0 + $1.wordings.count }, groups.reduce(0) { $0 + $1.frames.count })
    }
}
