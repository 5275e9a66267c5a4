/// Letters and digits in other shapes than the plain ones, as programs for "fancy" writing and copied documents make them:
/// mathematical, circled, squared, raised, of double width, of small capitals, and the digits of other scripts.
///
/// What NFKC (Unicode Annex 15) folds, computed from ranges and scalar properties; letters that Vietnamese writes stay.
enum CompatibilityForms {
    /// The plain letter or digit that a scalar stands for; nil for a scalar that is none of those forms.
    static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        let value = scalar.value
        // ASCII, the letters of Latin and Vietnamese, and combining marks stand for themselves, but raised digits do not.
        if value < 0x370 || (0x1E00...0x1EFF).contains(value) {
            switch value {
            case 0xB2, 0xB3: return Unicode.Scalar(UInt8(value - 0x80))
            case 0xB9: return "1"
            default: return singles[value]
            }
        }
        switch value {
        // Double width has the order of ASCII.
        case 0xFF01...0xFF5E: return Unicode.Scalar(UInt8(value - 0xFF01 + 0x21))
        // Parenthesised and circled letters.
        case 0x249C...0x24B5: return letter(value - 0x249C, "a")
        case 0x24B6...0x24CF: return letter(value - 0x24B6, "A")
        case 0x24D0...0x24E9: return letter(value - 0x24D0, "a")
        // Mathematical letters: thirteen alphabets, capitals before small ones.
        case 0x1D400...0x1D6A3:
            let place = (value - 0x1D400) % 52
            return place < 26 ? letter(place, "A") : letter(place - 26, "a")
        // Parenthesised, squared, and both on black.
        case 0x1F110...0x1F129: return letter(value - 0x1F110, "A")
        case 0x1F130...0x1F149: return letter(value - 0x1F130, "A")
        case 0x1F150...0x1F169: return letter(value - 0x1F150, "A")
        case 0x1F170...0x1F189: return letter(value - 0x1F170, "A")
        default: return singles[value] ?? digit(scalar)
        }
    }

    /// Several plain letters or digits that a scalar stands for: ligatures, circled numbers beyond nine.
    static func expanded(_ scalar: Unicode.Scalar) -> String? {
        switch scalar.value {
        case 0xFB00...0xFB06: ["ff", "fi", "fl", "ffi", "ffl", "st", "st"][Int(scalar.value - 0xFB00)]
        case 0x2469...0x2473: String(scalar.value - 0x2469 + 10)
        case 0x247D...0x2487: String(scalar.value - 0x247D + 10)
        case 0x2491...0x249B: String(scalar.value - 0x2491 + 10)
        case 0x24EB...0x24F4: String(scalar.value - 0x24EB + 11)
        case 0x277F, 0x2789, 0x2793: "10"
        case 0x3251...0x325F: String(scalar.value - 0x3251 + 21)
        case 0x33A1: "m2"
        default: nil
        }
    }

    /// The letter of a flag's picture, such as the V of 🇻🇳.
    static func regionalLetter(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        (0x1F1E6...0x1F1FF).contains(scalar.value) ? letter(scalar.value - 0x1F1E6, "A") : nil
    }

    /// A digit of any script, or one that is raised, lowered or circled.
    private static func digit(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar.properties.numericType {
        case .decimal?, .digit?:
            guard let value = scalar.properties.numericValue, (0...9).contains(value) else { return nil }
            return Unicode.Scalar(0x30 + UInt8(value))
        default: return nil
        }
    }

    private static func letter(_ place: UInt32, _ first: Unicode.Scalar) -> Unicode.Scalar {
        Unicode.Scalar(UInt8(truncatingIfNeeded: first.value + place))
    }

    /// Letters outside of the runs above: those that mathematics took from elsewhere, raised letters, small capitals.
    private static let singles: [UInt32: Unicode.Scalar] = {
        let rows: [(String, String)] = [
            ("ℎℬℰℱℋℐℒℳℛℯℊℴℭℌℑℜℨℂℍℕℙℚℝℤℓ𝚤𝚥", "hBEFHILMRegoCHIRZCHNPQRZlij"),
            ("ᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ", "ABDEGHIJKLMNOPRTUVW"),
            ("ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", "abcdefghijklmnoprstuvwxyz"),
            ("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz"),
            ("ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "aehijklmnoprstuvx"),
        ]
        let pairs = rows.flatMap { zip($0.unicodeScalars, $1.unicodeScalars) }
        return Dictionary(pairs.map { ($0.value, $1) }) { first, _ in first }
    }()
}
