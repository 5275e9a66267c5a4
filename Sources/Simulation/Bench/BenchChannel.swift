import Channels
package import CheckedYAML
package import Conversations
import Foundation
package import Gateway
import VietnameseText

/// One channel as a tester uses it: the villagers behind it and where its provider would stand.
package struct BenchChannel: Sendable {
    package let id: ChannelID
    package let kind: String
    package let signer: WebhookSigner
    /// What one billed part costs, in đồng.
    package let price: Int?
    /// Whether its provider bills SMS segments.
    package let isSMS: Bool
    /// Things beside words that villagers can send, by the names of ``VillagerAct/samples``.
    package let carries: Set<String>
    let commune: String
    let side: any ProviderSide
    /// Where the gateway expects the provider.
    let host: String
    let port: Int

    /// Reads one entry; the provider's address must be of this machine.
    package init(
        _ entry: YAMLEntry, settings: GatewaySettings, environment: [String: String]
    ) throws(FileProblem) {
        let kind = try VillagerKind.of(entry)
        id = ChannelID(rawValue: try entry.entry("id").string())
        self.kind = kind.channel.name
        commune = try entry.entry("commune").string()
        isSMS = kind.channel.reachesPhones
        price = try entry.optional("segment_price")?.int()
        signer = try WebhookSigner(entry, settings: settings, environment: environment)
        carries = signer.carries
        (host, port) = try Self.place(of: entry, keys: kind.sendKeys)
        side = try kind.makeProvider(VillagerEntry(entry, settings: settings, environment: environment))
    }

    private static func place(of entry: YAMLEntry, keys: [String]) throws(FileProblem) -> (String, Int) {
        var address: YAMLEntry? = entry
        for key in keys { address = try address?.optional(key) }
        let own = "write an address on this machine such as http://127.0.0.1:8090 there while you test, or use --own"
        guard let address else {
            throw entry.problem(
                "the channel sends to its real provider, because \(keys.joined(separator: ".")) is not given", mend: own
            )
        }
        guard let url = URL(string: try address.string()), let host = url.host, let port = url.port,
            ["127.0.0.1", "localhost"].contains(host)
        else { throw address.problem("the simulator cannot stand in for another machine", mend: own) }
        return (host, port)
    }

    /// What people type as the villager's address, as the gateway will know it.
    package func address(_ typed: String) -> String {
        isSMS ? PhoneNumber(typed)?.e164 ?? typed : typed
    }

    /// The address that people type, where it can be one on this channel.
    package func address(checking typed: String) throws(Bench.Refusal) -> String {
        if isSMS {
            if case .notANumber = PhoneNumber.kind(of: typed) {
                throw Bench.Refusal(
                    description: "\(typed) không phải số điện thoại; kênh \(id) cần số như 0901234567.")
            }
        } else {
            let isID = typed.wholeMatch(of: /[0-9A-Za-z_\-]{4,64}/) != nil && typed.contains(where: \.isNumber)
            guard isID else {
                throw Bench.Refusal(
                    description: "\(typed) không phải mã tài khoản; kênh \(id) cần mã như \(address(of: 1)).")
            }
        }
        return address(typed)
    }

    /// What a tester calls it.
    package var title: String {
        switch kind {
        case "kannel", "twilio", "http", "standard": "SMS \(id)"
        case "zalo": "Zalo \(id)"
        case "zalo_bot": "Zalo Bot \(id)"
        default: id.rawValue
        }
    }

    /// The address of a played villager.
    package func address(of villager: Int) -> String { signer.address(of: villager) }

    /// What a text costs here, such as `2 SMS GSM-7, 210 ký tự, 700 đ`.
    package func cost(of text: String) -> String {
        let size = SMSEncoding.size(of: text)
        let parts = isSMS ? size.segments : 1
        let name = isSMS ? "\(parts) SMS \(size.alphabet.rawValue)" : "1 tin"
        let letters = isSMS ? size.units : text.utf16.count
        // Nothing would read as if it were free.
        let money = price.map { "\($0 * parts) đ" } ?? (isSMS ? "chưa có giá" : nil)
        return "\(name), \(letters) ký tự" + (money.map { ", " + $0 } ?? "")
    }
}
