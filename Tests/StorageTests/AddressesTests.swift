import Testing

@testable import Storage

/// What an alert keeps in the clear of numbers, and what the doctor makes of old ones: one rule.
@Suite struct AddressesTests {
    @Test(arguments: [
        ("KHAN CAP tu +84901234567: chay nha", "KHAN CAP tu …567: chay nha"), ("tu 0901234567.", "tu …567."),
        ("tu 2512523625412515", "tu …515"), ("goi 3861234 voi", "goi …234 voi"), ("0901234567,0912345678", "…567,…678"),
    ])
    func `a run that may be an address is cut to its end`(text: String, shown: String) {
        #expect(Addresses.shortened(text) == shown)
        #expect(Addresses.shortened(shown) == shown)
    }

    @Test(arguments: [
        "goi 113, 114, 115", "thon 12 nha so 345", "ngay 24/11/2026 luc 16:30", "ma 123456", "…567", "+ 12", "",
        "90 người",
    ])
    func `whatever is shorter stays`(text: String) { #expect(Addresses.shortened(text) == text) }
}
