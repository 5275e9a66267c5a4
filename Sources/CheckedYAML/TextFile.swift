internal import Foundation

/// What a plain text file says, and where it lies.
package struct TextFile: Sendable {
    package var path: String
    package var text: String

    package init(path: String, text: String) {
        self.path = path
        self.text = text
    }

    /// Reads a file as UTF-8, without the byte order mark that spreadsheets put in front.
    ///
    /// That it is missing, a folder, closed to this user or no UTF-8 are problems of their own.
    /// - Parameter kind: what the file should be, such as "a text on each line".
    package static func load(path: String, kind: String) throws(FileProblem) -> TextFile {
        func problem(_ what: String, _ mend: String) -> FileProblem {
            FileProblem(file: path, line: nil, entry: "", what: what, mend: mend)
        }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw problem("there is no such file", "correct the path, or create the file (\(kind))")
        }
        guard !isFolder.boolValue else { throw problem("this is a folder", "name a file in it (\(kind))") }
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw problem("the file may not be read by this user", "give this user the right to read it")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw problem("the text is not UTF-8", "save the file as UTF-8 (\(kind))")
        }
        let isMarked = text.unicodeScalars.first == "\u{FEFF}"
        return TextFile(path: path, text: isMarked ? String(text.unicodeScalars.dropFirst()) : text)
    }
}
