import PublicServices
import Testing

@testable import Conversations

/// That citizen numbers are found beside anything, and nothing else with them.
@Suite struct PersonalNumberTests {
    @Test(arguments: [
        ("cccd 051199001234 nhe", "cccd *********234 nhe"), ("051 199 001 234", "*** *** *** 234"),
        ("a051199001234b", "a*********234b"), ("cccd051199001234", "cccd*********234"), ("", ""),
        ("051\u{00A0}199\u{00A0}001\u{00A0}234", "***\u{00A0}***\u{00A0}***\u{00A0}234"),
        ("051199\u{200B}001234", "******\u{200B}***234"), ("０５１１９９００１２３４", "*********２３４"),
        ("số 0511–9900–1234", "số ****–****–*234"),
        ("051199001234 051199001235 hai vợ chồng", "*********234 *********235 hai vợ chồng"),
        ("051199001234 0901234567", "*********234 0901234567"), ("051199001234-0901234567", "*********234-0901234567"),
        ("0901234567/051199001234", "0901234567/*********234"), ("thon 2 051199001234", "thon 2 *********234"),
        ("1 051199001234", "1 *********234"), ("2.051.199.001.234", "2.***.***.***.234"),
        ("051 199 001234", "*** *** ***234"), ("051199 001234", "****** ***234"),
        ("051,199,001,234", "***,***,***,234"),
        ("𝟎𝟓𝟏𝟏𝟗𝟗𝟎𝟎𝟏𝟐𝟑𝟒", "*********𝟐𝟑𝟒"), ("⁰⁵¹¹⁹⁹⁰⁰¹²³⁴", "*********²³⁴"), ("٠٥١١٩٩٠٠١٢٣٤", "*********٢٣٤"),
        ("0️⃣5️⃣1️⃣1️⃣9️⃣9️⃣0️⃣0️⃣1️⃣2️⃣3️⃣4️⃣", "*️⃣*️⃣*️⃣*️⃣*️⃣*️⃣*️⃣*️⃣*️⃣2️⃣3️⃣4️⃣"), ("0511990012345678", "*************678"),
        ("0511990012340901234567", "*******************567"), ("cmnd 123456789", "cmnd ******789"),
        ("chứng minh nhân dân số 123 456 789", "chứng minh nhân dân số *** *** 789"),
        ("căn cước: 0381234567 12", "căn cước: *********7 12"), ("012 051 199 001 234", "*** *** *** *** 234"),
        ("051199001234\n051199001235", "*********234\n*********235"), ("cccd=051199001234", "cccd=*********234"),
        ("051*199*001*234", "************234"), ("(051)199001234", "(***)******234"),
        ("901234567004 314 774 251", "************ *** *** 251"),
        ("051199001034 567890012 345678901 2", "************ ********* ******901 2"),
        ("00\u{8}1379\u{7F}430299", "**\u{8}****\u{7F}***299"),
        ("051\u{1B}199\u{9B}001\u{0}234", "***\u{1B}***\u{9B}***\u{0}234"),
        ("051199\u{600}001234", "******\u{600}***234"),
        ("051     199    001        234", "***     ***    ***        234"),
        ("0_5_1_1_9_9_0_0_1_2_3_4", "*_*_*_*_*_*_*_*_*_2_3_4"), ("0·5·1·1·9·9·0·0·1·2·3·4", "*·*·*·*·*·*·*·*·*·2·3·4"),
        (
            "0\u{FFFD}5\u{FFFD}1\u{FFFD}1\u{FFFD}9\u{FFFD}9\u{FFFD}0\u{FFFD}0\u{FFFD}1\u{FFFD}2\u{FFFD}3\u{FFFD}4",
            "*\u{FFFD}*\u{FFFD}*\u{FFFD}*\u{FFFD}*\u{FFFD}*\u{FFFD}*\u{FFFD}*\u{FFFD}*\u{FFFD}2\u{FFFD}3\u{FFFD}4"
        ),
        ("H48-261120- 051 183 758 481", "H48-261120- *** *** *** 481"),
        ("****** 051 199 001 234", "****** *** *** *** 234"),
        ("cmnd 123.456.789 051199001234", "cmnd ***.***.789 *********234"),
        ("dinhdanh051.199.001 100000000000", "dinhdanh***.***.001 *********000"),
        ("0  5  1  1  9  9  0  0  1  2  3  4", "*  *  *  *  *  *  *  *  *  2  3  4"),
        ("con trai toi so 0,5,1,1,9,9,0,0,1,2,3,4", "con trai toi so *,*,*,*,*,*,*,*,*,2,3,4"),
        ("#0/3/4/9/4/0/0/8/8/1/1/5", "#*/*/*/*/*/*/*/*/*/1/1/5"),
        ("0, 5, 1, 1, 9, 9, 0, 0, 1, 2, 3, 4", "*, *, *, *, *, *, *, *, *, 2, 3, 4"),
        ("0*5*1*1*9*9*0*0*1*2*3*4", "******************2*3*4"),
        ("0#5#1#1#9#9#0#0#1#2#3#4", "*#*#*#*#*#*#*#*#*#2#3#4"),
        ("0 5,1/1 9 - 9 0.0 1  2 3*4", "* *,*/* * - * *.* *  2 3*4"),
        ("05  11  99  00  12  34", "**  **  **  **  *2  34"),
        ("05, 11, 99, 00, 12, 34", "**, **, **, **, *2, 34"), ("051--199--001--234", "***--***--***--234"),
        ("(051)(199)(001)(234)", "(***)(***)(***)(234)"),
        // Its first ten digits are like a telephone number's.
        ("038123456712", "*********712"), ("0381.234.567.12", "****.***.**7.12"),
        ("038-123-4567-12", "***-***-***7-12"),
        ("0912345678-01", "*********8-01"), ("0381/234567/12", "****/*****7/12"), ("03812 34567 12", "***** ****7 12"),
        ("+012038123456", "+*********456"),
        ("0912345678-01.", "*********8-01."), ("xin 091.2345678.01 nhe", "xin ***.******8.01 nhe"),
    ])
    func `citizen numbers are masked beside anything`(text: String, masked: String) {
        #expect(PersonalNumbers.masked(text) == masked)
        #expect(PersonalNumbers.masked(masked) == masked)
    }

