import Conversations
import Foundation
import PublicServices
import VietnameseText

/// The JSON of `GET …/dossiers/CODE`, as docs/dossiers.md lays it down.
package struct PortalDossier: Codable, Sendable, Equatable {
    package var code: String
    package var procedureCode: String?
    package var procedureName: String
    /// A national number, an official name, or a name of the commune's `local_states`.
    package var state: String
    package var receivedOn: String?
    package var promisedOn: String?
    package var finishedOn: String?
    package var reason: String?
    package var newDate: String?
    package var phone: String?

    enum CodingKeys: String, CodingKey {
        case code, state, reason, phone
        case procedureCode = "procedure_code"
        case procedureName = "procedure_name"
        case receivedOn = "received_on"
        case promisedOn = "promised_on"
        case finishedOn = "finished_on"
        case newDate = "new_date"
    }

    package init(
        code: String, procedureName: String, state: String, promisedOn: String? = nil, reason: String? = nil,
        newDate: String? = nil, phone: String? = nil
    ) {
        self.code = code
        self.procedureName = procedureName
        self.state = state
        self.promisedOn = promisedOn
        self.reason = reason
        self.newDate = newDate
        self.phone = phone
    }
}

extension PortalDossier {
    /// Why an answer of the portal cannot be used; names the field, never its value.
    struct Fault: Error, Equatable { var field: String }

    /// The dossier that it means; whatever cannot be read makes the whole answer unusable.
    func dossier(asked: DossierCode, rules: DossierRules) throws(Fault) -> Dossier {
        guard DossierCode(code) == asked else { throw Fault(field: "code") }
        guard let state = rules.state(state) else { throw Fault(field: "state") }
        return Dossier(
            code: asked, procedureCode: procedureCode.flatMap { ProcedureCode(checking: $0) },
            procedureName: Self.fit(procedureName), state: state, localState: VisibleText.line(self.state, limit: 200),
            receivedOn: try Self.day(receivedOn, "received_on"),
            promisedOn: try Self.day(promisedOn, "promised_on"),
            finishedOn: try Self.day(finishedOn, "finished_on"), reason: reason.map(Self.fit),
            newDate: try Self.day(newDate, "new_date"), phone: try phoneNumber())
    }

    /// The longest text of a portal that a villager is told, in characters.
    private static let longestText = 300

    /// A text that goes on to villagers: without controls, and without links that are not the state's.
    private static func fit(_ text: String) -> String {
        AllowedLinks.withoutForeignLinks(String(VisibleText.message(text).prefix(longestText)))
    }

    private static func day(_ text: String?, _ field: String) throws(Fault) -> CalendarDay? {
        guard let text, !text.isEmpty else { return nil }
        guard let day = CalendarDay(text) else { throw Fault(field: field) }
        return day
    }

    private func phoneNumber() throws(Fault) -> String? {
        guard let phone, !phone.isEmpty else { return nil }
        guard let number = PhoneNumber(phone) else { throw Fault(field: "phone") }
        return number.e164
    }
}
