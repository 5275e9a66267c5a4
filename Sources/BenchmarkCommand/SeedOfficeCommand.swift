import ArgumentParser
import Conversations
import Foundation
import Gateway
import PublicServices
import Storage

/// Fills a database with what officers see: conversations of a year, of which a tenth asked for staff.
struct SeedOfficeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seed-office", abstract: "Fills an empty database with a year of conversations and matters.",
        discussion: """
            Each conversation has a question and its answer; in every tenth the villager asks for staff too, and all of these
            matters but the newest were answered by the officer --login, who must be there. Villager 0 wrote --long messages.
            All messages are read for search and sums, as the gateway does.
            """)

    @Option var config: String
    @Option var channel = "zalo"
    @Option(help: "A file with one question on each line.") var texts: String
    @Option(help: "Who answered.") var login: String
    @Option(help: "Conversations that it then holds.") var to: Int
    @Option(help: "Matters that wait in the end.") var waiting = 500
    @Option(help: "Messages of the longest conversation.") var long = 1000
    @Option(help: "Days over which all is spread; the last is yesterday.") var days = 365

    private static let wish = "cho tôi gặp cán bộ, nhà tôi có việc muốn hỏi"
    private static let answer = "Chào bà con. Mời bà con lên Một cửa xã trong giờ làm việc, mang theo căn cước."
    private static let units = ["one_stop", "police", "economy", nil]

    func run() async throws {
        let past = try PastConversations(settings: .load(path: config), channel: channel, texts: texts)
        guard
            let officer = try await past.store.officers(of: [past.dialogue.composer.commune.id]).first(where: {
                $0.profile.login == login
            })
        else {
            throw ValidationError("there is no officer \(login)")
        }
        let midnight = Date(timeIntervalSince1970: (Date().timeIntervalSince1970 / 86400).rounded(.down) * 86400)
        for day in 0..<days {
            // Nine in the morning in Vietnam.
            let now = midnight.addingTimeInterval(Double(day - days) * 86400 + 2 * 3600)
            try await fill(to * day / days..<to * (day + 1) / days, of: past, at: now)
            let isLast = day == days - 1
            try await answerAll(but: isLast ? waiting : 0, in: past, by: officer, at: now.addingTimeInterval(3600))
            if isLast { try await writeLong(in: past, at: now.addingTimeInterval(2 * 3600)) }
            while try await past.store.readSettled(now: now) > 0 {}
            try await past.store.checkpoint()
        }
        try past.store.close()
    }

    private func fill(_ numbers: Range<Int>, of past: PastConversations, at now: Date) async throws {
        guard !numbers.isEmpty else { return }
        let questions = past.questions
        let turns = questions.map { past.turn($0, at: now) }
        let wish = past.turn(Self.wish, at: now)
        try await past.add(
            numbers, at: now, text: { $0 % 10 == 0 ? Self.wish : questions[$0 % questions.count] },
            turn: { $0 % 10 == 0 ? wish : turns[$0 % turns.count] },
            effects: { number, turn in
                let replies = turn.replies.map(Effect.reply)
                guard number % 10 == 0 else { return replies }
                let matter = number / 10
                let escalation = NewEscalation(
                    reason: matter % 50 == 7 ? .denunciation : matter % 5 == 1 ? .feedback : .askedForStaff,
                    unit: Self.units[matter % Self.units.count], promisedBy: now.addingTimeInterval(7 * 3600))
                return [.escalate(escalation)] + replies
            })
        try await past.send(at: now, limit: 2000)
    }

    /// Answers what waits, all but so many.
    private func answerAll(but left: Int, in past: PastConversations, by officer: Officer, at now: Date) async throws {
        let store = past.store
        while true {
            let page = try await store.matters(.waiting, limit: 100, by: officer, now: now)
            let rows = page.rows.prefix(max(0, page.total - left))
            guard !rows.isEmpty else { return }
            try await withThrowingTaskGroup { group in
                for row in rows {
                    group.addTask {
                        guard let detail = try await store.matter(row.id, by: officer, now: now) else { return }
                        let new = NewAnswer(
                            matter: row.id, text: Self.answer + "\nKT \(detail.code)", typed: Self.answer,
                            code: detail.code, lastSeen: detail.lastMessage, formKey: "seeded-\(row.id)")
                        guard case .sent = try await store.answer(new, by: officer, now: now) else {
                            throw ValidationError("the matter \(row.id) was not answered")
                        }
                    }
                }
                try await group.waitForAll()
            }
            try await past.send(at: now.addingTimeInterval(60), limit: 2000)
        }
    }

    /// The longest conversation, with a matter that waits.
    private func writeLong(in past: PastConversations, at now: Date) async throws {
        let question = past.questions[0]
        let turn = past.turn(question, at: now)
        for number in 0..<long / 2 {
            try await past.add(
                0..<1, label: "long-\(number)", at: now.addingTimeInterval(Double(number)), text: { _ in question },
                turn: { _ in turn },
                effects: { _, turn in
                    let matter = NewEscalation(reason: .askedForStaff, unit: nil, promisedBy: nil)
                    return (number == 0 ? [.escalate(matter)] : []) + turn.replies.map(Effect.reply)
                })
        }
        try await past.send(at: now.addingTimeInterval(Double(long)), limit: 2000)
    }
}