    /// A digit or two of a neighbour may be hidden with it.
    @Test(arguments: [
        ("5034224 561507", "5****** ***507"), ("nha so 5051 199 001 234", "nha so 5*** *** *** 234"),
        ("0620:3067:72471", "****:****:*2471"), ("079 565 345 43599", "*** *** *** 43599"),
        ("051 199 001 234051 199 001 235", "*** *** *** ****** *** *** 235"),
        ("50 5 1 1 9 9 0 0 1 2 3 4", "5* * * * * * * * * 2 3 4"),
        ("505 11 99 00 12 34", "5** ** ** ** *2 34"), ("5051.199-001 2349", "5***.***-*** 2349"),
        ("0901234567051 199 001 234", "************* *** *** 234"),
    ])
    func `citizen numbers are masked where other digits are glued to them`(text: String, masked: String) {
        #expect(PersonalNumbers.masked(text) == masked)
        #expect(PersonalNumbers.masked(masked) == masked)
    }

    @Test(arguments: [
        ("O5119900I234x", "*********234x"), ("so O5l199OO1234", "so *********234"),
        ("HNoo1o815o2592VN", "HN*********592VN"), ("00l928568777d", "*********777d"),
        ("O51 l99 OO1 234", "*** *** *** 234"),
        ("so 051199OO1234loi", "so *********234loi"), ("toi o 051 199 001 234 nhe", "toi o *** *** *** 234 nhe"),
        ("lop 051 199 001 234loi", "lop *** *** *** 234loi"), ("cmnd 23l234567", "cmnd ******567"),
    ])
    func `letters that look like digits are digits of a number, beside other letters too`(text: String, masked: String)
    {
        #expect(PersonalNumbers.masked(text) == masked)
        #expect(PersonalNumbers.masked(masked) == masked)
    }

