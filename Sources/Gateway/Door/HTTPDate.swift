import Foundation

/// The moment as HTTP writes it (RFC 9110, 5.6.7), made once a second.
struct HTTPDate {
    private var second = time_t(0)
    private var text = ""

    mutating func now() -> String {
        var moment = time(nil)
        guard moment != second else { return text }
        var parts = tm()
        gmtime_r(&moment, &parts)
        text = String(unsafeUninitializedCapacity: 40) { buffer in
            buffer.withMemoryRebound(to: CChar.self) {
                strftime($0.baseAddress, $0.count, "%a, %d %b %Y %H:%M:%S GMT", &parts)
            }
        }
        second = moment
        return text
    }
}
