import Conversations
import Foundation
import JSONText

/// What Zalo said to a message; errors come with HTTP 200 and are told by their number.
enum ZaloAnswer: Equatable {
    case taken(Handover)
    /// The access token is no good any more; it is renewed once.
    case tokenRefused(Int)
    case failed(DeliveryError)

    init(_ answer: ProviderCall.Answer) {
        let body = JSON(answer.body)
        guard let code = body?["error"]?.text.flatMap({ Int($0) }) else {
            let detail = "Zalo answered \(answer.status) with something else than JSON"
            self = .failed(
                answer.failure(detail)
                    ?? DeliveryError(.retry, detail))
            return
        }
        switch code {
        case 0: self = .taken(Handover("Zalo took it", reference: body?["data"]?["message_id"]?.text))
        case -216, -220, -124: self = .tokenRefused(code)
        default:
            self = .failed(
                DeliveryError(
                    Self.kind(of: code, status: answer.status), Self.sentence(code),
                    retryAfter: answer.retryAfter ?? Self.leastWaits[code]))
        }
    }

    /// What must be done about an error.
    ///
    /// Unknown ones are final for the message, for nobody knows what a repetition does.
    static func kind(of code: Int, status: Int) -> DeliveryError.Class {
        switch code {
        case -32, -200, -234: .retry
        case -211, -213, -217, -218, -227, -230, -232, -244: .unreachable
        case -204, -205, -209, -212, -219, -221, -223, -224, -235, -240, -242, -320, -321: .account
        default: status >= 500 ? .retry : .refused
        }
    }

    /// In seconds: the rate is counted by the minute, the night by the hour.
    private static let leastWaits: [Int: Double] = [-32: 60, -234: 3600]

    /// Whether the answer may be about the buttons, whose shape Zalo does not document for this call.
    var mayBeAboutButtons: Bool {
        guard case .failed(let error) = self else { return false }
        return [-201, -210, -233].contains { error.detail.hasPrefix(Self.sentence($0)) }
    }

    static func sentence(_ code: Int) -> String {
        "Zalo's error \(code): " + (meanings[code] ?? "see the list of errors of Zalo's API")
            + (kind(of: code, status: 200) == .unreachable ? "; another channel may reach him" : "")
    }

    private static let meanings: [Int: String] = [
        -32: "too many requests, tried again later",
        -100: "the attachment has expired",
        -200: "sending failed, tried again later",
        -201: "a field is invalid",
        -204: "the Official Account is disabled",
        -205: "the Official Account does not exist",
        -209: "the app is not activated for this call",
        -210: "a field is over its limit, such as a text that is too long",
        -211: "the quota of the account is used up",
        -212: "the call is not registered for the app",
        -213: "the villager does not follow the account",
        -217: "the villager blocked the account",
        -218: "the quota for this villager is used up",
        -219: "the app was removed or disabled",
        -221: "the Official Account is not verified",
        -223: "the app may not act for the account",
        -224: "the package of the account is too low",
        -227: "the villager's account is banned or idle for 45 days",
        -230: "the villager has not written for 7 days",
        -232: "there is no interaction with the villager, or it is too old",
        -233: "this kind of message is not supported",
        -234: "not at night",
        -235: "not for this type of account",
        -240: "this version of the call was shut down",
        -242: "the proof of the app's secret is wrong",
        -244: "the villager restricted this kind of message",
        -248: "the content breaks Zalo's rules",
        -320: "the Zalo Cloud account is not connected",
        -321: "the Zalo Cloud account has no money",
    ]
}
