/// The arguments of `escalations answer`, in an order in which a text is never taken for options.
///
/// Officers write lists: "- Giấy khai sinh; - …" begins like an option, and a parser of arguments would print its help,
/// send nothing and end as if all were well.
package enum AnswerArguments {
    /// The options of the command that take a value, and those that take none.
    private static let valued: Set<String> = ["--by", "--config"]
    private static let flags: Set<String> = ["--long", "--restricted", "--help", "-h"]

    /// The same arguments with everything that is a text behind `--`; those of other commands are left alone.
    package static func arranged(_ arguments: [String]) -> [String] {
        guard arguments.starts(with: ["escalations", "answer"]) else { return arguments }
        var options = ["escalations", "answer"]
        var texts: [String] = []
        var rest = arguments.dropFirst(2)
        while let argument = rest.popFirst() {
            if argument == "--" {
                texts += rest
                break
            }
            if valued.contains(argument) {
                options.append(argument)
                if let value = rest.popFirst() { options.append(value) }
            } else if isOption(argument) {
                options.append(argument)
            } else {
                texts.append(argument)
            }
        }
        return texts.isEmpty ? options : options + ["--"] + texts
    }

    /// Whether an argument is an option, or one that was misspelled: better refused than sent to a villager.
    private static func isOption(_ argument: String) -> Bool {
        if flags.contains(argument) { return true }
        guard argument.hasPrefix("--") else { return false }
        let name = argument.dropFirst(2).prefix { $0 != "=" }
        return !name.isEmpty && name.utf8.allSatisfy { $0 == 0x2D || (0x61...0x7A).contains($0) } && name != "-"
    }
}
