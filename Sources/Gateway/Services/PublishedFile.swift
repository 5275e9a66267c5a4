internal import Foundation
internal import JSONText
import PublicServices

/// A sentence about a file that cannot be read as procedures; for people, in Vietnamese.
package struct PublishedFileProblem: Error, Equatable, CustomStringConvertible {
    package var file: String
    package var line: Int?
    package var what: String
    package var mend: String

    package var description: String {
        "\(file)\(line.map { ", dòng \($0)" } ?? ""): \(what). Cách sửa: \(mend)"
    }
}

/// All sentences about one file.
package struct PublishedFileProblems: Error {
    package var problems: [PublishedFileProblem]
}

/// Reads files of published procedures: all of a file, or a sentence for each thing that is wrong with it.
package enum PublishedFile {
    /// Bytes of one file, at most.
    package static let mostBytes = 64 << 20
    /// Bytes of one procedure, at most; the longest page of the portal has a tenth.
    package static let mostLineBytes = 1 << 20
    /// Procedures of one file, at most; the whole country has some six thousand.
    package static let mostProcedures = 20_000
    /// Sentences about one file, at most.
    static let mostProblems = 20

    package static func load(path: String) throws(PublishedFileProblems) -> [PublishedProcedure] {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        func fail(_ what: String, _ mend: String) -> PublishedFileProblems {
            PublishedFileProblems(problems: [PublishedFileProblem(file: name, line: nil, what: what, mend: mend)])
        }
        let attributes = try? FileManager.default.attributesOfItem(atPath: (path as NSString).resolvingSymlinksInPath)
        guard let attributes else { throw fail("không có tệp này", "xem lại đường dẫn") }
        guard attributes[.type] as? FileAttributeType == .typeRegular else {
            throw fail("không phải một tệp", "ghi tên một tệp JSON, không phải thư mục")
        }
        guard let size = (attributes[.size] as? NSNumber)?.intValue, size <= mostBytes else {
            throw fail("tệp lớn hơn \(mostBytes >> 20) MB", "chia tệp ra, mỗi dòng một thủ tục")
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw fail("không đọc được", "xem lại quyền đọc tệp")
        }
        return try read(Array(data), name: name)
    }

    /// Reads JSON Lines, or a single object over several lines.
    package static func read(_ bytes: [UInt8], name: String) throws(PublishedFileProblems) -> [PublishedProcedure] {
        var problems: [PublishedFileProblem] = []
        func note(_ line: Int?, _ what: String, _ mend: String) {
            problems.append(PublishedFileProblem(file: name, line: line, what: what, mend: mend))
        }
        let spaces: Set<UInt8> = [0x20, 0x09, 0x0D, 0xEF, 0xBB, 0xBF, 0x0A]
        guard let first = bytes.first(where: { !spaces.contains($0) }) else {
            note(nil, "tệp trống", "xuất lại tệp, mỗi dòng một thủ tục")
            throw PublishedFileProblems(problems: problems)
        }
        guard first == UInt8(ascii: "{") else {
            let isList = first == UInt8(ascii: "[")
            note(
                nil, isList ? "tệp là một mảng JSON" : "tệp không phải JSON",
                "ghi mỗi thủ tục một dòng, bắt đầu bằng {")
            throw PublishedFileProblems(problems: problems)
        }
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        if lines.count > 1, bytes.count <= mostLineBytes, lines[0].count < bytes.count, JSON(Array(lines[0])) == nil,
            let whole = JSON(bytes)
        {
            return try single(whole, name: name)
        }
        var procedures: [PublishedProcedure] = []
        for (index, line) in lines.enumerated() where line.contains(where: { !spaces.contains($0) }) {
            guard problems.count < mostProblems else { break }
            guard line.count <= mostLineBytes else {
                note(index + 1, "dòng dài hơn \(mostLineBytes >> 10) KB", "mỗi dòng chỉ ghi một thủ tục")
                continue
            }
            guard procedures.count < mostProcedures else {
                note(index + 1, "nhiều hơn \(mostProcedures) thủ tục", "chia tệp ra")
                break
            }
            guard let json = JSON(Array(line)), json.isObject else {
                let isLast = index == lines.count - 1 && lines.count > 1
                note(
                    index + 1, isLast ? "tệp bị cắt giữa chừng" : "dòng này không phải JSON",
                    isLast ? "tải lại tệp cho đủ" : "sửa hoặc bỏ dòng này")
                continue
            }
            do throws(PublishedFileProblem) {
                guard var procedure = try PublishedReading.procedure(json, file: name, line: index + 1) else {
                    continue
                }
                procedure.file = name
                procedures.append(procedure)
            } catch { problems.append(error) }
        }
        guard problems.isEmpty else { throw PublishedFileProblems(problems: problems) }
        return procedures
    }

    private static func single(_ json: JSON, name: String) throws(PublishedFileProblems) -> [PublishedProcedure] {
        do throws(PublishedFileProblem) {
            guard var procedure = try PublishedReading.procedure(json, file: name, line: nil) else { return [] }
            procedure.file = name
            return [procedure]
        } catch { throw PublishedFileProblems(problems: [error]) }
    }
}