    @Test(arguments: [
        ("cmnd 2  3  1  2  3  4  5  6  7", "cmnd *  *  *  *  *  *  5  6  7"), ("cmnd 23 1234567", "cmnd ** ****567"),
        ("CMT so 2312.34567", "CMT so ****.**567"),
        ("cmnd 231 234 567, cap 15/3/2020", "cmnd *** *** 567, cap 15/3/2020"),
        ("cmnd 2,3,1,2,3,4,5,6,7", "cmnd *,*,*,*,*,*,5,6,7"), ("chứng minh 231234/567", "chứng minh ******/567"),
    ])
    func `numbers of old identity cards are masked in any groups`(text: String, masked: String) {
        #expect(PersonalNumbers.masked(text) == masked)
        #expect(PersonalNumbers.masked(masked) == masked)
    }

    @Test(arguments: [
        "so0901234567la so cua toi", "1900 1009, 1800 599 920, 0901234567",
        "goi 0901 234 567 hoac 1900 1009 / 1800 599 920",
        "14.051234,108.012345", "các thửa 105, 110, 120, 130, 140", "năm 2023, 2024, 2025, 2026, 2027",
        "1000, 1200, 1500, 900", "1.500.000 - 12.500.000", "thôn 01, 02, 03, 04, 05, 06",
        "2024-11-05 07:30:15, 2024-12-06", "+856 20 5551 2345, 0901234567", "0901  234  567, 0912  345  678",
        "(090) 123 4567 (091) 234 5678", "lam cccd ngay 7,8,9,10,11,12", "lam cccd ngay 12/3/2024 15",
        "lam cccd het 1.500.000 12", "+84 901 234 567, +84 912 345 678", "hoc ky 01 05/2024-06/2025",
        "0 901 234 567, 0 912 345 678", "8079 0901234567 8079", "07:30, 08:30, 09:30, 10:30",
        "7h30; 8079; 1.500.000đ",
    ])
    func `lists, places, times and phones are not cut to numbers`(text: String) {
        #expect(PersonalNumbers.masked(text) == text)
    }

    @Test func `a text of nothing but digits and gaps is looked at in time that grows with it`() {
        let clock = ContinuousClock()
        for piece in ["0 ", "012,", "05119900 ", "O5 1"] {
            let text = String(repeating: piece, count: 65_536 / piece.utf8.count)
            let time = clock.measure { _ = PersonalNumbers.masked(text) }
            #expect(time < .seconds(20), "\(piece) took \(time)")
        }
    }

    @Test(arguments: [
        "0901234567", "+84901234567", "0084901234567", "840901234567", "0901 234 567 - 0912 345 678",
        "0901234567 0912345678", "0901234567, 12/3/2024", "01 0901234567", "thôn 02, 0381234567", "0381234567 12",
        "0260 3123456 1", "000.00.53.H48-220921-0099", "000.00.53.H48-261120-0001,000.00.53.H48-261120-0002",
        "H01-261120-0001", "H01.12-20261120-0001", "1.001193.000.00.00.H35", "1.001193 051199", "15/3/2024",
        "05/11/1990 - 06/12/2020", "05/11/1990 1234", "07:00-11:30, 13:00-17:00", "07:00 - 11:30 13:00", "1.500.000đ",
        "12.500.000.000 đồng", "thửa 051 tờ 12", "“0901234567” – “0912345678”", "123456789", "350.000.000", "8079",
        "sinh 05/11/1990 lúc 07:30", "nộp 051 ngày 12/3/2024 12 giờ", "+8562055512345", "😀😀😀", "&#273;&#259;ng k&#253;",
        "006D006F006E0067", "H48-051109-001234", "H48-261120- 0512", "000.00.53.H48-051109- 001234",
        "gia 50%20 va &amp;amp; 0901234567", "0381 234 567 12 giờ", "038 123 4567 12", "0912345678-15/3/2024",
        "0912345678-07:30", "0912.345.678", "0912345678/0912345679", "0912345678-0901", "+84912345678-01",
    ])
    func `phones, days, codes and sums stay`(text: String) {
        #expect(PersonalNumbers.masked(text) == text)
    }

