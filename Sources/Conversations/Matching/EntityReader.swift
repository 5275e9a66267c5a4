import PublicServices
import VietnameseText

/// Finds codes, numbers, days and sums in a text before any of its words is read.
enum EntityReader {
    struct Found {
        var entity: Entity
        /// UTF-8 offsets in the text.
        var range: Range<Int>
    }

    static func read(_ text: String) -> [Found] {
        let pieces = pieces(of: text)
        var found = codesWithSpaces(in: text, pieces: pieces)
        found += groupedNumbers(in: text, pieces: pieces, besides: found)
        for piece in pieces where !found.contains(where: { $0.range.overlaps(piece.range) }) {
            if let code = DossierCode(piece.text) {
                found.append(Found(entity: Entity(kind: .dossierCode, value: code.description), range: piece.range))
            } else if let code = ProcedureCode(readingFrom: piece.text) {
                found.append(Found(entity: Entity(kind: .procedureCode, value: code.rawValue), range: piece.range))
            } else if piece.text.utf8.count == 12, piece.text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
                found.append(
                    Found(
                        entity: Entity(kind: .personalNumber, value: PersonalNumbers.masked(piece.text)),
                        range: piece.range))
            } else if let phone = PhoneNumber(piece.text) {
                found.append(Found(entity: Entity(kind: .phone, value: phone.e164), range: piece.range))
            } else if let day = day(piece.text) {
                found.append(Found(entity: Entity(kind: .date, value: day.description), range: piece.range))
            } else if let dong = dong(piece.text) {
                found.append(Found(entity: Entity(kind: .amount, value: String(dong)), range: piece.range))
            }
        }
        return found.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    /// Phones and citizen numbers in groups of digits with a space between: `0901 234 567`, `051 199 001 234`.
    private static func groupedNumbers(in text: String, pieces: [Piece], besides found: [Found]) -> [Found] {
        guard pieces.count > 1 else { return [] }
        let bytes = Array(text.utf8)
        var result: [Found] = []
        var first = 0
        search: while first < pieces.count {
            // The longest run of groups that makes a number.
            for last in (first + 1..<min(first + mostGroups, pieces.count)).reversed() {
                let range = pieces[first].range.lowerBound..<pieces[last].range.upperBound
                guard areGroups(pieces[first...last], in: bytes), !found.contains(where: { $0.range.overlaps(range) })
                else { continue }
                let number = String(decoding: bytes[range], as: UTF8.self)
                let masked = PersonalNumbers.masked(number)
                if masked != number {
                    result.append(Found(entity: Entity(kind: .personalNumber, value: masked), range: range))
                } else if let phone = PhoneNumber(number) {
                    result.append(Found(entity: Entity(kind: .phone, value: phone.e164), range: range))
                } else {
                    continue
                }
                first = last + 1
                continue search
            }
            first += 1
        }
        return result
    }

    /// A citizen number has four groups at the most, and a phone with its country too.
    private static let mostGroups = 5

    /// Whether pieces are groups of two to four digits with a single space between; the first may have a plus.
    private static func areGroups(_ pieces: ArraySlice<Piece>, in bytes: [UInt8]) -> Bool {
        let isGrouped = pieces.allSatisfy { piece in
            let digits = piece.text.utf8.drop { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "(") }
            return (2...4).contains(digits.count) && digits.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
        }
        return isGrouped
            && zip(pieces, pieces.dropFirst()).allSatisfy {
                $1.range.lowerBound - $0.range.upperBound == 1 && bytes[$0.range.upperBound] == 0x20
            }
    }

    /// Dossier codes that were written with spaces around their dashes: `H48 - 220921 - 0099`.
    private static func codesWithSpaces(in text: String, pieces: [Piece]) -> [Found] {
        guard pieces.count > 1, text.unicodeScalars.count(where: { "-–—_".unicodeScalars.contains($0) }) >= 2 else {
            return []
        }
        let bytes = Array(text.utf8)
        var found: [Found] = []
        var first = 0
        search: while first < pieces.count {
            // The agency, the date and the number, whatever stands between them.
            for last in first..<min(first + 3, pieces.count) where last > first {
                let range = pieces[first].range.lowerBound..<pieces[last].range.upperBound
                guard DossierCode(pieces[last].text) == nil,
                    let code = DossierCode(String(decoding: bytes[range], as: UTF8.self))
                else { continue }
                found.append(Found(entity: Entity(kind: .dossierCode, value: code.description), range: range))
                first = last + 1
                continue search
            }
            first += 1
        }
        return found
    }

    private struct Piece {
        var text: String
        var range: Range<Int>
    }

    /// Runs without white space that hold a digit, without the punctuation around them.
    private static func pieces(of text: String) -> [Piece] {
        guard text.hasByte({ $0 >= 0x30 && $0 <= 0x39 }) else { return [] }
        var pieces: [Piece] = []
        let bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count {
            guard !isSpace(bytes[start]) else {
                start += 1
                continue
            }
            var end = start
            while end < bytes.count, !isSpace(bytes[end]) { end += 1 }
            var from = start
            var to = end
            while from < to, isPunctuation(bytes[from]) { from += 1 }
            while to > from, isPunctuation(bytes[to - 1]) { to -= 1 }
            if bytes[from..<to].contains(where: { $0 >= 0x30 && $0 <= 0x39 }) {
                pieces.append(Piece(text: String(decoding: bytes[from..<to], as: UTF8.self), range: from..<to))
            }
            start = end
        }
        return pieces
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    private static func isPunctuation(_ byte: UInt8) -> Bool { ".,;:?!\"'()[]".utf8.contains(byte) }
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
