import Foundation
import LibCrypto

/// The files of a commune's folder, made of answers.
package struct CommuneFolder: Sendable {
    package struct Fault: Error, CustomStringConvertible {
        package var description: String
    }

    let answers: CommuneAnswers

    package init(_ answers: CommuneAnswers) { self.answers = answers }

    /// The units that procedures and rules name, each with the one-stop centre's number and address until somebody knows better.
    private static let units: [(id: String, name: String)] = [
        ("one_stop", "Trung tâm Phục vụ hành chính công"), ("police", "Công an"), ("military", "Ban Chỉ huy Quân sự"),
        ("health", "Trạm Y tế"), ("office", "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân"),
        ("economy", "Phòng Kinh tế"), ("culture_social", "Phòng Văn hóa - Xã hội"),
    ]

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    var profile: String {
        """
        # Made by `gateway init`. The keys are explained in the sample beside it, dak-ha.
        id: \(answers.id)
        name: \(Self.quoted(answers.name))
        short_name: \(Self.quoted(answers.shortName))
        province: \(Self.quoted(answers.province))

        # The names of the communes that it was merged of, which people go on using:
        # former_names:
        #   - xã …

        hotline: \(Self.quoted(answers.hotline))
        duty_phone: \(Self.quoted(answers.dutyPhone))

        retention_months: 24
        answer_promise_hours: \(answers.promiseHours)

        """
    }

    var unitList: String {
        var lines = [
            "# Made by `gateway init`: all have the centre's address and number. WRITE THEIR OWN, for villagers are told them.",
            "# Keep the ids; the procedures name them.", "units:",
        ]
        for unit in Self.units {
            lines += [
                "  - id: \(unit.id)", "    name: \(Self.quoted(unit.name + " " + answers.name))",
                "    address: \(Self.quoted(answers.address))", "    phone: \(Self.quoted(answers.hotline))",
            ]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Writes the folder beside the others; the calendar, whose days off are the whole country's, is copied from one of them.
    ///
    /// - Throws: ``Fault`` where the folder is there already, no sample is there, or a file cannot be written.
    package func write(into communes: String) throws {
        let folder = communes + "/" + answers.id
        guard !FileManager.default.fileExists(atPath: folder) else {
            throw Fault(description: "\(folder) is there already. Fix: choose another name, or remove it first.")
        }
        let others = ((try? FileManager.default.contentsOfDirectory(atPath: communes)) ?? []).sorted()
        guard
            let sample = others.first(where: {
                FileManager.default.fileExists(atPath: "\(communes)/\($0)/calendar.yaml")
            })
        else {
            throw Fault(
                description: "\(communes) has no commune whose calendar could be copied. Fix: copy dak-ha there first.")
        }
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
            try profile.write(toFile: folder + "/commune.yaml", atomically: true, encoding: .utf8)
            try unitList.write(toFile: folder + "/units.yaml", atomically: true, encoding: .utf8)
            try "# What this commune knows better than config/services; see the sample dak-ha.\noverrides: []\n".write(
                toFile: folder + "/overrides.yaml", atomically: true, encoding: .utf8)
            try FileManager.default.copyItem(
                atPath: "\(communes)/\(sample)/calendar.yaml", toPath: folder + "/calendar.yaml")
        } catch {
            throw Fault(description: "\(folder) cannot be written: \(error.localizedDescription)")
        }
    }

    /// The entry of its way in, with secrets of its own, to be put under `channels:`.
    package func channelEntry() throws -> String {
        """
          - id: sms-\(answers.id)
            kind: kannel
            commune: \(answers.id)
            spelling: as_written
            number: \(Self.quoted(answers.number))
            secret: \(try Self.secret())
            send_url: http://127.0.0.1:13013/cgi-bin/sendsms
            username: nha-rong
            password: \(try Self.secret())
        """
    }

    private static func secret() throws -> String { Hex.encode(try randomBytes(24)) }
}
