import Foundation
import Testing

@testable import Console

@Suite struct UploadedFormTests {
    private static let type = "multipart/form-data; boundary=----x7"

    private func body(_ parts: String..., end: String = "------x7--\r\n") -> Data {
        Data((parts.map { "------x7\r\n" + $0 + "\r\n" }.joined() + end).utf8)
    }

    private let field = "Content-Disposition: form-data; name=\"ma\"\r\n\r\nĐăk"
    private let file =
        "content-disposition: form-data; name=\"tep\"; filename=\"hồ sơ.csv\"\r\nContent-Type: text/csv\r\n\r\n"

    @Test func `fields and a file are read as browsers write them`() throws {
        let content = "a;b\r\n--x7\r\n\0\r\n\r\n"
        let form = try #require(UploadedForm(body(field, file + content), contentType: Self.type))
        #expect(form.fields.map(\.name) == ["ma"] && form.fields.map(\.value) == ["Đăk"])
        #expect(form.file?.name == "hồ sơ.csv")
        #expect(form.file.map { String(decoding: $0.bytes, as: UTF8.self) } == content)
        let empty = try #require(UploadedForm(body(field, file), contentType: Self.type))
        #expect(empty.file?.bytes == [])
    }

    @Test func `what is no such form is refused, wherever it is cut off`() {
        let whole = body(field, file + "a")
        #expect(UploadedForm(whole, contentType: Self.type) != nil)
        for length in 0..<(whole.count - 4) {
            #expect(UploadedForm(whole.prefix(length), contentType: Self.type) == nil, "\(length)")
        }
        for type in ["multipart/form-data", "multipart/form-data; boundary=", "text/plain; boundary=----x7"] {
            #expect(UploadedForm(whole, contentType: type) == nil)
        }
        #expect(UploadedForm(body(file + "a", file + "b"), contentType: Self.type) == nil)
        #expect(UploadedForm(body("X: y\r\n\r\na"), contentType: Self.type) == nil)
        let long = "Content-Disposition: form-data; name=\"a\"\r\n\r\n" + String(repeating: "a", count: 5000)
        #expect(UploadedForm(body(long), contentType: Self.type) == nil)
        let many = Array(repeating: field, count: 30).map { "------x7\r\n" + $0 + "\r\n" }.joined() + "------x7--\r\n"
        #expect(UploadedForm(Data(many.utf8), contentType: Self.type) == nil)
    }
}
