import CheckedYAML
import Foundation
import Storage
import VietnameseText

/// Writes into a scenario file what came instead of what was expected; all other lines stay as they are.
package enum ScenarioUpdate {
    /// The file's new text, and the steps that could not be mended by it.
    ///
    /// - Parameter wholeTexts: whether replies are written down to the letter.
    package static func text(
        _ text: String, after played: [StepOutcome], wholeTexts: Bool = false
    ) -> (text: String, left: [String]) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var left: [String] = []
        // From the end, so that earlier line numbers stay right.
        for step in played.reversed() where wholeTexts || !step.differences.isEmpty {
            guard let line = step.step.line, line >= 1, line <= lines.count else { continue }
            let first = line - 1
            guard let indent = lines[first].firstIndex(of: "-").map({ lines[first][..<$0].count }),
                !lines[first].contains("{")
            else {
                left.append("line \(line): the step is written in one line; mend it by hand")
                continue
            }
            // A step of one line has no body yet.
            let place = (first + 1)..<(last(of: first, indent: indent, in: lines) + 1)
            var body = Array(lines[place])
            replace("expect", in: &body, by: expectation(of: step, indent: indent + 2, wholeTexts: wholeTexts))
            if step.step.escalated != nil {
                let reasons = step.opened
                let written = reasons.isEmpty ? "none" : reasons[0]
                replace("escalated", in: &body, by: ["\(pad(indent + 2))escalated: \(written)"])
                if reasons.count > 1 { left.append("line \(line): \(reasons.count) matters came, one can be expected") }
            }
            if step.step.decision != nil {
                if let decision = step.message?.decision {
                    replace("decision", in: &body, by: ["\(pad(indent + 2))decision: \(decision)"])
                } else {
                    left.append("line \(line): nothing was decided, so take away decision: by hand if that is right")
                }
            }
            if step.step.topic != nil {
                if let topic = step.best {
                    replace("topic", in: &body, by: ["\(pad(indent + 2))topic: \(topic)"])
                } else {
                    left.append("line \(line): no topic fits, so take away topic: by hand if that is right")
                }
            }
            if let most = step.step.segments, step.segments > most {
                replace("segments", in: &body, by: ["\(pad(indent + 2))segments: \(step.segments)"])
            }
            lines.replaceSubrange(place, with: body)
        }
        return (lines.joined(separator: "\n"), left)
    }

    private static func pad(_ count: Int) -> String { String(repeating: " ", count: count) }

    private static func indent(of line: String) -> Int { line.prefix { $0 == " " }.count }

    private static func isBlank(_ line: String) -> Bool {
        let text = line.trimmingCharacters(in: .whitespaces)
        return text.isEmpty || text.hasPrefix("#")
    }

    /// The last line of a step; comments before the next one belong to that.
    private static func last(of first: Int, indent: Int, in lines: [String]) -> Int {
        var last = first
        for index in (first + 1)..<max(lines.count, first + 1) where !isBlank(lines[index]) {
            guard self.indent(of: lines[index]) > indent else { break }
            last = index
        }
        return last
    }

    /// Puts lines in the place of a key and what stands under it; at the end where the key is not there.
    private static func replace(_ key: String, in body: inout [String], by new: [String]) {
        // A reply under `expect` has keys of the same names, further in.
        let outer = body.filter { !isBlank($0) }.map(indent).min() ?? 0
        let place = body.firstIndex { indent(of: $0) == outer && $0.dropFirst(outer).hasPrefix(key + ":") }
        guard let first = place else {
            body += new
            return
        }
        let own = indent(of: body[first])
        var end = first
        for index in (first + 1)..<max(body.count, first + 1) where !isBlank(body[index]) {
            // A list may also stand as far out as its key.
            let isItem = indent(of: body[index]) == own && body[index].dropFirst(own).hasPrefix("- ")
            guard isItem || indent(of: body[index]) > own else { break }
            end = index
        }
        body.replaceSubrange(first...end, with: new)
    }

    private static func expectation(of step: StepOutcome, indent: Int, wholeTexts: Bool) -> [String] {
        let old = step.step.expected
        let pairs: [(old: Scenario.Expectation?, reply: StoredMessage?)] =
            step.step.isPartial && !wholeTexts
            ? step.pairs.map { ($0.expected, $0.reply) }
            : step.replies.enumerated().map { ($0 < old.count ? old[$0] : nil, $1) }
        var lines = ["\(pad(indent))expect:"]
        for (old, reply) in pairs {
            guard let reply else { continue }
            var keys: [String] = []
            if let template = reply.template { keys.append("template: \(template)") }
            if wholeTexts || old?.text != nil {
                keys.append("text: \(YAMLEntry.quoted(reply.text))")
            } else {
                let kept = old?.contains.filter { reply.text.contains($0) } ?? []
                let parts =
                    kept.isEmpty && (old == nil || old?.contains.isEmpty == false)
                    ? [TalkRecord.demanded(of: reply.text)] : kept
                if !parts.isEmpty || reply.template == nil {
                    let written = (parts.isEmpty ? [TalkRecord.demanded(of: reply.text)] : parts).map(YAMLEntry.quoted)
                    keys.append("contains: [\(written.joined(separator: ", "))]")
                }
            }
            let lacks = old?.lacks.filter { !reply.text.contains($0) } ?? []
            if !lacks.isEmpty { keys.append("lacks: [\(lacks.map(YAMLEntry.quoted).joined(separator: ", "))]") }
            if let most = old?.segments {
                keys.append("segments: \(max(most, SMSEncoding.size(of: reply.text).segments))")
            }
            for (place, key) in keys.enumerated() { lines.append(pad(indent + 2) + (place == 0 ? "- " : "  ") + key) }
        }
        return lines.count > 1 ? lines : []
    }
}
