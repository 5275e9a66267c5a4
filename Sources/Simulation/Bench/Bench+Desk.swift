import Content
import Conversations
import Foundation
import Gateway
import PublicServices
package import Storage

extension Bench {
    /// The phones of officers on duty, who are told of emergencies.
    package var dutyPhones: Set<String> { Set(content.communes.values.compactMap(\.dutyPhone)) }

    /// What waits for staff of a villager, as the staff list shows it.
    package func desk(of address: String, on channel: BenchChannel) async throws -> [String] {
        desk(try await matters(of: address, on: channel))
    }

    /// Matters as the staff list shows them.
    package func desk(_ matters: [EscalationSummary]) -> [String] {
        matters.flatMap { staffList.lines($0, now: now) }
    }
}
