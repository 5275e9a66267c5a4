import CheckedYAML
import Conversations
import Foundation
import PublicServices

/// One line of a dossier table, read with all its faults.
struct DossierRow {
    let line: DelimitedText.Line
    let header: Header
    let file: String
    let rules: DossierRules
    private(set) var problems: [FileProblem] = []

    init(line: DelimitedText.Line, header: Header, file: String, rules: DossierRules) {
        self.line = line
        self.header = header
        self.file = file
        self.rules = rules
    }

    /// The dossier, or nil when a field cannot be read; then ``problems`` says which.
    mutating func dossier() -> Dossier? {
        let code = code()
        let name = required(.procedureName)
        let state = state()
        let dossier = code.flatMap { code in
            name.flatMap { name in
                state.map { Dossier(code: code, procedureName: name, state: $0) }
            }
        }
        let procedureCode = procedureCode()
        let (received, promised) = (day(.receivedOn), day(.promisedOn))
        let (finished, newDate) = (day(.finishedOn), day(.newDate))
        let phone = phone()
        if let received, let promised, promised < received {
            add(.promisedOn, "the promised day lies before the day of reception", mend: "correct one of the two")
        }
        guard var dossier, problems.isEmpty else { return nil }
        dossier.procedureCode = procedureCode
        dossier.localState = field(.state)
        dossier.receivedOn = received
        dossier.promisedOn = promised
        dossier.finishedOn = finished
        dossier.reason = field(.reason)
        dossier.newDate = newDate
        dossier.phone = phone
        return dossier
    }

    /// A fault of this line; the value is shown only where it is nobody's personal data.
    func problem(_ column: DossierColumn, _ what: String, mend: String) -> FileProblem {
        FileProblem(file: file, line: line.number, entry: column.names[0], what: what, mend: mend)
    }

    private mutating func add(_ column: DossierColumn, _ what: String, mend: String) {
        problems.append(problem(column, what, mend: mend))
    }

    private func field(_ column: DossierColumn) -> String? {
        guard let place = header.places[column], line.fields.indices.contains(place), !line.fields[place].isEmpty
        else { return nil }
        return line.fields[place].precomposedStringWithCanonicalMapping
    }

    private mutating func required(_ column: DossierColumn) -> String? {
        if let text = field(column) { return text }
        add(column, "the field is empty", mend: "fill it in")
        return nil
    }

    private mutating func code() -> DossierCode? {
        guard let text = required(.code) else { return nil }
        guard let code = DossierCode(text) ?? rules.shortCode(in: text) else {
            add(.code, "\"\(text)\" is no dossier code", mend: "write it as on the receipt: 000.00.53.H48-220921-0099")
            return nil
        }
        guard rules.accepts(code) else {
            add(
                .code, "codes of \(code.issuer) are not looked up here",
                mend: "add \(code.issuer) to issuers in dossier-states.yaml, or take the line out")
            return nil
        }
        return code
    }

    private mutating func state() -> DossierState? {
        guard let text = required(.state) else { return nil }
        if let state = rules.state(text) { return state }
        add(
            .state, "the state \"\(text)\" is not known",
            mend: "add it to local_states in dossier-states.yaml, with its number in the national catalogue")
        return nil
    }

    private mutating func procedureCode() -> ProcedureCode? {
        guard let text = field(.procedureCode) else { return nil }
        // Agencies print a tail behind the national code: 1.001193.000.00.00.H48.
        if let code = ProcedureCode(checking: String(text.prefix(8))) { return code }
        add(.procedureCode, "\"\(text)\" is no procedure code", mend: "write it like 1.001193, or leave it empty")
        return nil
    }

    /// `30/11/2026` or `2026-11-30`, also with a time behind it, which is not used.
    private mutating func day(_ column: DossierColumn) -> CalendarDay? {
        guard let text = field(column) else { return nil }
        if let match = text.wholeMatch(of: /([0-9]{1,2})[\/.\-]([0-9]{1,2})[\/.\-]([0-9]{4})([ T].*)?/),
            let day = Int(match.1), let month = Int(match.2), let year = Int(match.3),
            let value = CalendarDay(year: year, month: month, day: day)
        {
            return value
        }
        if let match = text.wholeMatch(of: /([0-9]{4}-[0-9]{2}-[0-9]{2})([ T].*)?/),
            let value = CalendarDay(String(match.1))
        {
            return value
        }
        add(column, "\"\(text)\" is no day of the calendar", mend: "write day/month/year, such as 30/11/2026")
        return nil
    }

    private mutating func phone() -> String? {
        guard let text = field(.phone) else { return nil }
        if let phone = PhoneNumber(text) { return phone.e164 }
        add(
            .phone, "it is no Vietnamese phone number",
            mend: "format the column as text so that the 0 in front stays, or leave the field empty")
        return nil
    }
}
