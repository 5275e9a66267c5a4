import Evaluation
import Foundation

/// What a villager sends, and what goes wrong with it on the way.
extension PersonaTalk {
    /// The first question, with what goes wrong with it.
    mutating func open(_ want: PersonaWant) async throws -> [String] {
        var ask = turn(.ask, filled(want.wording, want))
        if persona.isPolite { ask.before = phrases.text("court", persona.dialect, random.next(below: 3)) }
        if persona.isPolite, random.next(below: 3) == 0 {
            ask.after = phrases.text("tail", persona.dialect, random.next(below: 3))
        }
        if persona.faults.contains(.lostPart) {
            ask.before = phrases.text("story", persona.dialect, random.next(below: 3)) + ask.before
            ask.lost = random.next(below: 2) == 0 ? .first : .last
        } else if persona.isWordy {
            ask.before = phrases.text("story", persona.dialect, random.next(below: 3)) + ask.before
        }
        if persona.faults.contains(.reorder) {
            var hello = turn(.hello, phrases.text("hello", persona.dialect, random.next(below: 4)))
            hello.late = 2
            let first = try await say(ask)
            return try await first + say(hello)
        }
        guard persona.faults.contains(.late) else {
            // Some only say hello and wait.
            if persona.isPolite, random.next(below: 8) == 0 {
                _ = try await say(turn(.hello, phrases.text("hello", persona.dialect, random.next(below: 4))))
                answers = []
            }
            return try await say(ask)
        }
        var late = ask
        (late.late, late.minute) = (180, minute + 180)
        if random.next(below: 2) == 0 { return try await say(late) }
        // They ask again meanwhile, and the first question comes when it is answered.
        let came = try await say(ask)
        _ = try await say(late)
        return came
    }

    mutating func followUp(_ want: PersonaWant) -> PersonaTurn {
        let short = want.wording + "+"
        let isShort = !phrases.all(short, persona.dialect).isEmpty && random.next(below: 100) < 80
        return turn(.ask, isShort ? phrases.text(short, persona.dialect, wording) : filled(want.wording, want))
    }

    func filled(_ wording: String, _ want: PersonaWant) -> String {
        phrases.text(wording, persona.dialect, self.wording).replacing("{v}", with: want.filling)
            .replacing("{c}", with: want.filling)
    }

    mutating func turn(_ role: PersonaTurn.Role, _ core: String) -> PersonaTurn {
        minute += 1
        var turn = PersonaTurn(role: role, core: core, seed: random.next(), minute: minute)
        if role != .officer, role != .code { turn.noises = persona.spelling.noises }
        if role != .officer, persona.faults.contains(.duplicate), random.next(below: 2) == 0 {
            turn.copies = 2 + random.next(below: 2)
        }
        return turn
    }

    /// Sends a message; what came, without what the phone's own answers led to.
    mutating func say(_ turn: PersonaTurn) async throws -> [String] {
        minute = max(minute, turn.minute)
        let came = try await gateway.deliver(turn, of: villager, number: turns.count)
        turns.append(turn)
        answers += came.texts
        hasMatter = hasMatter || came.openedMatter
        if came.isRefused { fail(.refused, at: turns.count - 1, with: []) }
        if turn.copies > 1, Set(came.texts).count < came.texts.count {
            fail(.answeredTwice, at: turns.count - 1, with: came.texts)
        }
        if persona.faults.contains(.autoReply), !turn.role.isAutomatic, turn.role != .officer, !came.texts.isEmpty {
            try await answerByItself()
        }
        return came.texts
    }

    /// The phone answers each answer by itself.
    private mutating func answerByItself() async throws {
        let text = phrases.text("away", persona.dialect, Int(persona.patience))
        for _ in 0..<Self.loop {
            let turn = PersonaTurn(role: .autoReply, core: text, minute: minute)
            let came = try await gateway.deliver(turn, of: villager, number: turns.count)
            turns.append(turn)
            if came.texts.isEmpty { return }
        }
        fail(.machineLoop, at: turns.count - 1, with: [])
    }
}
