import CheckedYAML
import Foundation
import Testing

private enum Kind: String, CaseIterable { case kannel, zalo }

private func parse(_ text: String) throws -> YAMLEntry {
    try YAMLEntry.parse(text, file: "gateway.yaml")
}

private func problem(_ read: () throws -> Void) -> FileProblem? {
    #expect(throws: FileProblem.self) { try read() }
}

struct `Reading entries` {
    let text = """
        # a comment
        name: Đăk Hà
        port: 8080
        share: 0.5
        on: true
        empty:
        channels:
          - kind: kanel
            token: "1.001193"
          - kind: zalo
        """

    @Test func `values are read by type`() throws {
        let root = try parse(text)
        #expect(try root.entry("name").string() == "Đăk Hà")
        #expect(try root.entry("port").int() == 8080)
        #expect(try root.entry("port").int(in: 1...65535) == 8080)
        #expect(try root.entry("share").double() == 0.5)
        #expect(try root.entry("on").bool())
        #expect(try root.optional("empty") == nil)
        #expect(try root.optional("absent") == nil)
        #expect(try root.pairs().map(\.key) == ["name", "port", "share", "on", "empty", "channels"])
        let channels = try root.entry("channels").entries()
        #expect(try channels[0].entry("token").string() == "1.001193")
        #expect(try channels[1].entry("kind").oneOf(Kind.self) == .zalo)
        #expect(channels[1].path == "channels[1]")
        #expect(channels[1].line == 10)
    }

    @Test func `a numeral stays as written when it is read as text`() throws {
        let root = try parse("code: 2.000630\nphone: 0260\nanswer: no")
        #expect(try root.entry("code").string() == "2.000630")
        #expect(try root.entry("phone").string() == "0260")
        #expect(try root.entry("answer").string() == "no")
    }

    @Test func `decomposed text becomes composed`() throws {
        let decomposed = "Đăk Hà".decomposedStringWithCanonicalMapping
        let text = try parse("name: \(decomposed)").entry("name").string()
        #expect(Array(text.utf8) == Array("Đăk Hà".precomposedStringWithCanonicalMapping.utf8))
    }

    @Test func `a byte order mark and Windows line ends do no harm`() throws {
        let root = try parse("\u{FEFF}a: 1\r\nb: two\r\n")
        #expect(try root.entry("a").int() == 1)
        #expect(try root.entry("b").string() == "two")
        #expect(try root.entry("b").line == 2)
    }

    @Test func `an unknown word is refused with its place and the choice`() throws {
        let channels = try parse(text).entry("channels").entries()
        let found = problem { _ = try channels[0].entry("kind").oneOf(Kind.self) }
        #expect(
            found?.description
                == "gateway.yaml:8: channels[0].kind: unknown value \"kanel\". "
                + "Fix: did you mean \"kannel\"? write one of: kannel, zalo"
        )
    }

    @Test func `an unknown key is refused with its line and the nearest key`() throws {
        let root = try parse("name: a\n\nhotlin: 1\n")
        let found = problem { try root.allow(keys: ["name", "hotline"]) }
        #expect(found?.line == 3)
        #expect(found?.entry == "hotlin")
        #expect(found?.mend.contains("\"hotline\"") == true)
    }

    @Test func `a missing key is refused at the group that lacks it`() throws {
        let root = try parse("a: 1\ngroup:\n  b: 2\n")
        let found = problem { _ = try root.entry("group").entry("c") }
        #expect(found?.line == 2)
        #expect(found?.entry == "group.c")
        #expect(found?.mend == "add \"c\" with its value")
    }

    @Test(arguments: [
        "number: twelve", "number: 1.5", "number: 99", "number: [1]", "number: { a: 1 }", "number: ''",
    ])
    func `a wrong number is refused with its line`(_ text: String) throws {
        let root = try parse("\n" + text)
        let found = problem { _ = try root.entry("number").int(in: 1...10) }
        #expect(found?.line == 2)
        #expect(found?.entry == "number")
        #expect(found?.mend.isEmpty == false)
    }

    @Test func `other wrong values are refused with a mend`() throws {
        let root = try parse("text: '  '\nswitch: yes\nshare: .inf\nlist: word\nwords: [a, [b]]")
        #expect(problem { _ = try root.entry("text").string() }?.line == 1)
        #expect(problem { _ = try root.entry("switch").bool() }?.mend == "write true or false")
        #expect(problem { _ = try root.entry("share").double() }?.line == 3)
        #expect(problem { _ = try root.entry("list").entries() }?.line == 4)
        #expect(problem { _ = try root.entry("list").pairs() }?.line == 4)
        #expect(problem { _ = try root.entry("words").strings() }?.entry == "words[1]")
    }
}

struct `Refusing texts` {
    @Test func `a key that stands twice is refused at its second line`() {
        let found = problem { _ = try parse("a: 1\ngroup:\n  b: 1\n  c: 2\n  b: 3\n") }
        #expect(found?.line == 5)
        #expect(found?.entry == "b")
        #expect(found?.mend == "keep one of the two")
    }

    @Test func `broken YAML is refused with its line`() {
        let found = problem { _ = try parse("a: 1\nb: [1, 2\nc: 3\n") }
        #expect((2...3).contains(found?.line ?? 0))
        #expect(found?.what.hasPrefix("YAML error") == true)
        #expect(problem { _ = try parse("a: 1\n\tb: 2\n") }?.line == 2)
    }

    @Test(arguments: ["", "\n# only a comment\n", "~\n", "---\n"])
    func `an empty file is refused`(_ text: String) {
        #expect(problem { _ = try parse(text) }?.what == "the file is empty")
    }

    @Test func `anchors and aliases are refused`() {
        let found = problem { _ = try parse("a: 1\nb: &x [1]\nc: *x\n") }
        #expect(found?.line == 2)
        #expect(found?.entry == "b")
    }

    @Test func `two documents in one file are refused`() {
        #expect(problem { _ = try parse("a: 1\n---\nb: 2\n") } != nil)
    }

    @Test func `a control character is refused`() {
        #expect(problem { _ = try parse("a: 1\nb: \u{1}\n") } != nil)
    }
}

struct `Loading files` {
    @Test func `a missing file and a folder are refused by their shown name`() {
        let missing = problem { _ = try YAMLEntry.load(path: "/nowhere/x.yaml", shownAs: "config/x.yaml") }
        #expect(
            missing?.description
                == "config/x.yaml: the file is missing. Fix: create it, or correct the path"
        )
        #expect(problem { _ = try YAMLEntry.load(path: "/") }?.what == "this is a folder")
    }

    @Test func `bytes that are not UTF-8 are refused with their line`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).yaml").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data("a: 1\nb: ".utf8 + [0xE9, 0x0A]).write(to: URL(filePath: path))
        let found = problem { _ = try YAMLEntry.load(path: path, shownAs: "x.yaml") }
        #expect(found?.line == 2)
        #expect(found?.mend == "save the file as UTF-8")
    }

    @Test func `a collector keeps every problem and goes on`() throws {
        let root = try parse("a: x\nb: y\nc: 3")
        var collector = ProblemCollector()
        #expect(collector.collect(try root.entry("a").int()) == nil)
        #expect(collector.collect(try root.entry("b").int()) == nil)
        #expect(collector.collect(try root.entry("c").int()) == 3)
        let thrown = #expect(throws: FileProblems.self) { try collector.finish() }
        #expect(thrown?.problems.map(\.line) == [1, 2])
        #expect(thrown?.description.split(separator: "\n").count == 2)
    }
}
