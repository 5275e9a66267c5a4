import Testing
import VietnameseText

@testable import Conversations

@Suite struct PagesTests {
    static let sentence = "Giấy tờ cần có: tờ khai; giấy chứng sinh; căn cước của cha mẹ. "

    @Test(arguments: [Spelling.marked, .unmarked])
    func `every page stays in the budget and nothing is lost`(spelling: Spelling) {
        let text = String(
            repeating: spelling == .marked ? Self.sentence : UnmarkedSpelling.of(Self.sentence), count: 12)
        let more = " (Nhan TIEP)"
        let pages = Pages.split(text, spelling: spelling, more: more)
        #expect(pages.count > 1)
        for page in pages { #expect(SMSEncoding.size(of: page).segments <= Pages.budget(spelling)) }
        let joined = pages.map { $0.hasSuffix(more) ? String($0.dropLast(more.count)) : $0 }.joined(separator: " ")
        #expect(joined.split(separator: " ") == text.split(separator: " "))
        for page in pages.dropLast() { #expect(page.hasSuffix("." + more) || page.hasSuffix(";" + more)) }
    }

    @Test func `a short text is one page`() {
        #expect(Pages.split("Chào bác.", spelling: .marked, more: "…") == ["Chào bác."])
    }

    @Test func `a text without any border is cut all the same`() {
        let pages = Pages.split(String(repeating: "ậ", count: 900), spelling: .marked, more: " +")
        for page in pages { #expect(SMSEncoding.size(of: page).segments <= 4) }
    }
}

@Suite struct ShortAnswerTests {
    @Test(arguments: [
        ("1", 0), ("số 2", 1), ("so 2 nha", 1), ("cái đầu", 0), ("cai dau", 0), ("cái thứ hai", 1), ("thứ 3", 2),
        ("cái cuối", 2),
        ("chọn 3 ạ", 2), ("2.", 1), ("mục 1", 0),
    ])
    func `menu answers are read in any form`(text: String, choice: Int) {
        #expect(ShortAnswers.choice(Words(text), of: 3) == choice)
    }

    @Test(arguments: ["4", "0", "khai sinh", "1 2", "12", "", "con 3 tuoi can gi"])
    func `other texts choose nothing`(text: String) {
        #expect(ShortAnswers.choice(Words(text), of: 3) == nil)
    }
}
