import PublicServices
internal import VietnameseText

/// Compares one procedure of ours with theirs by what can be counted: sums, numbers of days, words.
///
/// It finds where a person must look; it decides nothing.
enum FacetComparison {
    /// From which share of common words on two names are one, and a paper stands in our text.
    static let sameName = 0.75
    static let sameResult = 0.5
    static let namedPaper = 0.5
    /// In đồng: no fee is smaller.
    static let smallestSum = 500

    static func findings(_ ours: Procedure, _ theirs: PublishedProcedure) -> [ServiceComparison.Finding] {
        var findings: [ServiceComparison.Finding] = []
        func add(_ kind: FactKind?, _ verdict: ServiceComparison.Verdict, _ text: String) {
            let fact = kind.flatMap { ours.facts[$0] }
            // What is withheld is as good as missing: it is what a person should look at.
            let isUntold = fact == nil || fact?.confidence == .low
            let shown: ServiceComparison.Verdict =
                isUntold && kind != nil && verdict != .unclear && !text.isEmpty ? .onlyTheirs : verdict
            let isOlder = fact.flatMap { fact in theirs.day.map { fact.checkedOn < $0 } } ?? false
            findings.append(
                ServiceComparison.Finding(kind: kind, verdict: shown, ours: fact, theirs: text, isOlder: isOlder))
        }
        let sameName = likeness(words(of: ours.name), words(of: theirs.name)) >= sameName
        add(nil, sameName ? .agrees : .differs, theirs.name)
        if !theirs.papers.isEmpty {
            let real = theirs.papers.filter { !$0.isRemark }
            let text = words(of: ours.facts[.documents]?.text ?? "")
            let named = real.count { overlap(words(of: String($0.name.prefix(90))), in: text) >= namedPaper }
            let verdict: ServiceComparison.Verdict =
                real.isEmpty ? .unclear : named == real.count ? .agrees : .differs
            add(.documents, verdict, "\(real.count) giấy tờ, \(named) có trong câu của ta: " + list(real))
        }
        compareFees(ours, theirs, add)
        compareTimes(ours, theirs, add)
        if !theirs.offices.isEmpty {
            let text = theirs.offices.joined(separator: "; ")
            let kinds = offices(in: text)
            let same = !kinds.isDisjoint(with: offices(in: ours.facts[.place]?.text ?? ""))
            add(.place, kinds.isEmpty ? .unclear : same ? .agrees : .differs, text)
        }
        if !theirs.result.isEmpty {
            let share = overlap(words(of: theirs.result), in: words(of: ours.facts[.result]?.text ?? ""))
            add(.result, share >= sameResult ? .agrees : .differs, theirs.result)
        }
        for (kind, text) in [(FactKind.eligibility, theirs.requirements), (.steps, theirs.steps)]
        where text.count > 8 {
            add(kind, ours.facts[kind] == nil ? .onlyTheirs : .unclear, text)
        }
        let forms = theirs.papers.compactMap(\.form)
        if !forms.isEmpty { add(.form, .unclear, forms.joined(separator: "; ")) }
        compareLaws(ours, theirs, add)
        for kind in [FactKind.documents, .fee, .time, .place] {
            guard ours.facts[kind] != nil, theirs.isFull, !findings.contains(where: { $0.kind == kind }) else {
                continue
            }
            add(kind, .onlyOurs, "")
        }
        return findings
    }

    private typealias Add = (FactKind?, ServiceComparison.Verdict, String) -> Void

    private static func compareFees(_ ours: Procedure, _ theirs: PublishedProcedure, _ add: Add) {
        let fees = theirs.ways.flatMap { way in way.fees.map { (way.way, $0) } }
        guard !fees.isEmpty else { return }
        let sums = Set(fees.compactMap(\.1.amount).filter { $0 > 0 } + fees.flatMap { Self.sums(in: $0.1.text) })
        let rule = fees.contains { $0.1.isTypedZero || folded($0.1.text).contains("hoi dong nhan dan") }
        let shown = unique(fees.map { "\($0.0): \($0.1.amount.map(money) ?? String($0.1.text.prefix(120)))" })
            .joined(separator: "; ")
        let text = ours.facts[.fee]?.text ?? ""
        let mine = Set(Self.sums(in: text))
        let isFree = ["mien phi", "khong thu", "mien le phi"].contains { folded(text).contains($0) }
        let isRule = folded(text).contains("theo muc")
        if !mine.isEmpty {
            add(.fee, mine.isSubset(of: sums) ? .agrees : sums.isEmpty ? .unclear : .differs, shown)
        } else if isRule {
            add(.fee, rule ? .agrees : sums.isEmpty ? .unclear : .differs, shown)
        } else if isFree {
            let free = sums.isEmpty && fees.contains { $0.1.amount == 0 && !$0.1.isTypedZero }
            add(.fee, free ? .agrees : sums.isEmpty ? .unclear : .differs, shown)
        } else {
            add(.fee, sums.isEmpty && !rule ? .unclear : .differs, shown)
        }
    }

