/// Where in the configuration a thing was written, for checks that come after loading.
public struct FileOrigin: Sendable, Hashable {
    /// The file, as it is shown to people.
    public var file: String
    /// The line, counted from 1.
    public var line: Int?

    /// Makes a place.
    public init(file: String, line: Int?) {
        self.file = file
        self.line = line
    }
}
