import PublicServices
import Testing

@testable import Conversations

@Suite struct EntityTests {
    @Test(arguments: [
        ("000.00.53.H48-220921-0099", "000.00.53.H48-220921-0099"),
        ("g09.20-20260609-0092637", "G09.20-20260609-0092637"),
        ("000.00.01.H29–260310–0420", "000.00.01.H29-260310-0420"),
        ("OOO.OO.53.H48-22O921-0099", "000.00.53.H48-220921-0099"),
        ("H48.116-260310-123", "H48.116-260310-123"),
    ])
    func `dossier codes are read in the shapes that people send`(text: String, code: String) {
        #expect(DossierCode(text)?.description == code)
    }

    @Test(arguments: [
        "1.001193.000.00.00.H35", "0901234567", "H48", "26-11-2026", "000.00.53.H48-2209-0099", "a-b-c", "--", "",
    ])
    func `other codes are no dossier codes`(text: String) {
        #expect(DossierCode(text) == nil)
    }

    @Test(arguments: [
        ("0901234567", "+84901234567"), ("+84 901 234 567", "+84901234567"), ("84901234567", "+84901234567"),
        ("0084901234567", "+84901234567"), ("901234567", "+84901234567"), ("01687654321", "+84387654321"),
        ("02603123456", "+842603123456"),
    ])
    func `phone numbers become E.164`(text: String, e164: String) {
        #expect(PhoneNumber(text)?.e164 == e164)
    }

    @Test(arguments: ["8079", "1022", "113", "abc", "", "09012345678901", "+1 415 867 5309", "VNPT"])
    func `short codes and names are no phone numbers`(text: String) {
        #expect(PhoneNumber(text) == nil)
    }

