import LibCrypto
import Testing

@Suite struct HexTests {
    @Test func `every byte returns from its digits`() {
        let bytes = [UInt8](0...255)
        #expect(Hex.decode(Hex.encode(bytes)) == bytes)
        #expect(Hex.decode("00fFAb") == [0, 255, 171])
        #expect(Hex.decode("") == [])
    }

    @Test(arguments: ["0", "0g", "0x", " 0", "é"]) func `what is not hexadecimal gives nothing`(text: String) {
        #expect(Hex.decode(text) == nil)
    }

    @Test func `random bytes have the wanted count and do not repeat`() throws {
        #expect(try randomBytes(0) == [])
        #expect(try randomBytes(33).count == 33)
        #expect(try randomBytes(16) != randomBytes(16))
    }
}
