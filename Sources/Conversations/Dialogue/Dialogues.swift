package import PublicServices

/// The conversations of all communes that one gateway serves.
package struct Dialogues: Sendable {
    package var byCommune: [CommuneID: Dialogue]
    /// Finds the commune that a text names.
    private let places: PlaceReader

    package init(_ byCommune: [CommuneID: Dialogue]) {
        self.byCommune = byCommune
        places = PlaceReader(byCommune.values.map(\.composer.commune))
    }

    package subscript(commune: CommuneID) -> Dialogue? { byCommune[commune] }

    /// Whose conversation a message belongs to, and with which state: the commune that it names, else the one that was spoken
    /// with, else the channel's own.
    ///
    /// - Parameter home: the channel's commune.
    /// - Returns: nil when none of them is configured any more.
    package func place(
        _ message: VillagerMessage, state: DialogueState, at home: CommuneID
    ) -> (dialogue: Dialogue, state: DialogueState)? {
        var state = state
        // One that is configured no more is forgotten, for its matters would be seen by nobody.
        let kept = state.commune.flatMap { byCommune[$0] == nil ? nil : $0 }
        state.commune = places.commune(in: message.read.words) ?? kept
        return (state.commune.flatMap { byCommune[$0] } ?? byCommune[home]).map { ($0, state) }
    }
}
