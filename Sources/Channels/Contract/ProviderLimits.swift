package import Foundation

/// What providers may take and how far their times may be off; the same for all kinds.
///
/// What a provider itself sets, such as the longest text it takes, stands beside the code of its kind.
package struct ProviderLimits: Sendable {
    /// One call, from its begin to the last byte of the answer, in seconds.
    package var seconds = 15.0
    /// The longest answer that is read, in bytes.
    package var answerBytes = 64 * 1024
    /// Connections to one host at once; further calls wait for one of them.
    package var connections = 32
    /// A wait that a provider asks for counts up to so many seconds.
    package var longestWait = 24 * 3600.0
    /// How long asking for the addresses of a host may take, in seconds.
    package var hostSeconds = 10.0
    /// Signed calls come again for two hours; an older signature, in seconds, is a replay or a wrong clock.
    package var oldestSignature: TimeInterval = 3 * 24 * 3600
    /// A provider's clock may be ahead of ours by so many seconds.
    package var newestSignature: TimeInterval = 24 * 3600
    /// How far the signed time of a Standard Webhook may be from ours before its message counts as late, in seconds.
    package var lateSignature: TimeInterval = 300
    /// A token is renewed so many seconds before its end; Zalo's lives for 25 hours.
    package var tokenMargin: TimeInterval = 3600
    /// A refused refresh token is tried again after so many seconds, since an empty answer may be a hiccup.
    package var refusedTokenPause: TimeInterval = 600
    /// How long a token lives whose provider does not say it, in seconds: short, so that it is renewed early.
    package var tokenLife: TimeInterval = 7200
    /// How long a token can be said to live, in seconds: up to a year.
    package var longestTokenLife: TimeInterval = 366 * 86_400

    package init() {}
}
