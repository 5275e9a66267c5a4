import PublicServices
import Testing
import VietnameseText

@testable import Conversations

@Suite struct PlaceReaderTests {
    private static func commune(_ id: CommuneID, _ name: String, former: [String], hamlets: [Hamlet] = []) -> Commune {
        Commune(
            id: id, name: "xã " + name, shortName: name, province: "", formerNames: former, hamlets: hamlets, units: [],
            hotline: "", calendar: OfficeCalendar(weeklyHours: [:]), retentionMonths: 1, answerPromise: 1)
    }

    static let reader = PlaceReader([
        commune(
            "dak-ha", "Đăk Hà", former: ["thị trấn Đăk Hà", "xã Hà Mòn", "xã Đăk La"],
            hamlets: [Hamlet(name: "thôn 2", formerCommune: "xã Hà Mòn")]),
        commune("dak-mar", "Đăk Mar", former: ["xã Đăk Hring", "xã Đăk Mar"]),
        commune("tu-mo-rong", "Tu Mơ Rông", former: ["xã Đăk Hà", "xã Tu Mơ Rông"]),
        commune("ngok-reo", "Ngọk Réo", former: ["xã Ngọk Wang"]),
    ])

    @Test(arguments: [
        ("nhà tôi ở Đăk Mar làm khai sinh ở đâu", "dak-mar"), ("em o dak hring", "dak-mar"), ("xã Đắk Mar", "dak-mar"),
        ("ha mon", "dak-ha"), ("thon 2 ha mon can bao khai tu", "dak-ha"), ("toi o Ngoc Reo", "ngok-reo"),
        ("xã Hà Mòn cũ, nay là Đăk Hà", "dak-ha"),
    ])
    func `old and new names in any spelling name the commune`(text: String, commune: String) {
        #expect(Self.reader.commune(in: Words(text))?.rawValue == commune)
    }

    @Test(arguments: ["làm khai sinh cần gì", "tôi ở Đăk Hà", "từ Đăk Mar chuyển về Ngọk Réo", "thôn 2", ""])
    func `a name that several communes have, and no name, decides nothing`(text: String) {
        #expect(Self.reader.commune(in: Words(text)) == nil)
    }
}
