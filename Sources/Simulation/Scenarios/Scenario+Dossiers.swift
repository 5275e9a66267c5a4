import CheckedYAML
import Conversations
import PublicServices

extension YAMLEntry {
    /// Dossiers as scenarios write them: `{code: …, name: …, state: 4, promised: 2026-11-27, phone: "0901234567"}`.
    func dossiers() throws(FileProblem) -> [Dossier] {
        var dossiers: [Dossier] = []
        for entry in try entries() { dossiers.append(try entry.dossier()) }
        return dossiers
    }

    private func dossier() throws(FileProblem) -> Dossier {
        try allow(keys: ScenarioKey.names(of: .dossier))
        let codeEntry = try entry("code")
        guard let code = DossierCode(try codeEntry.string()) else {
            throw codeEntry.problem("it is no dossier code", mend: "write it like H48-261120-0001")
        }
        let stateEntry = try entry("state")
        guard let state = DossierState(reading: try stateEntry.string()) else {
            throw stateEntry.problem("it is no state", mend: "write the number of the national catalogue, 1 to 10")
        }
        let phone = try optional("phone")?.string()
        return Dossier(
            code: code, procedureName: try entry("name").string(), state: state,
            promisedOn: try optional("promised")?.day(), finishedOn: try optional("finished")?.day(),
            reason: try optional("reason")?.string(), newDate: try optional("new_date")?.day(),
            phone: phone.flatMap { PhoneNumber($0)?.e164 })
    }
}
