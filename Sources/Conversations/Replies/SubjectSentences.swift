import PublicServices

/// The sentences about a subject that may be told on a day, in the catalogue's order.
struct SubjectSentences {
    var sentences: [String] = []
    /// The statements told, as `topic/number`, counted from 1.
    var facts: [String] = []
    /// Whether one of them is only a reference ("tham khảo").
    var hasReference = false

    /// - Parameters:
    ///   - name: the subject's topic, or the name of a matter.
    ///   - mark: what stands behind a statement that is only a reference, for the first of them and for the others.
    init(_ statements: [Fact], of name: String, on day: CalendarDay, mark: (_ isFirst: Bool) -> String) {
        for (number, statement) in statements.enumerated() {
            switch statement.standing(on: day) {
            case .withheld: continue
            case .reference:
                sentences.append(statement.text.withoutFullStop + " " + mark(!hasReference) + ".")
                hasReference = true
            // A subject is one statement beside another; what has ended is left to the commune's next one.
            case .lapsed: continue
            case .stated: sentences.append(statement.text)
            }
            facts.append("\(name)/\(number + 1)")
        }
    }
}
