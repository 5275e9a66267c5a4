/// Changes JSON where a program that reads it may stumble: kinds, numbers, keys, depth, duplicates, damaged strings.
struct JSONMutations {
    var texts: TextMaker
    /// Bytes of the largest body.
    var largest = 64_000

    /// A body of the corpus with its `${…}` filled in, then changed.
    func body(_ template: String, _ values: [String: String], _ luck: inout Luck) -> [UInt8] {
        guard var tree = JSONTree(template)?.filled(values) else { return Array(template.utf8) }
        for _ in 0..<luck.within(0...3) { change(&tree, &luck) }
        var bytes = tree.rendered(escapes: luck.once(in: 5))
        if luck.once(in: 12) { damage(&bytes, &luck) }
        return Array(bytes.prefix(largest))
    }

    /// Goes down to a random place and changes it there.
    private func change(_ tree: inout JSONTree, _ luck: inout Luck) {
        switch tree {
        case .object(var members) where !members.isEmpty && !luck.once(in: 4):
            let place = luck.below(members.count)
            change(&members[place].value, &luck)
            tree = .object(members)
        case .array(var items) where !items.isEmpty && !luck.once(in: 4):
            let place = luck.below(items.count)
            change(&items[place], &luck)
            tree = .array(items)
        case .object(var members):
            change(&members, &luck)
            tree = .object(members)
        default: tree = changed(tree, &luck)
        }
    }

    private func change(_ members: inout [JSONTree.Member], _ luck: inout Luck) {
        let place = luck.below(members.count)
        switch luck.below(7) {
        case 0 where !members.isEmpty: members.remove(at: place)
        case 1 where !members.isEmpty:
            var copy = members[place]
            copy.value = changed(copy.value, &luck)
            members.insert(copy, at: luck.below(members.count + 1))
        case 2 where !members.isEmpty: members[place].key = texts.mutated(members[place].key, &luck)
        case 3: members.shuffle(using: &luck)
        case 4: members += manyKeys(&luck)
        case 5 where !members.isEmpty: members[place].value = scalar(&luck)
        default: members.append(.init(key: texts.text(&luck), value: scalar(&luck)))
        }
    }

    /// Keys that are equal, nearly equal, or dear to compare.
    private func manyKeys(_ luck: inout Luck) -> [JSONTree.Member] {
        let stem = luck.pick(["q", "가", "text", "e\u{301}", "\u{1E69}"])
        let kind = luck.below(3)
        return (0..<luck.length(upTo: 6000)).map { number in
            switch kind {
            case 0: .init(key: stem + mark(&luck) + mark(&luck), value: .raw([0x31]))
            case 1: .init(key: stem + String(number), value: .raw([0x31]))
            default: .init(key: stem, value: .raw([0x31]))
            }
        }
    }

    /// A sign that combines with the one before it.
    private func mark(_ luck: inout Luck) -> String {
        String(Unicode.Scalar(UInt32(luck.within(0x300...0x36F))).map(Character.init) ?? "x")
    }

    private func changed(_ tree: JSONTree, _ luck: inout Luck) -> JSONTree {
        switch luck.below(8) {
        case 0: return scalar(&luck)
        case 1: return deepened(tree, &luck)
        case 2: return .raw(Array(number(&luck).utf8))
        case 3: return .string(number(&luck))
        case 4:
            let broken = luck.pick([
                "\\ud83d", "\\udc4d\\ud83d", "\\x", "\\u12", "\\u0000", "\n", "\u{1}", "\\", "\\ud83d\\u0041",
            ])
            let text = Array(texts.text(&luck).utf8).filter { $0 != 0x22 && $0 != 0x5C && $0 >= 0x20 }
            return .rawString(text + Array(broken.utf8) + (luck.once(in: 3) ? text : []))
        case 5:
            return .rawString(
                luck.pick([[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xF0, 0x9F, 0x91], [0xC0, 0x80]], or: [0xFE]))
        default:
            guard case .string(let text) = tree else { return .string(texts.text(&luck)) }
            return .string(luck.once(in: 2) ? texts.mutated(text, &luck) : texts.text(&luck))
        }
    }

    private func deepened(_ tree: JSONTree, _ luck: inout Luck) -> JSONTree {
        let depth = luck.length(upTo: 30_000)
        if luck.once(in: 2) || depth > 150 {
            let bytes = Array(repeating: UInt8(ascii: "["), count: depth) + tree.rendered()
            return .raw(bytes + Array(repeating: UInt8(ascii: "]"), count: depth))
        }
        return (0..<depth).reduce(tree) { inner, _ in .object([.init(key: "a", value: inner)]) }
    }

    private func scalar(_ luck: inout Luck) -> JSONTree {
        switch luck.below(5) {
        case 0:
            .raw(Array(luck.pick(["null", "true", "false", "{}", "[]", "\"\"", "NaN", "Infinity", "tru", "-"]).utf8))
        case 1: .raw(Array(number(&luck).utf8))
        case 2: .string(number(&luck))
        case 3: .array((0..<luck.length(upTo: 2000)).map { _ in .raw([0x31]) })
        default: .string(texts.text(&luck))
        }
    }

    func number(_ luck: inout Luck) -> String {
        luck.pick([
            "0", "-0", "1", "-1", "nan", "NaN", "inf", "-inf", "infinity", "1e300", "-1e300", "1e999999999", "1e-999",
            "0x10", "1_000",
            "9223372036854775807", "9223372036854775808", "-9223372036854775808", "18446744073709551615",
            "1.8446744073709552e19",
            "9007199254740993", "253402300800", "253402300800000", "4102444800", "-62135596800", "1795440000.5", "1e18",
            "-1e18",
            "١٧٩٥", "１７９５４４００００", " 1795440000", "+1795440000", "0001795440000", "1795440000\u{0}",
            luck.digits(luck.within(1...40)),
            "0." + luck.digits(luck.within(1...40)), String(repeating: "9", count: luck.length(upTo: 60_000)),
        ])
    }

    private func damage(_ bytes: inout [UInt8], _ luck: inout Luck) {
        switch luck.below(5) {
        case 0: bytes.removeLast(luck.below(bytes.count))
        case 1: bytes = [0xEF, 0xBB, 0xBF] + bytes
        case 2: bytes += bytes
        case 3: bytes += Array(repeating: 0x20, count: luck.length(upTo: 60_000))
        default: if !bytes.isEmpty { bytes[luck.below(bytes.count)] = UInt8(luck.below(256)) }
        }
    }
}
