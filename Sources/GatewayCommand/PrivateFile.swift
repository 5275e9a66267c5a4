import Foundation

/// A new file that only its owner may read, for lists with whole telephone numbers.
enum PrivateFile {
    /// Writes a text; a file that is there already is left alone, for its rights may be wider.
    static func write(_ text: String, to path: String) throws { try write(Data(text.utf8), to: path) }

    static func write(_ bytes: Data, to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let reason = String(cString: strerror(errno))
            throw fail(
                "Không tạo được tệp \(path) (\(reason)). Hãy chọn tên tệp chưa có, trong thư mục ghi được.", code: 73)
        }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try file.write(contentsOf: bytes)
        try file.close()
    }

    /// Makes a new folder that only its owner may enter.
    static func makeFolder(_ path: String) throws {
        guard mkdir(path, 0o700) == 0 else {
            let reason = String(cString: strerror(errno))
            throw fail(
                "Không tạo được thư mục \(path) (\(reason)). Hãy chọn tên tệp khác, trong thư mục ghi được.", code: 73)
        }
    }
}
