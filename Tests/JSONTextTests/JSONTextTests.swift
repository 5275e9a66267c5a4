import Foundation
import Testing

@testable import JSONText

/// Foundation's coders are the measure; ours must read and write the same.
@Suite struct JSONTextTests {
    private enum Anything: Decodable, Equatable {
        case null, bool(Bool), number(Double), text(String), list([Anything]), object([String: Anything])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .null
            } else if let value = try? container.decode(Bool.self) {
                self = .bool(value)
            } else if let value = try? container.decode(Double.self) {
                self = .number(value)
            } else if let value = try? container.decode(String.self) {
                self = .text(value)
            } else if let value = try? container.decode([Anything].self) {
                self = .list(value)
            } else {
                self = .object(try container.decode([String: Anything].self))
            }
        }
    }

    private static let good = [
        #"{"app_id":"123","sender":{"id":2512523625412515},"message":{"text":"Đường làng bị ngập ạ 🙏","n":null}}"#,
        #"[1,-2,0,1.5,-0.25,1e3,2E-2,0,9007199254740993,12345678901234567890,true,false,null,"",[],{}]"#,
        #" { "a" : [ { "b" : "\"\\\/\b\f\n\r\t\u0041\u00e1\ud83d\ude4f" } , 2 ] } "#,
        #""just a text""#, "0", "-0", "[[[[[]]]]]",
    ]

    private static func both(_ bytes: [UInt8]) -> (ours: Anything?, foundations: Anything?) {
        (try? JSONText.decode(Anything.self, from: bytes), try? JSONDecoder().decode(Anything.self, from: Data(bytes)))
    }

    @Test(arguments: good) func `what is JSON is read as Foundation reads it`(text: String) {
        let (ours, foundations) = Self.both(Array(text.utf8))
        #expect(ours != nil)
        #expect(ours == foundations)
    }

    @Test(arguments: [
        "", " ", "{", "}", "[1,]", "[,1]", #"{"a":1,}"#, #"{"a"}"#, #"{a:1}"#, "01", "-", "1.", ".5", "1e", "+1", "tru",
        "nulll", #""open"#, "1 2", "[1}", "NaN", "'a'", #"{"a" 1}"#, #"{"a":"b" "c":1}"#, "Infinity", "0x10",
    ])
    func `what is no JSON is refused`(text: String) {
        #expect(throws: JSONProblem.self) { try JSONText.decode(Anything.self, from: text) }
    }

    /// What programs leave in texts, and how it is read.
    private static let mended: [(bytes: [UInt8], text: String)] =
        [
            (#""a\xb""#, #"a\xb"#), (#""a\u12""#, #"a\u12"#), (#""\u""#, #"\u"#), (#""\ud83d""#, "\u{FFFD}"),
            (#""\ude4f!""#, "\u{FFFD}!"), (#""\ud83d\u0041""#, "\u{FFFD}A"), (#""\ud83d\ud83d\ude4f""#, "\u{FFFD}🙏"),
            (#""\ud83d\x""#, "\u{FFFD}\\x"), ("\"a\nb\"", "a\nb"), ("\"a\r\n\tb\u{1}\"", "a\r\n\tb\u{1}"),
            ("\"a\u{0}b\"", "a\u{0}b"), (#""a "b" c""#, #"a "b" c"#), (#""""#, ""), (#""a\u0000b""#, "a\u{0}b"),
        ].map { (Array($0.0.utf8), $0.1) } + [
            ([0x22, 0xC3, 0x28, 0x22], "\u{FFFD}("), ([0x22, 0x61, 0xFF, 0x62, 0x22], "a\u{FFFD}b"),
            ([0x22, 0xF0, 0x9F, 0x98, 0x22], "\u{FFFD}"),
        ]

    @Test(arguments: mended.indices)
    func `a text that a program spoilt is read, and what surrounds it too`(index: Int) throws {
        let (bytes, text) = Self.mended[index]
        #expect(try JSONText.decode(String.self, from: bytes) == text)
        let object = Array(#"{"id":"7","text":"#.utf8) + bytes + Array(#" , "from" : "x"}"#.utf8)
        let fields = try #require(JSON(object))
        #expect(try fields.text("text") == text)
        #expect(try fields.text("id") == "7" && fields.text("from") == "x")
    }

    @Test func `nesting, members and values without end are refused, quickly`() {
        let deep = String(repeating: "[", count: 100_000)
        let members = "{" + (0..<6000).map { "\"q\u{301}\u{323}\($0)\":1" }.joined(separator: ",") + "}"
        let values = "[" + String(repeating: "0,", count: 50_000) + "0]"
        let lead = #"{"a":"# + String(repeating: #"{"a":"#, count: 20_000)
        for text in [deep, members, values, lead] {
            #expect(throws: JSONProblem.self) { try JSONText.decode(Anything.self, from: text) }
            #expect(JSON(Array(text.utf8)) == nil)
        }
    }

    @Test(arguments: [
        "18446744073709551614", "18446744073709551615", "9223372036854775807", "9223372036854775808", "-0", "1e400",
        "123456789012345678901234567890", "0.10",
    ])
    func `a number of any size is the text that stands there`(number: String) throws {
        let bytes = Array("{\"n\":\(number)}".utf8)
        #expect(JSON(bytes)?.text(at: ["n"]) == number)
        #expect(try JSON(bytes)?.text("n").map { $0 == number || Double($0) == Double(number) } == true)
    }

    @Test func `of a body that is no JSON single values are seen`() {
        let body = Array(#"{"x":"id","a":{"id" : "7","text":"\"timestamp\":1"},"timestamp": 12.5,"id":"open"#.utf8)
        #expect(JSONGlimpse.value(of: "id", in: body)?.text == "7")
        #expect(JSONGlimpse.value(of: "timestamp", in: body)?.text == "12.5")
        #expect(JSONGlimpse.value(of: "none", in: body) == nil)
        #expect(JSONGlimpse.value(of: "id", in: []) == nil)
        #expect(JSONGlimpse.value(of: "id", in: Array(#""id":"#.utf8)) == nil)
    }

    @Test func `a text with changed bytes is read as Foundation reads it`() {
        var dice = Dice(state: 20_261_124)
        for round in 0..<4000 {
            var bytes = Array(Self.good[round % 3].utf8)
            for _ in 0..<Int.random(in: 1...3, using: &dice) {
                let position = Int.random(in: 0..<bytes.count, using: &dice)
                switch Int.random(in: 0..<3, using: &dice) {
                case 0: bytes[position] = UInt8.random(in: 0x20...0x7E, using: &dice)
                case 1: bytes.remove(at: position)
                default: bytes.insert(Array("\"\\{}[]:,0eE.-u".utf8).randomElement(using: &dice) ?? 0, at: position)
                }
            }
            // Foundation is more lenient in places and ours in texts, so what one of both refuses is not compared.
            let (ours, foundations) = Self.both(bytes)
            if let ours, let foundations { #expect(ours == foundations, "\(String(decoding: bytes, as: UTF8.self))") }
        }
    }

    private struct Sample: Codable, Equatable {
        enum Step: Codable, Equatable {
            case open
            case choosing([String], facet: String?)
        }
        var text = "a \"quoted\" \\ / \u{1}\u{1F}\n\t Đăk Hà 🙏"
        var number = 17
        var share = 0.625
        var whole = 3.0
        var flag = true
        var missing: String?
        var list = [1, 2, 3]
        var nested: [[String]] = [["x"], []]
        var named = ["b": 2, "a": 1]
        var steps: [Step] = [.open, .choosing(["x", "y"], facet: nil), .choosing([], facet: "z")]
        var moment = Date(timeIntervalSince1970: 1_780_000_000.25)
        var large = UInt64(Int64.max)
        var small = Int64.min
    }

    @Test func `a value is written as Foundation writes it with sorted keys, and read back`() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let ours = try JSONText.encode(Sample())
        #expect(String(decoding: ours, as: UTF8.self) == String(decoding: try encoder.encode(Sample()), as: UTF8.self))
        #expect(try JSONText.decode(Sample.self, from: ours) == Sample())
    }

    @Test func `another shape is an error of decoding`() {
        for text in [#"{"number":"17"}"#, "[]", #"{"number":1e400}"#, #"{"number":1.5}"#] {
            #expect(throws: (any Error).self) { try JSONText.decode(Sample.self, from: text) }
        }
    }

    @Test func `what is of another type is nil in one manner and an error in the other`() throws {
        let json = try #require(JSON(Array(#"{"t":7.0,"o":{"f":true},"l":[1,{}],"n":null,"w":"x"}"#.utf8)))
        #expect(json["t"]?.text == "7" && json["t"]?.string == nil && json.text(at: "t") == "7.0")
        #expect(json["o"]?["f"]?.flag == true && json.text(at: "o", "f") == "true")
        #expect(json["n"]?.text == nil && json["w"]?["x"]?.text == nil && json["o"]?.text == nil)
        #expect(try json.object("n")?.text == nil && json.text("none") == nil)
        #expect(throws: DecodingError.self) { try json.object("w") }
        #expect(throws: DecodingError.self) { try json.text("o") }
        #expect(throws: DecodingError.self) { try json.texts("l") }
        #expect(throws: DecodingError.self) { try json.objects("l") }
        #expect(throws: DecodingError.self) { try json.flag("t") }
        let list = try #require(JSON(Array("[1]".utf8)))
        #expect(list["0"]?.text == nil && list.text(at: "0") == "1")
        #expect(throws: DecodingError.self) { try list.text("a") }
    }

    @Test func `fields give what stands in an object, and the last of equal names`() throws {
        let bytes = Array(#"{"a":"x","n":12,"o":{"b":null},"l":["1",2],"a":"y"}"#.utf8)
        let fields = try #require(JSON(bytes))
        #expect(try fields.string("a") == "y")
        #expect(try fields.text("n") == "12")
        #expect(try fields.object("o")?.text("b") == nil)
        #expect(try fields.texts("l") == ["1", "2"])
        #expect(try fields.text("none") == nil)
        #expect(throws: DecodingError.self) { try fields.string("n") }
        #expect(JSON(Array("[]".utf8))?.isObject == false)
    }
}

/// A generator with a fixed seed, so that a failure comes again.
private struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
