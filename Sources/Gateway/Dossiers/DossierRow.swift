import Conversations
import Foundation
import PublicServices
import VietnameseText

/// One line of a dossier table, read with all its faults.
struct DossierRow {
    /// With its fields as they are meant, see ``cleaned(_:)``.
    let line: DelimitedText.Line
    let header: Header
    let rules: DossierRules
    /// The commune's, to warn of promises on days when it is closed.
    let calendar: OfficeCalendar?
    private(set) var problems: [DossierRemark] = []
    /// What keeps nothing from being taken.
    private(set) var warnings: [DossierRemark] = []

    init(
        line: DelimitedText.Line, header: Header, rules: DossierRules, calendar: OfficeCalendar? = nil
    ) {
        self.line = line
        self.calendar = calendar
        self.header = header
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
        let (received, promised) = (day(.receivedOn), promisedDay(.promisedOn))
        let (finished, newDate) = (day(.finishedOn), promisedDay(.newDate))
        let phone = phone()
        if let received, let promised, promised < received {
            add(.promisedOn, .promisedBeforeReceived)
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

    /// What is said of this line; a value is shown only where it is nobody's personal data.
    func remark(_ column: DossierColumn, _ kind: DossierRemark.Kind) -> DossierRemark {
        DossierRemark(line: line.number, column: column.names[0], kind: kind)
    }

    private mutating func add(_ column: DossierColumn, _ kind: DossierRemark.Kind) {
        problems.append(remark(column, kind))
    }

    /// Whether the line is no row of the table: a sum or a signature below it, or a title within it.
    var isNoDossier: Bool {
        guard field(.procedureName) == nil, field(.state) == nil else { return false }
        return field(.code).map { DossierCode($0) == nil && rules.shortCode(in: $0) == nil } ?? true
    }

    private func field(_ column: DossierColumn) -> String? {
        guard let place = header.places[column], line.fields.indices.contains(place) else { return nil }
        let field = line.fields[place]
        return field.isEmpty ? nil : field
    }

    /// A cell as it is meant: composed, free of signs that nobody sees, and without what makes a spreadsheet take a number
    /// for a text (`'0901234567`, `="0901234567"`).
    static func cleaned(_ field: String) -> String {
        var text = VisibleText.message(HiddenSigns.removed(from: field))
        if text.utf8.contains(where: { $0 > 0x7F }) { text = text.precomposedStringWithCanonicalMapping }
        text = trimmed(text)
        if text.hasPrefix("=\""), text.hasSuffix("\""), text.count > 2 { text = String(text.dropFirst(2).dropLast()) }
        if text.hasPrefix("'") { text.removeFirst() }
        return trimmed(text)
    }

    private static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }

    /// A cell in a sentence: one short line.
    private static func quoted(_ text: String) -> String { "\"" + VisibleText.line(text, limit: 80) + "\"" }

    private mutating func warn(_ column: DossierColumn, _ kind: DossierRemark.Kind) {
        warnings.append(remark(column, kind))
    }

    private mutating func required(_ column: DossierColumn) -> String? {
        if let text = field(column) { return text }
        add(column, .emptyField)
        return nil
    }

    private mutating func code() -> DossierCode? {
        guard let text = required(.code) else { return nil }
        guard let code = DossierCode(text) ?? rules.shortCode(in: text) else {
            add(.code, .noCode(Self.quoted(text)))
            return nil
        }
        guard rules.accepts(code) else {
            add(.code, .foreignCode(code.issuer))
            return nil
        }
        return code
    }

    private mutating func state() -> DossierState? {
        guard let text = required(.state) else { return nil }
        if let state = rules.state(text) { return state }
        add(.state, .unknownState(Self.quoted(text)))
        return nil
    }

    private mutating func procedureCode() -> ProcedureCode? {
        guard let text = field(.procedureCode) else { return nil }
        // Agencies print a tail behind the national code: 1.001193.000.00.00.H48.
        if let code = ProcedureCode(checking: String(text.prefix(8))) { return code }
        add(.procedureCode, .noProcedureCode(Self.quoted(text)))
        return nil
    }

    private mutating func day(_ column: DossierColumn) -> CalendarDay? {
        guard let text = field(column) else { return nil }
        switch SpreadsheetDay(HiddenSigns.plainNumber(text)) {
        case .day(let day): return day
        case .zero:
            add(column, .zeroDay(Self.quoted(text)))
        case .outside:
            add(column, .dayOutside(Self.quoted(text)))
        case .none:
            add(column, .noDay(Self.quoted(text)))
        }
        return nil
    }

    /// The day on which a villager is told to come: taken as it is, for it was promised, but a closed day is warned of.
    private mutating func promisedDay(_ column: DossierColumn) -> CalendarDay? {
        guard let day = day(column) else { return nil }
        if let calendar, calendar.periods(on: day).isEmpty {
            warn(column, .closed(day))
        }
        return day
    }

    /// The phone whose owner is told without questions.
    ///
    /// Where a cell holds none or several the row is taken without that
    /// right, since a wrong phone would tell a stranger; what the register knows already stays.
    private mutating func phone() -> String? {
        guard let text = field(.phone) else { return nil }
        switch PhoneCell(text) {
        case .none: return nil
        case .one(let phone): return phone.e164
        case .several:
            warn(.phone, .severalPhones)
        case .foreign:
            warn(.phone, .foreignPhone)
        case .cutOff:
            warn(.phone, .cutOffPhone)
        case .other:
            warn(.phone, .noPhone)
        }
        return nil
    }
}
