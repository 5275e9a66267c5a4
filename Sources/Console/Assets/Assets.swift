import LibCrypto

/// The files that pages ask for.
///
/// Each has its digest in its address, so that browsers may keep it for ever.
enum Assets {
    struct File: Sendable {
        let name: String
        let type: String
        let text: String
        /// Changes with the contents.
        let mark: String

        init(name: String, type: String, text: String) {
            self.name = name
            self.type = type
            self.text = text
            mark = String(Hex.encode(sha256(Array(text.utf8))).prefix(12))
        }

        var address: String { "/tep/\(mark)/\(name)" }
    }

    static let style = File(name: "console.css", type: "text/css; charset=utf-8", text: styleSheet)
    static let script = File(name: "console.js", type: "text/javascript; charset=utf-8", text: scriptText)
    static let icon = File(name: "nha-rong.svg", type: "image/svg+xml", text: iconText)
    static let all = [style, script, icon]

    /// By name alone, so that a page that was open during an update still gets its files.
    static func file(named name: String) -> File? {
        guard let file = all.first(where: { $0.name == name }) else { return nil }
        #if DEBUG
        if let fresh = Templates.fresh(in: "Assets") {
            let texts = ["console.css": fresh["styleSheet"], "console.js": fresh["scriptText"]]
            if let text = texts[name] ?? nil { return File(name: name, type: file.type, text: text) }
        }
        #endif
        return file
    }

    static let iconText = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#8C3B1E" d="M13.4 1.5h5.2c.6 8.3 4 14.2 \
        11.9 18.500H1.500C9.400 15.700 12.800 9.800 13.400 1.500zM5 21.600h22v4.800H5zM7 27.600h2.400v3.400H7zM14.800 \
        27.600h2.400v3.400h-2.400zM22.600 27.600H25v3.400h-2.400z"/></svg>
        """
}