    @Test func `entities are found in a sentence, without its punctuation`() {
        let found = EntityReader.read(
            "Hồ sơ (000.00.53.H48-220921-0099), sdt 0901234567; tt 1.001193.000.00.00.H48. cccd 051199001234?")
        #expect(
            found.map(\.entity) == [
                Entity(kind: .dossierCode, value: "000.00.53.H48-220921-0099"),
                Entity(kind: .phone, value: "+84901234567"),
                Entity(kind: .procedureCode, value: "1.001193"), Entity(kind: .personalNumber, value: "*********234"),
            ])
    }

    @Test(arguments: [
        ("sdt 0901 234 567 nhe", Entity.Kind.phone, "+84901234567"), ("goi +84 901 234 567", .phone, "+84901234567"),
        ("cccd 051 199 001 234", .personalNumber, "*** *** *** 234"),
        ("so 0511 9900 1234", .personalNumber, "**** **** *234"),
    ])
    func `numbers in groups are read as one`(text: String, kind: Entity.Kind, value: String) {
        #expect(EntityReader.read(text).map(\.entity) == [Entity(kind: kind, value: value)])
    }

    @Test(arguments: ["lop 12 nam 2024", "so nha 12 34", "ngay 15 03", "2 con 3 chau"])
    func `numbers beside each other are no phone`(text: String) {
        #expect(EntityReader.read(text).isEmpty)
    }

    @Test(arguments: [
        "ma ho so:000.00.53.H48-261120-0001", "mãhồsơ:000.00.53.H48-261120-0001", "mã000.00.53.H48-261120-0001",
        "(000.00.53.H48-261120-0001)", "hs 000.00.53.h48-261120-0001.", "“000.00.53.H48-261120-0001”nhé",
        "000.00.53.H48‐261120‐0001", "000.00.53.H48‒261120―0001", "000.00.53.H48 - 261120 - 0001",
        "000.00.53.H48-261120-0001xong chưa", "mã=000.00.53.H48_261120_0001", "ＯＯＯ.００.５３.Ｈ４８-２６１１２０-０００１",
        "𝟎𝟎𝟎.𝟎𝟎.𝟓𝟑.𝐇𝟒𝟖-𝟐𝟔𝟏𝟏𝟐𝟎-𝟎𝟎𝟎𝟏",
    ])
    func `a code is seen whatever it is glued to`(text: String) throws {
        let understanding = try ShippedContent.dialogue.get().matcher.understand(text)
        #expect(understanding.entities == [Entity(kind: .dossierCode, value: "000.00.53.H48-261120-0001")])
    }

    @Test(arguments: [",", ", ", " và ", " va ", "/", ";", " ; ", "\n", " ", "", "hay", "."])
    func `two codes are two, in their order`(joint: String) {
        let found = EntityReader.read("000.00.53.H48-261120-0002\(joint)000.00.53.H48-261120-0001")
        #expect(found.map(\.entity.value) == ["000.00.53.H48-261120-0002", "000.00.53.H48-261120-0001"])
    }

    @Test(arguments: [
        ("H48-261120-0001H48-261120-0002", ["H48-261120-0001", "H48-261120-0002"]),
        ("G09.20-20260609-0092637000.00.53.H48-261120-0001", ["G09.20-20260609-0092637", "000.00.53.H48-261120-0001"]),
        ("H48-261120-123456H34-220921-0099x", ["H48-261120-123456", "H34-220921-0099"]),
        // No second code: its first is whole.
        ("000.00.53.H48-261120-0002000", ["000.00.53.H48-261120-0002000"]),
    ])
    func `codes that are glued to each other are two`(text: String, codes: [String]) {
        #expect(EntityReader.read(text).map(\.entity.value) == codes)
    }

    @Test(arguments: [
        ("sdt:0901234567", ["+84901234567"]), ("0901234567/0912345678", ["+84901234567", "+84912345678"]),
        ("sđt0901234567nhé", ["+84901234567"]), ("sn15/3/2024", ["2024-03-15"]), ("ngày15-3-2024.", ["2024-03-15"]),
        ("ngày 1 tháng 3 năm 2024", ["2024-03-01"]), ("1 thang 3, nam 2024", ["2024-03-01"]),
        ("gọi 0901.234.567, sinh 1.3.98", ["+84901234567", "1998-03-01"]), ("phí:500k", ["500000"]),
        ("0901234567,0912345678", ["+84901234567", "+84912345678"]), ("+84 (0)901 234 567", ["+84901234567"]),
        ("giá 350.000.000", ["350000000"]), ("tt 1.001193.000.00.00.H48,xin hỏi", ["1.001193"]),
    ])
    func `numbers and days are seen whatever they are glued to`(text: String, values: [String]) {
        #expect(EntityReader.read(text).map(\.entity.value) == values)
    }

    @Test(arguments: [
        "lop 12 nam 2024", "05 11 1990 12", "1.2.3.4", "1.2.2024.5", "ngày 31 tháng 2 năm 2024", "1 tháng 3",
    ])
    func `other numbers beside each other are neither`(text: String) {
        #expect(EntityReader.read(text).isEmpty)
    }

    @Test func `a word glued to a number is still read`() throws {
        let understanding = try ShippedContent.dialogue.get().matcher.understand("khaisinh0901234567")
        #expect(understanding.candidates.first?.topic == "birth_registration")
        #expect(understanding.entities.map(\.value) == ["+84901234567"])
    }

    @Test(arguments: ["mã\u{00A0}000.00.53.H48-220921-0099", "000.00.53.H48-22\u{200B}0921-0099"])
    func `hidden signs hide no code`(text: String) throws {
        let understanding = try ShippedContent.dialogue.get().matcher.understand(text)
        #expect(understanding.entities == [Entity(kind: .dossierCode, value: "000.00.53.H48-220921-0099")])
    }

    @Test(arguments: [
        ("15/3/2024", "2024-03-15"), ("5-11-98", "1998-11-05"), ("1.1.25", "2025-01-01"), ("29/2/2024", "2024-02-29"),
    ])
    func `days are read in the order of day, month and year`(text: String, iso: String) {
        #expect(EntityReader.read("sinh ngày \(text).").map(\.entity) == [Entity(kind: .date, value: iso)])
    }

    @Test(arguments: ["29/2/2023", "32/1/2024", "3/2024", "1/2", "15/3", "1.2.3.4", "2024/3/15"])
    func `what is no day is none`(text: String) {
        #expect(EntityReader.day(text) == nil)
    }

    @Test(arguments: [
        ("500k", 500_000), ("2tr", 2_000_000), ("2tr5", 2_500_000), ("1tr250", 1_250_000), ("2.5tr", 2_500_000),
        ("500.000đ", 500_000), ("1.500.000", 1_500_000), ("1,500,000vnd", 1_500_000), ("8000đ", 8000), ("50K", 50_000),
    ])
    func `sums of money become dong`(text: String, dong: Int) {
        #expect(EntityReader.read("phí \(text) phải không").map(\.entity) == [Entity(kind: .amount, value: "\(dong)")])
    }

    @Test(arguments: [
        "15", "2024", "1.5", "lop6", "T7", "CT07", "3k3", "2trieu5chuc", "10%", "1.001193", "99999999999k",
    ])
    func `other numbers are no sums`(text: String) {
        #expect(EntityReader.dong(text) == nil)
    }
}
