import Conversations
import Foundation
import Gateway
import HTTPTypes
import PublicServices
import Storage

/// Texts that officers send often.
extension ConsoleDesk {
    var readyRoutes: [Route] {
        [
            .get("/cau-san") { try await readyList($0) },
            .get("/cau-san/moi") { try await readyForm($0, id: nil) },
            .post("/cau-san/moi") { try await saveReady($0, id: nil) },
            .get("/cau-san/#") { try await readyForm($0, id: $0.number(at: 1)) },
            .post("/cau-san/#") { try await saveReady($0, id: $0.number(at: 1)) },
            .post("/cau-san/#/bo") { visit in
                let officer = try officer(of: visit)
                guard let id = visit.number(at: 1),
                    try await store.removeReadyAnswer(id, by: officer, now: visit.now)
                else { throw Refusal(.notFound) }
                return .seeOther("/cau-san?xong=bo")
            },
            .post("/viec/#/dung-cau") { visit in
                if let id = visit.form["chen"].flatMap(Int64.init) {
                    try await store.noteUse(ofReady: id, by: try officer(of: visit), now: visit.now)
                }
                return Answer(status: .noContent)
            },
        ]
    }

    private func readyList(_ visit: Visit) async throws -> Answer {
        let officer = try officer(of: visit)
        let query = String((visit.query["q"] ?? "").prefix(100))
        var answers: [ReadyAnswer] = []
        for commune in officer.profile.communes {
            answers += try await store.readyAnswers(matching: query, of: commune, limit: 100, by: officer)
        }
        let clock = ClockWords(now: visit.now)
        let found =
            answers.isEmpty
            ? (query.isEmpty
                ? "Chưa có câu nào. Thêm câu đầu tiên." : "Chưa có câu nào có chữ “\(query)”. Thử ít chữ hơn.")
            : "\(answers.count) câu"
        let values: Values = [
            "query": query, "found": found,
            "done": given(["luu": "Đã lưu.", "bo": "Đã bỏ khỏi danh sách."][visit.query["xong"] ?? ""]),
            "answers": answers.map { answer in
                [
                    "id": String(answer.id), "title": answer.title, "body": String(answer.body.prefix(300)),
                    "about": about(answer, clock),
                ] as Values
            },
        ]
        return page(visit, title: "Trả lời sẵn", page: "cau-san", main: library.text(of: "readyList", values))
    }

    /// "bản 3, chị Hạnh sửa 12/11/2026".
    private func about(_ answer: ReadyAnswer, _ clock: ClockWords) -> String {
        "bản \(answer.version), \(answer.changedBy) sửa \(clock.dayAndYear(answer.changedAt))"
    }

    private func readyForm(_ visit: Visit, id: Int64?, wrong: String? = nil) async throws -> Answer {
        let officer = try officer(of: visit)
        var known: ReadyAnswer?
        if let id {
            known = try await store.readyAnswer(id, by: officer)
            if known == nil { throw Refusal(.notFound) }
        }
        let clock = ClockWords(now: visit.now)
        let heading = known == nil ? "Thêm câu sẵn" : "Sửa câu sẵn"
        var values: Values = [
            "action": id.map { "/cau-san/\($0)" } ?? "/cau-san/moi", "heading": heading,
            "code": visit.formCode, "example": "{{giờ}}",
            "title": visit.form["ten"] ?? known?.title ?? "", "body": visit.form["nd"] ?? known?.body ?? "",
            "errors": errors(wrong.map { [("ten", $0)] } ?? []), "old": false, "previews": false, "communes": false,
        ]
        if known == nil, officer.profile.communes.count > 1 {
            let communes = officer.profile.communes.compactMap { commune($0) }
            values["communes"] =
                [
                    "list": communes.map {
                        ["value": $0.id.rawValue, "label": $0.name, "chosen": $0.id.rawValue == visit.form["xa"]]
                            as Values
                    }
                ] as Values
        }
        if let known, let id {
            let preview = AnswerPreview(
                known.body, code: "0000", on: channels.values.first { $0.commune == known.commune })
            values["previews"] =
                [
                    "list": preview.forms.map { form in
                        [
                            "label": (form.spelling == .bare ? "Không dấu" : "Có dấu")
                                + (form.cost.map { " · \($0)" } ?? ""),
                            "text": form.text,
                        ] as Values
                    }
                ] as Values
            let versions = try await store.readyAnswerVersions(id, by: officer).filter { $0.version != known.version }
            values["old"] =
                [
                    "id": String(id),
                    "list": versions.map {
                        [
                            "about": "bản \($0.version), \($0.changedBy) sửa \(clock.dayAndYear($0.changedAt))",
                            "body": $0.body,
                        ] as Values
                    },
                ] as Values
        }
        return page(
            visit, title: heading, isWrong: wrong != nil, page: "cau-san",
            main: library.text(of: "readyForm", values))
    }

    private func saveReady(_ visit: Visit, id: Int64?) async throws -> Answer {
        let officer = try officer(of: visit)
        let known: ReadyAnswer? = if let id { try await store.readyAnswer(id, by: officer) } else { nil }
        guard
            let commune = known?.commune ?? visit.form["xa"].map(CommuneID.init(rawValue:))
                ?? officer.profile.communes.first,
            id == nil || known != nil
        else { throw Refusal(.notFound) }
        let draft = ReadyAnswerDraft(
            id: id, commune: commune, topic: known?.topic, title: visit.typed("ten"), body: visit.typed("nd"))
        guard try await store.saveReadyAnswer(draft, by: officer, now: visit.now) != nil else {
            return try await readyForm(visit, id: id, wrong: "Điền tên câu và nội dung")
        }
        return .seeOther("/cau-san?xong=luu")
    }

    /// What the answer box offers: found ones, or those that this officer takes most often.
    func picks(_ query: String?, for row: MatterRow, officer: Officer, clock: ClockWords) async throws -> Values {
        guard let commune = commune(of: row) else { return [:] }
        let answers = try await store.readyAnswers(
            matching: query, of: commune.id, limit: query == nil ? 6 : limits.readyAnswers, by: officer)
        return [
            "picks": answers.map { answer in
                ["id": String(answer.id), "title": answer.title, "body": answer.body, "about": about(answer, clock)]
                    as Values
            },
            "noPicks": given(
                !answers.isEmpty
                    ? nil
                    : query.map { "Chưa có câu nào có chữ “\($0)”. Thử ít chữ hơn." }
                        ?? "Chưa có câu sẵn nào. Thêm ở trang Trả lời sẵn."),
        ]
    }
}
