/// Numbers and money as they are written in Vietnamese.
enum NumberWords {
    /// "1.400", with a point for each three digits.
    static func grouped(_ number: Int) -> String {
        let digits = String(abs(number))
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { result += "." }
            result.append(digit)
        }
        return (number < 0 ? "-" : "") + result
    }

    /// "1.400 đ", which no line break parts.
    static func money(_ dong: Int) -> String { grouped(dong) + "\u{A0}đ" }
}
