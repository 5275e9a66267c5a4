import Foundation
import Gateway
import HTTPTypes
import PublicServices
import Storage

/// Who may sign in: what `gateway officers` does, for administrators in the browser.
extension ConsoleDesk {
    var peopleRoutes: [Route] {
        [
            .get("/nhan-su", .administrators) { try await peoplePage($0) },
            .get("/nhan-su/moi", .administrators) { try personForm($0, of: nil) },
            .post("/nhan-su/moi", .administrators) { try await addPerson($0) },
            .get("/nhan-su/#", .administrators) { try await personPage($0) },
            .get("/nhan-su/#/sua", .administrators) { try personForm($0, of: try await managed($0)) },
            .post("/nhan-su/#/sua", .administrators) { try await changePerson($0) },
            .post("/nhan-su/#/duong-dan", .administrators) { visit in
                let person = try await managed(visit)
                return try await linkPage(visit, for: person, heading: "Đường dẫn đăng nhập một lần")
            },
            .post("/nhan-su/#/khoa", .administrators) { visit in
                try await deed(visit, "khoa") { try await store.setActive(false, of: $0, by: $1, now: visit.now) }
            },
            .post("/nhan-su/#/mo-khoa", .administrators) { visit in
                try await deed(visit, "mo-khoa") { try await store.setActive(true, of: $0, by: $1, now: visit.now) }
            },
            .post("/nhan-su/#/dang-xuat", .administrators) { visit in
                try await deed(visit, "dang-xuat") { try await store.endSessions(of: $0, by: $1, now: visit.now) }
            },
            .post("/nhan-su/#/bo-ma", .administrators) { visit in
                try await deed(visit, "bo-ma") { try await store.removeSecondFactor(of: $0, by: $1, now: visit.now) }
            },
        ]
    }

    private static let done = [
        "khoa": "Đã khóa. Việc người này giữ đã trả về danh sách chung.", "mo-khoa": "Đã mở khóa.",
        "dang-xuat": "Đã đăng xuất người này ở mọi nơi.", "bo-ma": "Đã bỏ mã 6 số.", "sua": "Đã lưu.",
    ]

    // MARK: Looking

    private func peoplePage(_ visit: Visit) async throws -> Answer {
        let officer = try officer(of: visit)
        let people = try await store.officers(of: officer.profile.communes).sorted {
            ($0.isActive ? 0 : 1, $0.profile.login) < ($1.isActive ? 0 : 1, $1.profile.login)
        }
        let seen = try await store.lastSignIns(of: people.map(\.id))
        let clock = ClockWords(now: visit.now)
        let values: Values = [
            "count": "\(people.count) người đăng nhập được hoặc từng đăng nhập được",
            "people": people.map { person -> Values in
                [
                    "id": person.id.description, "name": person.profile.name, "login": person.profile.login,
                    "role": MatterWords.capitalized(OfficerWords.role(person.profile.role)),
                    "locked": !person.isActive, "restricted": person.profile.maySeeRestricted, "place": place(person),
                    "factor": person.hasSecondFactor ? "Đang dùng" : "Chưa dùng",
                    "seen": seen[person.id].map(clock.moment) ?? (person.isActive ? "Chưa vào" : "Không rõ"),
                ]
            },
        ]
        return page(visit, title: "Người dùng", page: "nhan-su", main: library.text(of: "people", values))
    }

    /// "Một cửa, xã Đăk Hà".
    private func place(_ person: Officer) -> String {
        let units = person.profile.units.compactMap { unit($0.unit, of: commune($0.commune)) }
        return (units + person.profile.communes.map { commune($0)?.name ?? $0.rawValue }).joined(separator: ", ")
    }

    private func personPage(_ visit: Visit) async throws -> Answer {
        let officer = try officer(of: visit)
        let person = try await known(visit)
        let clock = ClockWords(now: visit.now)
        let seen = try await store.lastSignIns(of: [person.id])[person.id]
        let sessions = try await store.sessions(of: person.id, now: visit.now).count
        let cannot = cannot(manage: person, officer)
        let values: Values = [
            "id": person.id.description, "code": visit.formCode, "name": person.profile.name,
            "login": person.profile.login, "role": OfficerWords.role(person.profile.role), "place": place(person),
            "restricted": person.profile.maySeeRestricted ? "xem được" : "không xem được",
            "factor": person.hasSecondFactor ? "đang dùng" : "chưa dùng", "locked": !person.isActive,
            "seen": seen.map(clock.moment) ?? (person.isActive ? "chưa vào lần nào" : "không rõ"),
            "sessions": sessions == 0 ? "không" : "ở \(sessions) nơi", "cannot": given(cannot), "can": cannot == nil,
            "deeds": deeds(for: person, isSignedIn: sessions > 0),
            "done": given(Self.done[visit.query["xong"] ?? ""]),
        ]
        return page(
            visit, title: person.profile.name, page: "nhan-su", main: library.text(of: "person", values))
    }

