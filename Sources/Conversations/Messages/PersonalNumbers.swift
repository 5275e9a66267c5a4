/// Masks runs of exactly twelve digits (citizen id numbers) so that they stand nowhere but in the encrypted original.
public enum PersonalNumbers {
    /// The text with every 12-digit number shortened to its last three digits: `*********123`.
    ///
    /// Digits may stand in groups of three or four, as people copy them from cards. Longer and shorter runs and
    /// uneven groups (phone numbers, dossier codes) stay.
    public static func masked(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var run: [Unicode.Scalar] = []
        var digits = 0

        func flush() {
            let groups = run.split { !("0"..."9").contains($0) }
            guard digits == 12,
                groups.count == 1 || groups.allSatisfy({ $0.count == 3 }) || groups.allSatisfy({ $0.count == 4 })
            else {
                result.append(contentsOf: run)
                run.removeAll(keepingCapacity: true)
                digits = 0
                return
            }
            var seen = 0
            for scalar in run {
                let isDigit = ("0"..."9").contains(scalar)
                if isDigit { seen += 1 }
                result.append(isDigit && seen <= 9 ? "*" : scalar)
            }
            run.removeAll(keepingCapacity: true)
            digits = 0
        }

        let scalars = Array(text.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            if ("0"..."9").contains(scalar) {
                run.append(scalar)
                digits += 1
            } else if digits > 0, scalar == " " || scalar == "." || scalar == "-",
                index + 1 < scalars.count, ("0"..."9").contains(scalars[index + 1])
            {
                run.append(scalar)
            } else {
                flush()
                result.append(scalar)
            }
        }
        flush()
        return String(result)
    }
}
