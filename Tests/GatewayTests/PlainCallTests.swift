import Testing

@testable import Gateway

@Suite struct PlainCallTests {
    @Test(arguments: [
        ("GET / HTTP/1.1\r\nHost: may-xa:8081\r\n\r\n", "https://may-xa:8081/"),
        ("GET /viec/12 HTTP/1.1\r\nAccept: */*\r\nhOST:may-xa.local\r\n\r\n", "https://may-xa.local/viec/12"),
        // A query may hold a secret, and a path what no page of ours has.
        ("GET /dang-nhap?ma=1 HTTP/1.1\r\nHost: may-xa\r\n\r\n", "https://may-xa/"),
        ("GET //xau.example/ HTTP/1.1\r\nHost: may-xa\r\n\r\n", "https://may-xa/"),
    ])
    func `whoever calls without TLS is sent to the same place`(head: String, address: String) {
        #expect(PlainCall(head).address == address)
        #expect(PlainCall(head).answer.hasPrefix("HTTP/1.1 307 Temporary Redirect\r\nLocation: \(address)\r\n"))
    }

    @Test(arguments: [
        "POST /dang-nhap HTTP/1.1\r\nHost: may-xa\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "GET /\r\nHost: may-xa\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", "\u{0}\u{0}\r\n\r\n", "",
    ])
    func `what says no plain host is refused`(head: String) {
        #expect(PlainCall(head).address == nil)
        #expect(PlainCall(head).answer.hasPrefix("HTTP/1.1 400 Bad Request\r\nContent-Type"))
    }
}
