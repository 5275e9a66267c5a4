package import CheckedYAML
import PublicServices

/// What is said of a table of dossiers or of one line of it: a fault, or something that should be looked at.
///
/// Commands say it in English, the console in Vietnamese.
package struct DossierRemark: Error, Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        case unreadable, workbook, notUTF8, openQuote, empty
        case missingColumn(DossierColumn), sameColumns, columnNotTaken, maybe(DossierColumn), noPhones
        case namesBelow(Int), noDossier, repeated(Int), more(Int)
        case emptyField, promisedBeforeReceived
        case noCode(String), foreignCode(String), unknownState(String), noProcedureCode(String)
        case zeroDay(String), dayOutside(String), noDay(String), closed(CalendarDay)
        case severalPhones, foreignPhone, cutOffPhone, noPhone
    }

    /// Counted from 1; nil for the whole file.
    package var line: Int?
    /// The column as the file or its usual name has it; empty for the whole line or file.
    package var column = ""
    var kind: Kind

    /// As commands say it.
    package func problem(in file: String) -> FileProblem {
        let (what, mend) = english
        return FileProblem(file: file, line: line, entry: column, what: what, mend: mend)
    }
}

extension DossierRemark {
    private var english: (what: String, mend: String) {
        switch kind {
        case .unreadable: ("the file cannot be read", "correct its path, or let the user of the gateway read it")
        case .workbook: ("it is a workbook (.xlsx, .xls), not a text", "open it and save it as \"CSV UTF-8\"")
        case .notUTF8: ("the file is not written in UTF-8", "save it again as \"CSV UTF-8\"")
        case .openQuote:
            (
                "a quoted field does not end where its quotes do",
                "close the quotes, and write \"\" for a quote inside"
            )
        case .empty: ("the file is empty", "export the dossiers with a first line of column names")
        case .missingColumn(let column):
            (
                "the column is missing here and in the first \(DossierTable.linesAboveHeader) lines",
                "add it; its name may be: " + column.names.joined(separator: ", ")
            )
        case .sameColumns: ("two columns mean the same", "take one of them out")
        case .columnNotTaken:
            ("the column is not taken, because another one means the same", "take one of the two out")
        case .maybe(let column):
            (
                "the column is not taken, though it may be \"\(column.names[0])\"",
                "if it is, name it \"\(column.names[0])\""
            )
        case .noPhones:
            (
                "there is no column of phones, so new dossiers of this file are told to nobody",
                "export it too, named \"\(DossierColumn.phone.names[0])\""
            )
        case .namesBelow(let line):
            (
                "the names of the columns stand in line \(line); what is above was skipped",
                "look whether that is right"
            )
        case .noDossier: ("the line holds no dossier and was left out", "look whether that is right")
        case .repeated(let line): ("the code stands in line \(line) already", "keep the newer of the two")
        case .more(let count): ("\(count) more warnings are not shown", "mend the ones above and import again")
        case .emptyField: ("the field is empty", "fill it in")
        case .promisedBeforeReceived:
            ("the promised day lies before the day of reception", "correct one of the two")
        case .noCode(let text):
            ("\(text) is no dossier code", "write it as on the receipt: 000.00.53.H48-220921-0099")
        case .foreignCode(let issuer):
            (
                "codes of \(issuer) are not looked up here",
                "add \(issuer) to issuers in dossier-states.yaml, or take the line out"
            )
        case .unknownState(let text):
            (
                "the state \(text) is not known",
                "add it to local_states in dossier-states.yaml, with its number in the national catalogue"
            )
        case .noProcedureCode(let text):
            ("\(text) is no procedure code", "write it like 1.001193, or leave it empty")
        case .zeroDay(let text):
            (
                "\(text) is what Excel makes of an empty or zero date",
                "leave the field empty, or write day/month/year, such as 30/11/2026"
            )
        case .dayOutside(let text):
            ("\(text) lies outside of the years 2000 to 2100", "write day/month/year, such as 30/11/2026")
        case .noDay(let text):
            ("\(text) is no day of the calendar", "write day/month/year, such as 30/11/2026")
        case .closed(let day):
            (
                "on \(day.vietnameseText) (\(day.weekday.vietnameseName)) the commune is closed",
                "correct the day, or the commune's calendar.yaml"
            )
        case .severalPhones:
            (
                "the field holds several numbers, so none of them is taken",
                "leave the one that the applicant registered"
            )
        case .foreignPhone:
            (
                "it is a number of another country, so it is not taken",
                "write a Vietnamese number, or leave the field empty"
            )
        case .cutOffPhone:
            (
                "digits of the number are missing, so it is not taken",
                "format the column as text so that the 0 in front and all digits stay, and export again"
            )
        case .noPhone:
            (
                "it is no Vietnamese phone number, so it is not taken",
                "write a number such as 0901234567, or leave the field empty"
            )
        }
    }

