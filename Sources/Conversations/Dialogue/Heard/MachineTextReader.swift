import VietnameseText

/// Tells reactions to messages and answers of machines from what villagers write, by `machine_texts` of the intents files.
struct MachineTextReader: Sendable {
    /// Words of a name that may stand before a reaction: "Chị Lan đã thích “…”".
    private static let nameWords = 4
    /// Words that a messenger puts around a quoted message at most.
    private static let machineHead = 12
    /// Words of a text that is nothing but "Tôi đang lái xe".
    private static let absenceWords = 7
    /// Words of which machines make a text at most; a longer one is a person's.
    private static let machineWords = 80
    /// What stands between an emoji and the quoted message: `👍 to “…”`.
    private static let joiners = Vocabulary(["to", "toi", "voi", "doi", "cho", "vao", "ve"])

    /// Of what messengers make the words beside a quoted message, in whatever order: "Bạn đã tương tác 👍 với tin nhắn “…”".
    private static let headWords = Vocabulary(
        """
        to toi voi doi cho vao ve bang da vua ban cua nay tin nhan anh hinh your my the a an was added message messages text with by
        on at from removed thumbs up heart tha bay hien phan tuong yeu cuoi go bo xoa khoi luot bieu cam
        """.split(whereSeparator: \.isWhitespace).map { WordKey(String($0)) }
            + reactionWords.words.dropFirst())
    /// One of these, or an emoji, says that it is a reaction.
    private static let reactionWords = Vocabulary([
        "reacted", "reaction", "liked", "like", "loved", "love", "disliked", "laughed", "emphasized", "questioned",
        "thich", "tim",
        "xuc", "ung", "tac", "haha",
    ])

    /// Words that may stand around "đang lái xe" where that is all that a text says.
    private static let aside = Vocabulary(
        """
        toi minh em anh chi con chau tui hien tai gio luc bay nay dang da a nhe nha xin loi sorry roi chut ti now right i m am at the
        """.split(whereSeparator: \.isWhitespace).map { WordKey(String($0)) })

    private let reactions: WordingList
    private let wholeReactions: WordingList
    private let autoReplies: WordingList
    private let absences: WordingList
    private let promises: WordingList

    init(_ texts: MachineTexts) {
        reactions = WordingList(texts.reactions)
        wholeReactions = WordingList(texts.wholeReactions)
        autoReplies = WordingList(texts.autoReplies)
        absences = WordingList(texts.absences)
        promises = WordingList(texts.promises)
    }

    /// Whether a text is a messenger's note of a reaction: it quotes a message and says nothing of its own.
    ///
    /// - Parameter quoted: the first quotation in it.
    func isReaction(_ words: Words, quoting quoted: QuotedText?) -> Bool {
        if let quoted {
            let (before, behind) = (Words(String(quoted.before)).words, Words(String(quoted.behind)).words)
            if behind.isEmpty, before.count <= Self.nameWords + 6, isReactionHead(before[...], of: quoted.before) {
                return true
            }
            if isMadeByMessenger(before + behind, around: String(quoted.before) + String(quoted.behind)) { return true }
        }
        let count = words.words.count
        guard (1...12).contains(count) else { return false }
        return wholeReactions.places(in: words.words).contains {
            $0.upperBound == count && ($0.lowerBound == 0 || ($0.lowerBound <= Self.nameWords && $0.count > 1))
        }
    }

    private func isMadeByMessenger(_ words: [Word], around text: String) -> Bool {
        guard (1...Self.machineHead).contains(words.count) else { return false }
        return words.allSatisfy { Self.headWords.contains($0.foldedKey) }
            && (words.contains { Self.reactionWords.contains($0.foldedKey) } || SignsOnly.holdsPicture(text))
    }

    private func isReactionHead(_ words: ArraySlice<Word>, of text: Substring) -> Bool {
        if words.allSatisfy({ Self.joiners.contains($0.foldedKey) }), SignsOnly.holdsPicture(text) { return true }
        return reactions.places(in: words).contains {
            $0.upperBound == words.count && $0.lowerBound <= Self.nameWords
        }
    }

    /// Whether a machine answers for somebody who is away; what it says of emergencies is not looked at.
    func isAutoReply(_ text: String, _ words: Words) -> Bool {
        let words = words.words
        guard (2...Self.machineWords).contains(words.count), !text.utf8.contains(UInt8(ascii: "?")) else {
            return false
        }
        if autoReplies.stands(in: words) { return true }
        guard let absence = absences.places(in: words).first else { return false }
        if promises.stands(in: words) { return true }
        return words.count <= Self.absenceWords
            && words.enumerated().allSatisfy { absence.contains($0) || Self.aside.contains($1.foldedKey) }
    }
}
