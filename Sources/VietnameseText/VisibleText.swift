/// Text from outside, made fit to be shown: what a terminal, a phone or a spreadsheet would obey becomes something to see.
package enum VisibleText {
    /// How many characters a line shows.
    package static let lineLength = 500

    /// One line for terminals, lists, CSV files and logs: control, format and line signs become visible ones.
    ///
    /// A line break reads ` / `, other controls are shown by their picture (`␛`), format signs such as the ones that turn
    /// the direction of writing by `·`; a text that is too long ends with `…`. The joiners of emoji stay.
    package static func line(_ text: String, limit: Int = lineLength) -> String {
        var result = String.UnicodeScalarView()
        var count = 0
        var previous: Unicode.Scalar = " "
        var isFlag = false
        for scalar in text.unicodeScalars {
            defer { previous = scalar }
            isFlag = scalar == "🏴" || (isFlag && isTag(scalar))
            if scalar == "\n", previous == "\r" { continue }
            guard count < limit else {
                result.append("…")
                break
            }
            count += 1
            switch scalar.value {
            case 0x0A, 0x0D, 0x0B, 0x0C, 0x85, 0x2028, 0x2029:
                result.append(contentsOf: " / ".unicodeScalars)
                // What is shown counts, and not what it stands for.
                count += 2
            case 0x09: result.append(" ")
            case 0x00...0x1F: result.append(picture(0x2400 + scalar.value))
            case 0x7F: result.append(picture(0x2421))
            case 0x80...0x9F: result.append(picture(0x2426))
            default: result.append(isHidden(scalar) || (isTag(scalar) && !isFlag) ? "·" : scalar)
            }
        }
        return String(result)
    }

    /// A text for a phone: controls and format signs are left out, line breaks stay, as a single sign each.
    package static func message(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { isControl($0) || isHidden($0) }) else { return text }
        var result = String.UnicodeScalarView()
        var previous: Unicode.Scalar = " "
        for scalar in text.unicodeScalars {
            defer { previous = scalar }
            switch scalar.value {
            case 0x0A where previous == "\r": continue
            case 0x0A, 0x0D, 0x85, 0x2028, 0x2029: result.append("\n")
            case 0x09: result.append(" ")
            default: if !isControl(scalar), !isHidden(scalar) { result.append(scalar) }
            }
        }
        return String(result)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control
    }

    /// Letters that nobody sees; only the flags of some countries are made with them.
    private static func isTag(_ scalar: Unicode.Scalar) -> Bool { (0xE0020...0xE007F).contains(scalar.value) }

    /// Signs that change how others are shown, and are not seen themselves; the joiners and selectors of emoji are none.
    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .lineSeparator, .paragraphSeparator: true
        case .format: scalar.value != 0x200D && !isTag(scalar)
        default: false
        }
    }

    private static func picture(_ value: UInt32) -> Unicode.Scalar { Unicode.Scalar(value) ?? "·" }
}
