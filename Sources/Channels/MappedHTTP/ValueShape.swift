import CheckedYAML

/// What a value of a call must look like: `digits 11`, `letters 2-20`, `hex 32`, `word 1-40`, or `= ${value.client_id}`.
///
/// Many providers sign values that run into each other. Then only the shapes tell where one ends and the next begins, and
/// whoever saw one call could cut it anew: `smsid=1001, content="2 ban"` and `smsid=10012, content=" ban"` sign the same.
struct ValueShape: Sendable, Equatable {
    private enum Sign: String, CaseIterable {
        case digits
        case letters
        case hex
        /// Letters, digits, `-` and `_`.
        case word

        func holds(_ byte: UInt8) -> Bool {
            switch (self, byte) {
            case (.digits, 0x30...0x39), (.hex, 0x30...0x39), (.word, 0x30...0x39): true
            case (.hex, 0x41...0x46), (.hex, 0x61...0x66): true
            case (.letters, 0x41...0x5A), (.letters, 0x61...0x7A), (.word, 0x41...0x5A), (.word, 0x61...0x7A): true
            case (.word, UInt8(ascii: "-")), (.word, UInt8(ascii: "_")): true
            default: false
            }
        }
    }

    private enum Rule: Equatable {
        case signs(Sign, ClosedRange<Int>)
        case equal(TextTemplate)
    }

    let field: RequestField
    private let rule: Rule

    /// `place: shape`; names are those of the installation's own values.
    init(place: String, _ entry: YAMLEntry, names: [String]) throws(FileProblem) {
        guard let field = RequestField(place) else {
            throw entry.problem(
                "\"\(place)\" names no place of a value", mend: "write query.NAME, form.NAME, json.PATH or header.NAME")
        }
        self.field = field
        let text = try entry.string()
        if text.hasPrefix("=") {
            rule = .equal(try TextTemplate(entry, names: names.filter { $0 != "secret" }, places: false))
            return
        }
        let parts = text.split(separator: " ")
        let bounds = parts.count == 2 ? parts[1].split(separator: "-").map { Int($0) } : []
        guard parts.count == 2, let sign = Sign(rawValue: String(parts[0])), (1...2).contains(bounds.count),
            let least = bounds[0], let most = bounds[bounds.count - 1], 0 <= least, least <= most, most <= 1000
        else {
            throw entry.problem(
                "\"\(text)\" is no shape",
                mend: "write digits, letters, hex or word with a length, such as \"digits 11\" or \"word 1-40\", "
                    + "or \"= ${value.NAME}\"")
        }
        rule = .signs(sign, least...most)
    }

    func fits(_ value: String, values: [String: String]) -> Bool {
        switch rule {
        case .signs(let sign, let length): length.contains(value.utf8.count) && value.utf8.allSatisfy(sign.holds)
        case .equal(let template):
            value == template.text { values[$0] }.dropFirst().trimmingSpaces
        }
    }
}

extension ValueShape {
    /// A value of this shape for an id: the id itself where it fits, else digits that follow from it.
    func fitted(_ id: String, values: [String: String]) -> String {
        switch rule {
        case .equal(let template): return String(template.text { values[$0] }.dropFirst().trimmingSpaces)
        case .signs(_, let length):
            if fits(id, values: values) { return id }
            // FNV-1a, repeated until it is long enough.
            let hash = id.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
            let digits = String(repeating: String(hash), count: length.upperBound / 10 + 1)
            return String(digits.prefix(max(length.lowerBound, min(length.upperBound, 18))))
        }
    }
}

extension Substring {
    /// Without the spaces at its begin.
    fileprivate var trimmingSpaces: String { String(drop { $0 == " " }) }
}
