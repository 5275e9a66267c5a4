import VietnameseText

/// Texts put together by the words that they share, the largest group first.
package struct LikenessGroups: Sendable, Equatable {
    package struct Group: Sendable, Equatable {
        /// The places of its texts in what was given, in their order.
        package var members: [Int]
        /// The words that most of them share, without marks, the most frequent first.
        package var words: [String]
    }

    package let groups: [Group]

    /// How much of the words of the lesser text two texts share to stand together.
    private static let likeness = 0.6
    /// Words that say nothing of what is asked.
    private static let empty: Set<String> = [
        "a", "ah", "oi", "da", "vang", "cho", "em", "toi", "minh", "chau", "con", "xin", "hoi", "anh", "chi", "co",
        "chu",
        "bac", "ong", "ba", "la", "thi", "ma", "va", "voi", "nhe", "nha", "vay", "the", "nay", "do", "duoc", "khong",
        "ko",
        "k", "can", "bo", "muon", "giup", "biet", "xa", "o", "bi", "roi", "gi", "nao", "sao", "ai", "cua", "thua",
        "kinh",
    ]

    package init(_ texts: [String]) {
        var groups: [(words: Set<String>, counts: [String: Int], members: [Int])] = []
        // Which groups a word stands in, so that a text is compared with those alone that share one.
        var byWord: [String: [Int]] = [:]
        for (place, text) in texts.enumerated() {
            let all = FoldedWords(text).words
            let telling = Set(all.filter { !Self.empty.contains($0) })
            let words = telling.isEmpty ? Set(all) : telling
            guard !words.isEmpty else { continue }
            var shared: [Int: Int] = [:]
            for word in words { for group in byWord[word] ?? [] { shared[group, default: 0] += 1 } }
            let best = shared.filter { group, count in
                Double(count) >= Self.likeness * Double(max(min(words.count, groups[group].words.count), 1))
            }
            .max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
            if let best {
                groups[best].members.append(place)
                for word in words { groups[best].counts[word, default: 0] += 1 }
            } else {
                for word in words { byWord[word, default: []].append(groups.count) }
                groups.append((words, Dictionary(uniqueKeysWithValues: words.map { ($0, 1) }), [place]))
            }
        }
        self.groups = groups.map { group in
            let common = group.counts.filter { $0.value * 2 >= group.members.count }
            return Group(
                members: group.members, words: common.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key))
        }
        .sorted { ($1.members.count, $0.members[0]) < ($0.members.count, $1.members[0]) }
    }
}
