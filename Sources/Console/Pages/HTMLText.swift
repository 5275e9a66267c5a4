import Foundation
import Mustache
import VietnameseText

/// Text of anybody, made harmless in HTML: the one way by which a value gets into a page.
///
/// The template engine's own escaping looks at whole characters, and a quote with a combining mark behind it is another
/// character than a quote: it would leave an attribute. Here every scalar is looked at, and signs that nobody sees, such as
/// those that turn the direction of writing, become visible; line breaks stay.
struct HTMLText: MustacheContentType {
    /// The name under which templates ask for it.
    static let name = "NHARONG"

    /// Registered once, before the first template is read.
    static let registration: Void = MustacheContentTypes.register(HTMLText(), named: name)

    func escapeText(_ text: String) -> String { Self.escaped(text) }

    static func escaped(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in visible(text).unicodeScalars {
            switch scalar {
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "&": result += "&amp;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// With its line breaks, and everything else that is not seen made visible.
    static func visible(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: mayHide) else { return text }
        return text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
            .map { VisibleText.line(String($0), limit: .max) }.joined(separator: "\n")
    }

    /// Whether a scalar is worth a closer look; nearly no text has one.
    private static func mayHide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A: false
        case 0x20...0x7E, 0xC0...0x24F, 0x300...0x345, 0x1E00...0x1EFF: false
        case 0x2010...0x2027, 0x2030...0x205E: false
        default: true
        }
    }
}
