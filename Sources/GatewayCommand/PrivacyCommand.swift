import ArgumentParser
import Conversations
import Foundation
import Gateway
import Storage

/// What the law lets a villager ask for; staff's side speaks Vietnamese.
struct PrivacyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "privacy", abstract: "Gives a villager what is kept of them, or erases it.",
        subcommands: [Export.self, Erase.self])

    struct Person: ParsableArguments {
        @Argument(help: "The telephone number, or the id of a Zalo account.") var address: String
        @Option(name: .long, help: "Only this channel; without it all configured ones.") var channel: String?

        /// The channels to look at, and the address as it is kept on them.
        func places(_ settings: GatewaySettings) throws -> (channels: [ChannelID], address: String) {
            let configured: [ChannelID]
            do {
                configured = try settings.channelTraits().keys.sorted { $0.rawValue < $1.rawValue }
            } catch {
                throw fail("\(error)", code: 78)
            }
            let address = PhoneNumber(self.address)?.e164 ?? self.address
            guard let channel else { return (configured, address) }
            return ([ChannelID(rawValue: channel)], address)
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes all that is kept of a villager, in full, into a new file (mode 0600).",
            discussion: "Pictures and other files go into a new folder beside it: those of list.json into list-tep.")

        @OptionGroup var option: ConfigurationOption
        @OptionGroup var person: Person
        @Option(name: .long, help: "The new file.") var to: String

        func run() async throws {
            try await withStore(option.config) { settings, store in
                let (channels, address) = try person.places(settings)
                var found: [PersonalData] = []
                for channel in channels {
                    if let data = try await store.export(address, on: channel) { found.append(data) }
                }
                guard !found.isEmpty else {
                    throw fail("Không lưu gì của \(person.address) trên các kênh này.", code: 1)
                }
                guard !FileManager.default.fileExists(atPath: to) else {
                    throw fail("Đã có tệp \(to). Hãy chọn tên tệp chưa có.", code: 73)
                }
                var isMade = false
                let files = try await PersonalFiles.write(of: &found, from: store, in: folder.lastPathComponent) {
                    if !isMade { try PrivateFile.makeFolder(folder.path) }
                    isMade = true
                    try PrivateFile.write($0, to: folder.appending(path: $1).path)
                }
                let encoder = JSONEncoder()
                encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
                try PrivateFile.write(String(decoding: try encoder.encode(found), as: UTF8.self) + "\n", to: to)
                let messages = found.reduce(0) { $0 + $1.messages.count }
                let pictures = files == 0 ? "" : " và \(files) ảnh, tệp vào \(folder.path)"
                show(
                    "Đã ghi \(messages) tin vào \(to)\(pictures). Trong đó có đủ số và nội dung: giao tận tay người yêu cầu, rồi xóa."
                )
            }
        }

        /// Where pictures and other files go.
        private var folder: URL {
            let file = URL(fileURLWithPath: to)
            let name = file.deletingPathExtension().lastPathComponent + "-tep"
            return file.deletingLastPathComponent().appending(path: name)
        }
    }

    struct Erase: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Erases what a villager wrote and who they are; only counts stay.",
            discussion:
                "It cannot be undone. A backup of before that is brought back is erased again at the next start.")

        @OptionGroup var option: ConfigurationOption
        @OptionGroup var person: Person
        @Option(name: .long, help: "Who erases; kept in the audit.") var by = "cán bộ xã"
        @Flag(name: .long, help: "Really do it; else only what would be erased is said.") var yes = false

        func run() async throws {
            try await withStore(option.config) { settings, store in
                let (channels, address) = try person.places(settings)
                var isKnown = false
                for channel in channels {
                    guard let data = try await store.export(address, on: channel) else { continue }
                    isKnown = true
                    let open = data.matters.filter { $0.state == "open" }.map { "số \($0.number)" }
                    if !open.isEmpty {
                        show("Kênh \(channel): còn việc chưa trả lời (\(open.joined(separator: ", "))).")
                    }
                    guard yes else {
                        show("Kênh \(channel): sẽ xóa \(data.messages.count) tin. Thêm --yes để xóa.")
                        continue
                    }
                    let count = try await store.erase(address, on: channel, by: by, now: Date()) ?? 0
                    show("Kênh \(channel): đã xóa nội dung \(count) tin và số liên lạc.")
                }
                if !isKnown { throw fail("Không lưu gì của \(person.address) trên các kênh này.", code: 1) }
            }
        }
    }
}
