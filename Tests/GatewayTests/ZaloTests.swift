import Conversations
import Foundation
import Gateway
import PublicServices
import Storage
import Testing

@testable import Simulation

/// The whole way of Zalo's events in one process, with real HTTP on both sides and a real store.
@Suite(.timeLimit(.minutes(5))) struct ZaloTests {
    @Test func `a signed event fifty times at once is one message and one answer`() async throws {
        try await ZaloBench.run { bench in
            let villager = bench.villager()
            let time = Date()
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        try await villager.send("đăng ký kết hôn cần gì", id: "same", at: time).status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses == Array(repeating: 200, count: 50))
            #expect(try await bench.wait { bench.zalo.delivered.count >= 2 })
            // A second answer would come within the workers' tick.
            try await Task.sleep(for: .seconds(2))
            let log = try await bench.log()
            #expect(log.filter { $0.direction == .incoming }.count == 1)
            #expect(log.filter { $0.template == "answer" || $0.template == "overview" }.count == 1)
            #expect(bench.zalo.delivered.map(\.to) == [ZaloBench.user, ZaloBench.user])
            #expect(bench.zalo.delivered.first?.text.contains("kết hôn") == true)
            #expect(bench.zalo.exchanges == 1)
        }
    }

    @Test func `an access token that Zalo ended is renewed once by all who send`() async throws {
        try await ZaloBench.run { bench in
            try await bench.villager().send("xin chào")
            #expect(try await bench.wait { bench.zalo.delivered.count == 2 })
            bench.zalo.endAccess()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for user in 100..<112 {
                    group.addTask { try await bench.villager(String(user)).send("xin chào") }
                }
                try await group.waitForAll()
            }
            #expect(try await bench.wait { bench.zalo.delivered.count == 26 })
            #expect(bench.zalo.refusedSends > 0)
            #expect(bench.zalo.exchanges == 2)
            #expect(bench.zalo.refusedExchanges == 0)
            #expect(try await bench.store.openEscalations(limit: 10).isEmpty)
        }
    }

    @Test func `when the token dies staff are told once, not for each message, and a new one sends all that waits`()
        async throws
    {
        try await ZaloBench.run { bench in
            try await bench.villager().send("tôi muốn gặp cán bộ")
            #expect(try await bench.wait { bench.zalo.delivered.count == 2 })
            bench.zalo.endTokens(next: "a-new-refresh-token")
            let users = (0..<6).map { "25125236254125\($0)0" }
            for user in users { try await bench.villager(user).send("xin chào") }
            let isTold = {
                try await bench.store.openEscalations(limit: 99).filter { $0.reason == .channelBroken }.count == 1
            }
            #expect(try await bench.wait(until: isTold))
            #expect(
                try await bench.wait {
                    var tried = 0
                    for user in users where try await bench.log(user).contains(where: { $0.direction == .outgoing }) {
                        tried += 1
                    }
                    return tried == users.count
                })
            #expect(try await isTold())
            #expect(bench.zalo.refusedExchanges == 1)
            #expect(bench.zalo.delivered.count == 2)

            try await bench.store.keepFirstToken(refresh: "a-new-refresh-token", of: "zalo", now: Date())
            #expect(try await bench.wait { Set(bench.zalo.delivered.map(\.to)).isSuperset(of: users) })
            #expect(
                try await bench.wait {
                    try await bench.store.openEscalations(limit: 99).map(\.reason) == [.askedForStaff]
                })
        }
    }

    @Test func `a menu comes with buttons, and a pressed one chooses`() async throws {
        try await ZaloBench.run { bench in
            try await bench.villager().send("đăng ký khai sinh với đăng ký kết hôn")
            #expect(try await bench.wait { bench.zalo.delivered.count == 2 })
            let menu = try #require(bench.zalo.delivered.first)
            #expect(menu.buttons.count >= 2)
            #expect(menu.buttons.map { $0[1] } == (1...menu.buttons.count).map(String.init))
            for button in menu.buttons { #expect(menu.text.contains(button[0])) }
            try await bench.villager().send("1")
            #expect(try await bench.wait { bench.zalo.delivered.count == 3 })
            #expect(try await bench.log().last?.template == "overview")
        }
    }

    @Test func `buttons that Zalo refuses are left out`() async throws {
        try await ZaloBench.run { bench in
            bench.zalo.trouble([-201])
            try await bench.villager().send("đăng ký khai sinh với đăng ký kết hôn")
            #expect(try await bench.wait { bench.zalo.delivered.count == 2 })
            #expect(bench.zalo.delivered.first?.buttons == [])
            #expect(bench.zalo.delivered.first?.text.contains("1. ") == true)
        }
    }

    @Test func `receipts by Zalo's ids move the state`() async throws {
        try await ZaloBench.run { bench in
            try await bench.villager().send("xin chào")
            #expect(try await bench.wait { bench.zalo.delivered.count == 2 })
            let ids = bench.zalo.delivered.map(\.id)
            let sides = ["sender": ["id": ZaloBench.account], "recipient": ["id": ZaloBench.user]]
            var fields: [String: any Sendable] = sides
            fields["message"] = ["msg_id": ids[0]]
            try await bench.villager().event("user_received_message", fields)
            fields["message"] = ["msg_ids": [ids[1]]]
            try await bench.villager().event("user_seen_message", fields)
            #expect(
                try await bench.wait {
                    try await bench.log().filter { $0.direction == .outgoing }
                        .allSatisfy { $0.deliveryState == .delivered }
                })
        }
    }

    @Test func `following is welcomed once, and leaving says nothing`() async throws {
        try await ZaloBench.run { bench in
            let follower: [String: any Sendable] = [
                "oa_id": ZaloBench.account, "follower": ["id": ZaloBench.user],
            ]
            try await bench.villager().event("follow", follower)
            try await bench.villager().event(
                "user_click_chatnow", ["oa_id": ZaloBench.account, "user_id": ZaloBench.user])
            #expect(try await bench.wait { bench.zalo.delivered.count == 2 })
            #expect(try await bench.villager().event("unfollow", follower).status == 200)
            try await Task.sleep(for: .seconds(1.5))
            #expect(
                try await bench.log().filter { $0.direction == .outgoing }.map(\.template) == [
                    "welcome", "privacy_notice",
                ])
        }
    }

    @Test func `a photo is answered, told to staff once, and answered by an officer in Zalo's console`() async throws {
        try await ZaloBench.run { bench in
            var fields: [String: any Sendable] = [
                "sender": ["id": ZaloBench.user], "recipient": ["id": ZaloBench.account],
            ]
            for id in ["p1", "p2"] {
                fields["message"] = ["msg_id": id, "attachments": [["type": "image"]]] as [String: any Sendable]
                #expect(try await bench.villager().event("user_send_image", fields).status == 200)
            }
            #expect(try await bench.wait { bench.zalo.delivered.count == 2 })
            let open = try await bench.store.openEscalations(limit: 10)
            #expect(open.map(\.reason) == [.attachment])
            #expect(open.first?.promisedBy != nil)
            #expect(bench.zalo.delivered.first?.text.contains("căn cước") == true)

            let answer: [String: any Sendable] = [
                "sender": ["id": ZaloBench.account, "admin_id": "77"], "recipient": ["id": ZaloBench.user],
                "message": ["msg_id": "staff-1", "text": "Chào bác, xã đã xem ảnh."],
            ]
            for _ in 0..<2 { try await bench.villager().event("oa_send_text", answer) }
            #expect(try await bench.store.openEscalations(limit: 10).isEmpty)
            let written = try await bench.log().filter { $0.author == "zalo:77" }
            #expect(written.map(\.text) == ["Chào bác, xã đã xem ảnh."])
            #expect(written.map(\.deliveryState) == [.sent])
        }
    }

    @Test func `the echo of our own answer is no staff answer`() async throws {
        try await ZaloBench.run { bench in
            try await bench.villager().send("tôi muốn gặp cán bộ")
            #expect(try await bench.wait { bench.zalo.delivered.count == 2 })
            for (id, admin) in [(bench.zalo.delivered[0].id, "77"), ("unknown", nil as String?)] {
                var sender = ["id": ZaloBench.account]
                sender["admin_id"] = admin
                try await bench.villager().event(
                    "oa_send_text",
                    [
                        "sender": sender, "recipient": ["id": ZaloBench.user],
                        "message": ["msg_id": id, "text": "Đã chuyển cán bộ"],
                    ])
            }
            #expect(try await bench.store.openEscalations(limit: 10).map(\.reason) == [.askedForStaff])
            #expect(try await bench.log().count == 3)
        }
    }

    @Test func `a withdrawal is told to staff with a day, and nothing is answered`() async throws {
        try await ZaloBench.run { bench in
            try await bench.villager().event("user_withdraw", ["user_id": ZaloBench.user])
            #expect(try await bench.wait { try await !bench.store.openEscalations(limit: 10).isEmpty })
            let open = try await bench.store.openEscalations(limit: 10)
            #expect(open.map(\.reason) == [.erasureRequest])
            #expect(open.first?.promisedBy != nil)
            try await Task.sleep(for: .seconds(1.5))
            #expect(bench.zalo.delivered.isEmpty)
        }
    }

    @Test func `the console's probe gets 200 and leaves nothing behind`() async throws {
        try await ZaloBench.run { bench in
            let url = try #require(URL(string: "http://127.0.0.1:\(bench.port)/webhooks/zalo"))
            let answer = try await LoopbackHTTP.post(url, headers: [], body: Array("{}".utf8))
            #expect(answer.status == 200)
            let counts = try await bench.store.counts()
            #expect(counts.pendingIncoming == 0 && counts.quarantined == 0)
        }
    }
}
