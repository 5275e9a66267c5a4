import VietnameseText

/// A text as numbers and codes in it are looked for: a byte for each sign that is seen, with the place where it stands.
struct NumberSigns {
    /// ASCII as it is but for controls, digits and letters of other shapes and letters with marks as the plain ones beneath, a hyphen for
    /// each dash, a space for each white space, `letter` or `sign` for all else.
    private(set) var bytes: [UInt8]
    /// Where each of them begins in the UTF-8 of the text; nil where that is its own place.
    private var places: [Int32]?
    /// How many bytes the text has.
    private let count: Int

    /// A letter of another script.
    static let letter: UInt8 = 0x80
    /// Any other sign beyond ASCII.
    static let sign: UInt8 = 0x81

    init(_ text: String) {
        count = text.utf8.count
        guard text.hasByte({ $0 > 0x7F || HiddenSigns.isControl($0) }) else {
            bytes = Array(text.utf8)
            return
        }
        bytes = []
        bytes.reserveCapacity(count)
        var places: [Int32] = []
        places.reserveCapacity(count)
        var place: Int32 = 0
        for scalar in text.unicodeScalars {
            HiddenSigns.append(scalar, to: &bytes, letter: Self.letter, sign: Self.sign)
            while places.count < bytes.count { places.append(place) }
            place += Int32(truncatingIfNeeded: UTF8.width(scalar))
        }
        self.places = places
    }

    /// The UTF-8 offsets in the text of a range of signs, with the signs of no width that stand behind the last.
    func offsets(of range: Range<Int>) -> Range<Int> { offset(of: range.lowerBound)..<offset(of: range.upperBound) }

    /// Where a sign begins in the UTF-8 of the text; behind the last, its end.
    func offset(of index: Int) -> Int {
        guard index < bytes.count else { return count }
        return places.map { Int($0[index]) } ?? index
    }

    /// The signs of a range, which are ASCII where a number or a code stands.
    func text(of range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 || byte == letter }

    /// A run of digits, and how it joins the run before it.
    struct Group {
        var range: Range<Int>
        /// The sign between it and the group before, a space where only spaces stand there, `sign` where several others do;
        /// nil where they are parted by more than three signs or eight spaces, by a letter, or by an escape.
        var joint: UInt8?
        /// How many signs part it from the group before.
        var distance: Int

        var count: Int { range.count }
    }

    /// All runs of digits, in their order.
    var groups: [Group] { runs(where: Self.isDigit) { _ in true } }

    /// The same with the letters that look like digits, `O` and `l`, taken for them; nil where none stands beside digits.
    ///
    /// Letters alone are a run only where no other letter is beside them.
    var groupsWithLetters: [Group]? {
        guard bytes.contains(where: { Self.digit(for: $0) != nil }) else { return nil }
        return runs(where: { Self.isDigit($0) || Self.digit(for: $0) != nil }) { range in
            bytes[range].contains(where: Self.isDigit)
                || range.count <= 3 && (range.lowerBound == 0 || !Self.isLetter(bytes[range.lowerBound - 1]))
                    && (range.upperBound == bytes.count || !Self.isLetter(bytes[range.upperBound]))
        }
    }

    private func runs(where isPart: (UInt8) -> Bool, _ isRun: (Range<Int>) -> Bool) -> [Group] {
        var groups: [Group] = []
        var index = 0
        var end = -1
        while index < bytes.count {
            guard isPart(bytes[index]) else {
                index += 1
                continue
            }
            let start = index
            while index < bytes.count, isPart(bytes[index]) { index += 1 }
            guard isRun(start..<index) else { continue }
            let distance = end < 0 ? Int.max : start - end
            groups.append(
                Group(range: start..<index, joint: distance <= 8 ? joint(end..<start) : nil, distance: distance))
            end = index
        }
        return groups
    }

    private func joint(_ range: Range<Int>) -> UInt8? {
        var joint: UInt8 = 0x20
        for byte in bytes[range] where !Self.isSpace(byte) {
            guard !Self.isLetter(byte), range.count <= 3 else { return nil }
            if joint == 0x20 || joint == byte {
                joint = byte
            } else if [joint, byte].contains(where: "&%=\\".utf8.contains) {
                return nil
            } else {
                joint = Self.sign
            }
        }
        return joint
    }

    /// The digit that a letter looks like.
    static func digit(for letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "O"), UInt8(ascii: "o"): UInt8(ascii: "0")
        case UInt8(ascii: "l"), UInt8(ascii: "I"): UInt8(ascii: "1")
        default: nil
        }
    }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 0x09 < 5 }
}
