import Conversations
import Foundation
import PublicServices
import Testing

@testable import Channels

@Suite struct ZaloSendingTests {
    static func outgoing(_ text: String, choices: [String] = [], silence: TimeInterval? = 60) -> OutgoingMessage {
        OutgoingMessage(
            id: MessageID(7), channel: "zalo", recipient: "2512523625412515", text: text, earlierAttempts: 0,
            choices: choices, lastInteraction: silence.map { ZaloTests.time.addingTimeInterval(5 - $0) })
    }

    static func answer(_ body: String, status: Int = 200) -> ZaloAnswer {
        ZaloAnswer(ProviderCall.Answer(status: status, body: Array(body.utf8)))
    }

    @Test func `a text is written as Zalo wants it`() throws {
        let body = try ZaloChannel.body("Chào", choices: [], user: "2512523625412515")
        #expect(
            String(decoding: body, as: UTF8.self)
                == #"{"message":{"text":"Chào"},"recipient":{"user_id":"2512523625412515"}}"#)
    }

    @Test func `choices become buttons that send their number`() throws {
        let body = try ZaloChannel.body("a", choices: ["khai sinh", String(repeating: "x", count: 200)], user: "1")
        let text = String(decoding: body, as: UTF8.self)
        #expect(
            text.hasPrefix(
                #"{"message":{"attachment":{"payload":{"buttons":[{"payload":"1","title":"1. khai sinh","type":"oa.query.show"},"#
            ))
        #expect(text.contains(#""payload":"2","title":"2. "# + String(repeating: "x", count: 97) + "\""))
    }

    @Test func `the provider's id comes out of the answer, quota or none`() {
        let full =
            #"{"data":{"message_id":"63ecf43f0df7dba892e6","user_id":"2512523625412515","sent_time":"1626926349402","quota":{"quota_type":"reply","remain":"8","total":"8"}},"error":0,"message":"Success"}"#
        for body in [full, #"{"data":{"message_id":"63ecf43f0df7dba892e6"},"error":0}"#] {
            #expect(Self.answer(body) == .taken(Handover("Zalo took it", reference: "63ecf43f0df7dba892e6")))
        }
    }

    @Test(arguments: [
        #"{"error":"0","data":[]}"#, #"{"error":0,"data":"x"}"#, #"{"error":0.0,"data":{"message_id":{}}}"#,
    ])
    func `a message that Zalo took is taken, whatever stands beside the number`(body: String) {
        #expect(Self.answer(body) == .taken(Handover("Zalo took it", reference: nil)))
    }

    @Test(arguments: [-216, -220, -124]) func `a refused token is told from a refused message`(code: Int) {
        #expect(Self.answer(#"{"error":\#(code),"message":"Access token is invalid"}"#) == .tokenRefused(code))
    }

    @Test(arguments: [
        ("<html>bad gateway</html>", 502, DeliveryError.Class.retry), ("", 200, .retry), ("<html></html>", 200, .retry),
        ("slow down", 429, .retry), ("no", 404, .refused), ("who?", 401, .account),
    ])
    func `an answer that is no JSON is an outage, or no address of Zalo's`(
        body: String, status: Int, kind: DeliveryError.Class
    ) {
        guard case .failed(let error) = Self.answer(body, status: status) else {
            Issue.record("passed")
            return
        }
        #expect(error.kind == kind)
    }

    @Test func `whom only another channel reaches is said`() {
        for code in [-211, -213, -217, -218, -227, -230, -232, -244] {
            guard case .failed(let error) = Self.answer(#"{"error":\#(code)}"#) else { continue }
            #expect(error.detail.contains("another channel"), "\(code)")
        }
    }

    @Test func `a text over 2000 characters and a villager silent for a week are refused before sending`() async throws
    {
        // The vault is empty, so a message that got past these would fail as an account error.
        let channel = try ZaloTests.channel()
        for (message, word, kind) in [
            (Self.outgoing(String(repeating: "ạ", count: 2001)), "2001", DeliveryError.Class.refused),
            (Self.outgoing("a", silence: 7 * 86_400 + 1), "7 days", .unreachable),
        ] {
            await #expect {
                try await channel.send(message)
            } throws: { error in
                (error as? DeliveryError)?.kind == kind && (error as? DeliveryError)?.detail.contains(word) == true
            }
        }
        // Decomposed letters count as one.
        let long = String(repeating: "ạ", count: 2000).decomposedStringWithCanonicalMapping
        for message in [Self.outgoing(long), Self.outgoing("a", silence: 7 * 86_400), Self.outgoing("a", silence: nil)]
        {
            await #expect {
                try await channel.send(message)
            } throws: { error in
                (error as? DeliveryError)?.kind == .account
            }
        }
    }

    @Test(arguments: [
        (
            200, #"{"access_token":"a","refresh_token":"r","expires_in":"90000"}"#,
            ZaloTokenAnswer.pair(access: "a", refresh: "r", seconds: 90_000)
        ),
        (
            200, #"{"access_token":"a","refresh_token":"r","expires_in":90000}"#,
            .pair(access: "a", refresh: "r", seconds: 90_000)
        ),
        (
            200, #"{"error":-14014,"error_name":"Invalid refresh token","error_reason":"x","ref_doc":"y"}"#,
            .refused("Zalo refuses to renew the token: error -14014 Invalid refresh token")
        ),
        (
            200, #"{"error":-14002,"error_name":"Invalid app id"}"#,
            .refused("Zalo refuses to renew the token: error -14002 Invalid app id")
        ),
        (200, #"{"access_token":"a"}"#, .refused("Zalo refuses to renew the token: ")),
        (200, "", .refused("Zalo's token server gave an empty answer, as it does for a used refresh token")),
        (
            200, "<html>maintenance</html>",
            .transient("Zalo's token server answered 200 with something else than JSON")
        ),
        (502, "", .transient("Zalo's token server answered 502")),
        (429, "{}", .transient("Zalo's token server answered 429")),
    ])
    func `answers of the token server are classed`(status: Int, body: String, expected: ZaloTokenAnswer) {
        #expect(ZaloTokenAnswer(ProviderCall.Answer(status: status, body: Array(body.utf8))) == expected)
    }
}
