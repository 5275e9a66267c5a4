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

    private struct Body: Decodable {
        var access: String?
        var refresh: String?
        var seconds: LooseText?
        var error: LooseText?
        var name: String?

        enum CodingKeys: String, CodingKey {
            case access = "access_token"
            case refresh = "refresh_token"
            case seconds = "expires_in"
            case error
            case name = "error_name"
        }
    }

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
        guard let body = try? JSONText.decode(Body.self, from: answer.body) else {
            self = .transient("Zalo's token server answered \(answer.status) with something else than JSON")
            return
        }
        guard let access = body.access, let refresh = body.refresh, !access.isEmpty, !refresh.isEmpty else {
            let words = [body.error.map { "error \($0.text)" }, body.name.map { String($0.prefix(60)) }]
            self = .refused(
                "Zalo refuses to renew the token: " + words.compactMap { $0 }.joined(separator: " "))
            return
        }
        let lives = 0...limits.longestTokenLife
        let seconds = body.seconds.flatMap { Double($0.text) }.flatMap { lives.contains($0) ? $0 : nil }
        self = .pair(access: access, refresh: refresh, seconds: seconds ?? limits.tokenLife)
    }
}
