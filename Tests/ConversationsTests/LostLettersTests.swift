import Evaluation
import Foundation
import PublicServices
import Testing
import VietnameseText

@testable import Content
@testable import Conversations

/// Letters that were lost on the way lead to the same answer or to a question, never to another matter.
@Suite struct LostLettersTests {
    private func decision(_ text: String) throws -> Decision {
        let dialogue = try ShippedContent.dialogue.get()
        let message = VillagerMessage(text: text, spelling: .asWritten)
        return dialogue.turn(message, state: DialogueState(), now: ShippedContent.morning).decision
    }

    @Test(arguments: [
        // A broken unit within a word: half of an emoji, a stray byte, a NUL.
        ("kh�ai sinh cho con cần giấy tờ gì", "birth_registration"),
        ("dang ky khai si�nh can giay to gi", "birth_registration"),
        ("lệ phí đăng ký k�ết hôn bao nhiêu", "marriage_registration"), ("khai�sinh cần gì", "birth_registration"),
        ("làm gi�y khai sinh c�n gì", "birth_registration"), ("đăng ký t�m trú ở đâu", "temporary_residence"),
        ("��ng k� k�t h�n c�n gi�y t� g�", "marriage_registration"), ("thủ tục khai t�", "death_registration"),
        // All marked letters as question marks, one for each letter or for each byte.
        ("L?m gi?y khai sinh c?n g?", "birth_registration"),
        ("??ng k? k?t h?n c?n gi?y t? g??", "marriage_registration"),
        ("L? ph? khai sinh bao nhi?u", "birth_registration"),
        ("Xin h?i l?m th? t?c khai t? ? ??u", "death_registration"),
        ("Gi? l?m vi?c c?a x?", "office_hours"), ("t?i mu?n ??ng k? t?m tr? c?n nh?ng g?", "temporary_residence"),
        ("x?c nh?n ??c th?n c?n g?", "marital_status_certificate"),
        ("h? s? c?a t?i t?i ??u r?i", "dossier_status_lookup"),
        ("??????ng k?? k???t h??n", "marriage_registration"),
        // The marks alone, which stood behind their letters.
        ("Ma?t gi?y khai sinh la?m la?i ???c kh?ng", "civil_status_extract"),
        // UTF-8 shown as Windows-1252, of which a sign was lost.
        ("Ä�Äƒng kÃ½ táº¡m trÃº", "temporary_residence"),
        ("Ä?Äƒng kÃ½ káº¿t hÃ´n cáº§n giáº¥y tá»? gÃ¬", "marriage_registration"),
        ("Ä‘Äƒng kÃ½ khai sin� cáº§n gÃ¬", "birth_registration"),
        // Calls for help.
        ("ch?y nh? c?u v?i", "emergency"), ("chÃ¡y nhÃ  cá»�u vá»�i", "emergency"), ("nhà tôi ch�y rồi", "emergency"),
    ])
    func `what lost letters is still answered`(text: String, topic: String) throws {
        #expect(try decision(text).topics.first?.rawValue == topic)
    }

    @Test(arguments: [
        "kh�i s�h", "c�n g�", "x� l� v�", "?n m?t c? ??i c? k?p", "h?c phi th?c s? ?? t?ng",
    ])
    func `what nobody can read is never told not to belong to the commune`(text: String) throws {
        #expect(try decision(text) != .none(foreign: true))
    }

    @Test(arguments: [
        "bao nhiêu?nộp ở đâu", "dc k?e hoi khai sinh", "có được không?em cảm ơn", "bn?k ad",
        "khai sinh cần gì?khai tử cần gì?",
    ])
    func `questions without a space between are read as before`(text: String) throws {
        #expect(try decision(text) == decision(text.replacing("?", with: "? ")))
    }

    @Test(arguments: [("hủy�", "hủy"), ("HUY�", "HUY"), ("👍�", "👍"), ("0�", "0"), ("cảm ơn�", "cảm ơn")])
    func `a cut emoji behind a short answer changes nothing`(text: String, plain: String) throws {
        #expect(try decision(text) == decision(plain))
    }

    /// What a way does to the letters of a text.
    private enum Loss: CaseIterable {
        case brokenWithin, lostLetter, questionMarks

        func applied(to text: String, _ random: inout SteadySteps) -> String? {
            let scalars = Array(text.unicodeScalars)
            func isMarked(_ scalar: Unicode.Scalar) -> Bool { scalar.value > 0x7F && scalar.properties.isAlphabetic }
            switch self {
            case .brokenWithin:
                let places = scalars.indices.dropFirst().filter {
                    scalars[$0 - 1].properties.isAlphabetic && scalars[$0].properties.isAlphabetic
                }
                guard let place = places.randomElement(using: &random) else { return nil }
                return joined(scalars[..<place]) + "\u{FFFD}" + joined(scalars[place...])
            case .lostLetter:
                guard let place = scalars.indices.filter({ isMarked(scalars[$0]) }).randomElement(using: &random) else {
                    return nil
                }
                return joined(scalars[..<place]) + "\u{FFFD}" + joined(scalars[(place + 1)...])
            case .questionMarks:
                guard scalars.count(where: isMarked) > 2 else { return nil }
                return joined(scalars.map { isMarked($0) ? "?" : $0 }[...])
            }
        }

        private func joined(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
            String(String.UnicodeScalarView(scalars))
        }
    }

    /// Over the labelled messages: the answer of the whole text, or less, but hardly ever that of another matter.
    @Test func `labelled messages that lost letters are answered alike or asked back`() throws {
        let matcher = try ShippedContent.dialogue.get().matcher
        var random = SteadySteps(state: 11)
        let messages = try LabelledMessage.load(path: ShippedContent.root + "/Tests/Evaluation/own.tsv")
        for loss in Loss.allCases {
            var (tried, same, other) = (0, 0, [String]())
            for message in messages.enumerated().filter({ $0.offset.isMultiple(of: 9) }).map(\.element) {
                let text = message.text.precomposedStringWithCanonicalMapping
                let before = matcher.decide(matcher.understand(text))
                guard case .answer(let topics, _) = before, let lost = loss.applied(to: text, &random) else { continue }
                tried += 1
                switch matcher.decide(matcher.understand(lost)) {
                case .answer(let now, _) where Set(now).isSubset(of: topics): same += 1
                case .answer, .referral: other.append("\(lost) (\(topics.map(\.rawValue)))")
                case .none(foreign: true): other.append("foreign: \(lost)")
                default: break
                }
            }
            #expect(tried > 20)
            #expect(Double(same) >= 0.7 * Double(tried), "\(loss): \(same) of \(tried)")
            #expect(Double(other.count) <= 0.03 * Double(tried), "\(loss): \(other.joined(separator: "\n"))")
        }
    }
}
