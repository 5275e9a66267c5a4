internal import JSONText
import PublicServices

/// Reads one JSON object as a procedure, nil for one to be passed over: our own format, or one of the two that crawls of the portal are passed on in.
enum PublishedReading {
    static func procedure(_ json: JSON, file: String, line: Int?) throws(PublishedFileProblem) -> PublishedProcedure? {
        func fail(_ what: String, _ mend: String) -> PublishedFileProblem {
            PublishedFileProblem(file: file, line: line, what: what, mend: mend)
        }
        // An entry of our own making has no code by which it could be compared.
        if json["code"]?.string.flatMap(ProcedureCode.init(checkingOwn:)) != nil { return nil }
        let read: Result<PublishedProcedure?, any Error> = Result {
            if json["ma_thu_tuc"] != nil { return try PortalPage.procedure(json) }
            if json["codeNotation"] != nil { return try PortalRecord.row(json) }
            if json["source_id"] != nil { return try PortalRecord.procedure(json) }
            return try own(json)
        }
        switch read {
        case .success(let procedure?): return procedure
        case .success(nil):
            throw fail("không có mã thủ tục và tên", "ghi code như \"1.001193\" và name")
        case .failure(let problem as PortalPage.OtherPage):
            throw fail(
                "tệp mang mã \(problem.code) nhưng chứa trang của mã \(problem.found)",
                "tải lại trang của mã \(problem.code)")
        case .failure:
            throw fail("có khóa ghi sai kiểu", "so với mẫu trong docs/published-procedures.md")
        }
    }

    /// Our own format.
    private static func own(_ json: JSON) throws -> PublishedProcedure? {
        guard let code = try json.string("code").flatMap(ProcedureCode.init(checking:)),
            let name = try text(json, "name")
        else { return nil }
        var procedure = PublishedProcedure(code: code, name: name)
        procedure.field = try text(json, "field") ?? ""
        procedure.issuer = try text(json, "issued_by") ?? ""
        procedure.offices = [try text(json, "receiving_office")].compactMap { $0 }
        procedure.result = try text(json, "result") ?? ""
        procedure.requirements = try text(json, "requirements") ?? ""
        procedure.steps = try text(json, "steps") ?? ""
        procedure.laws = try json.texts("legal_bases") ?? []
        procedure.ended = try text(json, "ended") ?? endedByWarning(json)
        for way in try json.objects("ways") ?? [] {
            let time = try way.object("time")
            let fees = try (way.objects("fees") ?? []).map { fee in
                PublishedProcedure.Fee(
                    amount: fee.text(at: "amount_vnd").flatMap { Int($0) }, text: try text(fee, "text") ?? "",
                    isTypedZero: try fee.flag("portal_zero") ?? false)
            }
            procedure.ways.append(
                PublishedProcedure.Way(
                    way: try text(way, "way") ?? "", quantity: time?.text(at: "qty").flatMap { Int($0) },
                    unit: time?.text(at: "unit") ?? "other", timeText: time?.text(at: "text") ?? "", fees: fees))
        }
        for group in try json.objects("documents") ?? [] {
            for item in try group.objects("items") ?? [] {
                guard let name = try text(item, "name") else { continue }
                procedure.papers.append(
                    PublishedProcedure.Paper(
                        name: name, originals: count(item, "originals"), copies: count(item, "copies"),
                        form: try text(item, "form_file")))
            }
        }
        procedure.day = try day(json)
        return procedure
    }

    /// A code that was merged is known by a remark only in the files that are passed on.
    private static func endedByWarning(_ json: JSON) -> String? {
        (try? json.texts("warnings") ?? [])?.first { $0.hasPrefix("merged ") || $0.hasPrefix("abolished ") }
    }

    /// The portal's own day, else the newest day on which a source was read.
    private static func day(_ json: JSON) throws -> CalendarDay? {
        if let day = try firstDay(json.string("portal_updated_at")) { return day }
        if let day = try firstDay(json.string("read_on")) { return day }
        let sources = try json.object("sources")
        return ["P", "O", "V", "B"].compactMap { firstDay(sources?.text(at: $0)) }.max()
    }

    /// The day at the beginning of a text such as `2026-04-15T10:11:58Z`.
    static func firstDay(_ text: String?) -> CalendarDay? { text.flatMap { CalendarDay(String($0.prefix(10))) } }

    /// A text without runs of blanks; nil for none.
    static func text(_ json: JSON, _ key: String) throws -> String? {
        guard let text = try json.string(key) else { return nil }
        let clean = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return clean.isEmpty ? nil : clean
    }

    private static func count(_ json: JSON, _ key: String) -> Int {
        max(0, json.text(at: key).flatMap { Int($0) } ?? 0)
    }
}
