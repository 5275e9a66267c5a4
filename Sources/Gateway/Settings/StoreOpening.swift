import CheckedYAML
import Conversations
import PublicServices
package import Storage

extension GatewaySettings {
    /// Opens the store, which then knows the channels and the budget: what `serve` sends and what officers answer by the
    /// command line count alike.
    package func openStore() throws -> GatewayStore {
        let store = try GatewayStore.open(
            path: database, keys: StoreKeys.loadOrMake(path: keyFile, forDatabase: database))
        store.settle(in: storeSurroundings)
        return store
    }

    /// What the store must know of the channels; a command also works beside an entry that `serve` would refuse.
    var storeSurroundings: StoreSurroundings {
        var facts: [ChannelID: ChannelFacts] = [:]
        for entry in channels {
            guard let (id, traits) = try? ChannelTraits.read(entry) else { continue }
            facts[id] = ChannelFacts(commune: traits.commune, unit: traits.unit, secondWay: traits.secondWay)
        }
        return StoreSurroundings(channels: facts, budget: pace.segmentsPerDay)
    }
}
