import HTTPTypes

/// What every answer says to the browser, so that a fault elsewhere does less harm.
enum SafeHeaders {
    /// Nothing from elsewhere, no script and no style but the two files of ours, no frame, no form to elsewhere.
    private static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'"

    static func add(to headers: inout HTTPFields, isSecure: Bool) {
        if headers[.contentSecurityPolicy] == nil { headers[.contentSecurityPolicy] = policy }
        headers[.xContentTypeOptions] = "nosniff"
        headers.set("X-Frame-Options", "DENY")
        // With "no-referrer" browsers would also keep the origin of our own forms back.
        headers.set("Referrer-Policy", "same-origin")
        headers.set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()")
        headers.set("Cross-Origin-Opener-Policy", "same-origin")
        headers.set("Cross-Origin-Resource-Policy", "same-origin")
        if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
        if isSecure { headers[.strictTransportSecurity] = "max-age=31536000" }
    }
}
