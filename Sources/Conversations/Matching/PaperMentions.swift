/// Tells a paper that is only brought along ("cần hộ khẩu photo không") from the matter of a message.
enum PaperMentions {
    /// Folded names of papers that people bring to something else.
    private static let papers: [[String]] = [
        "can cuoc", "the can cuoc", "chung minh", "ho khau", "so ho khau", "khai sinh", "giay khai sinh", "so do",
        "bia do", "bang lai", "giay phep lai", "ho chieu", "giay ket hon", "giay chung sinh", "cong chung", "sao y",
        "ban sao", "ho so", "giay doc than", "doc than", "bao hiem y te", "the bao hiem",
    ].map { $0.split(separator: " ").map(String.init) }

    /// Words before a paper that say: with it, by it, having it.
    private static let markers: Set<String> = [
        "can", "mang", "kem", "bang", "cung", "voi", "theo", "dem", "cam", "thieu", "co", "nop", "dua", "gom",
    ]
    /// Words that may stand between.
    private static let fillers: Set<String> = ["giay", "so", "ban", "to", "the", "cai", "them", "chi", "ca", "phai"]
    /// Words behind a paper that say in which shape it is brought.
    private static let shapes: Set<String> = ["photo", "goc", "phoi", "to", "scan"]

    static func isMention(_ tokens: Range<Int>, in reading: Reading) -> Bool {
        let words = reading.tokens[tokens].map(\.folded)
        guard papers.contains(where: { words.starts(with: $0) }) else { return false }
        if tokens.upperBound < reading.tokens.count, shapes.contains(reading.tokens[tokens.upperBound].folded) {
            return true
        }
        var index = tokens.lowerBound - 1
        while index >= 0, fillers.contains(reading.tokens[index].folded) { index -= 1 }
        return index >= 0 && markers.contains(reading.tokens[index].folded)
    }
}
