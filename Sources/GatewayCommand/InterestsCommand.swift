import ArgumentParser
import Content
import Conversations
import Foundation
import Gateway
import PublicServices
import Storage

/// The lists of those who wish to take part, such as in a class; staff's side speaks Vietnamese.
struct InterestsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "interests", abstract: "Villagers who put themselves on a list with DK.",
        subcommands: [List.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists them, newest first, with the ends of their numbers only.")

        @OptionGroup var option: ConfigurationOption
        @Option(name: .long, help: "Only this topic, such as digital_skills.") var topic: String?
        @Option(name: .long, help: "The most entries to list.") var limit = 200
        @Option(name: .long, help: "Writes the list with whole numbers into a new CSV file (mode 0600) instead.")
        var export: String?
        @Option(name: .long, help: "Who exports; kept in the audit.") var by = "cán bộ xã"

        func run() async throws {
            let topic = topic.map(TopicID.init(rawValue:))
            try await withStore(option.config) { settings, store in
                let names = try topicNames(settings)
                if let topic, names[topic] == nil {
                    throw fail("Không có chủ đề \"\(topic)\". Ví dụ: digital_skills, ecommerce_selling.", code: 64)
                }
                if let export {
                    let entries = try await store.openedInterests(of: topic, by: by, now: Date())
                    try PrivateFile.write(InterestText.csv(entries, names: names), to: export)
                    show("Đã ghi \(entries.count) dòng vào \(export). Tệp có số điện thoại đầy đủ: xóa khi dùng xong.")
                    return
                }
                let entries = try await store.interests(of: topic, limit: limit)
                if entries.isEmpty { show("Chưa có ai đăng ký.") }
                for entry in entries { show(InterestText.line(entry, names: names)) }
            }
        }
    }
}

private func topicNames(_ settings: GatewaySettings) throws -> [TopicID: String] {
    let topics = try IntentCatalogue.load(folder: settings.intents).topics
    return Dictionary(topics.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
}