    private static func compareTimes(_ ours: Procedure, _ theirs: PublishedProcedure, _ add: Add) {
        let times = unique(theirs.ways.compactMap { way in way.quantity.map { "\($0) \(unit(way.unit))" } })
        guard !times.isEmpty else { return }
        let text = folded(ours.facts[.time]?.text ?? "")
        let numbers = Set(theirs.ways.compactMap(\.quantity))
        let mine = Set(text.matches(of: /[0-9]+/).compactMap { Int($0.output) })
        let sameDay = text.contains("trong ngay") && theirs.ways.contains { $0.quantity == 1 }
        add(.time, sameDay || !numbers.isDisjoint(with: mine) ? .agrees : .differs, times.joined(separator: "; "))
    }

    /// Laws of the newest year that they cite and we do not.
    private static func compareLaws(_ ours: Procedure, _ theirs: PublishedProcedure, _ add: Add) {
        let cited = unique(theirs.laws.flatMap { $0.matches(of: /[0-9]{1,3}\/20[0-9]{2}/).map { String($0.output) } })
        guard !cited.isEmpty, let text = ours.facts[.legalBasis]?.text else { return }
        let newest = cited.compactMap { Int($0.suffix(4)) }.max() ?? 0
        let unknown = cited.filter { law in
            Int(law.suffix(4)) == newest && !text.contains(law.prefix { $0 != "/" } + "/" + law.suffix(4))
        }
        if !unknown.isEmpty { add(.legalBasis, .differs, "chưa có: " + unknown.joined(separator: ", ")) }
    }

    // MARK: - What can be counted

    /// Sums of at least ``smallestSum``, written as 20.000, 20,000 or 20000.
    static func sums(in text: String) -> [Int] {
        text.matches(of: /[0-9]{1,3}(?:[.,][0-9]{3})+|[0-9]{4,9}/).compactMap { match in
            Int(match.output.filter(\.isNumber)).flatMap { $0 >= smallestSum && !(1990...2099).contains($0) ? $0 : nil }
        }
    }

    static func folded(_ text: String) -> String { UnmarkedSpelling.of(text).lowercased() }

    private static let common: Set<String> = [
        "thu", "tuc", "va", "cua", "cho", "doi", "voi", "theo", "truong", "hop", "cac", "giay", "to", "co", "duoc",
        "quy",
        "dinh", "ban", "hanh", "kem", "nghi", "so", "mau", "do", "tai", "ve", "hoac", "phai", "nguoi", "khi", "bang",
    ]

    static func words(of text: String) -> Set<String> {
        Set(folded(text).split { !$0.isLetter && !$0.isNumber }.map(String.init).filter { !common.contains($0) })
    }

    /// The share of common words among all of both.
    static func likeness(_ first: Set<String>, _ second: Set<String>) -> Double {
        let all = first.union(second).count
        return all == 0 ? 0 : Double(first.intersection(second).count) / Double(all)
    }

    private static func overlap(_ words: Set<String>, in others: Set<String>) -> Double {
        words.isEmpty ? 0 : Double(words.intersection(others).count) / Double(words.count)
    }

    private static func offices(in text: String) -> Set<String> {
        let kinds = [
            "xã": ["uy ban nhan dan", "trung tam phuc vu", "ubnd", "mot cua"], "công an": ["cong an"],
            "quân sự": ["quan su"], "trường": ["truong", "co so giao duc"], "bảo hiểm": ["bao hiem xa hoi"],
            "đất đai": ["dang ky dat dai"], "sở": ["so noi vu", "so tu phap", "so y te"],
        ]
        let text = folded(text)
        return Set(kinds.filter { $0.value.contains { text.contains($0) } }.keys)
    }

    static func unit(_ unit: String) -> String {
        ["working_day": "ngày làm việc", "day": "ngày", "hour": "giờ", "month": "tháng"][unit] ?? "(không ghi đơn vị)"
    }

    static func money(_ amount: Int) -> String {
        let digits = String(amount)
        let grouped = digits.reversed().enumerated().map { $0 > 0 && $0 % 3 == 0 ? "\($1)." : "\($1)" }.reversed()
        return grouped.joined() + " đồng"
    }

    static func unique(_ texts: [String]) -> [String] {
        var seen: Set<String> = []
        return texts.filter { seen.insert($0).inserted }
    }

    private static func list(_ papers: [PublishedProcedure.Paper]) -> String {
        papers.prefix(6).map { String($0.name.prefix(70)) }.joined(separator: " | ")
    }
}
