import Foundation

/// Makes calls of one kind of provider.
struct CallMaker {
    private let door: String
    private let templates: [String]
    private let texts: TextMaker
    private let json: JSONMutations
    private let forms: FormMutations

    /// Nil for a door that is none of a channel.
    init?(door: String, corpus: Corpus, texts: TextMaker, json: JSONMutations, forms: FormMutations) {
        guard !FuzzChannels.channels(of: door).isEmpty, let templates = corpus.bodies[door] else { return nil }
        self.door = door
        self.templates = templates
        self.texts = texts
        self.json = json
        self.forms = forms
    }

    func call(_ luck: inout Luck, index: Int) -> FuzzCall {
        let text = luck.once(in: 2) ? luck.pick(texts.corpus.texts) : texts.text(&luck)
        let values = Template.values(text: text, index: index)
        let template = luck.pick(templates)
        var call = FuzzCall(
            channel: luck.pick(FuzzChannels.channels(of: door)), method: "POST", query: "", headers: [],
            body: Bytes([]),
            isSigned: !luck.once(in: 4))
        switch door {
        case "kannel": fillKannel(&call, template, values, text, &luck)
        case "twilio", "forms":
            let form = forms.form(template, values, &luck)
            if call.channel == "forms-query" {
                call.method = "GET"
                call.query = String(decoding: form, as: UTF8.self)
            } else {
                call.headers = [.init(name: "Content-Type", value: "application/x-www-form-urlencoded")]
                call.body = Bytes(form)
            }
            if template.contains("MessageStatus") { call.query = "ref=\(luck.pick(["1", "x", json.number(&luck)]))" }
        default:
            call.headers = [.init(name: "Content-Type", value: "application/json")]
            call.body = Bytes(json.body(template, values, &luck))
            if door == "standard" { call.headers.append(.init(name: "webhook-id", value: values["id"] ?? "")) }
        }
        return call
    }

    private func fillKannel(
        _ call: inout FuzzCall, _ template: String, _ values: [String: String], _ text: String, _ luck: inout Luck
    ) {
        call.query = String(decoding: forms.form(template, values, &luck), as: UTF8.self)
        if template.hasPrefix("ref=") {
            call.method = "GET"
            return
        }
        let charset = luck.once(in: 2) ? luck.pick(["UTF-8", "UTF-16BE"]) : luck.pick(TextEncodings.charsets)
        let label = luck.once(in: 8) ? luck.pick(TextEncodings.charsets) : charset
        call.body = Bytes(TextEncodings.bytes(text, in: charset, &luck))
        let phone = values["phone"] ?? ""
        let senders = [
            "8079", "8080", "VIETTEL", "", "199", "+84", "0", "+840901234567", "Duty", "0900000002", phone + "\u{200B}",
        ]
        call.headers = [.init(name: "X-Kannel-From", value: luck.once(in: 6) ? luck.pick(senders) : phone)]
        if !luck.once(in: 8) {
            call.headers.append(.init(name: "Content-Type", value: "text/plain; charset=\"\(label)\""))
        }
        if luck.once(in: 2) {
            call.headers.append(.init(name: "X-Kannel-Coding", value: luck.pick(["0", "1", "2", "3", "x", "-1"])))
        }
        if luck.once(in: 6) { call.headers.append(.init(name: "X-Kannel-UDH", value: "050003CC0201")) }
    }
}
