import Foundation
import HTTPTypes
import JSONText
import LibCrypto

/// Zalo's signature of a webhook: a plain SHA-256, not an HMAC, over app id, body, timestamp and OA secret key.
public enum ZaloSignature {
    /// The lower-case hexadecimal digest.
    public static func mac(appID: String, body: [UInt8], timestamp: String, secret: String) -> String {
        Hex.encode(sha256(Array(appID.utf8) + body + Array(timestamp.utf8) + Array(secret.utf8)))
    }

    /// Retries come with the same body for two hours; beyond this many seconds it is a replay or a wrong clock.
    static let oldest: TimeInterval = 3 * 24 * 3600
    /// A clock may be ahead of ours by so many seconds.
    static let newest: TimeInterval = 24 * 3600

    static func verify(_ request: WebhookRequest, settings: ZaloSettings, channel: String, now: Date)
        throws(WebhookRejection)
    {
        guard let given = header(signatureName, request) else {
            throw WebhookRejection(
                .unauthorized, "The header X-ZEvent-Signature is missing: only Zalo may call this address.")
        }
        // Of the body only these two may be looked at before it can be believed.
        let fields = request.fields
        let sentAt = (try? fields?.looseText("timestamp")).map(LooseText.init)
        let app = try? fields?.looseText("app_id")
        // Real deliveries carry the time in the body only; some programs that sign like Zalo use a header.
        let timestamp = sentAt?.text ?? header(timestampName, request) ?? ""
        let digest = given.hasPrefix("mac=") ? String(given.dropFirst(4)) : given
        var matches = false
        for secret in settings.secrets {
            let expected = mac(appID: settings.appID, body: request.body, timestamp: timestamp, secret: secret)
            if constantTimeEqual(digest.lowercased(), expected) { matches = true }
        }
        // The signature covers the configured app id, so a body without one is still of this app.
        if let app, app != settings.appID {
            throw WebhookRejection(
                .unauthorized, "The app_id is not that of channel \(channel): compare it with gateway.yaml.")
        }
        guard matches else {
            throw WebhookRejection(
                .unauthorized,
                "The signature is wrong: compare secret of channel \(channel) with the OA secret key (not the app's).")
        }
        if let sent = sentAt?.moment {
            let age = now.timeIntervalSince(sent)
            guard age < oldest, age > -newest else {
                throw WebhookRejection(
                    .unauthorized, "The event is days away from this machine's clock: set the clock of the gateway.")
            }
        }
    }

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
