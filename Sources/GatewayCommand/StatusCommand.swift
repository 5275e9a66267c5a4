import ArgumentParser
import Conversations
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
            var place = StatusText.Place(
                isRunning: HandlingMarks.isGatewayRunning(on: settings.database),
                size: try await store.bytes(),
                free: DiskRoom.free(at: settings.database),
                hasKeys: FileManager.default.fileExists(atPath: settings.keyFile))
            let version = try await store.version()
            place.engine = "\(version.engine), bảng \(version.steps)"
            place.isOnServer = settings.server != nil
            if let tls = settings.officeTLS { place.certificate = .some(CertificateEnd.ofFile(tls.certificate)) }
            place.cannotEncrypt = !BackupKeys.problems(settings).isEmpty
            // A wrong entry is told by `check`, and hides nothing of the rest here.
            let channels = (try? settings.channelTraits())?.keys.sorted { $0.rawValue < $1.rawValue } ?? []
            place.channels = try await store.channelStates(channels, now: Date())
            place.lost = try await store.missingMessages()
            show(StatusText.lines(try await store.status(now: Date()), place, now: Date()))
        }
    }
}
