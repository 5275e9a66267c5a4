import Foundation
import Testing

@testable import Gateway

@Suite struct LeaseOwnerTests {
    @Test func `a lease of a process that ended is free, one of a living process is not`() throws {
        let ended = Process()
        ended.executableURL = URL(fileURLWithPath: "/bin/true")
        try ended.run()
        ended.waitUntilExit()
        let machine = LeaseOwner.machine
        #expect(LeaseOwner.isDead("\(machine)/\(ended.processIdentifier)"))
        #expect(LeaseOwner.isDead("\(machine)/\(ended.processIdentifier)/3"))
        // A process before us with our number, as in a container.
        #expect(LeaseOwner.isDead(LeaseOwner.own))
        #expect(!LeaseOwner.isDead("\(machine)/\(getppid())"))
        #expect(!LeaseOwner.isDead("another-machine/\(ended.processIdentifier)"))
        #expect(!LeaseOwner.isDead("worker"))
    }

    @Test func `two machines of one name have names of their own`() {
        let one = LeaseOwner.name(host: "debian", id: "0123456789abcdef0123456789abcdef\n")
        #expect(one == "debian-01234567")
        #expect(one != LeaseOwner.name(host: "debian", id: "fedcba9876543210fedcba9876543210\n"))
        #expect(LeaseOwner.name(host: "debian", id: nil) == "debian")
    }
}
