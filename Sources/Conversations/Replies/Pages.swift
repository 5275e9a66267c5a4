import VietnameseText

/// Cuts long answers into pages that stay within the segment budget of their spelling.
package enum Pages {
    /// What one message may cost: 2 segments without marks, 4 with.
    package static func budget(_ spelling: Spelling) -> Int {
        switch spelling {
        case .unmarked: 2
        case .marked: 4
        }
    }

    package static func fits(_ text: String, _ spelling: Spelling) -> Bool {
        SMSEncoding.size(of: text).segments <= budget(spelling)
    }

    /// The pages of a text, all but the last ending with `more`; cut at sentence ends, then at `;`, then at spaces.
    ///
    /// - Parameters:
    ///   - isLast: whether nothing follows the text; else its last page ends with `more` too.
    ///   - first: the segments that the first page may cost, where they are fewer than the budget.
    package static func split(
        _ text: String, spelling: Spelling, more: String, isLast: Bool = true, first: Int? = nil
    ) -> [String] {
        let end = isLast ? "" : more
        var segments = first ?? budget(spelling)
        var pages: [String] = []
        var rest = text[...]
        if SMSEncoding.size(of: text + end).segments <= segments { return [text + end] }
        while !rest.isEmpty {
            if SMSEncoding.size(of: String(rest) + end).segments <= segments {
                pages.append(String(rest) + end)
                break
            }
            let cut = cut(rest, segments: segments, more: more)
            segments = budget(spelling)
            pages.append(rest[..<cut].trimmingSpaces + more)
            rest = rest[cut...].drop { $0 == " " || $0 == "\n" }
        }
        return pages
    }

    /// Where the first page of a text ends: the last good border that leaves room for `more`.
    private static func cut(_ text: Substring, segments: Int, more: String) -> Substring.Index {
        var best: [Int: Substring.Index] = [:]
        var index = text.startIndex
        var last = text.startIndex
        while index < text.endIndex {
            let next = text.index(after: index)
            guard SMSEncoding.size(of: String(text[..<next]) + more).segments <= segments else { break }
            let followed = next == text.endIndex || text[next] == " " || text[next] == "\n"
            switch text[index] {
            case ".", "?", "!", "\n": if followed { best[0] = next }
            case ";": if followed { best[1] = next }
            case " ": best[2] = next
            default: break
            }
            last = next
            index = next
        }
        // A border in the first third would waste the page.
        let third = text.index(text.startIndex, offsetBy: text.distance(from: text.startIndex, to: last) / 3)
        for rank in 0...1 {
            if let cut = best[rank], cut > third { return cut }
        }
        return best[2] ?? (last > text.startIndex ? last : text.endIndex)
    }
}

extension Substring {
    fileprivate var trimmingSpaces: String {
        var result = self
        while let last = result.last, last == " " || last == "\n" { result.removeLast() }
        return String(result)
    }
}
