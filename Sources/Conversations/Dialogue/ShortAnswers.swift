import VietnameseText

/// Reads the short answers that only mean something after a question of the gateway.
enum ShortAnswers {
    /// The place in a menu that a text names, from 0: `1`, `số 2`, `cái đầu`, `cái thứ hai`, `cái cuối`.
    static func choice(_ words: Words, of count: Int) -> Int? {
        place(words.words.map(\.folded), of: count)
    }

    /// The place that a text denies: "không phải số 1", "đâu phải cái đầu".
    static func denied(_ words: Words, of count: Int) -> Int? {
        denying(words).flatMap { place($0, of: count) }
    }

    /// Whether a text denies all that was offered: "không cái nào", "không có trong đó".
    static func deniesAll(_ words: Words) -> Bool {
        let rest = words.words.map(\.folded).filter { !courtesy.contains($0) }
        return noneOfThem.contains { rest.starts(with: $0) } && rest.count <= 8
    }

    /// Whether a text opens by denying what it names, and names nothing instead: "không phải khai sinh".
    static func onlyDenies(_ words: Words) -> Bool {
        denying(words).map { rest in rest.count <= 8 && !rest.contains { instead.contains($0) } } ?? false
    }

    private static let instead: Set<String> = ["y", "ma", "chu", "hoi", "muon", "la"]

    /// What stands behind the words that deny it, nil where a text opens otherwise.
    private static func denying(_ words: Words) -> [String]? {
        let rest = Array(words.words.map(\.folded).drop { courtesy.contains($0) })
        for opening in denials where rest.count > opening.count && rest.starts(with: opening) {
            return Array(rest.dropFirst(opening.count))
        }
        return nil
    }

    private static func place(_ folded: [String], of count: Int) -> Int? {
        var rest = folded
        rest.removeAll { fillers.contains($0) }
        // "cái đầu tiên", "cái cuối cùng"
        if rest.count == 2, ["tien", "cung"].contains(rest[1]) { rest.removeLast() }
        guard rest.count == 1 || rest.count == 2, count > 0 else { return nil }
        let word = rest.count == 2 && rest[0] == "thu" ? rest[1] : rest[0]
        guard rest.count == 1 || rest[0] == "thu" else { return nil }
        if lastWords.contains(word) { return count - 1 }
        let number = Int(word) ?? numerals[word]
        guard let number, (1...count).contains(number) else { return nil }
        return number - 1
    }

    /// Whether a text is nothing but the digit 0, the way to a person out of every menu.
    static func isZero(_ words: Words) -> Bool { isOnly(words, ["0"]) || isOnly(words, ["so", "0"]) }

    /// The next page of a long answer: "TIEP".
    static func isNext(_ words: Words) -> Bool {
        isOnly(words, ["tiep"]) || isOnly(words, ["xem", "tiep"]) || isOnly(words, ["tiep", "di"])
            || isOnly(words, ["tiep", "tuc"])
    }

    /// A bare opt-out command as printed in our messages: "HUY".
    static func isOptOut(_ words: Words) -> Bool { isOnly(words, ["huy"]) || isOnly(words, ["stop"]) }

    static func isHelp(_ words: Words) -> Bool {
        isOnly(words, ["huong", "dan"]) || isOnly(words, ["tro", "giup"]) || isOnly(words, ["help"])
    }

    /// The answer to an offered list: "DK", "đăng ký", "cho em đăng ký học nhé".
    static func isRegistration(_ words: Words) -> Bool {
        let rest = words.words.map(\.folded).filter { !courtesy.contains($0) && !fillers.contains($0) }
            .filter { !["cho", "muon", "hoc", "lop", "xin"].contains($0) }
        return [["dk"], ["dky"], ["dang", "ky"], ["dang", "ki"]].contains(rest)
    }

    static func isYes(_ words: Words) -> Bool {
        let rest = words.words.map(\.folded).filter { !courtesy.contains($0) }
        return rest.isEmpty ? !words.words.isEmpty : (rest.count <= 2 && rest.allSatisfy { yes.contains($0) })
    }

    /// Whether a text names some day or other: "để bữa nào rảnh", "khi mô tiện".
    static func namesSomeDay(_ words: Words) -> Bool {
        let folded = words.words.map(\.folded)
        return zip(folded, folded.dropFirst()).contains { someTime.contains($0) && some.contains($1) }
    }

