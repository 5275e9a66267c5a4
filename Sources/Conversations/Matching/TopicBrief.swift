import PublicServices

/// What is asked of an entry of a topic for every message; the entry itself holds many lists of wordings.
struct TopicBrief: Sendable {
    var id: TopicID
    /// The same number for all entries of one topic.
    var topic: Int
    var kind: Topic.Kind
    var isWhole: Bool

    /// Those of all entries, in their order.
    static func all(of topics: [Topic]) -> [TopicBrief] {
        var numbers: [TopicID: Int] = [:]
        return topics.map { entry in
            let number = numbers[entry.id] ?? numbers.count
            numbers[entry.id] = number
            return TopicBrief(id: entry.id, topic: number, kind: entry.kind, isWhole: entry.isWhole)
        }
    }
}
