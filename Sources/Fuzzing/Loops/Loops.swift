import CheckedYAML
import Content
import Foundation
import Gateway

/// The loops that are known from the field, each played for an hour of a clock of its own.
package struct Loops: Sendable {
    /// What one gateway may send in such an hour.
    package enum Most {
        /// SMS to one machine.
        package static let answers = 10
        /// SMS to the officer on duty.
        package static let alerts = 6
    }

    package static let seconds = 3600.0

    /// One loop by its name.
    package struct Loop: Sendable {
        package var name: String
        /// How many machines the answers of one gateway go to.
        package var machines = 1
        let set: @Sendable (LoopWorld) throws -> Void
    }

    private let settings: GatewaySettings
    private let content: GatewayContent

    package init(config: String) throws {
        settings = try GatewaySettings.load(path: config)
        content = try GatewayContent.load(settings)
    }

    /// Plays one; what each gateway sent in the hour, by its number.
    package func play(_ loop: Loop) async throws -> [String: LoopCount] {
        let world = LoopWorld(settings: settings, content: content)
        try loop.set(world)
        return try await world.run(seconds: Self.seconds)
    }

    private static let machine = "+84901234567"

    package static let all: [Loop] = gateways + responders + phones

    private static let gateways: [Loop] = [("+84901110001", "+84901110002"), ("8079", "8080")].flatMap { numbers in
        [0.5, 6].flatMap { latency in
            ["chay nha cuu voi", "dang ky khai sinh can giay to gi", "xyz abc"].map { text in
                Loop(name: "gateways \(numbers.0) and \(numbers.1), \(latency) s, “\(text)”") { world in
                    try world.addGateway(number: numbers.0, latency: latency)
                    try world.addGateway(number: numbers.1, latency: latency)
                    world.send(text, from: numbers.1, to: numbers.0)
                }
            }
        }
    }

    private static let responders: [Loop] = {
        let texts: [(String, @Sendable (Int) -> String)] = [
            ("equal text", { _ in "Toi dang ban, se goi lai sau." }),
            ("a time in the text", { "Toi dang lai xe, \(8 + $0 / 60)h\($0 % 60) se goi lai." }),
            ("two texts in turn", { $0 % 2 == 0 ? "Toi dang ban, se goi lai sau." : "Cam on ban da nhan tin." }),
            ("emergency words", { _ in "Toi dang hop, viec khan cap goi 113" }),
            ("question of ours", { _ in "Dang ky khai sinh can giay to gi?" }),
        ]
        return texts.flatMap { name, text in
            [1.0, 11, 60].map { seconds in
                Loop(name: "auto-responder, \(name), \(Int(seconds)) s") { world in
                    try world.addGateway(number: "8079", latency: 1)
                    world.add(LoopWorld.Machine(answer: { _, count in text(count) }, seconds: seconds), number: machine)
                    world.send("dang ky khai sinh can giay to gi", from: machine, to: "8079")
                }
            }
        }
    }()

    private static let phones: [Loop] = [
        Loop(name: "duty phone that answers by itself") { world in
            try world.addGateway(number: "8079", latency: 1)
            world.add(
                LoopWorld.Machine(answer: { _, _ in "Toi dang hop, viec khan cap xin goi 113" }, seconds: 2),
                number: world.dutyPhone)
            world.send("chay nha cuu voi, thon 2", from: machine, to: "8079")
        },
        Loop(name: "echo of every answer") { world in
            try world.addGateway(number: "8079", latency: 1)
            world.add(LoopWorld.Machine(answer: { text, _ in text }, seconds: 5), number: machine)
            world.send("dang ky khai sinh can giay to gi", from: machine, to: "8079")
        },
        Loop(name: "echo of an emergency answer") { world in
            try world.addGateway(number: "8079", latency: 1)
            world.add(LoopWorld.Machine(answer: { text, _ in "Re: " + text }, seconds: 5), number: machine)
            world.send("chay nha cuu voi", from: machine, to: "8079")
        },
        Loop(name: "two phones that forward", machines: 2) { world in
            let other = "+84907654321"
            try world.addGateway(number: "8079", latency: 1)
            world.add(
                LoopWorld.Machine(answer: { text, _ in "Fwd: " + text }, seconds: 5, name: other), number: machine)
            world.add(
                LoopWorld.Machine(answer: { text, _ in "Fwd: " + text }, seconds: 5, name: machine), number: other)
            world.send("dang ky khai sinh can giay to gi", from: machine, to: "8079")
        },
    ]
}
