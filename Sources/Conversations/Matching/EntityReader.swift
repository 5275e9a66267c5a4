import PublicServices
import VietnameseText

/// Finds codes, numbers, days and sums in a text before any of its words is read.
///
/// Each is found by its own shape and not by the gaps around it, so that it may be glued to a label, to the next word or
/// to another by a comma; the cost grows with the text alone.
enum EntityReader {
    struct Found {
        var entity: Entity
        /// UTF-8 offsets in the text.
        var range: Range<Int>
    }

    static func read(_ text: String) -> [Found] {
        guard text.hasByte(NumberSigns.isDigit) else { return [] }
        let signs = NumberSigns(text)
        let codes = CodeScan(signs).codes
        var found = codes.map { Found(entity: entity($0.kind), range: signs.offsets(of: $0.range)) }
        var taken = codes.map(\.range)
        func take(_ kind: Entity.Kind, _ value: (Range<Int>) -> String?, in ranges: [Range<Int>]) {
            for range in ranges where !taken.overlapsSorted(range) {
                guard let value = value(range) else { continue }
                found.append(Found(entity: Entity(kind: kind, value: value), range: signs.offsets(of: range)))
                taken.insertSorted(range)
            }
        }
        let citizens = PersonalNumberFinder(signs, codes: taken).ranges
        take(.personalNumber, { masked($0, in: signs) }, in: citizens)
        let groups = signs.groups
        take(.phone, { phone($0, in: signs) }, in: phones(groups, in: signs))
        take(.date, { day(signs.text(of: $0))?.description }, in: days(groups, in: signs))
        for (range, day) in writtenDays(groups, in: signs) { take(.date, { _ in day.description }, in: [range]) }
        take(.amount, { dong(sum($0, of: text, in: signs)).map(String.init) }, in: pieces(of: signs))
        return found.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    private static func entity(_ code: CodeScan.Kind) -> Entity {
        switch code {
        case .dossier(let code): Entity(kind: .dossierCode, value: code.description)
        case .procedure(let code): Entity(kind: .procedureCode, value: code.rawValue)
        }
    }

    /// A citizen's number as it is shown: all but its last three digits are stars.
    private static func masked(_ range: Range<Int>, in signs: NumberSigns) -> String {
        var left = range.count { NumberSigns.isDigit(signs.bytes[$0]) } - 3
        let bytes = range.map { index -> UInt8 in
            guard NumberSigns.isDigit(signs.bytes[index]), left > 0 else { return signs.bytes[index] }
            left -= 1
            return UInt8(ascii: "*")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    // MARK: - Sums

    /// Runs without white space that hold a digit, without the punctuation around them and a label in front.
    private static func pieces(of signs: NumberSigns) -> [Range<Int>] {
        var pieces: [Range<Int>] = []
        let bytes = signs.bytes
        var start = 0
        while start < bytes.count {
            var end = start
            var from = start
            var hasDigit = false
            while end < bytes.count, !NumberSigns.isSpace(bytes[end]) {
                if ":=".utf8.contains(bytes[end]), !hasDigit { from = end + 1 }
                if NumberSigns.isDigit(bytes[end]) { hasDigit = true }
                end += 1
            }
            var to = end
            while from < to, isPunctuation(bytes[from]) { from += 1 }
            while to > from, isPunctuation(bytes[to - 1]) { to -= 1 }
            if hasDigit, from < to { pieces.append(from..<to) }
            start = end + 1
        }
        return pieces
    }

    /// The text of a piece with its marks, for the unit of a sum is told by them.
    private static func sum(_ range: Range<Int>, of text: String, in signs: NumberSigns) -> String {
        let offsets = signs.offsets(of: range)
        let utf8 = text.utf8
        let start = utf8.index(utf8.startIndex, offsetBy: offsets.lowerBound)
        let end = utf8.index(utf8.startIndex, offsetBy: offsets.upperBound)
        return String(text[start..<end])
    }

    private static func isPunctuation(_ byte: UInt8) -> Bool {
        ".,;:?!\"'()[]".utf8.contains(byte) || byte == NumberSigns.sign
    }
}

extension [Range<Int>] {
    /// Puts a range where it belongs among others in their order.
    mutating func insertSorted(_ range: Range<Int>) {
        var place = count
        while place > 0, self[place - 1].lowerBound > range.lowerBound { place -= 1 }
        insert(range, at: place)
    }
}

extension ProcedureCode {
    /// Reads a national procedure code, also in the long form that agencies print: `1.001612.000.00.00.H48`.
    init?(readingFrom text: String) {
        let groups = text.split(separator: ".", omittingEmptySubsequences: false)
        guard groups.count >= 2, groups[0].count == 1, groups[1].count == 6 else { return nil }
        guard groups[0].allSatisfy(\.isNumber), groups[1].allSatisfy(\.isNumber) else { return nil }
        guard groups.count == 2 || groups.count >= 5 else { return nil }
        self.init(rawValue: groups[0] + "." + groups[1])
    }
}
