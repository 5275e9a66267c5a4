#if PostgreSQL
/// A statement of ours, which is written as SQLite reads it, in the words of PostgreSQL.
///
/// Placeholders are numbered, three functions have other names, and a truth that is bound is a number there as here. Whatever
/// more differs stands in ``WordIndex``, ``PostgreSQLSchema`` and the checks of the doctor.
struct PostgreSQLStatement {
    private(set) var text: String
    /// How many values it is given.
    let count: Int
    /// Which of them stands for each placeholder.
    let sources: [Int]
    /// The names of its values in their order, where it has any.
    let names: [String]
    /// Whether the result is the number that an INSERT gave, and nothing that was asked for.
    private(set) var givesNumber = false
    /// Whether the server is told the types of its values.
    private var isTyped = true

    /// What functions are called.
    private static let words = ["ifnull": "coalesce", "instr": "strpos", "sqlite_sequence": "table_counter"]

    /// - Parameters:
    ///   - wanted: the first row alone is asked for by a limit.
    ///   - numbered: the tables that number their rows.
    init(_ sql: String, wanted: Connection.Wanted, numbered: Set<String>) {
        var reader = Reader(sql)
        reader.translate()
        (count, sources, names) = (reader.count, reader.sources, reader.names)
        var text = reader.output
        let first = reader.words.first
        if first == "INSERT", let table = reader.table, numbered.contains(table), !reader.words.contains("RETURNING") {
            text += "\nRETURNING id"
            givesNumber = true
        }
        if wanted == .first, first == "SELECT" || first == "WITH", !reader.endsWithLimit { text += Self.limit(1) }
        self.text = text
    }

    /// Some rows of an insertion, whose columns tell the types of all values.
    init(_ insertion: Insertion, rows: Int, givesNumbers: Bool) {
        count = rows * insertion.width
        sources = Array(0..<count)
        names = []
        isTyped = false
        givesNumber = givesNumbers
        let groups = (0..<rows).map { row in
            "(" + (1...insertion.width).map { "$\(row * insertion.width + $0)" }.joined(separator: ",") + ")"
        }
        text = insertion.beginning + groups.joined(separator: ",") + (givesNumbers ? "\nRETURNING id" : "")
    }

    /// The same for its first rows alone.
    func first(_ rows: Int32) -> Self {
        var statement = self
        statement.text += Self.limit(rows)
        return statement
    }

    private static func limit(_ rows: Int32) -> String { "\nLIMIT \(rows)" }

    /// Its values, one for each placeholder.
    func bound(_ values: StatementValues) throws -> BoundValues {
        guard values.count == count else {
            throw PostgreSQLError(code: "42601", message: "wrong number of values")
        }
        return BoundValues(sources.map { values[$0] }, isTyped: isTyped)
    }

    /// Whether its rows are bounded by themselves, so that they may be asked for at once.
    var isBounded: Bool { text.contains("LIMIT") || !text.hasPrefix("SELECT") }

    /// Goes through the text word by word; what stands in quotes is left as it is.
    private struct Reader {
        let source: [UInt8]
        var position = 0
        var bytes: [UInt8] = []
        var count = 0
        var sources: [Int] = []
        var names: [String] = []
        /// In capitals, in their order; signs other than placeholders are words of their own.
        var words: [String] = []
        /// The table behind INSERT INTO.
        var table: String?
        /// The placeholder of a value that has one.
        private var placeholders: [Int: Int] = [:]
        private var isBetween = false
        private var depth = 0
        /// At which depth the last LIMIT stood.
        private var limitDepth: Int?

        init(_ sql: String) { source = Array(sql.utf8) }

        var output: String { String(decoding: bytes, as: UTF8.self) }
        var endsWithLimit: Bool { limitDepth == 0 }

