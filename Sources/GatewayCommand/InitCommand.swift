import ArgumentParser
import CheckedYAML
import Foundation
import Gateway

struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Asks eight questions and writes the folder of a commune.",
        discussion: """
            The folder passes `gateway check`. What it cannot know, such as each unit's own number, is marked in it. The entry of the \
            way in is printed with secrets of its own, to be put into the configuration. Answers may come from a file: \
            one a line, an empty line for what stands in brackets.
            """)

    @OptionGroup var option: ConfigurationOption

    func run() throws {
        let settings: GatewaySettings
        do {
            settings = try GatewaySettings.load(path: option.config)
        } catch {
            throw fail("\(error)", code: 78)
        }
        var answers = CommuneAnswers()
        for question in CommuneAnswers.questions { try ask(question, &answers) }
        let folder = CommuneFolder(answers)
        do {
            try folder.write(into: settings.communes)
            show("", "Đã tạo \(settings.communes)/\(answers.id). Hãy sửa số và địa chỉ từng đơn vị trong units.yaml.")
            show("Thêm vào mục channels của \(settings.file), mỗi khóa đã là của riêng xã:", "")
            show(try folder.channelEntry().split(separator: "\n").map(String.init))
            show("", "Rồi chạy: gateway check --config \(option.config)")
        } catch let fault as CommuneFolder.Fault {
            throw fail(fault.description, code: 73)
        }
    }

    /// Asks until the answer is right; the end of the input ends it all.
    private func ask(_ question: CommuneAnswers.Question, _ answers: inout CommuneAnswers) throws {
        let usual = question.usual(answers)
        while true {
            let prompt = question.text + (usual.map { " [\($0)]" } ?? "") + ": "
            // It stands before the answer on its line, so nothing may keep it back.
            FileHandle.standardOutput.write(Data(prompt.utf8))
            guard let line = readLine() else {
                throw fail("\nChưa đủ câu trả lời, nên chưa tạo gì.", code: 65)
            }
            let typed = line.trimmingCharacters(in: .whitespaces)
            guard let answer = typed.isEmpty ? usual : typed else {
                show("Cần có câu trả lời.")
                continue
            }
            guard let fault = question.take(answer, &answers) else { return }
            show(fault)
        }
    }
}
