import Conversations
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import ServiceLifecycle
import Storage

/// The stream of events that tells an open page to ask for itself anew.
///
/// It says only that something changed: what changed is in the page, with all rights looked at again. So a stream that was cut
/// and comes back has missed nothing.
extension ConsoleDesk {
    var liveRoutes: [Route] {
        [
            .get("/dien-bien") { visit in
                guard let signedIn = visit.signedIn, feed.hasRoom(for: signedIn.session.id, limits) else {
                    return Answer(status: .serviceUnavailable, headers: [.retryAfter: "30"])
                }
                return Answer(
                    headers: [.contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store"],
                    body: ResponseBody { writer in
                        try await writer.write(ByteBuffer(string: "retry: 3000\nevent: begin\ndata: 1\n\n"))
                        try? await stream(to: &writer, signedIn)
                        try await writer.finish(nil)
                    })
            },
            .post("/viec/#/co-mat") { visit in
                try await store.notePresence(
                    at: try matterID(visit), isTyping: visit.form["viet"] == "1", by: try officer(of: visit),
                    now: visit.now)
                return Answer(status: .noContent)
            },
            .post("/viec/#/ve") { visit in
                try await store.leave(try matterID(visit), by: try officer(of: visit), now: visit.now)
                return Answer(status: .noContent)
            },
            .post("/con-lam") { visit in
                guard let signedIn = visit.signedIn,
                    let session = try await store.session(token: signedIn.token, now: visit.now)
                else { return Answer(status: .unauthorized) }
                return .json("{\"ends\":\(WholeNumber.down(session.expiresAt.timeIntervalSince(visit.now)))}")
            },
        ]
    }

    /// Until the browser leaves, the sign-in ends, or the gateway stops.
    private func stream(to writer: inout any ResponseBodyWriter, _ signedIn: Visit.SignedIn) async throws {
        feed.enter(signedIn.session.id)
        defer { feed.leave(signedIn.session.id) }
        var pulse = 0
        var told = try await feed.mark()
        while !Task.isCancelled, !Task.isShuttingDownGracefully {
            let mark = try await feed.mark()
            if mark != told {
                told = mark
                try await writer.write(ByteBuffer(string: "id: \(mark)\nevent: changed\ndata: \(mark)\n\n"))
            }
            pulse += 1
            if pulse % limits.heartbeatSeconds == 0 {
                guard try await store.session(token: signedIn.token, now: now(), touching: false) != nil else {
                    try await writer.write(ByteBuffer(string: "event: ended\ndata: 1\n\n"))
                    return
                }
                try await writer.write(ByteBuffer(string: ": \n\n"))
            }
            try await Task.sleep(for: .seconds(limits.feedSeconds))
        }
    }
}
