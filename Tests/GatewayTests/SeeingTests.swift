import Channels
import Conversations
import Foundation
import Testing

@testable import Gateway
@testable import Storage

/// What monitoring is told: sentences, and numbers by names that are there from the start.
@Suite struct SeeingTests {
    private static let noon = Date(timeIntervalSince1970: 1_795_400_000)

    /// A gateway in which nothing is to be done.
    private static func well() -> GatewayState {
        var state = GatewayState(at: noon)
        var sights = StoreSights()
        sights.lastBackup = noon.addingTimeInterval(-3600 * 8)
        sights.lastDrill = StoreStatus.Drill(at: noon.addingTimeInterval(-86_400 * 20), passed: true, duration: 3)
        state.sights = sights
        state.freeBytes = 50 << 30
        state.databaseBytes = 100 << 20
        return state
    }

    private static func red(_ change: (inout GatewayState) -> Void) -> [String] {
        var state = well()
        change(&state)
        return HealthText(channels: ["sms"]).lines(state).filter { $0.hasPrefix("RED ") }
    }

    @Test func `nothing is red where all is done, and each line is a sentence`() {
        let lines = HealthText(channels: ["sms"]).lines(Self.well())
        #expect(lines.count == 5)
        #expect(lines.allSatisfy { $0.hasSuffix(".") && !$0.hasPrefix("RED") })
        #expect(lines[0] == "The last backup was made 8 hours ago.")
        #expect(lines[1] == "The last trial to bring a backup back passed 20 days ago.")
    }

    @Test func `a wrong account is red as long as nothing goes out`() {
        let health = ChannelHealth()
        func noted(_ error: DeliveryError?, _ now: Date) -> String? {
            health.alarm(after: [error], of: "sms", now: now, patience: 600)
        }
        let account = DeliveryError(.account, "wrong password")
        #expect(noted(account, Self.noon) == "wrong password")
        #expect(noted(account, Self.noon + 60) == "wrong password")
        #expect(health.failing == ["sms": Self.noon])
        #expect(noted(nil, Self.noon + 120) == nil)
        #expect(health.failing.isEmpty)
    }

    @Test func `status and console mean the server's own copies where one keeps the store`() {
        let none = StoreStatus()
        let ofFile = StatusText.copies(none, isOnServer: false, now: Self.noon)
        #expect(ofFile.map(\.isRed) == [true, true])
        #expect(ofFile.allSatisfy { $0.line.contains("gateway ") })
        let ofServer = StatusText.copies(none, isOnServer: true, now: Self.noon)
        #expect(ofServer.map(\.isRed) == [false])
        #expect(ofServer[0].line.contains("pgbackrest"))
        // Officers read it in a browser and type no commands.
        let ofOfficers = [false, true].flatMap {
            StatusText.copies(none, isOnServer: $0, now: Self.noon, namesCommands: false)
        }
        #expect(ofOfficers.map(\.isRed) == [true, true, false])
        #expect(ofOfficers.allSatisfy { !$0.line.contains("gateway") && !$0.line.contains("docs/") })
        var kept = StoreStatus()
        kept.lastBackup = Self.noon - 47 * 3600
        kept.lastDrill = StoreStatus.Drill(at: Self.noon - 34 * 86_400, passed: true, duration: 3)
        #expect(StatusText.copies(kept, isOnServer: false, now: Self.noon).map(\.isRed) == [false, false])
        #expect(StatusText.copies(kept, isOnServer: false, now: Self.noon + 2 * 86_400).map(\.isRed) == [true, true])
    }

