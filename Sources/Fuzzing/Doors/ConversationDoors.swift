import Content
import Conversations
import Foundation
import Gateway
import PublicServices
import Storage
import VietnameseText

extension OutgoingMessage {
    /// What it costs as an SMS.
    var segments: Int { SMSEncoding.size(of: text).segments }
}

/// Makes conversations out of those of the corpus.
struct ConversationMaker {
    var corpus: Corpus
    var texts: TextMaker

    func lines(_ luck: inout Luck) -> [FuzzLine] {
        var lines = luck.pick(corpus.conversations, or: []).map { FuzzLine(text: $0, wait: 10) }
        for _ in 0..<luck.within(0...6) {
            let place = luck.below(lines.count + 1)
            switch luck.below(6) {
            case 0 where place < lines.count: lines.remove(at: place)
            case 1 where place < lines.count: lines[place].text = texts.mutated(lines[place].text, &luck)
            case 2 where place < lines.count:
                lines.insert(contentsOf: Array(repeating: lines[place], count: luck.within(1...6)), at: place)
            case 3:
                lines.insert(
                    contentsOf: luck.pick(corpus.conversations, or: []).map { FuzzLine(text: $0, wait: 10) }, at: place)
            case 4:
                lines.insert(
                    FuzzLine(text: "", wait: 3, kind: luck.pick(MessageKind.allCases, or: .image).rawValue), at: place)
            default: lines.insert(FuzzLine(text: texts.text(&luck), wait: 10), at: place)
            }
        }
        for place in lines.indices {
            lines[place].wait = luck.pick([0, 0.5, 1, 6, 11, 60, 600, 4000, 90_000, -30], or: 10)
        }
        return Array(lines.prefix(20))
    }
}

/// A conversation through one dialogue alone, with a clock that moves.
struct ConversationDoor: Door {
    var lines: ConversationMaker
    var shared: SharedContent

    func input(_ luck: inout Luck, index: Int) -> FuzzInput { .conversation(lines.lines(&luck)) }

    private func fetched(_ need: Need, for message: VillagerMessage) -> Fetched {
        let isEven = message.text.utf8.count % 2 == 0
        switch need {
        case .dossier:
            return .dossier(
                DossierResult(finding: isEven ? .unknown : .unavailable, sender: message.sender, mayTry: true))
        case .matter: return .matter(isEven ? .answered : .unknown)
        case .answerCode: return .answerCode(isEven ? Date(timeIntervalSince1970: 0) : nil)
        case .link: return .link(isEven ? .linked : .refused)
        }
    }

    func play(_ input: FuzzInput, index: Int) async throws -> [Violation] {
        guard case .conversation(let lines) = input else { return [] }
        guard let dialogue = try shared.loaded().dialogues["dak-ha"] else { return [] }
        var violations: [Violation] = []
        var state = DialogueState()
        var now = Template.start
        var answer = ""
        for line in lines {
            now.addTimeInterval(line.wait)
            let kind = line.kind.flatMap(MessageKind.init(rawValue:)) ?? .text
            // As the door cleans it.
            let text = InboundMessage(
                channel: "kannel", providerID: "", sender: "",
                text: line.text.replacingOccurrences(of: "{{answer}}", with: answer), sentAt: nil
            ).text
            let message = VillagerMessage(text: text, spelling: .asWritten, kind: kind, sender: "+84901234567")
            var turn = dialogue.turn(message, state: state, now: now)
            if let need = turn.need {
                turn = dialogue.resume(turn, with: fetched(need, for: message), now: now)
                if turn.need != nil { violations.append(Violation(.handled, "a turn asks again what it was told")) }
            }
            for reply in turn.replies {
                violations += ShownText.answerViolations(reply.text, on: .sms, in: "the answer \(reply.template)")
                violations += ShownText.violations(reply.text, in: "the answer \(reply.template)")
            }
            if let alert = turn.alert {
                violations += ShownText.answerViolations(alert.text, on: .sms, in: "the alert")
                violations += ShownText.violations(alert.text, in: "the alert")
            }
            let cost = turn.replies.map { SMSEncoding.size(of: $0.text).segments }.reduce(0, +)
            if cost > Bounds.segments { violations.append(Violation(.segments, "one turn costs \(cost) segments")) }
            state = turn.state
            answer = turn.replies.last?.text ?? answer
        }
        return violations
    }
}

/// The same through the store, with the answers sent back at the end.
struct StorageDoor: Door {
    var lines: ConversationMaker
    var shared: SharedContent

    func input(_ luck: inout Luck, index: Int) -> FuzzInput { .conversation(lines.lines(&luck)) }

    func prepare(at index: Int) throws { try shared.prepareGateway(at: index) }

    func play(_ input: FuzzInput, index: Int) async throws -> [Violation] {
        guard case .conversation(let lines) = input else { return [] }
        let gateway = try shared.prepared()
        let sender = Template.values(text: "", index: index)["phone"] ?? ""
        var violations: [Violation] = []
        var answer = ""
        for (number, line) in lines.enumerated() {
            gateway.wait(max(0, line.wait))
            let text = line.text.replacingOccurrences(of: "{{answer}}", with: answer)
            let kind = line.kind.flatMap(MessageKind.init(rawValue:)) ?? .text
            let told = try await receive(
                text, kind, from: sender, id: "\(index)-\(number)-\(gateway.executions)", gateway, &violations)
            answer = told.last ?? answer
        }
        var rounds = 0
        while rounds < Bounds.echoes {
            gateway.wait(6)
            let told = try await receive(
                answer, .text, from: sender, id: "\(index)-e\(rounds)-\(gateway.executions)", gateway, &violations)
            guard let last = told.last else { break }
            answer = last
            rounds += 1
        }
        if rounds == Bounds.echoes { violations.append(Violation(.echo, "our own answers are answered without end")) }
        return violations
    }

    /// Takes one message in and gives back what its sender is told.
    private func receive(
        _ text: String, _ kind: MessageKind, from sender: String, id: String, _ gateway: FuzzGateway,
        _ violations: inout [Violation]
    ) async throws -> [String] {
        let before = try gateway.marks()
        let message = InboundMessage(
            channel: "kannel", providerID: id, sender: sender, text: text, sentAt: gateway.now, kind: kind)
        _ = try await gateway.assembly.store.receive([.message(message)], at: gateway.now)
        violations += try gateway.missing(message, since: before)
        violations += try await gateway.handled(since: before)
        return gateway.lastSent(to: sender)
    }
}
