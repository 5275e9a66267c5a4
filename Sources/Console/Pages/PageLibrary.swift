import Foundation
import Mustache

/// The values of a page by name: texts, truths, and lists of the same.
typealias Values = [String: Any]

/// All templates, read once; a fault in one is found when the gateway starts.
struct PageLibrary: Sendable {
    private let library: MustacheLibrary

    init() throws {
        _ = HTMLText.registration
        var library = MustacheLibrary()
        for (name, text) in Templates.all {
            // Without this line a template would have the engine's own escaping, which is not enough.
            try library.register("{{% CONTENT_TYPE:\(HTMLText.name)}}" + text, named: name)
        }
        self.library = library
    }

    func text(of name: String, _ values: Values) -> String {
        #if DEBUG
        if let fresh = Templates.fresh(), let library = try? Self.library(of: fresh) {
            return library.render(values, withTemplate: name) ?? ""
        }
        #endif
        return library.render(values, withTemplate: name) ?? ""
    }

    #if DEBUG
    private static func library(of texts: [String: String]) throws -> MustacheLibrary {
        var library = MustacheLibrary()
        for (name, text) in texts {
            try library.register("{{% CONTENT_TYPE:\(HTMLText.name)}}" + text, named: name)
        }
        return library
    }
    #endif
}

/// A value that may be missing.
///
/// Without an entry the engine would look for the name in what is around it.
func given(_ text: String?) -> Any { text.map { $0 as Any } ?? false }
