import Foundation
import HTTPTypes
import Testing

@testable import Console

@Suite struct FormTextTests {
    @Test func `a form is read as browsers write it`() throws {
        let form = try #require(FormText(encoded: "tin=Ch%C3%A0o+b%C3%A0%0D%0ALan&ma=&chu"))
        #expect(form["tin"] == "Chào bà\r\nLan")
        #expect(form["ma"] == "")
        #expect(form["chu"] == "")
        #expect(form["kh"] == nil)
    }

    @Test(arguments: ["a=%", "a=%4", "a=%zz", "a=%ff", String(repeating: "a=1&", count: 101)])
    func `what is no form is refused`(text: String) {
        #expect(FormText(encoded: text) == nil)
    }

    @Test func `what is put into an address comes back`() {
        for text in ["Đăk Hà / thôn 2?&=#+%", "a b", "…"] {
            #expect(FormText.decoded(FormText.encoded(text).utf8) == text)
        }
    }
}

@Suite struct FormGuardTests {
    private let hosts = OwnHosts(isSecure: false, names: ["van-phong.dak-ha"])

    @Test func `a form of another session is none of ours`() {
        let code = FormGuard.code(of: "token")
        #expect(FormGuard.isOurs(code, token: "token"))
        #expect(!FormGuard.isOurs(code, token: "other"))
        #expect(!FormGuard.isOurs(nil, token: "token"))
    }

    @Test(arguments: ["http://evil.example", "null", "https://127.0.0.1:8081", "http://127.0.0.1:9999", ""])
    func `a form that another page sends is foreign`(origin: String) {
        #expect(FormGuard.isForeign([.origin: origin], hosts: hosts, host: "127.0.0.1:8081"))
    }

    @Test func `our own page is not foreign`() {
        #expect(!FormGuard.isForeign([.origin: "http://127.0.0.1:8081"], hosts: hosts, host: "127.0.0.1:8081"))
        #expect(!FormGuard.isForeign([:], hosts: hosts, host: "127.0.0.1:8081"))
    }

    @Test func `a browser that says cross-site is believed`() {
        var headers = HTTPFields()
        headers.set("Sec-Fetch-Site", "cross-site")
        #expect(FormGuard.isForeign(headers, hosts: hosts, host: "127.0.0.1:8081"))
    }

    @Test func `only our own names are answered`() {
        for host in ["127.0.0.1:8081", "localhost:8081", "[::1]:8081", "VAN-PHONG.dak-ha"] {
            #expect(hosts.contain(host))
        }
        for host in ["evil.example:8081", "127.0.0.1.evil.example", "", "[::2]:8081"] { #expect(!hosts.contain(host)) }
    }
}

@Suite struct CookieTests {
    @Test func `a session cookie is out of reach of scripts and other sites`() {
        let names = CookieNames(isSecure: true)
        let text = names.cookie(names.session, "x").text
        #expect(text == "__Host-nharong=x; Path=/; HttpOnly; SameSite=Strict; Secure")
        #expect(!CookieNames(isSecure: false).session.hasPrefix("__Host-"))
    }

    @Test func `the first cookie of a name counts`() {
        #expect(Cookie.all(in: "a=1; b=2;a=3; c")["a"] == "1")
        #expect(Cookie.all(in: nil).isEmpty)
    }
}

@Suite struct CallerAddressTests {
    @Test(arguments: ["127.0.0.1", "::1"])
    func `behind a proxy of this machine the caller is the last that it names`(proxy: String) {
        #expect(CallerAddress.of(peer: proxy, forwarded: "203.0.113.9", isProxied: true) == "203.0.113.9")
        #expect(CallerAddress.of(peer: proxy, forwarded: "10.0.0.1, 2001:db8::7", isProxied: true) == "2001:db8::7")
    }

    @Test func `nobody else is believed about where they call from`() {
        #expect(CallerAddress.of(peer: "10.0.0.5", forwarded: "203.0.113.9", isProxied: true) == "10.0.0.5")
        #expect(CallerAddress.of(peer: "127.0.0.1", forwarded: "203.0.113.9", isProxied: false) == "127.0.0.1")
        #expect(CallerAddress.of(peer: nil, forwarded: "203.0.113.9", isProxied: true) == nil)
    }

    @Test(arguments: [nil, "", ",", "unknown", "203.0.113.9, ", "<script>", String(repeating: "1", count: 46)])
    func `what names no address leaves the peer`(forwarded: String?) {
        #expect(CallerAddress.of(peer: "127.0.0.1", forwarded: forwarded, isProxied: true) == "127.0.0.1")
    }
}
