import CheckedYAML
import Content
import Foundation
import PublicServices
import Testing

@testable import Gateway

/// `gateway init`: eight questions, and a folder that passes `gateway check`.
@Suite struct CommuneFolderTests {
    /// Answers as somebody types them; nil where what stands in brackets is taken.
    private static let typed: [String?] = [
        "xã Đăk \"Hà\" Mới", "tỉnh Quảng Ngãi", nil, "0260 386 1234", "0905 123 456", "Số 1 đường Hùng Vương", "8079",
        nil,
    ]

    private static func answers(_ typed: [String?]) -> (CommuneAnswers, faults: [String]) {
        var answers = CommuneAnswers()
        var faults: [String] = []
        for (question, line) in zip(CommuneAnswers.questions, typed) {
            guard let answer = line ?? question.usual(answers) else {
                faults.append("no answer")
                continue
            }
            if let fault = question.take(answer, &answers) { faults.append(fault) }
        }
        return (answers, faults)
    }

    @Test func `the folder that is written passes the check beside the shipped ones`() throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "init-" + UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: root) }
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: GatewayBench.root + "/config", toPath: root + "/config")
        try FileManager.default.copyItem(atPath: GatewayBench.root + "/intents", toPath: root + "/intents")
        #expect(CommuneAnswers.questions.count == 8)
        let (answers, faults) = Self.answers(Self.typed)
        #expect(faults == [])
        #expect(answers.id == "dak-ha-moi")
        let folder = CommuneFolder(answers)
        try folder.write(into: root + "/config/communes")
        let file = root + "/config/gateway.yaml"
        let settings = try String(contentsOfFile: file, encoding: .utf8)
        let entry = try folder.channelEntry()
        try settings.replacing("\nchannels:\n", with: "\nchannels:\n\(entry)\n").write(
            toFile: file, atomically: true, encoding: .utf8)
        let report = ContentCheck.run(configuration: file, environment: [:], now: Date())
        #expect(report.problems == [])
        #expect(report.channels == 2)
        let commune = try Commune.load(folder: root + "/config/communes/dak-ha-moi")
        #expect(commune.name == "xã Đăk \"Hà\" Mới")
        #expect(!commune.isSample)
        #expect(try folder.channelEntry() != entry, "secrets are made anew each time")
        #expect(throws: CommuneFolder.Fault.self) { try folder.write(into: root + "/config/communes") }
        #expect(throws: CommuneFolder.Fault.self) { try folder.write(into: root + "/nowhere") }
    }

    @Test(arguments: [
        (0, "Đăk Hà"), (1, "Quảng"), (2, "../dak"), (2, "Dak Ha"), (3, "0260 000 0001"), (3, "không có"),
        (4, "0260 386 1234"), (4, "113"), (5, "ở"), (6, "tám không"), (7, "0"), (7, "nhiều"),
    ])
    func `an answer that cannot be is refused with a sentence`(place: Int, answer: String) {
        var typed = Self.typed
        // Not taken from the name, which may be the wrong one.
        typed[2] = "dak-ha"
        typed[place] = answer
        let (_, faults) = Self.answers(typed)
        #expect(faults.count == 1)
        #expect(faults.allSatisfy { $0.hasSuffix(".") })
    }
}