    @Test(arguments: [
        ("&#48;&#53;&#49;199001234", "*********234"), ("%30%35%31199001234", "*********234"),
        ("\\u{30}\\u{35}\\u{31}199001234", "*********234"),
        ("00630063006300640020003000350031003100390039003000300031003200330034", "cccd *********234"),
        ("=?utf-8?B?c+G7kSBjY2NkIDA1MTE5OTAwMTIzNA==?=", "số cccd *********234"),
        ("=?utf-8?Q?cccd_=30=35=31199001234?= nhé", "cccd *********234 nhé"),
        ("%2530%2535%2531 199 001 234", "*** *** *** 234"), ("&amp;amp;#48;&amp;amp;#53;1199001234", "*********234"),
        ("\\\\u0030\\\\u0035\\\\u0031 199 001 234", "*** *** *** 234"),
    ])
    func `numbers in escapes and in hex are masked in the readable text`(text: String, masked: String) {
        #expect(PersonalNumbers.masked(text) == masked)
        #expect(PersonalNumbers.masked(masked) == masked)
    }

    @Test(arguments: [
        "=?utf-8?Q?=C4=91=C4=83ng_k=C3=BD?=", "=?utf-8?B?xJHEg25nIGvDvQ==?=", "=?", "=?=?=?", "1=?2", "a=?b?c 123456",
        "lệ phí = ? đồng",
    ])
    func `encoded words without a number stay`(text: String) { #expect(PersonalNumbers.masked(text) == text) }

    /// Stars in a dump would leave nothing to be read, and its digits would stand there as a citizen's.
    @Test(arguments: [
        ("006B0068006100690020007300690 06E0068", "khai sinh"), ("006E002C 002000730065", "n, se"),
        ("006F 002000670069", "o gi"),
        ("D83DDC4D00200074006F00200022002C003000300030006C0061006E 002000200022", "👍 to \",000lan  \""),
    ])
    func `a dump in hex whose digits would be a number is kept as what it says`(dump: String, text: String) {
        #expect(PersonalNumbers.masked(dump.replacing(" ", with: "")) == text)
    }

    @Test func `a dump in hex without digits that are a number stays, and is read`() throws {
        let dump = "006D006F006E0067"
        #expect(PersonalNumbers.masked(dump) == dump)
        let matcher = try ShippedContent.dialogue.get().matcher
        let asked = "006B0068006100690020007300690" + "06E0068"
        #expect(matcher.understand(asked).candidates.first?.topic == "birth_registration")
    }

    /// Texts of pieces that change what stands beside them when they are masked or read.
    @Test(arguments: 0..<20)
    func `what was masked once is masked no further`(seed: UInt64) throws {
        var random = SteadySteps(state: seed &+ 2027)
        let pieces = [
            "051199001234", "051.199.001.234", "051 199 001", " ", " ", ".", "-", "/", "*", "***", "cccd ", "cmnd",
            "12",
            "001", "0", "3 ", "&amp;", "&#48;", "%30", "%25", "%2530", "\\u0031", "=39", "0030", "0031", "006B",
            "1.001193",
            "000.00.53.H48-220921-0099", "H48-220921-009912345678", "0901234567", "15/3/2024", "O", "l", "٣", "⑫", "a",
            ",",
            "\u{200B}", "\u{20E3}", "0x30", "30 35 31 ",
        ]
        for _ in 0..<300 {
            let text = (0..<Int.random(in: 2...16, using: &random)).map { _ in
                pieces.randomElement(using: &random) ?? ""
            }.joined()
            let masked = PersonalNumbers.masked(text)
            #expect(PersonalNumbers.masked(masked) == masked, "\(text) → \(masked)")
        }
    }

    @Test func `digits beneath more layers of escapes than anybody makes are masked all`() {
        let layers = String(repeating: "amp;", count: 30)
        let masked = PersonalNumbers.masked("goi 0901234567 &\(layers)#48;51199001234")
        #expect(!masked.contains { $0.isNumber })
        #expect(PersonalNumbers.masked(masked) == masked)
    }

    /// What is looked at first must hide no number: letters part digits, those of escapes and those that look like digits do not.
    @Test(arguments: [
        ("{\"score\":0.917,\"words\":\"khai sinh\",\"at\":12,\"id\":\"a051199b001234\"}", false),
        ("a05b11c99d00e12f34", false), ("O5l199OO1234", true), ("OSll99OOl2E4", false), ("051199OO1234", true),
        ("05119900l234", true),
        ("&#48;&#53;&#49;&#49;&#57;&#57;&#48;&#48;&#49;&#50;&#51;&#52;", true),
        ("\\u0030\\u0035\\u0031199001234", true), ("ten a, 051 199 001 234 b", true), ("cmnd a 123456789", true),
        ("cmnd123 456 789", true), ("x051\"199\"001\"234x", true), ("số 051199001234à", true),
    ])
    func `digits between letters are looked at together`(text: String, isHidden: Bool) {
        #expect((PersonalNumbers.masked(text) != text) == isHidden)
    }

    // MARK: - At random

    private static let provinces = ["001", "008", "012", "030", "038", "051", "062", "079", "092", "096"]
    private static let before = [
        "", "cccd ", "CCCD:", "so", "0901234567 ", "0912345678-", "thôn 2 ", "1 ", "12.", "(", "Nguyễn Văn A ",
        "15/3/2024, ",
        "000.00.53.H48-261120-0001 ", "051199001235 ", "\u{202A}", "“", "🙂", "100.000đ ", "a", "7h30 ", "\n", "2/",
    ]
    private static let after = [
        "", " nhé", "z", " 0901234567", "-0912345678", "/0381234567", " 12", ".", ",051199001235", " 15/3/2024", ")",
        "\u{202C}",
        " 500k", "”", "🙂", "\n1", " lúc 7h", ", 000.00.53.H48-261120-0001", ";",
    ]
    private static let groupings = [
        [12], [3, 3, 3, 3], [4, 4, 4], [6, 6], [3, 3, 6], [3, 9], [6, 3, 3], [4, 8], [8, 4], [3, 4, 5], [5, 7],
        [3, 6, 3], [3, 1, 2, 6], [7, 5], [9, 3], [3, 1, 8], [1, 5, 6],
    ]
    /// In gaps of one kind for all but single digits: other pairs are days and lists.
    private static let smallGroupings = [[2, 2, 2, 2, 2, 2], Array(repeating: 1, count: 12)]
    private static let joints = [
        " ", ".", "-", ",", "/", "\u{00A0}", "–", "−", "  ", "_", "·", ", ", " - ", ";", "*", "#", "--",
    ]
    private static let jointsOfPairs = [" ", ".", "-", "  ", "_", "–", "·", " - "]

    /// The digits as some program or script writes them.
    private static func spelled(_ digits: String, form: Int) -> String {
        let zeros: [UInt32] = [0x30, 0xFF10, 0x1D7CE, 0x1D7EC, 0x660, 0x6F0, 0x966, 0x2080]
        let zero = zeros[form % zeros.count]
        return String(
            String.UnicodeScalarView(
                digits.unicodeScalars.map { $0.value &- 0x30 < 10 ? Unicode.Scalar(zero + $0.value - 0x30) ?? $0 : $0 })
        )
    }

    @Test(arguments: 0..<20)
    func `no citizen number survives its neighbours, gaps and digits`(seed: UInt64) throws {
        var random = SteadySteps(state: seed &+ 7)
        for _ in 0..<150 {
            let rest = (0..<9).map { _ in String(Int.random(in: 0...9, using: &random)) }.joined()
            let number = try #require(Self.provinces.randomElement(using: &random)) + rest
            var written = try Self.written(number, &random)
            // Digits at its ends that are no part of it; of those in front none makes a telephone number of its begin.
            let isGlued = Bool.random(using: &random)
            let glued = isGlued ? (Self.noise(1...9, &random), Self.noise(0...9, &random)) : ("", "")
            let spelling = Int.random(in: 0...5, using: &random)
            let lettered = Self.withLetters(written, &random)
            // Letters alone may be the end of a word.
            if spelling == 0, !lettered.contains(/^[OolI]+[^0-9OolI]|[^0-9OolI][OolI]+$/) { written = lettered }
            if spelling == 1 { written = written.map { "\($0)\u{200B}" }.joined() }
            let form = spelling == 2 ? Int.random(in: 0...12, using: &random) : 0
            written = Self.spelled(written, form: form)
            var before = try #require(Self.before.randomElement(using: &random))
            // With the digits of a list in front they may be a month or a sum: "12.2008", "2/2010".
            if !["12.", "2/"].contains(before) { before += Self.spelled(glued.0, form: form) }
            let after = Self.spelled(glued.1, form: form) + (try #require(Self.after.randomElement(using: &random)))
            let text = before + written + after
            let masked = PersonalNumbers.masked(text)
            let shown = masked.unicodeScalars.dropFirst(before.unicodeScalars.count).prefix(
                written.unicodeScalars.count)
            #expect(Self.digits(String(String.UnicodeScalarView(shown))) <= 3, "\(text) → \(masked)")
            #expect(PersonalNumbers.masked(masked) == masked, "\(text) → \(masked)")
        }
    }

    /// A number in groups.
    private static func written(_ number: String, _ random: inout SteadySteps) throws -> String {
        let isSmall = Int.random(in: 0...3, using: &random) == 0
        let counts = try #require((isSmall ? smallGroupings : groupings).randomElement(using: &random))
        let jointOfPairs = try #require(jointsOfPairs.randomElement(using: &random))
        let isEven = Bool.random(using: &random)
        let jointOfAll = try #require((joints + [":"]).randomElement(using: &random))
        var left = Substring(number)
        var written = ""
        for (index, count) in counts.enumerated() {
            let joint = try #require(joints.randomElement(using: &random))
            if index > 0 { written += counts[0] == 2 ? jointOfPairs : isEven ? jointOfAll : joint }
            // A group that begins with a 0 may be a telephone number with what is behind it.
            let group = String(left.prefix(count))
            written += index > 0 && count > 2 && group.hasPrefix("0") ? "7" + group.dropFirst() : group
            left = left.dropFirst(count)
        }
        return written
    }

    /// None to three digits.
    private static func noise(_ digits: ClosedRange<Int>, _ random: inout SteadySteps) -> String {
        (0..<Int.random(in: 0...3, using: &random)).map { _ in String(Int.random(in: digits, using: &random)) }.joined()
    }

    /// Letters for some of the digits.
    private static func withLetters(_ number: String, _ random: inout SteadySteps) -> String {
        var left = 5
        return String(
            number.map { digit in
                let letters = digit == "0" ? "Oo" : digit == "1" ? "lI" : ""
                guard left > 0, Bool.random(using: &random), let letter = letters.randomElement(using: &random) else {
                    return digit
                }
                left -= 1
                return letter
            })
    }

    /// How many digits, or letters for them, a text has.
    private static func digits(_ text: String) -> Int {
        NumberSigns(text).bytes.count { NumberSigns.isDigit($0) || NumberSigns.digit(for: $0) != nil }
    }

    @Test(arguments: 0..<10)
    func `phones, days, codes and sums survive each other`(seed: UInt64) throws {
        var random = SteadySteps(state: seed &+ 99)
        let harmless = [
            "0901234567", "0381 234 567", "+84 912 345 678", "15/3/2024", "05-11-1990", "000.00.53.H48-261120-0001",
            "1.001193", "500k", "1.500.000đ", "thôn 2", "7h30", "số nhà 12", "8079", "năm 2024", "lớp 12",
        ]
        let joints = [", ", "; ", " và ", "\n", " rồi "]
        for _ in 0..<100 {
            var text = ""
            for _ in 0..<Int.random(in: 1...5, using: &random) {
                text += try #require(harmless.randomElement(using: &random))
                text += try #require(joints.randomElement(using: &random))
            }
            #expect(PersonalNumbers.masked(text) == text)
        }
    }
}