    private func deeds(for person: Officer, isSignedIn: Bool) -> [Values] {
        let you = person.displayName
        var deeds: [(way: String, label: String, hint: String)] = []
        if person.isActive {
            deeds.append(
                ("duong-dan", "Tạo đường dẫn đăng nhập một lần", "Khi \(you) mới vào lần đầu hoặc quên mật khẩu."))
            if isSignedIn {
                deeds.append(("dang-xuat", "Đăng xuất ở mọi nơi", "Tin viết dở vẫn còn, đăng nhập lại là thấy."))
            }
            if person.hasSecondFactor {
                deeds.append(("bo-ma", "Bỏ mã 6 số", "Khi \(you) mất điện thoại. Sau đó \(you) cài lại mã."))
            }
            deeds.append(
                ("khoa", "Khóa", "\(MatterWords.capitalized(you)) bị đăng xuất, việc đang giữ trả về danh sách chung."))
        } else {
            deeds.append(("mo-khoa", "Mở khóa", "\(MatterWords.capitalized(you)) đăng nhập lại được."))
        }
        return deeds.map { ["way": $0.way, "label": $0.label, "hint": $0.hint] }
    }

    /// The officer of an address; those of other communes are as unknown as those who are not there.
    private func known(_ visit: Visit) async throws -> Officer {
        let officer = try officer(of: visit)
        guard let number = visit.number(at: 1),
            let person = try await store.officer(OfficerID(number)),
            !Set(person.profile.communes).isDisjoint(with: officer.profile.communes)
        else { throw Refusal(.notFound) }
        return person
    }

    private func managed(_ visit: Visit) async throws -> Officer {
        let person = try await known(visit)
        guard try officer(of: visit).mayManage(person) else { throw Refusal(.notFound) }
        return person
    }

    private func cannot(manage person: Officer, _ officer: Officer) -> String? {
        if officer.mayManage(person) { return nil }
        return person.id == officer.id
            ? "Đây là tài khoản của \(officer.you). Quyền của \(officer.you) do người quản trị khác đổi."
            : "Người này còn làm ở xã khác hoặc xem được việc giữ kín. Nhờ người giữ máy đổi giúp."
    }

    // MARK: Changing

    private func deed(
        _ visit: Visit, _ notice: String, _ body: (OfficerID, OfficerID) async throws -> Void
    ) async throws -> Answer {
        let person = try await managed(visit)
        try await body(person.id, try officer(of: visit).id)
        return .seeOther("/nhan-su/\(person.id)?xong=\(notice)")
    }

    private func addPerson(_ visit: Visit) async throws -> Answer {
        let officer = try officer(of: visit)
        let profile: OfficerProfile
        switch typed(visit, by: officer, before: nil) {
        case .success(let typed): profile = typed
        case .failure(let fault): return try personForm(visit, of: nil, wrong: fault)
        }
        let change = try await store.addOfficer(profile, password: nil, by: officer.id, now: visit.now)
        guard case .done(let person) = change else { return try personForm(visit, of: nil, wrong: fault(of: change)) }
        return try await linkPage(visit, for: person, heading: "Đã thêm \(person.displayName)")
    }

    private func changePerson(_ visit: Visit) async throws -> Answer {
        let officer = try officer(of: visit)
        let person = try await managed(visit)
        let profile: OfficerProfile
        switch typed(visit, by: officer, before: person.profile) {
        case .success(let typed): profile = typed
        case .failure(let fault): return try personForm(visit, of: person, wrong: fault)
        }
        let change = try await store.updateOfficer(person.id, to: profile, by: officer.id, now: visit.now)
        guard case .done = change else { return try personForm(visit, of: person, wrong: fault(of: change)) }
        return .seeOther("/nhan-su/\(person.id)?xong=sua")
    }

    private func linkPage(_ visit: Visit, for person: Officer, heading: String) async throws -> Answer {
        let officer = try officer(of: visit)
        guard person.isActive else { throw Refusal(.notFound) }
        let token = try await store.makeOneTimeSignIn(
            for: person.id, life: limits.oneTimeSeconds, by: officer.id, now: visit.now)
        let values: Values = [
            "heading": heading, "person": person.displayName, "id": person.id.description,
            "link": "\(address)/vao/\(token)", "hours": WholeNumber.down(limits.oneTimeSeconds / 3600),
            "then": person.hasSecondFactor
                ? "Vào xong vẫn phải gõ mã 6 số." : "Vào xong, người này tự đặt mật khẩu ở trang Tài khoản của tôi.",
        ]
        return page(visit, title: heading, page: "nhan-su", main: library.text(of: "personLink", values))
    }

    // MARK: The form

    private struct FormFault: Error {
        var field: String
        var words: String
    }

    private func fault(of change: OfficerChange) -> FormFault {
        FormFault(field: change == .badName ? "ho-ten" : "ten", words: OfficerWords.fault(change) ?? "")
    }

