import CheckedYAML
import Content
import Foundation
import PublicServices
import Testing

/// The path of a folder of the shipped configuration.
func shipped(_ name: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "config/\(name)").path
}

struct `The shipped content` {
    let catalogue: ServiceCatalogue
    let communes: [CommuneID: Commune]

    init() throws {
        catalogue = try ServiceCatalogue.load(folder: shipped("services"))
        communes = try Commune.loadAll(folder: shipped("communes"))
    }

    @Test func `every commune fits the catalogue`() {
        #expect(!communes.isEmpty)
        for commune in communes.values { #expect(commune.problems(of: catalogue) == []) }
    }

    @Test(arguments: [
        "birth_registration": "1.001193", "death_registration": "1.000656", "marriage_registration": "1.000894",
        "marital_status_certificate": "1.004873", "civil_status_extract": "2.000635", "certified_copy": "2.000815",
        "permanent_residence": "1.004222", "temporary_residence": "1.004194", "social_allowance": "1.001776",
        "poor_household": "1.011606",
    ])
    func `each of the ten topics has its main procedure`(_ topic: String, _ code: String) throws {
        let main = try #require(catalogue.main(of: TopicID(rawValue: topic)))
        #expect(main.code.rawValue == code)
        for kind in [FactKind.documents, .fee, .time, .place, .link, .legalBasis] {
            #expect(main.facts[kind] != nil, "\(kind)")
        }
        #expect(main.facts[.link]?.text.contains(code) == true)
    }

    @Test func `every civil-status fact ends with the old law`() throws {
        let civil = catalogue.procedures.filter { $0.field == "Hộ tịch" }
        #expect(civil.count > 20)
        for procedure in civil {
            for (kind, fact) in procedure.facts {
                #expect(fact.validUntil == CalendarDay("2027-02-28"), "\(procedure.code) \(kind)")
                let after = fact.standing(on: try #require(CalendarDay("2027-03-01")))
                #expect(after == (fact.confidence == .low ? .withheld : .lapsed), "\(procedure.code) \(kind)")
            }
        }
    }

    @Test func `every link passes the allow list`() {
        for procedure in catalogue.procedures {
            for fact in procedure.facts.values {
                for link in AllowedLinks.links(in: fact.text) { #expect(AllowedLinks.problem(of: link) == nil) }
            }
            #expect(procedure.facts[.link].map { AllowedLinks.links(in: $0.text).isEmpty } != true)
        }
    }

    @Test func `every fact is short, sourced and in letters of an SMS without marks`() {
        let gsm = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,;:()-/'?!+%&")
        for procedure in catalogue.procedures {
            for (kind, fact) in procedure.facts {
                #expect(fact.text.count <= 240, "\(procedure.code) \(kind)")
                #expect(!fact.sources.isEmpty)
                let plain = fact.text.replacing("đ", with: "d").replacing("Đ", with: "D")
                    .folding(options: .diacriticInsensitive, locale: nil)
                #expect(plain.allSatisfy(gsm.contains), "\(procedure.code) \(kind): \(plain)")
                #expect(fact.text == fact.text.precomposedStringWithCanonicalMapping)
            }
        }
    }

    @Test func `papers, fee, time and place are told of every procedure, or something says why not`() throws {
        let today = try #require(CalendarDay("2026-11-27"))
        for procedure in catalogue.procedures {
            #expect(FacetCoverage(procedure, on: today).unexplained == [], "\(procedure.code)")
        }
    }

    @Test func `of the twenty most asked procedures nine of ten things that people ask are told`() throws {
        let today = try #require(CalendarDay("2026-11-27"))
        let codes = [
            "1.001193", "1.000656", "1.000894", "1.004873", "2.000635", "2.000815", "1.004222", "1.004194", "1.003677",
            "none-id-card", "1.001612", "1.013978", "1.013831", "1.014027", "1.011606", "2.000884", "2.001035",
            "1.004859",
            "3.000228", "1.013225",
        ]
        let coverages = try codes.map {
            FacetCoverage(try #require(catalogue[ProcedureCode(rawValue: $0)]), on: today)
        }
        let told = coverages.map(\.told.count).reduce(0, +)
        #expect(told * 10 >= coverages.count * FacetCoverage.asked.count * 9)
    }

    @Test func `contradicting sources are withheld`() throws {
        let today = try #require(CalendarDay("2026-11-23"))
        #expect(catalogue["1.001612"]?.facts[.fee]?.standing(on: today) == .withheld)
        #expect(catalogue["1.013831"]?.facts[.time]?.standing(on: today) == .withheld)
        #expect(catalogue["1.001776"]?.facts[.time]?.standing(on: today) == .reference)
        #expect(catalogue["2.000635"]?.facts[.fee]?.standing(on: today) == .stated)
        #expect(catalogue["2.000815"]?.facts[.fee]?.standing(on: today) == .stated)
        #expect(catalogue["1.004222"]?.level == .chuaRo)
    }

    @Test func `Đăk Hà is a sample with its seven units, and the offices of others behind them`() throws {
        let commune = try #require(communes["dak-ha"])
        #expect(commune.isSample)
        #expect(commune.name == "xã Đăk Hà")
        #expect(commune.formerNames.count == 3)
        let units: [UnitID] = ["one_stop", "police", "military", "health", "office", "economy", "culture_social"]
        #expect(Array(commune.units.map(\.id).prefix(units.count)) == units)
        let others: [UnitID] = ["court", "policy_bank", "power", "school", "social_insurance", "tax"]
        for other in others { #expect(commune.unit(other)?.phone != nil) }
        #expect(commune.dutyPhone != nil && commune.practicePhones == nil)
        #expect(commune.calendar.hoursText == "Thứ 2 đến Thứ 6: 7:30-11:30, 13:00-17:00")
        let phones = commune.units.compactMap(\.phone) + [commune.hotline]
        #expect(phones.allSatisfy { $0.contains("000 000") })
    }
}