    @Test func `status names each trouble in capitals, and none where all is well`() {
        func lines(_ change: (inout StoreStatus, inout StatusText.Place) -> Void) -> String {
            var status = StoreStatus()
            status.lastBackup = Self.noon - 3600
            status.lastDrill = StoreStatus.Drill(at: Self.noon - 86_400, passed: true, duration: 3)
            var place = StatusText.Place(isRunning: true, size: 100 << 20, free: 50 << 30, hasKeys: true)
            change(&status, &place)
            return StatusText.lines(status, place, now: Self.noon).dropFirst().joined(separator: "\n")
        }
        let troubles = ["SẮP ĐẦY", "KHÔNG LÀM ĐƯỢC", "CÓ LỖI", "THIẾU TIN", "ĐÃ 3 NGÀY", "LÀM LẠI"]
        #expect(troubles.allSatisfy { !lines { _, _ in }.contains($0) })
        #expect(lines { $1.free = 900 << 20 }.contains("đĩa còn 900 MB, ĐĨA SẮP ĐẦY"))
        #expect(lines { $1.free = 150 << 20 }.contains("ĐĨA SẮP ĐẦY"))
        #expect(lines { $1.cannotEncrypt = true }.contains("KHÔNG LÀM ĐƯỢC (xem: gateway check)"))
        #expect(lines { status, _ in status.faultsInBackup = 2 }.contains("CÓ LỖI ở 2 chỗ (xem: gateway doctor)"))
        #expect(lines { $1.lost = 13...42 }.contains("THIẾU TIN, từ số 13 đến số 42 (xem: gateway doctor)"))
        #expect(lines { status, _ in status.lastBackup = Self.noon - 3.2 * 86_400 }.contains("ĐÃ 3 NGÀY (làm: "))
        var state = ChannelState(channel: "sms")
        #expect(lines { $1.channels = [state] }.contains("Kênh sms: chạy, nhận gần nhất chưa có, gửi gần nhất chưa có"))
        state.lastIn = ChannelState.Seen(at: Self.noon, isDayOnly: false)
        state.lastOut = ChannelState.Seen(at: Self.noon, isDayOnly: true)
        state.brokenSince = Self.noon - 600
        let (now, today) = (StaffLine.moment(Self.noon), StaffLine.moment(Self.noon).dropFirst(6))
        #expect(
            lines { $1.channels = [state] }.contains(
                "Kênh sms: KHÔNG GỬI ĐƯỢC từ \(StaffLine.moment(Self.noon - 600)), "
                    + "nhận gần nhất \(now), gửi gần nhất \(today)"))
        let failed = lines { status, _ in status.lastDrill?.passed = false }
        #expect(failed.contains("CÓ LỖI, ") && failed.contains("LÀM LẠI (gateway restore --drill"))
    }

    @Test func `each thing that somebody must see to is red by itself, and says what to do`() {
        let day = 86_400.0
        #expect(Self.red { $0.sights?.lastBackup = nil }.count == 1)
        #expect(Self.red { $0.sights?.lastBackup = Self.noon - 2.1 * day }.count == 1)
        #expect(Self.red { $0.sights?.lastBackup = Self.noon - 1.9 * day } == [])
        #expect(Self.red { $0.sights?.lastDrill = nil }.count == 1)
        #expect(Self.red { $0.sights?.lastDrill?.at = Self.noon - 34 * day } == [])
        #expect(Self.red { $0.sights?.lastDrill?.at = Self.noon - 36 * day }.count == 1)
        #expect(Self.red { $0.sights?.lastDrill?.passed = false }.first?.contains("found faults") == true)
        #expect(Self.red { $0.sights?.overdue = 2 }.first?.contains("2 open matters") == true)
        #expect(Self.red { $0.sights?.findings = ["seals": 3] }.first?.contains("seals 3") == true)
        #expect(Self.red { $0.freeBytes = 900 << 20 }.count == 1)
        #expect(Self.red { $0.databaseBytes = 30 << 30 }.count == 1, "a backup would not fit")
        #expect(Self.red { $0.failing = ["sms": Self.noon - 600] }.first?.contains("10 minutes ago") == true)
        #expect(Self.red { $0.replaced = ["sms": "sms-2"] }.first?.contains("sms-2 sends in its place") == true)
        #expect(Self.red { $0.sights = nil }.count == 1)
        #expect(Self.red { $0.copyProblems = ["no age. Fix: install it"] } == ["RED No age. Fix: install it"])
        #expect(Self.red { $0.lost = 13...42 }.first?.contains("13 to 42 are gone") == true)
        #expect(Self.red { $0.replication = StoreReplication(standbys: "", isNeeded: true) }.count == 1)
        #expect(Self.red { $0.replication = StoreReplication(standbys: "", isNeeded: false) } == [])
        for (line, count) in [(StoreReplication.Line.verified, 0), (.unverified, 1), (.open, 1)] {
            let red = Self.red { $0.replication = StoreReplication(standbys: "b", isNeeded: true, line: line) }
            #expect(red.count == count, "\(red)")
            #expect(red.allSatisfy { $0.contains("sslmode=verify-full") })
            let late = Self.red {
                $0.replication = StoreReplication(standbys: "b", isNeeded: true, line: .verified, reportsLine: line)
            }
            #expect(late.count == count, "\(late)")
            #expect(late.allSatisfy { $0.contains("storage.reports_server") })
        }
        #expect(
            Self.red {
                $0.isOnServer = true
                $0.sights?.findings = ["seals": 3]
                $0.replication = StoreReplication(standbys: "ANY 1 (b, c)", isNeeded: true)
                $0.sights?.lastBackup = nil
                $0.databaseBytes = 30 << 30
            } == [], "a server's backups and disk are its own")
        func certificate(_ days: Double?) -> [String] {
            Self.red {
                $0.hasCertificate = true
                $0.certificateEnd = days.map { Self.noon + $0 * day }
            }
        }
        #expect(certificate(15) == [])
        #expect(certificate(13).first?.contains("13 days") == true)
        #expect(certificate(-0.5).first?.contains("has ended") == true)
        #expect(certificate(nil).first?.contains("cannot be read") == true)
    }

    private static func shown(_ metrics: GatewayMetrics, _ state: GatewayState = well()) -> [String] {
        MetricsText.text(
            MetricsText.Shown(
                counts: metrics.counts, channels: metrics.channels, units: ["one_stop", "police"],
                sendDurations: metrics.sendDurations.counts, answerDelays: metrics.answerDelays.counts,
                commitDurations: DurationHistogram(bounds: [0.1]).counts, state: state, isWritable: true,
                isFlowing: true)
        ).split(separator: "\n").map(String.init)
    }

    private static func value(_ sample: String, in lines: [String]) -> Double? {
        lines.first { $0.hasPrefix(sample + " ") }.flatMap { Double($0.dropFirst(sample.count + 1)) }
    }

    @Test func `every label is there at zero before anything happened, and nothing adds one`() {
        let metrics = GatewayMetrics(channels: ["sms", "zalo"])
        let before = Self.shown(metrics)
        for channel in ["sms", "zalo"] {
            #expect(Self.value(#"nharong_messages_received_total{channel="\#(channel)"}"#, in: before) == 0)
            for outcome in ["sent", "retry", "failed"] {
                let name = #"nharong_sends_total{channel="\#(channel)",outcome="\#(outcome)"}"#
                #expect(Self.value(name, in: before) == 0)
            }
        }
        #expect(Self.value(#"nharong_escalations_waiting{unit="police"}"#, in: before) == 0)
        #expect(Self.value(#"nharong_doctor_findings{check="integrity"}"#, in: before) == 0)
        metrics.noteReceived(2, on: "sms")
        metrics.noteReceived(1, on: "unknown")
        metrics.noteSend(.sent, on: "zalo", seconds: 0.07)
        metrics.noteSend(.sent, on: "unknown", seconds: 700)
        metrics.noteBrokenPromises(3)
        var state = Self.well()
        state.sights?.waiting = ["": 1, "police": 2, "a unit that is gone": 9]
        let after = Self.shown(metrics, state)
        func names(_ lines: [String]) -> [String] { lines.map { String($0.prefix { $0 != " " }) } }
        #expect(names(before) == names(after))
        #expect(Self.value(#"nharong_messages_received_total{channel="sms"}"#, in: after) == 2)
        #expect(Self.value(#"nharong_escalations_waiting{unit="none"}"#, in: after) == 1)
        #expect(Self.value("nharong_promises_broken_total", in: after) == 3)
        #expect(Self.value(#"nharong_send_duration_seconds_bucket{le="0.05"}"#, in: after) == 0)
        #expect(Self.value(#"nharong_send_duration_seconds_bucket{le="0.1"}"#, in: after) == 1)
        #expect(Self.value(#"nharong_send_duration_seconds_bucket{le="600"}"#, in: after) == 1)
        #expect(Self.value(#"nharong_send_duration_seconds_bucket{le="+Inf"}"#, in: after) == 2)
        #expect(Self.value("nharong_send_duration_seconds_count", in: after) == 2)
    }

    @Test func `a sample has its help and type before it, and a name is described once`() {
        let lines = Self.shown(GatewayMetrics(channels: ["sms"]))
        var described: [String] = []
        for line in lines {
            if line.hasPrefix("# TYPE ") {
                described.append(String(line.split(separator: " ")[2]))
            } else if !line.hasPrefix("#") {
                #expect(described.last.map(line.hasPrefix) == true, "\(line)")
            }
        }
        #expect(Set(described).count == described.count)
        #expect(described.allSatisfy { $0.hasPrefix("nharong_") })
    }

    @Test func `durations that cannot be count as none`() {
        let histogram = DurationHistogram(bounds: [1, 2])
        for seconds in [-5, Double.nan, .infinity, 1, 1.5, 9] { histogram.note(seconds) }
        #expect(histogram.counts.counts == [4, 1, 1])
        #expect(histogram.counts.sum == 11.5)
    }

    @Test func `a broken promise is counted once, and the message and its answer are counted`() async throws {
        let clock = TestClock()
        let gateway = try StillGateway { clock.now }
        defer { gateway.remove() }
        let metrics = GatewayMetrics(channels: ["sms"])
        let watch = StateWatch(
            store: gateway.assembly.store, settings: gateway.assembly.settings, limits: GatewayLimits(),
            metrics: metrics, health: ChannelHealth(), now: { clock.now }, logger: GatewayBench.quietLogger)
        try await gateway.receive("toi muon gap can bo", from: "+84911000001", id: "a")
        await watch.look()
        #expect(watch.current.sights?.waiting.values.reduce(0, +) == 1)
        #expect(metrics.counts.promisesBroken == 0)
        clock.advance(30 * 86_400)
        for _ in 0..<3 { await watch.look() }
        #expect(metrics.counts.promisesBroken == 1)
        #expect(watch.current.sights?.overdue == 1)
        #expect(watch.current.databaseBytes > 0)
        let handled = gateway.assembly.metrics.counts.handled
        #expect(handled[.toStaff] == 1)
        let delay = gateway.assembly.store.commitDurations.counts.count
        #expect(delay > 0)
    }
}
