import Foundation
import HTTPTypes
import JSONText
import LibCrypto

/// Zalo's signature of a webhook: a plain SHA-256, not an HMAC, over app id, body, timestamp and OA secret key.
package enum ZaloSignature {
    /// The lower-case hexadecimal digest.
    package static func mac(appID: String, body: [UInt8], timestamp: String, secret: String) -> String {
        Hex.encode(sha256(Array(appID.utf8) + body + Array(timestamp.utf8) + Array(secret.utf8)))
    }

    static func verify(
        _ request: WebhookRequest, settings: ZaloSettings, channel: String, limits: ProviderLimits, now: Date
    ) throws(WebhookRejection) {
        guard let given = header(signatureName, request) else {
            throw WebhookRejection(
                .unauthorized, "The header X-ZEvent-Signature is missing: only Zalo may call this address.")
        }
        let digest = (given.hasPrefix("mac=") ? String(given.dropFirst(4)) : given).lowercased()
        // Of the body only these two may be looked at before it can be believed.
        let (times, app) = stamps(of: request)
        var time: String?
        for candidate in times {
            for secret in settings.secrets {
                let expected = mac(appID: settings.appID, body: request.body, timestamp: candidate, secret: secret)
                if constantTimeEqual(digest, expected) { time = candidate }
            }
        }
        // The signature covers the configured app id, so a body without one is still of this app.
        if let app, app != settings.appID {
            throw WebhookRejection(
                .unauthorized, "The app_id is not that of channel \(channel): compare it with gateway.yaml.")
        }
        guard let time else {
            throw WebhookRejection(
                .unauthorized,
                "The signature is wrong: compare secret of channel \(channel) with the OA secret key (not the app's).")
        }
        // Wherever the time stands: a call without one that is known could be repeated for ever.
        guard let sent = ProviderTime.milliseconds(time),
            (-limits.newestSignature..<limits.oldestSignature).contains(now.timeIntervalSince(sent))
        else {
            throw WebhookRejection(
                .unauthorized, "The event is days away from this machine's clock: set the clock of the gateway.")
        }
    }

    /// The times that the signature may be over, and the app's id.
    ///
    /// The signature covers the raw bytes, so that both are looked for also in a body that is no JSON. Real deliveries
    /// carry the time in the body only; some programs that sign like Zalo use a header.
    private static func stamps(of request: WebhookRequest) -> (times: [String], app: String?) {
        if let json = request.json, json.isObject {
            let time = json["timestamp"]?.text ?? header(timestampName, request)
            return time.map { ([$0], json["app_id"]?.text) } ?? ([], nil)
        }
        var times: [String] = []
        var place = 0
        while times.count < mostTimes,
            let found = JSONGlimpse.value(of: "timestamp", in: request.body, from: place)
        {
            times.append(found.text)
            place = found.end
        }
        if let given = header(timestampName, request) { times.append(given) }
        return (times, JSONGlimpse.value(of: "app_id", in: request.body)?.text)
    }

    /// A broken body may hold the word more than once; each costs a digest of the body.
    private static let mostTimes = 3

    // Made once, for each making checks every letter.
    private static let signatureName = HTTPField.Name("X-ZEvent-Signature")
    private static let timestampName = HTTPField.Name("X-ZEvent-Timestamp")

    private static func header(_ name: HTTPField.Name?, _ request: WebhookRequest) -> String? {
        guard let value = name.flatMap({ request.headers[$0] }) else { return nil }
        var bytes = value.utf8[...]
        while let first = bytes.first, first == 0x20 || first == 0x09 { bytes.removeFirst() }
        while let last = bytes.last, last == 0x20 || last == 0x09 { bytes.removeLast() }
        return String(Substring(bytes))
    }
}
