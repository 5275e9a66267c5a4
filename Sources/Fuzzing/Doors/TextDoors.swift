import Content
import Conversations
import Evaluation
import Foundation
import Gateway
import JSONText
import PublicServices
import VietnameseText

/// One text through the matcher, its explanation and the masking.
struct ExplainDoor: Door {
    var texts: TextMaker
    var shared: SharedContent

    func input(_ luck: inout Luck, index: Int) -> FuzzInput { .text(texts.text(&luck)) }

    func play(_ input: FuzzInput, index: Int) async throws -> [Violation] {
        guard case .text(let text) = input else { return [] }
        let content = try shared.loaded()
        let explanation = Explanation(text, matcher: content.matcher)
        var violations = ShownText.violations(explanation.text, in: "the explained text")
        violations += ShownText.lineViolations(explanation.text, in: "explain")
        if PersonalNumbers.masked(explanation.text) != explanation.text {
            violations.append(Violation(.masked, "masking a masked text changes it"))
        }
        for candidate in explanation.candidates
        where !(candidate.score.isFinite && (0...1.0001).contains(candidate.coverage)) {
            violations.append(
                Violation(.errors, "\(candidate.topic) has score \(candidate.score), coverage \(candidate.coverage)"))
        }
        for entity in explanation.entities {
            violations += ShownText.violations(entity.value, in: "an entity of kind \(entity.kind)")
        }
        _ = content.dialogues.place(
            VillagerMessage(text: text, spelling: .asWritten), state: DialogueState(), at: "dak-ha")
        return violations
    }
}

/// Bytes through our reader and writer of JSON.
struct JSONDoor: Door {
    var templates: [String]
    var json: JSONMutations

    func input(_ luck: inout Luck, index: Int) -> FuzzInput {
        .bytes(Bytes(json.body(luck.pick(templates), [:], &luck)))
    }

    func play(_ input: FuzzInput, index: Int) async throws -> [Violation] {
        guard case .bytes(let body) = input else { return [] }
        _ = JSON(body.bytes)?.text(at: "a", "b")
        guard let value = try? JSONText.decode(AnyJSON.self, from: body.bytes) else { return [] }
        let written = try JSONText.encode(value)
        guard let again = try? JSONText.decode(AnyJSON.self, from: written), again == value else {
            return [Violation(.errors, "what was written of it reads otherwise")]
        }
        return []
    }

    /// JSON of any shape, as a reader who knows none would keep it.
    private enum AnyJSON: Codable, Equatable {
        case null
        case bool(Bool)
        case integer(Int64)
        case number(Double)
        case string(String)
        case array([AnyJSON])
        case object([String: AnyJSON])

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            func read<Value: Decodable>(_ make: (Value) -> AnyJSON) -> AnyJSON? {
                (try? value.decode(Value.self)).map(make)
            }
            guard !value.decodeNil() else {
                self = .null
                return
            }
            let plain = read(AnyJSON.bool) ?? read(AnyJSON.integer) ?? read(AnyJSON.number) ?? read(AnyJSON.string)
            self = try plain ?? read(AnyJSON.array) ?? .object(value.decode([String: AnyJSON].self))
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .null: try container.encodeNil()
            case .bool(let value): try container.encode(value)
            case .integer(let value): try container.encode(value)
            case .number(let value): try container.encode(value)
            case .string(let value): try container.encode(value)
            case .array(let value): try container.encode(value)
            case .object(let value): try container.encode(value)
            }
        }
    }
}

/// Tables of dossiers as spreadsheets write them, read as the import reads them.
struct DossierDoor: Door {
    var tables: [String]
    var texts: TextMaker
    var shared: SharedContent

    func input(_ luck: inout Luck, index: Int) -> FuzzInput {
        var rows = luck.pick(tables).split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.split(separator: ";", omittingEmptySubsequences: false).map(String.init) }
        for _ in 0..<luck.within(1...5) where !rows.isEmpty {
            let row = luck.once(in: 4) ? 0 : luck.below(rows.count)
            let cell = luck.below(rows[row].count)
            switch luck.below(7) {
            case 0: rows[row].append(texts.text(&luck))
            case 1: rows.insert(rows[row], at: luck.below(rows.count + 1))
            case 2:
                rows.insert([luck.pick(["sep=;", "", "DANH SÁCH HỒ SƠ", "\u{1A}"])], at: luck.below(rows.count + 1))
            case 3 where !rows[row].isEmpty: rows[row].remove(at: cell)
            case 4: rows.remove(at: row)
            case 5 where rows.count > 1:
                // Up to some hundred kilobytes, whatever stands in the row.
                let most = 300_000 / (1 + rows[1].map(\.utf8.count).reduce(0, +))
                rows += Array(repeating: rows[1], count: min(most, luck.length(upTo: 2000)))
            default: if !rows[row].isEmpty { rows[row][cell] = texts.mutated(rows[row][cell], &luck) }
            }
        }
        let separator = luck.pick([";", ";", ",", "\t", "|"])
        let end = luck.pick(["\n", "\r\n", "\r", "\n\n"])
        let quotes = luck.once(in: 3)
        let table = rows.map { row in
            row.map { quotes ? "\"" + $0 + (luck.once(in: 20) ? "" : "\"") : $0 }.joined(separator: separator)
        }.joined(separator: end)
        return .bytes(
            Bytes(TextEncodings.bytes(table, in: luck.pick(["UTF-8", "UTF-8", "UTF-8", "UTF-16LE", "latin1"]), &luck)))
    }

    func play(_ input: FuzzInput, index: Int) async throws -> [Violation] {
        guard case .bytes(let table) = input else { return [] }
        let content = try shared.loaded()
        guard let rules = content.communes["dak-ha"]?.dossiers else { return [] }
        let file = FuzzGateway.temporary.appending(path: "dossiers-\(ProcessInfo.processInfo.processIdentifier).csv")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(table.bytes).write(to: file)
        guard let dossiers = try? DossierTable.load(path: file.path, rules: rules).dossiers else { return [] }
        return dossiers.compactMap { dossier in
            guard let phone = dossier.phone, !phone.hasPrefix("+") else { return nil }
            return Violation(.errors, "a phone was taken that is no number: \(phone.count) signs")
        }
    }
}
