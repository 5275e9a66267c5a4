import Conversations
import Foundation
import Synchronization

/// Notes beside the database which messages are being worked on, so that the next start knows what ended the program.
///
/// A note goes to the system and not to the disk: it outlives the program however that ends, and is gone after a power cut,
/// for which no message is to blame. It stands only while a message is read and decided on, some microseconds, so that a
/// kill that comes from outside finds one nearly never, and the same message twice in fact never. Each process has a file of
/// its own, and holds a lock on it by which others know that it lives.
package final class HandlingMarks: Sendable {
    /// Messages that can be noted at once; further ones are not.
    private static let slots = 64

    private struct State {
        var descriptor: Int32 = -1
        var path = ""
        var taken = [Bool](repeating: false, count: HandlingMarks.slots)
    }

    private let prefix: String
    private let state = Mutex(State())

    /// `database` is the path of the database file.
    init(besides database: String) { prefix = database + "-handling-" }

    deinit { close() }

    /// Begins to note; before that, and where the file cannot be made, nothing is.
    func open() throws {
        let path = prefix + UUID().uuidString
        let descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            Foundation.close(descriptor)
            unlink(path)
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        }
        state.withLock { ($0.descriptor, $0.path) = (descriptor, path) }
    }

    /// Ends with a clean shutdown, after which no message is under suspicion.
    func close() {
        state.withLock { state in
            guard state.descriptor >= 0 else { return }
            unlink(state.path)
            Foundation.close(state.descriptor)
            state.descriptor = -1
        }
    }

    /// A place for notes of messages that are read one after the other; nil where none is free.
    func take() -> Int? {
        state.withLock { state in
            guard state.descriptor >= 0, let slot = state.taken.firstIndex(of: false) else { return nil }
            state.taken[slot] = true
            return slot
        }
    }

    /// Notes a message in the place of the one before.
    func note(_ message: MessageID, in slot: Int?) {
        guard let slot else { return }
        state.withLock { state in
            if state.descriptor >= 0 { Self.write(message.number, slot: slot, to: state.descriptor) }
        }
    }

    /// Takes the note back and gives up its place.
    func release(_ slot: Int?) {
        guard let slot else { return }
        state.withLock { state in
            state.taken[slot] = false
            if state.descriptor >= 0 { Self.write(0, slot: slot, to: state.descriptor) }
        }
    }

    /// Notes one message; what it gives is for `release`.
    func begin(_ message: MessageID) -> Int? {
        let slot = take()
        note(message, in: slot)
        return slot
    }

    private static func write(_ number: Int64, slot: Int, to descriptor: Int32) {
        var number = number
        // A note that fails is missed at most; the message is then tried as often as one that a power cut hit.
        _ = pwrite(descriptor, &number, 8, off_t(slot * 8))
    }

    /// Whether a gateway works on the database.
    package static func isGatewayRunning(on database: String) -> Bool {
        let marks = HandlingMarks(besides: database)
        return marks.files.contains { path in marks.withFile(path) { isFree, _ in !isFree } ?? false }
    }

    /// What processes that ended in the middle had noted; their files are removed.
    func leftBehind() -> [MessageID] {
        let own = state.withLock { $0.path }
        return files.filter { $0 != own }.flatMap { path -> [MessageID] in
            withFile(path) { isFree, descriptor in
                guard isFree else { return [] }
                var numbers = [Int64](repeating: 0, count: Self.slots)
                let read = numbers.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
                unlink(path)
                return numbers.prefix(max(0, read / 8)).filter { $0 > 0 }.map(MessageID.init)
            } ?? []
        }
    }

    /// The files of all processes that work on the database, or did when they ended.
    private var files: [String] {
        let folder = (prefix as NSString).deletingLastPathComponent
        let name = (prefix as NSString).lastPathComponent
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.filter { $0.hasPrefix(name) }.sorted().map { (folder as NSString).appendingPathComponent($0) }
    }

    /// Opens the file of a process; nil where it is gone.
    ///
    /// The lock of a process that lives is held; that of one that ended is free, whatever its number was.
    private func withFile<Value>(_ path: String, _ body: (_ isFree: Bool, _ descriptor: Int32) -> Value) -> Value? {
        let descriptor = Foundation.open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { Foundation.close(descriptor) }
        return body(flock(descriptor, LOCK_EX | LOCK_NB) == 0, descriptor)
    }
}
