import Simulation

/// What arrives at phones, as a terminal shows it.
enum Shown {
    static func answer(_ message: Delivered, on channel: BenchChannel?, to own: String) -> String {
        let whose = message.to == own ? message.from : "\(message.from) → \(message.to)"
        let head = ["←", whose, "[\(channel?.cost(of: message.text) ?? message.channel)]"].filter { !$0.isEmpty }
        let buttons = message.buttons.enumerated().map { "\n  [nút \($0 + 1)] \($1.title)" }.joined()
        return head.joined(separator: " ") + "\n  " + message.text.replacing("\n", with: "\n  ") + buttons
    }
}
