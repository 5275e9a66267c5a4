import ArgumentParser
import Foundation
import Gateway
import Storage

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Shows on one screen what waits, what was done today, and how old the backup is.")

    @OptionGroup var option: ConfigurationOption

    func run() async throws {
        try await withStore(option.config) { settings, store in
            let size = StoreFiles.files(of: settings.database).reduce(0) { sum, path in
                sum + ((try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0)
            }
            let disk = try? FileManager.default.attributesOfFileSystem(
                forPath: (settings.database as NSString).deletingLastPathComponent)
            let place = StatusText.Place(
                isRunning: HandlingMarks.isGatewayRunning(on: settings.database), size: size,
                free: disk?[.systemFreeSize] as? Int,
                hasKeys: FileManager.default.fileExists(atPath: settings.keyFile))
            show(StatusText.lines(try await store.status(now: Date()), place, now: Date()))
        }
    }
}