        mutating func translate() {
            while position < source.count {
                let byte = source[position]
                switch byte {
                case UInt8(ascii: "'"): quoted(byte)
                case UInt8(ascii: "\""): quoted(byte)
                case UInt8(ascii: "?"): placeholder()
                case UInt8(ascii: ":")
                where isLetter(at: position + 1) && (position == 0 || source[position - 1] != byte):
                    named()
                case UInt8(ascii: "x")
                where source[(position + 1)...].first == UInt8(ascii: "'") && !isLetter(at: position - 1):
                    position += 1
                    let start = position + 1
                    let end = source[start...].firstIndex(of: UInt8(ascii: "'")) ?? source.count
                    bytes += Array("'\\x".utf8) + source[start..<end] + Array("'::bytea".utf8)
                    words.append("'")
                    position = end + 1
                case UInt8(ascii: "+") where isLetter(at: position + 1) && (words.last == "BY" || words.last == ","):
                    // SQLite's way to say that no index shall be used for it.
                    position += 1
                case _ where isLetter(at: position): word()
                default:
                    if byte == UInt8(ascii: "(") { depth += 1 }
                    if byte == UInt8(ascii: ")") { depth -= 1 }
                    if byte > UInt8(ascii: " ") { words.append(String(decoding: [byte], as: UTF8.self)) }
                    bytes.append(byte)
                    position += 1
                }
            }
        }

        private mutating func quoted(_ quote: UInt8) {
            let end = source[(position + 1)...].firstIndex(of: quote) ?? source.count - 1
            bytes += source[position...end]
            words.append("'")
            position = end + 1
        }

        private mutating func word() {
            let start = position
            while isLetter(at: position) || isDigit(at: position) { position += 1 }
            let word = String(decoding: source[start..<position], as: UTF8.self)
            let capitals = word.uppercased()
            if words.last == "INTO", table == nil { table = word }
            switch capitals {
            case "BETWEEN": isBetween = true
            case "AND" where isBetween:
                isBetween = false
                words.append("TO")
                bytes += source[start..<position]
                return
            case "LIMIT": limitDepth = depth
            case "CROSS":
                // SQLite's way to say which table is read first; it has a condition as any other.
                words.append(capitals)
                return
            case "INTEGER" where words.last == "AS":
                words.append(capitals)
                bytes += Array("BIGINT".utf8)
                return
            default: break
            }
            words.append(capitals)
            bytes += Array((PostgreSQLStatement.words[word] ?? word).utf8)
        }

        private mutating func placeholder() {
            position += 1
            let start = position
            while isDigit(at: position) { position += 1 }
            let number = Int(String(decoding: source[start..<position], as: UTF8.self)) ?? count + 1
            count = max(count, number)
            value(number - 1)
        }

        private mutating func named() {
            position += 1
            let start = position
            while isLetter(at: position) || isDigit(at: position) { position += 1 }
            let name = String(decoding: source[start..<position], as: UTF8.self)
            if !names.contains(name) { names.append(name) }
            count = names.count
            value(names.firstIndex(of: name) ?? 0)
        }

        /// A value, where it stands as a condition or is only asked whether it is there.
        ///
        /// What is only asked so tells the server no type, and must not give one to other places of the same value.
        private mutating func value(_ source: Int) {
            let (before, after) = (words.last ?? "", nextWord())
            let opens = ["(", "AND", "OR", "WHERE", "NOT", "WHEN", "ON"].contains(before)
            let closes = ["AND", "OR", "THEN"].contains(after) || after == ")" && before != "("
            let known = after == "IS" ? nil : placeholders[source]
            if known == nil { sources.append(source) }
            let place = known ?? sources.count
            if after != "IS" { placeholders[source] = place }
            let text =
                if after == "IS" { "CAST($\(place) AS TEXT)" } else if opens && closes { "($\(place) <> 0)" } else {
                    "$\(place)"
                }
            words.append("?")
            bytes += Array(text.utf8)
        }

        private func nextWord() -> String {
            var place = position
            while place < source.count, source[place] <= UInt8(ascii: " ") { place += 1 }
            let start = place
            while isLetter(at: place) { place += 1 }
            if place == start { return place < source.count ? String(decoding: [source[place]], as: UTF8.self) : "" }
            return String(decoding: source[start..<place], as: UTF8.self).uppercased()
        }

        private func isLetter(at place: Int) -> Bool {
            guard source.indices.contains(place) else { return false }
            let byte = source[place]
            return byte == UInt8(ascii: "_") || byte >= 0x80
                || (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
        }

        private func isDigit(at place: Int) -> Bool {
            source.indices.contains(place) && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(source[place])
        }
    }
}
#endif
