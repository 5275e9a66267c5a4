import Conversations
import Foundation
import VietnameseText

/// Ways in which real messages are spoiled, as pure functions of a text and a seed.
package enum Noise: String, Sendable, CaseIterable {
    /// All marks left out.
    case nomarks
    /// Typed for Telex with the input method off.
    case telex
    /// Typed for VNI with the input method off.
    case vni
    /// Letters and their marks as separate scalars.
    case nfd
    /// One random edit of one letter.
    case typo
    /// A third of the spaces left out.
    case glued
    /// Common words in texting shorthand.
    case teencode
    case upper

    package func spoiled(_ text: String, seed: UInt64) -> String {
        var random = SplitMix(state: seed ^ Self.hash(text))
        switch self {
        case .nomarks: return UnmarkedSpelling.of(text)
        case .telex: return TypingMethod.telex.typed(text)
        case .vni: return TypingMethod.vni.typed(text)
        case .nfd: return text.decomposedStringWithCanonicalMapping
        case .typo: return Self.withOneEdit(text, &random)
        case .glued: return Self.glued(text, &random)
        case .teencode: return Self.shortened(text)
        case .upper: return text.uppercased()
        }
    }

    package func spoiled(_ messages: [LabelledMessage], seed: UInt64) -> [LabelledMessage] {
        messages.map { LabelledMessage(text: spoiled($0.text, seed: seed), label: $0.label, tier: $0.tier) }
    }

    /// Drops, doubles, swaps or replaces one letter behind the first of a word.
    private static func withOneEdit(_ text: String, _ random: inout SplitMix) -> String {
        var letters = Array(text)
        let places = letters.indices.filter {
            $0 > 0 && letters[$0].isLetter && letters[$0 - 1].isLetter
        }
        guard !places.isEmpty else { return text }
        let place = places[random.next(below: places.count)]
        switch random.next(below: 4) {
        case 0: letters.remove(at: place)
        case 1: letters.insert(letters[place], at: place)
        case 2: letters.swapAt(place, place - 1)
        default:
            let keys = Array("abcdeghiklmnopqrstuvxy")
            letters[place] = keys[random.next(below: keys.count)]
        }
        return String(letters)
    }

    private static func glued(_ text: String, _ random: inout SplitMix) -> String {
        var result = ""
        let letters = Array(text)
        for (index, letter) in letters.enumerated() {
            let joins =
                letter == " " && index > 0 && index + 1 < letters.count && letters[index - 1].isLetter
                && letters[index + 1].isLetter
            if joins, random.next(below: 3) == 0 { continue }
            result.append(letter)
        }
        return result
    }

    /// Shorthand that everybody texts, longest first.
    private static let shorthand: [(String, String)] = [
        ("bao nhiêu", "bn"), ("không", "ko"), ("được", "dc"), ("gì", "j"), ("vậy", "z"), ("rồi", "r"),
        ("với", "vs"), ("người", "ng"), ("mình", "mk"), ("chứng minh nhân dân", "cmnd"), ("căn cước công dân", "cccd"),
        ("giấy khai sinh", "gks"), ("bảo hiểm y tế", "bhyt"), ("bảo hiểm xã hội", "bhxh"),
        ("ủy ban nhân dân", "ubnd"), ("hồ sơ", "hs"), ("đăng ký", "đk"), ("hộ khẩu", "hk"), ("biết", "bit"),
        ("cũng", "cg"), ("trước", "trc"), ("những", "nhg"), ("em", "e"), ("anh", "a"),
    ].sorted { $0.0.count > $1.0.count }

    private static func shortened(_ text: String) -> String {
        var result = text.precomposedStringWithCanonicalMapping
        for (long, short) in shorthand {
            var searched = result.startIndex..<result.endIndex
            while let found = result.range(of: long, options: .caseInsensitive, range: searched) {
                let before = found.lowerBound > result.startIndex ? result[result.index(before: found.lowerBound)] : " "
                let after = found.upperBound < result.endIndex ? result[found.upperBound] : " "
                guard !before.isLetter, !after.isLetter else {
                    searched = found.upperBound..<result.endIndex
                    continue
                }
                let offset = result.distance(from: result.startIndex, to: found.lowerBound) + short.count
                result.replaceSubrange(found, with: short)
                searched = result.index(result.startIndex, offsetBy: offset)..<result.endIndex
            }
        }
        return result
    }

    private static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