    private static let someTime: Set<String> = ["bua", "hom", "khi", "luc"]
    private static let some: Set<String> = ["nao", "mo"]

    /// Whether money is asked about that comes month by month, or that one gets: "được mấy trăm", "một tháng lãnh bao nhiêu".
    static func asksWhatOneGets(_ words: Words) -> Bool {
        let folded = words.words.map(\.folded)
        let pairs = zip(folded, folded.dropFirst())
        let pays =
            folded.contains { paying.contains($0) } || pairs.contains { $0 == "mat" && howMuch.contains($1) }
        return !pays
            && pairs.contains { first, second in
                second == "thang" && each.contains(first) || getting.contains(first) && howMuch.contains(second)
            }
    }

    private static let each: Set<String> = ["moi", "mot", "1", "hang"]
    private static let getting: Set<String> = ["duoc", "dc", "lanh", "linh", "nhan", "huong", "cho", "tro"]
    private static let howMuch: Set<String> = ["may", "bao", "nhieu", "nhiu", "bn", "tien"]
    private static let paying: Set<String> = ["nop", "dong", "ton", "het", "tra", "phi"]

    static func isNo(_ words: Words) -> Bool {
        let rest = words.words.map(\.folded).filter { !courtesy.contains($0) }
        return !rest.isEmpty && rest.count <= 2 && rest.allSatisfy { no.contains($0) }
    }

    /// A word that only says that something was read: "ok", "vâng ạ"; "có" and "đúng rồi" answer a question.
    static func isAcknowledgement(_ words: Words) -> Bool {
        let rest = words.words.map(\.folded).filter { !courtesy.contains($0) }
        return rest.count <= 2 && rest.allSatisfy { acknowledgements.contains($0) }
    }

    private static func isOnly(_ words: Words, _ expected: [String]) -> Bool { words.words.map(\.folded) == expected }

    private static let fillers: Set<String> = [
        "so", "cai", "muc", "chon", "y", "a", "nha", "nhe", "di", "cau", "em", "toi", "minh", "con", "da", "phan",
        "dong", "la", "ad", "ak", "ne", "do", "lay", "thoi", "vay", "ay", "nghe", "nghen", "hen", "muon", "hoi", "xin",
        "tui",
        "anh", "chi", "chau", "luon", "dum", "gium", "giup", "oi",
    ]
    private static let denials: [[String]] = [
        ["khong", "phai"], ["ko", "phai"], ["k", "phai"], ["hong", "phai"], ["hok", "phai"], ["dau", "phai"],
        ["dau", "co", "phai"], ["chang", "phai"], ["khong", "hoi"], ["ko", "hoi"], ["k", "hoi"], ["khong", "lay"],
        ["hong", "hoi"], ["khong", "can"], ["ko", "can"], ["khoi"],
    ]
    private static let noneOfThem: [[String]] = [
        ["khong", "cai", "nao"], ["ko", "cai", "nao"], ["k", "cai", "nao"], ["khong", "phai", "cai", "nao"],
        ["ko", "phai", "cai", "nao"], ["k", "phai", "cai", "nao"], ["khong", "co", "cai", "nao"],
        ["ko", "co", "cai", "nao"], ["khong", "phai", "may", "cai"], ["ko", "phai", "may", "cai"],
        ["khong", "co", "trong"], ["deu", "khong"], ["khong", "dung", "cai"], ["hong", "phai", "cai", "nao"],
        ["may", "cai", "do", "khong"], ["khong", "co", "o", "tren"],
    ]
    private static let numerals = [
        "mot": 1, "nhat": 1, "dau": 1, "hai": 2, "nhi": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "sau": 6,
    ]
    private static let lastWords: Set<String> = ["cuoi", "chot"]
    private static let courtesy: Set<String> = ["da", "vang", "a", "nha", "nhe", "em", "anh", "chi", "ban", "thi"]
    private static let yes: Set<String> = [
        "co", "1", "ok", "oke", "okie", "oki", "uk", "u", "um", "dong", "i", "y", "duoc", "dc", "can",
    ]
    private static let acknowledgements: Set<String> = [
        "ok", "oke", "okie", "oki", "uk", "uh", "u", "um", "roi", "duoc", "biet", "hieu", "ro", "nhe", "de",
    ]
    private static let no: Set<String> = ["khong", "ko", "k", "0", "thoi", "khoi", "chua", "can", "dau"]
}
