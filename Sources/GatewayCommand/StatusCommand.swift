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
            let disk = try? FileManager.default.attributesOfFileSystem(
                forPath: (settings.database as NSString).deletingLastPathComponent)
            let place = StatusText.Place(
                isRunning: HandlingMarks.isGatewayRunning(on: settings.database),
                size: StoreFiles.bytes(of: settings.database),
                free: disk?[.systemFreeSize] as? Int,
                hasKeys: FileManager.default.fileExists(atPath: settings.keyFile))
            show(StatusText.lines(try await store.status(now: Date()), place, now: Date()))
        }
    }
}
