import Simulation
import Testing

@Suite struct ChatLineTests {
    @Test func `a line of words goes out as it is`() {
        #expect(ChatLine("  khai sinh cần gì ") == .say("khai sinh cần gì"))
        #expect(ChatLine("   ") == .nothing)
    }

    @Test func `two slashes send a line that begins with one`() {
        #expect(ChatLine("//help") == .say("/help"))
        #expect(ChatLine("// a") == .say("/ a"))
    }

    @Test(arguments: [
        "/hlep", "/", "/ why", "/why not", "/tap", "/tap 0", "/tap một", "/time 2d", "/time +", "/time 25:00",
        "/time +9999999d", "/from", "/from 1 2", "/location 14.5", "/location a b", "/location 99 200",
        "/location 14.5 -181", "/location nan inf",
        "/staff", "/staff \"\"",
        "/provider slow -1", "/provider slow 99999", "/provider x", "/photo", "/record", "/1/2 sào đất",
        "/photo \"a b.jpg", "/voice a b.ogg", "/voice \"a b.ogg\" c", "/photo \"\"", "/record \"a b.yaml", "／why",
        "\\why", "＼why x",
    ])
    func `what looks like an order and is none is explained and not sent`(line: String) {
        guard case .mistake(let sentence) = ChatLine(line) else {
            Issue.record("\(line) is \(ChatLine(line))")
            return
        }
        #expect(sentence.contains("Chưa gửi gì"))
        #expect(sentence.contains("/\(line)"))
    }

    @Test func `a path with spaces stands in quotes`() {
        #expect(ChatLine("/photo \"my pic.png\"  giấy  gì") == .photo(file: "my pic.png", caption: "giấy gì"))
        #expect(ChatLine("/photo “ảnh của tôi.jpg”") == .photo(file: "ảnh của tôi.jpg", caption: ""))
        #expect(ChatLine("/voice 'loi noi.ogg'") == .voice(file: "loi noi.ogg"))
        #expect(ChatLine("/file \"don xin.pdf\"") == .file("don xin.pdf"))
        #expect(ChatLine("/record \"ban ghi.yaml\"") == .record("ban ghi.yaml"))
        #expect(ChatLine("/record ban ghi.yaml") == .record("ban ghi.yaml"))
    }

    @Test func `what only looks like a slash is sent behind two of them`() {
        #expect(ChatLine("//\\why") == .say("\\why"))
        #expect(ChatLine("//／why") == .say("／why"))
    }

    @Test func `the help of the provider's moods explains each`() {
        for word in ProviderMood.words { #expect(ProviderMood.explained.contains("\(word): ")) }
    }

    @Test func `what an order takes is said with it`() {
        func sentence(_ line: String) -> String {
            if case .mistake(let sentence) = ChatLine(line) { sentence } else { "" }
        }
        #expect(sentence("/location 99 200").contains("vĩ độ từ -90 đến 90"))
        #expect(sentence("/tap 0").contains("N từ 1"))
        #expect(sentence("/voice a b.ogg").contains("ngoặc kép"))
    }

    @Test func `orders are read`() {
        #expect(ChatLine("/from 0901234567") == .from("0901234567"))
        #expect(ChatLine("/time +1d3h30m") == .time(99_000))
        #expect(ChatLine("/time 08:05") == .clock(hour: 8, minute: 5))
        #expect(ChatLine("/photo a.jpg giấy này thiếu gì") == .photo(file: "a.jpg", caption: "giấy này thiếu gì"))
        #expect(ChatLine("/staff “Mời bác lên xã.”") == .staff("Mời bác lên xã."))
        #expect(ChatLine("/TAP 2") == .tap(2))
        #expect(ChatLine("/provider slow 2.5") == .provider(.slow(2.5)))
        #expect(ChatLine("/location 14.5 107.9") == .location(latitude: "14.5", longitude: "107.9"))
        #expect(ChatLine("/thoat") == .quit)
    }

    @Test func `help names every order`() {
        for order in ChatLine.orders { #expect(ChatLine.helpText.contains("/\(order.word)")) }
    }
}
