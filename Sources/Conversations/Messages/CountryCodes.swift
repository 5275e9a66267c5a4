/// The country codes of telephone numbers, and how long the mobile numbers behind each are.
///
/// Assigned codes: ITU-T E.164, "List of E.164 assigned country codes", without those that no phone writes from (800, 808,
/// 878, 888, 979). Lengths: the numbering plans of the countries, as libphonenumber 9.0.43 has them for mobile numbers.
package enum CountryCodes {
    /// Whether digits are a mobile number of some country but Vietnam, its code in front: the code is assigned, and the
    /// number behind it is as long as those of its plan.
    package static func isPossible(_ digits: some StringProtocol) -> Bool {
        let bytes = digits.utf8
        guard bytes.count <= 15, bytes.allSatisfy({ $0 &- 0x30 < 10 }) else { return false }
        var code = 0
        for (index, byte) in bytes.enumerated().prefix(3) {
            code = code * 10 + Int(byte - 0x30)
            // No code begins with another one.
            guard let lengths = lengths[code] else { continue }
            let number = bytes.dropFirst(index + 1)
            guard lengths.contains(number.count), let first = number.first else { return false }
            // The area codes of North America begin with 2 to 9.
            if code == 1 { return first >= 0x32 }
            return first != 0x30 || withZero.contains(code)
        }
        return false
    }

    /// The digits of a number behind its code, by the code.
    private static let lengths: [Int: ClosedRange<Int>] = Dictionary(
        plans.flatMap { plan in plan.codes.map { ($0, plan.lengths) } }, uniquingKeysWith: { first, _ in first })

    private static let plans: [(lengths: ClosedRange<Int>, codes: [Int])] = [
        (4...7, [683, 690]), (5...5, [247, 290, 500, 682]), (5...7, [677]), (5...9, [27]),
        (6...6, [298, 299, 672, 681, 687]), (6...7, [688]), (6...9, [376, 508]), (6...10, [358]),
        (
            7...7,
            [
                238, 239, 246, 248, 269, 291, 297, 501, 592, 597, 673, 674, 676, 678, 679, 680, 691, 692, 960,
            ]
        ),
        (7...8, [241, 372, 507, 599, 961]), (7...9, [220, 231, 243, 252, 354, 423]), (7...10, [95, 685]),
        (7...12, [882]), (7...13, [43]),
        (
            8...8,
            [
                45, 47, 53, 65, 216, 222, 223, 226, 227, 228, 230, 232, 235, 236, 253, 257, 266, 267, 268, 350, 356,
                357, 370, 371, 373, 374, 378, 382, 383, 386, 389, 502, 503, 504, 505, 506, 509, 591, 598, 670, 675,
                686, 689, 852, 853, 965, 968, 973, 974, 975, 976, 993,
            ]
        ),
        (8...9, [359, 377, 385, 387, 855]), (8...10, [64, 381]), (8...12, [883]),
        (
            9...9,
            [
                32, 33, 34, 36, 40, 41, 46, 48, 51, 56, 61, 66, 93, 94, 211, 212, 213, 218, 221, 224, 233, 237, 240,
                242, 244, 245, 249, 250, 251, 254, 255, 256, 258, 260, 261, 262, 263, 264, 265, 351, 352, 353, 355,
                375, 380, 420, 421, 590, 593, 594, 595, 596, 886, 962, 963, 966, 967, 970, 971, 972, 992, 994, 995,
                996, 998,
            ]
        ),
        (9...10, [39, 60, 82, 881]),
        // Laos is next door and its numbers have grown twice: one digit more is let pass.
        (9...11, [31, 856]), (9...12, [62, 870]),
        (10...10, [1, 7, 20, 30, 44, 52, 57, 58, 63, 81, 90, 91, 92, 98, 225, 229, 234, 850, 880, 964, 977]),
        (10...11, [49, 54, 55]), (11...11, [86]),
    ]

    /// Where numbers may begin with a 0 behind the code.
    private static let withZero: Set<Int> = [225, 226, 229, 241, 242, 881, 992]
}
