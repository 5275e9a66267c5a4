internal import JSONText
import PublicServices

/// Reads what programs pass on of the portal's own interface: a whole record, and a row of its list.
enum PortalRecord {
    /// A record with `channels`, `processing_cases`, `checklist_raw` and `source`.
    static func procedure(_ json: JSON) throws -> PublishedProcedure? {
        guard let code = try json.string("code").flatMap(ProcedureCode.init(checking:)),
            let name = try PublishedReading.text(json, "name")
        else { return nil }
        var procedure = PublishedProcedure(code: code, name: name)
        procedure.field = try json.object("category").flatMap { try PublishedReading.text($0, "name") } ?? ""
        procedure.issuer = try PublishedReading.text(json, "promulgating_agency") ?? ""
        procedure.offices = [try PublishedReading.text(json, "executing_agency")].compactMap { $0 }
        procedure.result = try (json.texts("results") ?? []).joined(separator: "; ")
        procedure.requirements = try PublishedReading.text(json, "requirements") ?? ""
        procedure.steps = try (json.objects("steps_raw") ?? []).compactMap { try PublishedReading.text($0, "text") }
            .joined(separator: " ")
        procedure.laws = try (json.objects("legal_basis") ?? []).compactMap { law in
            let parts = [try PublishedReading.text(law, "code"), try PublishedReading.text(law, "name")]
            return parts.compactMap { $0 }.joined(separator: " ")
        }
        for channel in try json.objects("channels") ?? [] { procedure.ways.append(try way(channel)) }
        for group in try json.objects("checklist_raw") ?? [] {
            for item in try group.objects("items") ?? [] {
                guard let name = try PublishedReading.text(item, "name") else { continue }
                let form = try (item.objects("attachments") ?? []).first?.text(at: "name")
                procedure.papers.append(
                    PublishedProcedure.Paper(
                        name: name, originals: item.text(at: "original_qty").flatMap { Int($0) } ?? 0,
                        copies: item.text(at: "copy_qty").flatMap { Int($0) } ?? 0, form: form))
            }
        }
        let source = try json.object("source")
        procedure.day =
            PublishedReading.firstDay(source?.text(at: "updated_at"))
            ?? PublishedReading.firstDay(source?.text(at: "crawled_at"))
        procedure.ended = ended(try json.string("state"))
        return procedure
    }

    private static func way(_ channel: JSON) throws -> PublishedProcedure.Way {
        let names = ["ONLINE": "online", "POSTAL": "post", "DIRECT": "direct"]
        let units = ["WORKING_DAY": "working_day", "DAY": "day", "HOUR": "hour", "MONTH": "month"]
        let method = channel.text(at: "method") ?? ""
        let unit = channel.text(at: "processing", "unit") ?? ""
        let fees = try (channel.objects("fees") ?? []).map { fee in
            let text = try PublishedReading.text(fee, "text") ?? ""
            let amount = fee.text(at: "value_vnd").flatMap { Int($0) }
            // A typed 0 with a rule behind it is no exemption.
            let isZero = amount == 0 && !text.isEmpty
            return PublishedProcedure.Fee(amount: isZero ? nil : amount, text: text, isTypedZero: isZero)
        }
        let quantity = channel.text(at: "processing", "qty").flatMap { Int($0) }
        return PublishedProcedure.Way(
            way: names[method] ?? method.lowercased(), quantity: quantity, unit: units[unit] ?? "other",
            timeText: [quantity.map(String.init), unit].compactMap { $0 }.joined(separator: " "), fees: fees)
    }

    /// A row of the list: code, name, offices, state.
    static func row(_ json: JSON) throws -> PublishedProcedure? {
        guard let code = try json.string("codeNotation").flatMap(ProcedureCode.init(checking:)),
            let name = try PublishedReading.text(json, "name")
        else { return nil }
        var procedure = PublishedProcedure(code: code, name: name)
        procedure.field = try (json.texts("categories") ?? []).joined(separator: "; ")
        procedure.issuer = try PublishedReading.text(json, "departmentPromulgate") ?? ""
        procedure.offices = try (json.texts("departments") ?? []).filter { !$0.isEmpty }
        procedure.ended = ended(try json.string("state"))
        return procedure
    }

    private static func ended(_ state: String?) -> String? {
        guard let state, !["ACTIVE", "UPDATED", "CREATED", ""].contains(state) else { return nil }
        return "trạng thái \(state)"
    }
}
