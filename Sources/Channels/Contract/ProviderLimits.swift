public import Foundation

/// What providers may take and how far their times may be off; the same for all kinds.
///
/// What a provider itself sets, such as the longest text it takes, stands beside the code of its kind.
public struct ProviderLimits: Sendable {
    /// One call, from its begin to the last byte of the answer, in seconds.
    public var seconds = 15.0
    /// The longest answer that is read, in bytes.
    public var answerBytes = 64 * 1024
    /// Connections to one host at once; further calls wait for one of them.
    public var connections = 32
    /// A wait that a provider asks for counts up to so many seconds.
    public var longestWait = 24 * 3600.0
    /// How long asking for the addresses of a host may take, in seconds.
    public var hostSeconds = 10.0
    /// Signed calls come again for two hours; an older signature, in seconds, is a replay or a wrong clock.
    public var oldestSignature: TimeInterval = 3 * 24 * 3600
    /// A provider's clock may be ahead of ours by so many seconds.
    public var newestSignature: TimeInterval = 24 * 3600
    /// How far the signed time of a Standard Webhook may be from ours before its message counts as late, in seconds.
    public var lateSignature: TimeInterval = 300
    /// A token is renewed so many seconds before its end; Zalo's lives for 25 hours.
    public var tokenMargin: TimeInterval = 3600
    /// A refused refresh token is tried again after so many seconds, since an empty answer may be a hiccup.
    public var refusedTokenPause: TimeInterval = 600
    /// How long a token lives whose provider does not say it, in seconds: short, so that it is renewed early.
    public var tokenLife: TimeInterval = 7200
    /// How long a token can be said to live, in seconds: up to a year.
    public var longestTokenLife: TimeInterval = 366 * 86_400

    public init() {}
}
