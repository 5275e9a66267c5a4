import Conversations

/// A villager's text without the numbers by which somebody could be known: phones, citizens' numbers, codes.
enum MaskedText {
    /// Digits from which on a number may tell who somebody is.
    private static let long = 6
    /// Signs between the digits of one number, at most.
    private static let mostSigns = 4
    /// Stars from which on they stand for a hidden number.
    private static let leastStars = 3

    /// The text with zeros in the place of every digit of longer numbers, also of what the gateway has hidden of one already.
    ///
    /// The text stays as long as it was, and masking it again changes nothing.
    static func of(_ text: String) -> String {
        // Citizens' numbers in other writings first: of these three digits are left behind stars.
        let letters = Array(PersonalNumbers.masked(text))
        var result = letters
        var index = 0
        while index < letters.count {
            guard isPart(letters[index]) else {
                index += 1
                continue
            }
            let places = number(from: index, in: letters)
            let hasStars = places.count(where: { letters[$0] == "*" }) >= leastStars
            if places.count >= long || hasStars { for place in places { result[place] = "0" } }
            index = (places.last ?? index) + 1
        }
        return String(result)
    }

    /// The places of the digits and stars of one number, past the signs between them.
    private static func number(from first: Int, in letters: [Character]) -> [Int] {
        var places = [first]
        var index = first + 1
        while index < letters.count {
            if isPart(letters[index]) {
                places.append(index)
                index += 1
                continue
            }
            let end = letters[index...].prefix(mostSigns + 1).firstIndex { isPart($0) }
            guard let end, letters[index..<end].allSatisfy({ " .-–_/()\u{A0}\u{200B}".contains($0) }) else { break }
            index = end
        }
        return places
    }

    private static func isPart(_ letter: Character) -> Bool { letter.isNumber || letter == "*" }
}
