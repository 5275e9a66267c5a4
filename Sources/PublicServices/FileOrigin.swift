/// Where in the configuration a thing was written, for checks that come after loading.
package struct FileOrigin: Sendable, Hashable {
    /// The file, as it is shown to people.
    package var file: String
    /// The line, counted from 1.
    package var line: Int?

    /// Makes a place.
    package init(file: String, line: Int?) {
        self.file = file
        self.line = line
    }
}
