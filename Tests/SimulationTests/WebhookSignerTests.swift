import AsyncHTTPClient
import Channels
import CheckedYAML
import Conversations
import Foundation
import HTTPTypes
import Testing

@testable import Gateway
@testable import Simulation

/// What the simulator signs, the gateway's own channels take; so load that is refused is no fault of the simulator.
@Suite struct WebhookSignerTests {
    private static let entries = [
        """
        kind: kannel
        number: "8079"
        secret: sample-secret-change-me
        send_url: http://127.0.0.1:9/cgi-bin/sendsms
        username: u
        password: p
        """,
        """
        kind: zalo
        app_id: "123"
        oa_id: "456"
        secret: oa-secret-of-the-test
        app_secret: app-secret-of-the-test
        """,
        """
        kind: zalo_bot
        token: 1234567890
        secret: bot-secret-of-the-test
        """,
        """
        kind: standard
        secret: whsec_c3Rvcm1zdG9ybXN0b3Jtc3Rvcm1zdG9ybXN0b3Jt
        send_url: http://127.0.0.1:9/hooks
        """,
        """
        kind: twilio
        account: AC00000000000000000000000000000000
        token: token-of-the-test-account
        sender: "+84281234567"
        """,
        """
        kind: http
        secret: http-key-of-the-test
        receive:
          method: POST
          id: json.data.id
          sender: json.data.phone
          text: json.data.items.0
          time: json.time
          time_format: epoch_seconds
          signature: {algorithm: hmac-sha256, output: hex, over: "${body}", compare: header.X-Signature}
          answer: {status: 200}
        send: {method: POST, url: "http://127.0.0.1:9/send", body: '{"to": "${recipient}", "text": "${text}"}', success: {}}
        """,
        """
        kind: http
        secret: http-key-of-the-test
        values: {place: "79"}
        receive:
          method: GET
          id: query.smsid
          sender: query.sender
          text: query.content
          time: query.at
          time_format: vietnam_digits
          only_when: {field: query.kind, equals: [sms]}
          shapes: {query.sender: "digits 11", query.smsid: "digits 18", query.place: "= ${value.place}"}
          signature: {algorithm: md5, output: hex, over: "${value.place}${query.cpid}${query.smsid}${query.content}${secret}", compare: query.sign}
          answer: {status: 200}
        send: {method: POST, url: "http://127.0.0.1:9/send", body: '{"to": "${recipient}", "text": "${text}"}', success: {}}
        """,
        """
        kind: http
        secret: http-key-of-the-test
        receive:
          method: POST
          id: form.id
          sender: form.from
          text: form.text
          signature: none
          answer: {status: 200}
        send: {method: POST, url: "http://127.0.0.1:9/send", body: '{"to": "${recipient}", "text": "${text}"}', success: {}}
        """,
    ]

    @Test func `every kind has a case`() throws {
        let kinds = try Self.entries.map { try YAMLEntry.parse($0, file: "x").entry("kind").string() }
        #expect(Set(kinds) == Set(WebhookSigner.kinds))
    }

    @Test(arguments: entries, [0, -3 * 3600])
    func `a signed call passes, also three hours late`(entry: String, age: Int) throws {
        let entry = try YAMLEntry.parse("id: c\ncommune: dak-ha\n" + entry, file: "gateway.yaml")
        let settings = try GatewaySettings.load(
            path: URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../config/gateway.yaml")
                .standardizedFileURL.path)
        let signer = try WebhookSigner(entry, settings: settings, environment: [:])
        let text = "Đăng ký khai sinh cần gì?"
        let call = try signer.call(text, id: "id-1", from: 42, at: Date().addingTimeInterval(TimeInterval(age)))

        let channel = try ChannelKinds.channel(
            entry, ChannelSurroundings(httpClient: .shared, publicURL: settings.publicURL, environment: [:]))
        let components = try #require(URLComponents(url: call.url, resolvingAgainstBaseURL: false))
        var request = WebhookRequest(
            method: "\(call.method)" == "GET" ? .get : .post,
            query: (components.queryItems ?? []).map { ($0.name, $0.value ?? "") },
            rawQuery: components.percentEncodedQuery ?? "", headers: [:], body: call.body)
        for (name, value) in call.headers { request.headers[try #require(HTTPField.Name(name))] = value }
        try channel.verify(request)
        guard case .message(let message) = try #require(channel.read(request).first) else {
            Issue.record("no message was read")
            return
        }
        #expect(message.text == text)
        #expect(message.providerID == signer.providerID(of: "id-1"))
        #expect(message.sender == signer.address(of: 42))
        // A load beside a chat or a phone page writes from other addresses, the first of each and the last it may have.
        for villager in [0, 1, 234_567, 9_999_999] {
            let load = signer.loadAddress(of: villager)
            #expect(load.count == signer.address(of: 1).count)
            let own = [signer.address(of: villager), signer.address(of: 1), "+84901234567"]
            #expect(!own.contains(load))
            let run = LoadRun(
                loop: .closed, connections: 1, seconds: nil, count: 1, villagers: villager + 1,
                personas: try #require(Personas("xin chao")), signer: signer)
            let sent = try run.call(villager)
            let words = "\(sent.url)\(sent.headers)" + String(decoding: sent.body, as: UTF8.self)
            #expect(words.contains(load.drop { $0 == "+" }))
            if signer.hasPhones { #expect(PhoneNumber(load)?.e164 == load) }
        }
    }
}
