import Foundation
import JSONText

/// What Zalo's token server said, by what must be done about it.
enum ZaloTokenAnswer: Equatable {
    /// `expires_in` is written as text in Zalo's example, as a number elsewhere.
    case pair(access: String, refresh: String, seconds: TimeInterval)
    /// An outage: HTML pages, 5xx, too many requests.
    case transient(String)
    /// The refresh token or the app's secret is no good, until a person mends it.
    case refused(String)

    init(_ answer: ProviderCall.Answer, _ limits: ProviderLimits = ProviderLimits()) {
        guard answer.status < 500, answer.status != 429 else {
            self = .transient("Zalo's token server answered \(answer.status)")
            return
        }
        guard !answer.body.allSatisfy({ [0x20, 0x0A, 0x0D, 0x09].contains($0) }) else {
            // Seen with a refresh token that was used before.
            self = .refused("Zalo's token server gave an empty answer, as it does for a used refresh token")
            return
        }
        guard let body = JSON(answer.body), body.isObject else {
            self = .transient("Zalo's token server answered \(answer.status) with something else than JSON")
            return
        }
        guard let access = body["access_token"]?.text, let refresh = body["refresh_token"]?.text, !access.isEmpty,
            !refresh.isEmpty
        else {
            let words = [
                body["error"]?.text.map { "error \($0)" }, body["error_name"]?.text.map { String($0.prefix(60)) },
            ]
            self = .refused(
                "Zalo refuses to renew the token: " + words.compactMap { $0 }.joined(separator: " "))
            return
        }
        let lives = 0...limits.longestTokenLife
        let seconds = body["expires_in"]?.text.flatMap { Double($0) }.flatMap { lives.contains($0) ? $0 : nil }
        self = .pair(access: access, refresh: refresh, seconds: seconds ?? limits.tokenLife)
    }
}
