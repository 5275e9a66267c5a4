import Foundation
import PublicServices

/// Targets of plans beside what the gateway counted.
struct ReportTargets: Sendable, Equatable {
    struct Plan: Sendable, Equatable {
        var name: String
        /// "2021–2025 · đã hết kỳ, chỉ để đối chiếu".
        var standing: String
        var doubt: String?
        var rows: [Row]
    }

    struct Row: Sendable, Equatable {
        var name: String
        var target: String
        /// What was counted; never the target's own value.
        var counted: String
        var note: String
    }

    var plans: [Plan]
    /// "Bản 1, soát ngày 23/11/2026".
    var about: String

    init(_ targets: PlanTargets, sheet: ReportSheet, procedures: [Procedure], today: CalendarDay) {
        about = "Bản \(targets.version), soát ngày \(targets.checkedOn.vietnameseText)."
        plans = targets.plans.map { plan in
            Plan(
                name: plan.name, standing: plan.period + " · " + Self.standing(plan, on: today), doubt: plan.doubt,
                rows: plan.targets.map { target in
                    let doubt = target.confidence == .high ? nil : "Mức tham khảo."
                    return Row(
                        name: target.name, target: target.target,
                        counted: target.measure.map { Self.counted($0, sheet, procedures) } ?? "không đo được",
                        note: [doubt, target.note].compactMap { $0 }.joined(separator: " "))
                })
        }
    }

    private static func standing(_ plan: PlanTargets.Plan, on today: CalendarDay) -> String {
        if plan.isOver(on: today) { return "đã hết kỳ, chỉ để đối chiếu" }
        return plan.standing == .inForce ? "đang áp dụng" : "chưa xác nhận được"
    }

    private static func counted(
        _ measure: PlanTargets.Measure, _ sheet: ReportSheet, _ procedures: [Procedure]
    ) -> String {
        switch measure {
        case .onlineProcedures:
            let online = procedures.filter { [.toanTrinh, .motPhan].contains($0.level) }.count
            let share = ReportWords.percent(online, of: procedures.count) ?? "chưa có số liệu"
            return "\(share) thủ tục trong danh mục làm được trực tuyến (\(online)/\(procedures.count))"
        case .understoodAtFirst:
            return sheet[ReportSheet.Named.understood]?.share.map { "\($0) tin hỏi được hiểu ngay" } ?? none
        case .promisesKept:
            return sheet[ReportSheet.Named.promises]?.share.map { "\($0) lần hẹn được giữ đúng" } ?? none
        case .unmarked:
            return sheet[ReportSheet.Named.unmarked]?.share.map { "\($0) tin viết không dấu" } ?? none
        case .hours:
            let hours = sheet.tables.first { $0.chart == .hours }?.lines ?? []
            let whole = hours.reduce(0) { $0 + ($1.number ?? 0) }
            let outside = hours.filter(\.isOpen).reduce(0) { $0 + ($1.number ?? 0) }
            return ReportWords.percent(outside, of: whole).map { "\($0) tin đến ngoài giờ làm việc" }
                ?? none
        }
    }

    private static let none = "chưa có số liệu"
}
