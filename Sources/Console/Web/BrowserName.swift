/// A browser in two words, for a list that people read: "Chrome, Windows".
enum BrowserName {
    static func of(_ agent: String?) -> String {
        let agent = agent ?? ""
        let browsers = [
            ("Edg/", "Edge"), ("coc_coc", "Cốc Cốc"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung"),
            ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
        ]
        let systems = [
            ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"),
            ("Linux", "Linux"),
        ]
        let browser = browsers.first { agent.contains($0.0) }?.1 ?? "Trình duyệt khác"
        return [browser, systems.first { agent.contains($0.0) }?.1].compactMap { $0 }.joined(separator: ", ")
    }
}
