import VietnameseText

/// The parts in which a phone sends a long text.
enum SMSParts {
    static func of(_ text: String) -> [String] {
        let size = SMSEncoding.size(of: text)
        guard size.segments > 1 else { return [text] }
        var parts: [String] = []
        var part = ""
        for letter in text {
            let longer = part + String(letter)
            // A part alone may turn out cheaper than the whole text, whose alphabet all parts have.
            let units = size.alphabet == .gsm7 ? SMSEncoding.size(of: longer).units : longer.utf16.count
            if units > size.alphabet.joinedUnits, !part.isEmpty {
                parts.append(part)
                part = String(letter)
            } else {
                part = longer
            }
        }
        return parts + [part]
    }
}
