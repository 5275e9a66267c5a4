import Foundation

/// A form with a file as a browser sends it (`multipart/form-data`), with bounds on all of it.
struct UploadedForm: Sendable {
    struct File: Sendable {
        /// As the browser names it; nothing to open by.
        var name: String
        var bytes: [UInt8]
    }

    var fields: [(name: String, value: String)] = []
    var file: File?

    private static let parts = 20
    private static let headerBytes = 2048
    private static let fieldBytes = 4096

    /// Reads a body; nil where it is no such form.
    init?(_ body: Data, contentType: String) {
        guard let boundary = Self.boundary(in: contentType) else { return nil }
        let mark = Data("\r\n--\(boundary)".utf8)
        // The first mark has no line before it.
        let body = Data("\r\n".utf8) + body
        guard var place = body.range(of: mark) else { return nil }
        for _ in 0..<Self.parts {
            guard let next = body.range(of: mark, in: place.upperBound..<body.endIndex) else {
                guard body[place.upperBound...].starts(with: Data("--".utf8)) else { return nil }
                return
            }
            guard take(body[place.upperBound..<next.lowerBound]) else { return nil }
            place = next
        }
        return nil
    }

    /// Takes one part: a line end, its headers, a blank line, and what it holds.
    private mutating func take(_ part: Data) -> Bool {
        guard part.starts(with: Data("\r\n".utf8)),
            let end = part.range(of: Data("\r\n\r\n".utf8)), end.lowerBound - part.startIndex <= Self.headerBytes,
            let header = String(validating: part[part.startIndex..<end.lowerBound], as: UTF8.self),
            let disposition = header.split(whereSeparator: \.isNewline)
                .first(where: { $0.lowercased().hasPrefix("content-disposition:") }),
            let name = Self.value(of: "name", in: disposition)
        else { return false }
        let content = part[end.upperBound...]
        if let fileName = Self.value(of: "filename", in: disposition) {
            guard file == nil else { return false }
            file = File(name: fileName, bytes: Array(content))
            return true
        }
        guard content.count <= Self.fieldBytes, let text = String(validating: content, as: UTF8.self) else {
            return false
        }
        fields.append((name, text))
        return true
    }

    /// `; name="…"`, in which browsers write `%22` for a quote.
    private static func value(of key: String, in header: Substring) -> String? {
        guard let start = header.firstRange(of: "; \(key)=\"")?.upperBound,
            let end = header[start...].firstIndex(of: "\"")
        else { return nil }
        return String(header[start..<end])
    }

    private static func boundary(in contentType: String) -> String? {
        guard contentType.lowercased().hasPrefix("multipart/form-data;"),
            let start = contentType.firstRange(of: "boundary=")?.upperBound
        else { return nil }
        let text = contentType[start...].prefix { $0 != ";" }.filter { $0 != "\"" }
        guard (1...70).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return nil
        }
        return text
    }
}
