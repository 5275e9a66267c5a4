/// Telephone numbers and other addresses in a text that is kept in the clear.
enum Addresses {
    /// The text with every run of digits that may be an address cut to its end, by which staff know a villager.
    ///
    /// Doing it a second time changes nothing.
    static func shortened(_ text: String) -> String {
        var shown = String.UnicodeScalarView()
        var digits = String.UnicodeScalarView()
        func endRun() {
            if digits.count >= StoreLimits.shortestAddress {
                if shown.last == "+" { shown.removeLast() }
                shown.append("…")
                shown.append(contentsOf: digits.suffix(StoreLimits.addressTail))
            } else {
                shown.append(contentsOf: digits)
            }
            digits.removeAll()
        }
        for scalar in text.unicodeScalars {
            if ("0"..."9").contains(scalar) {
                digits.append(scalar)
            } else {
                endRun()
                shown.append(scalar)
            }
        }
        endRun()
        return String(shown)
    }
}
