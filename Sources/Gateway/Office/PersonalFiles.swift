import Conversations
package import Foundation
package import Storage

/// The pictures and files of a villager, given to them beside the rest of what is kept of them.
package enum PersonalFiles {
    /// Hands each file that is kept to `write`, with a name of its own.
    ///
    /// - Parameters:
    ///   - people: what is kept; the name of its file is noted at each attachment.
    ///   - folder: what stands before the names there.
    /// - Returns: how many files those were.
    package static func write(
        of people: inout [PersonalData], from store: GatewayStore, in folder: String,
        write: (Data, String) throws -> Void
    ) async throws -> Int {
        var count = 0
        for person in people.indices {
            for index in people[person].attachments.indices {
                let attachment = people[person].attachments[index]
                guard let bytes = try await store.bytes(ofAttachment: attachment.number) else { continue }
                let name = "\(attachment.number).\(ending(of: attachment, bytes))"
                try write(Data(bytes), name)
                people[person].attachments[index].file = folder + "/" + name
                count += 1
            }
        }
        return count
    }

    /// Of a picture its own; of anything else that of the name that it came with, where it is one.
    private static func ending(of attachment: PersonalData.Attachment, _ bytes: [UInt8]) -> String {
        if let picture = PictureType(of: bytes) { return picture.ending }
        let given = (attachment.name ?? "").lowercased().split(separator: ".").dropFirst().last ?? ""
        let isEnding =
            (1...5).contains(given.utf8.count)
            && given.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) }
        return isEnding ? String(given) : "bin"
    }
}
