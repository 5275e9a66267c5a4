#if DEBUG
import Foundation
#endif

/// The pages, which go into the program, for an installation is one file; each file of this folder holds one or a few.
enum Templates {
    static let all: [String: String] = [
        "layout": layout, "gate": gate, "message": message, "errors": errors, "signin": signin, "oneTime": oneTime,
        "sendAgain": sendAgain,
        "queue": queue, "queueRows": queueRows, "siren": siren, "matter": matter, "question": question,
        "threadPart": threadPart, "bubble": bubble, "sendCheck": sendCheck, "collision": collision,
        "handOver": handOver,
        "picks": picks, "older": older, "today": today, "export": export, "keys": keys, "readyList": readyList,
        "readyForm": readyForm,
        "account": account,
        "password": password, "factor": factor, "record": record, "officeCalendar": officeCalendar, "snooze": snooze,
        "note": note, "close": close, "call": call, "numbers": numbers, "search": search, "people": people,
        "person": person, "personForm": personForm, "personLink": personLink,
        "report": report, "reportTable": reportTable, "reportBars": reportBars, "reportHours": reportHours,
        "groups": groups, "lesson": lesson, "facts": facts, "procedure": procedure, "factForm": factForm,
        "channels": channels, "dossiers": dossiers, "dossier": dossier, "dossierForm": dossierForm,
        "dossierTable": dossierTable, "dossierPreview": dossierPreview,
    ]

    #if DEBUG
    /// The templates as they stand in the source files now, while somebody works on them.
    ///
    /// CONSOLE_SOURCES names the folder Sources/Console; debug builds alone look there.
    static func fresh() -> [String: String]? { fresh(in: "Templates") }

    static func fresh(in folder: String) -> [String: String]? {
        guard let sources = ProcessInfo.processInfo.environment["CONSOLE_SOURCES"],
            let names = try? FileManager.default.contentsOfDirectory(atPath: sources + "/" + folder)
        else { return nil }
        var texts: [String: String] = [:]
        for name in names where name.hasSuffix(".swift") {
            let text = (try? String(contentsOfFile: "\(sources)/\(folder)/\(name)", encoding: .utf8)) ?? ""
            for match in text.matches(of: /static let ([A-Za-z]+) = #"""\n((?s:.*?))\n *"""#/) {
                let lines = match.2.split(separator: "\n", omittingEmptySubsequences: false)
                texts[String(match.1)] = lines.map { $0.hasPrefix("        ") ? $0.dropFirst(8) : $0 }
                    .joined(separator: "\n")
            }
        }
        return texts
    }
    #endif
}
