import PublicServices
import Testing

struct `Allowed links` {
    @Test(arguments: [
        "dichvucong.gov.vn", "https://dichvucong.gov.vn", "https://dichvucong.gov.vn/p/home?ma=1.001193#a",
        "HTTPS://DichVuCong.gov.vn/", "lienthong.dichvucong.gov.vn", "dichvucong.gov.vn/p/home",
    ])
    func `government hosts pass`(_ link: String) {
        #expect(AllowedLinks.problem(of: link) == nil)
    }

    @Test(arguments: [
        "", "gov.vn", ".gov.vn", "evilgov.vn", "evil-gov.vn", "dichvucong.gov.vn.evil.com", "dichvucong.gov.vn.",
        "dichvucong..gov.vn", "http://dichvucong.gov.vn", "javascript://dichvucong.gov.vn/%0aalert(1)",
        "javascript:alert(1)//.gov.vn", "data:text/html,x.gov.vn", "//dichvucong.gov.vn", "https:dichvucong.gov.vn",
        "https:///dichvucong.gov.vn", "https://evil.com@dichvucong.gov.vn", "https://dichvucong.gov.vn@evil.com",
        "https://dichvucong.gov.vn:8443", "https://dichvucong.gov.vn:", "https://evil.com/.gov.vn",
        "https://evil.com?.gov.vn", "https://evil.com#.gov.vn", "https://evil.com\\.gov.vn",
        "https://dichvucong.gov.vn/go?to=https://evil.com", "https://dichvucong.gov.vn//evil.com",
        "https://dịchvucông.gov.vn", "https://dichvuc\u{043E}ng.gov.vn", "https://dichvucong\u{3002}gov.vn",
        "https://dichvucong.g\u{200B}ov.vn", "https://evil.com/\u{202E}nv.vog", "https://xn--dchvucng-x1a.gov.vn",
        "https://evil%2Ecom%2F.gov.vn", "https://dichvucong.gov.vn /x", "https://-a.gov.vn", "https://[::1].gov.vn",
        "dichvucong.gov.vn\n.evil.com", "dichvucong.gov.vn\u{0}", "https://https://dichvucong.gov.vn",
    ])
    func `everything else is refused with a reason`(_ link: String) {
        #expect(AllowedLinks.problem(of: link)?.isEmpty == false)
    }

    @Test func `links are found in a text, and amounts and codes are not`() {
        let text = "Phí 8.000 đ, 2.5 ngày. Vào (https://a.gov.vn/x), dichvucong.gov.vn, tìm mã 1.001193. v.v."
        #expect(AllowedLinks.links(in: text) == ["https://a.gov.vn/x", "dichvucong.gov.vn"])
    }

    @Test(arguments: [
        "www.evil", "evil.com", "evil.com:80/x", "http:evil.com", "a@evil.com", "evil\u{3002}com", "\"evil.com\"",
        "evil.com!", "bit.ly/3x", "evil.com/8.000",
    ])
    func `what a telephone would make a link is found and refused`(_ link: String) {
        let links = AllowedLinks.links(in: "Xem \(link) nhé")
        #expect(links.count == 1)
        #expect(links.allSatisfy { AllowedLinks.problem(of: $0) != nil })
    }
}

@Suite struct ForeignLinkTests {
    @Test(arguments: [
        ("Cấp thẻ http://evil.example/x ngay", "Cấp thẻ … ngay"), ("xem evil.com, www.a.vn", "xem …, …"),
        ("xem dichvucong.gov.vn/a và dichvucong.gov.vn.evil.com", "xem dichvucong.gov.vn/a và …"),
        ("lệ phí 8.000 đ, mã 1.001193", "lệ phí 8.000 đ, mã 1.001193"), ("", ""), ("http://gov.vn@evil.vn", "…"),
    ])
    func `links that are not the state's are cut from texts of others`(text: String, expected: String) {
        #expect(AllowedLinks.withoutForeignLinks(text) == expected)
    }
}
