#if PostgreSQL
extension DoctorCheck {
    /// What stands in the place of the checks of a file: a server looks after its files and its references itself.
    static let server: [DoctorCheck] = [
        DoctorCheck(
            "counters", of: "table_counter",
            means: "The counter of a table is behind its rows, so a number could be given out twice.",
            mend: .repair("sets the counter to the highest number") { view, fault, _ in
                guard let table = fault.words, PostgreSQLSchema.numbered.contains(table) else { return }
                _ = try view.number("SELECT setval('\(table)_id_seq', (SELECT MAX(id) FROM \(table)))")
            },
            find: { view in
                try PostgreSQLSchema.numbered.sorted().filter { table in
                    let counter = try view.number("SELECT seq FROM table_counter WHERE name = ?", [table])
                    return try view.number("SELECT MAX(id) FROM \(table)") ?? 0 > counter ?? 0
                }.map { Fault(words: $0) }
            })
    ]
}
#endif