    /// What was typed; nobody gives what they do not have themselves.
    private func typed(
        _ visit: Visit, by officer: Officer, before: OfficerProfile?
    ) -> Result<OfficerProfile, FormFault> {
        guard let role = visit.form["vai"].flatMap(OfficerRole.init(rawValue:)) else {
            return .failure(FormFault(field: "vai", words: "Chọn vai trò"))
        }
        let chosen = visit.form.values(of: "xa")
        let communes = officer.profile.communes.filter { chosen.contains($0.rawValue) }
        guard !communes.isEmpty else { return .failure(FormFault(field: "xa", words: "Chọn xã")) }
        let places = visit.form.values(of: "to")
        let units = units(of: communes).filter { places.contains(Self.value(of: $0.unit)) }.map(\.unit)
        let title = visit.typed("xung")
        return .success(
            OfficerProfile(
                login: visit.typed("ten"), name: visit.typed("ho-ten"),
                title: Self.titles.contains(title) ? title : "", role: role, communes: communes, units: units,
                maySeeRestricted: officer.profile.maySeeRestricted
                    ? visit.form["kin"] == "1" : before?.maySeeRestricted ?? false,
                undoSeconds: before?.undoSeconds ?? 10))
    }

    private static let titles = ["chị", "anh", "cô", "chú", "bác"]

    private static func value(of unit: OfficerUnit) -> String { "\(unit.commune.rawValue)/\(unit.unit.rawValue)" }

    private func units(of communes: [CommuneID]) -> [(unit: OfficerUnit, name: String)] {
        communes.flatMap { id -> [(unit: OfficerUnit, name: String)] in
            guard let commune = commune(id) else { return [] }
            return commune.units.map {
                (OfficerUnit(commune: id, unit: $0.id), communes.count > 1 ? "\($0.name) (\(commune.name))" : $0.name)
            }
        }
    }

    private func personForm(_ visit: Visit, of person: Officer?, wrong: FormFault? = nil) throws -> Answer {
        let officer = try officer(of: visit)
        let (profile, isTyped) = (person?.profile, visit.method == .post)
        let role = isTyped ? visit.form["vai"] : profile?.role.rawValue ?? OfficerRole.officer.rawValue
        let title = isTyped ? visit.typed("xung") : profile?.title ?? ""
        let mine = officer.profile.communes
        let communes = isTyped ? visit.form.values(of: "xa") : profile?.communes.map(\.rawValue) ?? []
        let places = isTyped ? visit.form.values(of: "to") : profile?.units.map(Self.value(of:)) ?? []
        let heading = profile.map { "Đổi vai trò, tổ của \($0.displayName)" } ?? "Thêm người"
        var values: Values = [
            "action": person.map { "/nhan-su/\($0.id)/sua" } ?? "/nhan-su/moi",
            "back": person.map { "/nhan-su/\($0.id)" } ?? "/nhan-su", "heading": heading, "code": visit.formCode,
            "errors": errors(wrong.map { [($0.field, $0.words)] } ?? []),
            "name": isTyped ? visit.typed("ho-ten") : profile?.name ?? "",
            "login": isTyped ? visit.typed("ten") : profile?.login ?? "",
            "titles": ([""] + Self.titles).map {
                ["value": $0, "label": $0.isEmpty ? "Không ghi" : $0, "chosen": $0 == title] as Values
            },
            "roles": OfficerRole.allCases.map {
                ["value": $0.rawValue, "label": label(of: $0), "chosen": $0.rawValue == role] as Values
            },
            "communes": false, "commune": given(mine.count == 1 ? mine.first?.rawValue : nil),
            "units": units(of: mine).enumerated().map { index, unit in
                let value = Self.value(of: unit.unit)
                return ["id": index, "value": value, "label": unit.name, "chosen": places.contains(value)] as Values
            },
            "private": false,
            "then": person == nil
                ? "Thêm xong, trang sau hiện đường dẫn đăng nhập một lần." : "Đổi quyền thì người này bị đăng xuất.",
            "save": person == nil ? "Thêm" : "Lưu",
        ]
        if mine.count > 1 {
            let list = mine.map {
                [
                    "value": $0.rawValue, "label": commune($0)?.name ?? $0.rawValue,
                    "chosen": communes.contains($0.rawValue),
                ] as Values
            }
            values["communes"] = ["list": list] as Values
        }
        if officer.profile.maySeeRestricted {
            let isChosen = isTyped ? visit.form["kin"] == "1" : profile?.maySeeRestricted ?? false
            values["private"] = ["chosen": isChosen] as Values
        }
        return page(
            visit, title: heading, isWrong: wrong != nil, page: "nhan-su", main: library.text(of: "personForm", values))
    }

    private func label(of role: OfficerRole) -> String {
        let may =
            switch role {
            case .officer: "trả lời bà con"
            case .supervisor: "thêm báo cáo và nhật ký"
            case .administrator: "thêm người dùng và kênh nhắn tin, phải dùng mã 6 số"
            }
        return "\(MatterWords.capitalized(OfficerWords.role(role))): \(may)"
    }
}
