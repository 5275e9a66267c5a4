/// Looks for the shortest script that still fails: fewer messages, no faults, plain spelling, no courtesy.
struct PersonaShrinking {
    /// Scripts that are tried for one failure at most.
    private static let mostTries = 60

    /// Whether a script fails as the one that it was made of.
    let fails: (PersonaScript) async throws -> Bool

    func shortest(of script: PersonaScript) async throws -> PersonaScript {
        var best = script
        var left = Self.mostTries
        var found = true
        while found, left > 0 {
            found = false
            for candidate in Self.candidates(of: best)
            where candidate.size < best.size && candidate.namesItsSubject == script.namesItsSubject {
                guard left > 0 else { break }
                left -= 1
                guard try await fails(candidate) else { continue }
                best = candidate
                found = true
                break
            }
        }
        return best
    }

    /// Scripts with less in them, the shortest first: most failures are those of one message.
    static func candidates(of script: PersonaScript) -> [PersonaScript] {
        var list = [script.plain.alone, script.alone, script.plain]
        if script.losesReceipts {
            var other = script
            other.losesReceipts = false
            list.append(other)
        }
        for place in script.turns.indices {
            if place != script.judged { list.append(script.without(place)) }
            for easing in PersonaTurn.easings {
                var other = script
                easing(&other.turns[place])
                if other.turns[place].burden < script.turns[place].burden { list.append(other) }
            }
        }
        return list
    }
}

extension PersonaTurn {
    /// Each takes one thing away.
    fileprivate static let easings: [@Sendable (inout PersonaTurn) -> Void] = [
        { $0.noises = [] }, { $0.noises = Array($0.noises.dropLast()) }, { $0.before = "" }, { $0.after = "" },
        {
            $0.minute -= $0.late
            $0.late = 0
        }, { $0.copies = 1 }, { $0.lost = nil },
    ]
}

extension PersonaScript {
    /// The message of whose answers the failure is, and nothing else.
    fileprivate var alone: PersonaScript {
        var other = self
        (other.turns, other.judged) = ([turns[judged]], 0)
        return other
    }

    /// Every message as it was meant.
    fileprivate var plain: PersonaScript {
        var other = self
        for place in turns.indices { for easing in PersonaTurn.easings { easing(&other.turns[place]) } }
        other.losesReceipts = false
        return other
    }

    fileprivate func without(_ place: Int) -> PersonaScript {
        var other = self
        other.turns.remove(at: place)
        if place < judged { other.judged -= 1 }
        return other
    }

    /// The first words of answers, without numbers: those of matters differ from run to run.
    static func heard(_ texts: [String], _ signs: PersonaSigns) -> String {
        let first = texts.first { !PersonaWords($0).contains(signs.privacyNotice) } ?? ""
        let words = PersonaWords(first).text.split(separator: " ").filter { !$0.allSatisfy(\.isNumber) }
        return words.prefix(heardWords).joined(separator: " ")
    }

    private static let heardWords = 5
}

extension PersonaScript {
    /// Plays it to a new villager; whether it fails in the same way.
    func fails(on gateway: PersonaGateway, reader: PersonaReader) async throws -> Bool {
        let villager = try await gateway.newVillager(
            on: phone, start: start, losesReceipts: losesReceipts, dossier: want.dossier)
        var all: [String] = []
        var last: [String] = []
        var hasMatter = false
        var loops = 0
        for (number, turn) in turns.enumerated() {
            let came = try await gateway.deliver(turn, of: villager, number: number)
            if number == judged { last = [] }
            switch failure {
            case .refused where came.isRefused && number == judged: return true
            case .answeredTwice where number == judged: return Set(came.texts).count < came.texts.count
            case .reactionAnswered where number == judged: return !came.texts.isEmpty
            case .officerUnheard where number == judged:
                return !came.texts.contains { PersonaWords($0).contains(turn.core) }
            case .machineLoop where turn.role == .autoReply:
                loops = came.texts.isEmpty ? 0 : loops + 1
                if loops >= PersonaTalk.loop { return true }
            default: break
            }
            hasMatter = hasMatter || came.openedMatter
            guard !turn.role.isAutomatic else { continue }
            all += came.texts
            last += came.texts
        }
        switch failure {
        case .sentTwice:
            return try await !gateway.wait(until: (turns.map(\.minute).max() ?? 0) + 180, villager).isEmpty
        case .refused, .answeredTwice, .reactionAnswered, .officerUnheard, .machineLoop: return false
        default:
            let hearing = reader.hear(last, all: all, for: want, hasMatter: hasMatter)
            guard hearing != .got, PersonaFailure(hearing) == failure else { return false }
            return Self.heard(last, reader.signs) == heard
        }
    }
}
