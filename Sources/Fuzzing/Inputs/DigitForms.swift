/// Digits and letters in their other forms of Unicode.
enum DigitForms {
    /// The zeros of other rows of digits.
    private static let zeros: [UInt32] = [
        0xFF10, 0x660, 0x6F0, 0x966, 0x1D7CE, 0x1D7D8, 0x1D7EC, 0x1D7F6, 0x1FBF0, 0xE50,
    ]

    /// Mostly the text itself; else its ASCII digits in one other form, or in many.
    static func restyled(_ text: String, _ luck: inout Luck) -> String {
        guard luck.once(in: 4) else { return text }
        let mixes = luck.once(in: 3)
        var zero = luck.pick(zeros, or: 0x30)
        var view = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if mixes { zero = luck.pick(zeros + [0x30], or: 0x30) }
            let isDigit = (0x30...0x39).contains(scalar.value)
            view.append(isDigit ? Unicode.Scalar(zero + scalar.value - 0x30) ?? scalar : scalar)
        }
        return String(view)
    }

    /// ASCII letters as mathematical, wide, circled or look-alike ones.
    static func inOtherLetters(_ text: String, _ luck: inout Luck) -> String {
        let first = luck.pick([0x1D41A, 0x1D44E, 0x1D5BA, 0x1D68A, 0xFF41, 0x24D0, 0x430], or: 0xFF41) as UInt32
        var view = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isLetter = (0x61...0x7A).contains(scalar.value)
            view.append(isLetter ? Unicode.Scalar(first + scalar.value - 0x61) ?? scalar : scalar)
        }
        return String(view)
    }
}
