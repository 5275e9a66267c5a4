/// The stored values of states, as statements name several of them: `'queued', 'sending'` or `2, 4`.
///
/// Texts of statements that hold such a list are made once, as they are the key under which a statement is kept.
extension Sequence where Element: RawRepresentable, Element.RawValue == String {
    var sqlList: String { map { "'\($0.rawValue)'" }.joined(separator: ", ") }
}

extension Sequence where Element: RawRepresentable, Element.RawValue == Int {
    var sqlList: String { map { "\($0.rawValue)" }.joined(separator: ", ") }
}
