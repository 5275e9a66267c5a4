import Content
import Foundation
import Gateway
import HTTPTypes
import HummingbirdCore
import NIOCore
import PublicServices
import Storage

/// The page that is around all pages.
extension ConsoleDesk {
    /// A way to a page, with who may go there.
    private struct Way {
        var path: String
        var label: String
        var id: String
        /// Whether it stands in the rail, and not only at the foot.
        var isMain = true
        /// Whether it has room in the head of a narrow page.
        var isNarrow = false
        var access = Route.Access.officers
    }

    private static let ways = [
        Way(path: "/viec", label: "Việc chờ", id: "viec", isNarrow: true),
        Way(path: "/tim", label: "Tìm", id: "tim", isNarrow: true),
        Way(path: "/cau-san", label: "Trả lời sẵn", id: "cau-san"),
        Way(path: "/chua-hieu", label: "Chưa hiểu", id: "chua-hieu"),
        Way(path: "/ho-so", label: "Hồ sơ", id: "ho-so"),
        Way(path: "/so-tay", label: "Sổ tay sáng", id: "so-tay"),
        Way(path: "/bao-cao", label: "Báo cáo", id: "bao-cao", access: .supervisors),
        Way(path: "/du-kien", label: "Thông tin thủ tục", id: "du-kien", isMain: false),
        Way(path: "/lich", label: "Lịch làm việc", id: "lich", isMain: false),
        Way(path: "/nhan-su", label: "Người dùng", id: "nhan-su", isMain: false, access: .administrators),
        Way(path: "/kenh", label: "Kênh nhắn tin", id: "kenh", isMain: false, access: .administrators),
        Way(path: "/nhat-ky", label: "Nhật ký", id: "nhat-ky", isMain: false, access: .supervisors),
        Way(path: "/tai-khoan", label: "Tài khoản của tôi", id: "tai-khoan", isMain: false),
        Way(path: "/phim-tat", label: "Chuông và phím tắt", id: "phim-tat", isMain: false),
    ]

    /// A whole page.
    ///
    /// - Parameters:
    ///   - title: the same words as the page's heading; what it is about, without the name of the program.
    ///   - isWrong: whether something typed has to be mended, which the title says first.
    ///   - page: the main way that it belongs to.
    func page(
        _ visit: Visit, title: String, isWrong: Bool = false, page: String, main: String, waiting: Int? = nil,
        status: Answer.Status = .ok
    ) -> Answer {
        guard let signedIn = visit.signedIn else {
            return gate(title: title, isWrong: isWrong, main: main, status: status)
        }
        let officer = signedIn.officer
        let home = home(of: officer)
        let clock = ClockWords(now: visit.now)
        let ways = Self.ways.filter { $0.access.admits(officer.profile.role) }
        let rail: [Values] = ways.filter(\.isMain).map { way in
            [
                "href": way.path, "label": way.label, "id": way.id, "wide": !way.isNarrow, "current": way.id == page,
                "count": way.id == "viec" ? given(waiting.map { String($0) }) : false,
            ]
        }
        let all: [Values] = ways.map { ["href": $0.path, "label": $0.label] }
        let values: Values = [
            "title": Self.title(title, isWrong), "commune": home?.name ?? "", "sample": home?.isSample ?? false,
            "page": page,
            "icon": Assets.icon.address, "style": Assets.style.address, "script": Assets.script.address,
            "practice": given(practice(home)), "ways": rail, "all": all, "main": main, "code": signedIn.formCode,
            "me": MatterWords.capitalized(officer.displayName),
            "unit": given(officer.profile.units.first.flatMap { unit($0.unit, of: commune($0.commune)) }),
            "you": MatterWords.capitalized(officer.you), "clock": clock.clock(visit.now),
            "own": given(ownAddress(of: visit)),
            "ends": WholeNumber.down(signedIn.session.expiresAt.timeIntervalSince(visit.now)),
        ]
        return .html(library.text(of: "layout", values), status: status)
    }

    /// What stands above every page while a commune answers nobody but those who practise.
    private func practice(_ home: Commune?) -> String? {
        (home?.practicePhones?.count).map { "Chế độ tập: máy chỉ trả lời \($0) số đã ghi, chưa mở cho bà con." }
    }

    private static func title(_ title: String, _ isWrong: Bool) -> String { isWrong ? "Lỗi: " + title : title }

    /// Where the same page can be asked for anew: the answer to a POST has no address of its own.
    private func ownAddress(of visit: Visit) -> String? {
        guard visit.method == .post else { return visit.address }
        return visit.path.first == "viec" ? visit.number(at: 1).map { "/viec/\($0)" } : nil
    }

    /// A page of somebody who is not signed in.
    func gate(title: String, isWrong: Bool = false, main: String, status: Answer.Status = .ok) -> Answer {
        let home = content.communes.count == 1 ? content.communes.values.first : nil
        let place = home.map { "\($0.name), \($0.province)" + ($0.isSample ? " · dữ liệu mẫu" : "") }
        let values: Values = [
            "title": Self.title(title, isWrong), "commune": given(home?.name), "place": place ?? "Nhắn tin với bà con",
            "icon": Assets.icon.address, "style": Assets.style.address, "script": Assets.script.address, "main": main,
        ]
        return .html(library.text(of: "gate", values), status: status)
    }

    func refused(_ refusal: Refusal) -> Answer {
        let main = library.text(
            of: "message",
            [
                "heading": refusal.title, "words": refusal.words, "href": "/viec", "label": "Về danh sách việc chờ",
                "kept": false,
            ])
        var answer = gate(title: refusal.title, main: main, status: refusal.status)
        if refusal.kind == .wrongMethod { answer.headers[.allow] = "GET, HEAD, POST" }
        return answer
    }

    var assetRoutes: [Route] {
        [
            Route(method: .get, path: ["tep", "*", "*"], access: .open) { visit in
                guard let file = Assets.file(named: visit.path[2]) else { throw Refusal(.notFound) }
                var answer = Answer(
                    headers: [.contentType: file.type], body: .init(byteBuffer: .init(string: file.text)))
                // Only the address with the right digest may be kept for ever.
                answer.headers[.cacheControl] =
                    visit.path[1] == file.mark ? "public, max-age=31536000, immutable" : "no-cache"
                return answer
            },
            .get("/") { _ in .seeOther("/viec") },
            .get("/phim-tat") { visit in
                page(
                    visit, title: "Chuông và phím tắt", page: "phim-tat", main: library.text(of: "keys", [:]))
            },
        ]
    }
}