    /// As the console says it: what is the matter, and what to do.
    package var vietnamese: String {
        switch kind {
        case .unreadable: "Không đọc được tệp."
        case .workbook:
            "Đây là tệp Excel (.xlsx, .xls). Mở bằng Excel, chọn Lưu thành “CSV UTF-8”, rồi chọn tệp vừa lưu."
        case .notUTF8: "Tệp lưu sai kiểu chữ nên tiếng Việt sẽ hỏng. Mở bằng Excel, lưu lại thành “CSV UTF-8”."
        case .openQuote: "Một ô mở dấu ngoặc kép mà không đóng. Đóng lại, hoặc bỏ dấu ngoặc kép."
        case .empty: "Tệp trống. Xuất lại bảng, có dòng tên cột."
        case .missingColumn(let column):
            "Thiếu cột này. Tên cột có thể là: \(column.names.joined(separator: ", "))."
        case .sameColumns: "Có hai cột mã hồ sơ, không biết lấy cột nào. Bỏ bớt một cột."
        case .columnNotTaken: "Không lấy cột này vì có cột khác cùng nghĩa."
        case .maybe(let column):
            "Không lấy cột này. Nếu là “\(column.names[0])” thì đổi tên cột thành “\(column.names[0])”."
        case .noPhones:
            "Không có cột số điện thoại: hồ sơ mới trong tệp này sẽ không ai hỏi được. Xuất thêm cột “\(DossierColumn.phone.names[0])”."
        case .namesBelow(let line): "Dòng tên cột ở dòng \(line), các dòng trên nó được bỏ qua."
        case .noDossier: "Dòng này không phải hồ sơ nên được bỏ qua."
        case .repeated(let line): "Mã này đã có ở dòng \(line). Giữ dòng mới hơn, bỏ dòng kia."
        case .more(let count): "Còn \(count) lời nhắc nữa, không hiện hết."
        case .emptyField: "Ô này trống. Điền vào."
        case .promisedBeforeReceived: "Ngày hẹn trả đứng trước ngày tiếp nhận. Xem lại một trong hai."
        case .noCode(let text):
            "\(Self.quotes(text)) không phải mã hồ sơ. Viết như trên giấy biên nhận: 000.00.53.H48-220921-0099."
        case .foreignCode(let issuer):
            "Mã của \(issuer) không tra được ở xã này. Bỏ dòng này, hoặc nhờ người quản trị thêm \(issuer) vào cấu hình của xã."
        case .unknownState(let text):
            "Chưa biết trạng thái \(Self.quotes(text)). Dùng tên trong danh mục quốc gia, hoặc nhờ người quản trị thêm tên này vào cấu hình của xã."
        case .noProcedureCode(let text): "\(Self.quotes(text)) không phải mã thủ tục. Viết như 1.001193, hoặc để trống."
        case .zeroDay(let text):
            "\(Self.quotes(text)) là ngày trống mà Excel tự điền. Xóa đi, hoặc viết ngày/tháng/năm."
        case .dayOutside(let text):
            "\(Self.quotes(text)) nằm ngoài các năm 2000 đến 2100. Viết ngày/tháng/năm, ví dụ 30/11/2026."
        case .noDay(let text): "\(Self.quotes(text)) không có trong lịch. Viết ngày/tháng/năm, ví dụ 30/11/2026."
        case .closed(let day):
            "\(day.weekday.vietnameseName) \(day.vietnameseText) xã nghỉ. Xem lại ngày hẹn, hoặc lịch làm việc."
        case .severalPhones: "Ô này có nhiều số nên không lấy số nào. Để lại một số mà người nộp đã đăng ký."
        case .foreignPhone: "Số nước ngoài nên không lấy."
        case .cutOffPhone:
            "Số bị thiếu chữ số (Excel hay làm mất số 0 đầu) nên không lấy. Định dạng cột là văn bản rồi xuất lại."
        case .noPhone: "Không phải số điện thoại Việt Nam nên không lấy. Viết như 0901234567, hoặc để trống."
        }
    }

    /// What a cell says, which stands in plain quotes here.
    private static func quotes(_ text: String) -> String { "“" + text.dropFirst().dropLast() + "”" }
}
