import PublicServices

/// The sentences about a subject that may be told on a day, in the catalogue's order.
struct SubjectSentences {
    var sentences: [String] = []
    /// The statements told, as `topic/number`, counted from 1.
    var facts: [String] = []
    /// Whether one of them is only a reference ("tham khảo").
    var hasReference = false

    init(_ subject: Subject, on day: CalendarDay) {
        for (number, statement) in subject.statements.enumerated() {
            switch statement.standing(on: day) {
            case .withheld: continue
            case .reference: hasReference = true
            // A subject is one statement beside another; what has ended is left to the commune's next one.
            case .lapsed: continue
            case .stated: break
            }
            sentences.append(statement.text)
            facts.append("\(subject.topic)/\(number + 1)")
        }
    }
}
