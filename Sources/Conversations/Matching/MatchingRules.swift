import VietnameseText

/// The numbers by which evidence is weighed and a decision taken; all in one place.
package struct MatchingRules: Sendable {
    /// What a phrase of one word is worth, and every further word.
    package var firstWord = 1.0
    package var furtherWord = 0.5
    /// What a hint is worth beside a phrase of the same length.
    package var hintShare = 0.4
    /// What the second, third, … piece of evidence for one topic adds, as a share of the one before.
    package var repetition = 0.5
    /// How far evidence of each tier is trusted.
    package var exact = 1.0
    package var lexicon = 1.0
    package var folded = 0.95
    package var repaired = 0.9
    package var weak = 0.5
    /// How far an unmarked word is trusted for a marked one, where the writer marks words as a habit.
    package var inconsistent = 0.8
    /// What a paper that is only brought along is worth for its own topic, where the text has another matter.
    package var mention = 0.35
    /// Hints alone are no candidate unless they and the facets explain this share of the words that carry meaning.
    package var hintCoverage = 0.6
    /// A text is no public matter when the evidence for that reaches this share of the best topic's.
    package var foreignShare = 0.6

    /// A candidate below it is no candidate.
    package var floor = 0.45
    /// The least score for an answer without a question back.
    package var answer = 0.92
    /// A rival with at least this share of the best score makes it a menu.
    package var rivalry = 0.75
    /// The most entries a menu may have.
    package var menuEntries = 4
    /// How many words beside its own a whole-message topic tolerates.
    package var wholeTolerance = 2
    /// Words that may stand around a whole-message wording.
    static let courtesy = Vocabulary(
        """
        a ad admin ak anh ban bac chau chi cho con co chu da em ha hen hoi minh nha nhe nhi oi roi rua shop the thi toi tui
        va vang vay voi xin
        """.split(whereSeparator: \.isWhitespace).map { WordKey(String($0)) })

    /// From this share of marked words on, at least two, a writer marks words as a habit.
    static let markedThroughout = 0.6
    /// A text of at most so many words with a dossier's code and no topic is nothing but the code.
    package var codeWords = 8
    /// In a text of at most so many words, a place or a way asks about what was spoken of last.
    package var followUpWords = 6
    /// What the pieces of a run-together word cost; the cheapest reading wins.
    ///
    /// In turn: a piece that the wordings put behind the one before it, any other word of the wordings, one whose marks are
    /// another word's or an abbreviation, and a syllable that stands in no wording.
    static let splitCosts = (follows: 0.7, known: 1.0, doubtful: 1.3, syllable: 1.5)

    /// How many questions of one text are answered.
    package var questions = 3

    /// How many words of a text are read; ten joined SMS hold fewer, and the cost of a longer one stays bounded.
    package var words = 400
    /// How many codes, numbers, days and sums of a text are told.
    package var entities = 40
    /// The longest text, in words, that is looked at again for a slip of the finger.
    package var slipTokens = 24
    /// How many words of it are tried as slips.
    package var slipTrials = 6
    /// Words of the wording in which a function word is taken for a slip.
    package var slipWords = 3
    /// Letters of a wording of one word that a slip may have spoilt.
    package var slipLetters = 5
    /// With a slip undone, a topic must explain this share of the words that carry meaning.
    package var slipCoverage = 0.6
    /// Whether "không phải …" counts also where nothing else is named, as among the procedures of one topic.
    package var denialStandsAlone = false
    /// From how many points on a text is a call for help, and from how many on it is asked whether it is one.
    package var distressAlarm = 4
    package var distressDoubt = 2
    /// A sign of danger of so many points is asked about though papers are asked for.
    package var distressPlain = 5
    /// So many points of the frames are an alarm unless examples say that it is harmless beyond doubt.
    package var distressSure = 6
    /// Below these odds of the examples, in nats, an alarm of the frames is asked back.
    package var distressUnlikely = -2.9
    /// Above these odds of the words around what frames found, an alarm stays one; and how many words that are, on each side.
    package var distressUnlikelyAround = -2.2
    package var distressAround = 2
    /// Both where the text has no marks.
    package var distressUnlikelyUnmarked = -1.7
    package var distressUnlikelyAroundUnmarked = -1.3
    /// Below these odds of the examples a text is harmless: a strong alarm of the frames is asked back, a danger beside a matter
    /// that is named clearly is weaker by a step.
    package var distressHarmless = -2.5
    /// Up to these odds a text that closes may be passed over.
    package var distressFar = -2.0
    /// Above these odds a mere cry for somebody to come is an alarm; any other doubt above 0.
    package var distressCry = 1.0
    /// A doubt of the frames is none; the same where only papers speak against a plain danger, by the words around it.
    package var distressDoubtHarmless = -1.5
    package var distressPlainHarmless = -8.0
    /// A weak alarm of the frames is none.
    package var distressFarHarmless = -3.7
    /// Amid a conversation about a matter: below these odds of the examples an alarm of the frames is asked back, and a doubt of
    /// theirs is none.
    package var distressUnlikelyAmid = -1.0
    package var distressHarmlessAmid = -2.0
    /// From these odds of the second opinion on it is as before, and what no frame knows stays an alarm with so much of the examples.
    package var distressBelievedAmid = 3.0
    package var distressLikelyAmid = 1.0
    /// From these odds on a text that no frame knows is an alarm, in nats, and where it names a matter plainly.
    package var distressAlarmOdds = 2.2
    package var distressAlarmClear = 3.2
    /// From these odds on it is asked back, and where it speaks of nobody.
    package var distressDoubtOdds = 0.2
    package var distressDoubtNobody = 1.2
    package var distressDoubtClear = 1.2
    /// Texts of fewer words that an example has are told by frames alone.
    package var distressWords = 3
    /// Texts of fewer words raise no alarm by likeness alone; one word fewer is still asked back.
    package var distressWordsAlone = 5
    /// Where likeness alone speaks: so many of the words that an example has must be more than kin, numbers and particles.
    package var distressMeanings = 1
    /// What the second opinion's odds of a call for help, and a point of the frames, count beside the odds of the examples.
    ///
    /// See docs/understanding.md.
    static let distressShares = (opinion: 0.4, frames: 0.2)
    /// From how many nats of all three on a text is an alarm, with signs of the frames and without, and is asked back; an alarm
    /// that is kept, without frames that make one and with.
    package var distressTogether = (
        alarm: 2.0, alarmOfLikeness: 3.0, doubt: -0.3, doubtOfLikeness: 0.5, keptAlarm: 0.0, keptAlarmOfFrames: -2.5
    )
    /// From how many on what was asked back, or was an alarm, is still asked back.
    package var distressKeptDoubt = (doubt: -3.0, alarm: -2.5)
    /// What the strongest sign of danger must be worth for an alarm.
    package var distressSign = 3
    /// How many words a gap (`..`) may span.
    package var gap = 6
    /// How many words that no wording knows, mostly names, may stand between close parts of a wording.
    static let closeWeight = 2
    /// How many words a gap may span where at most so many of them are more than courtesy, kinship and particles.
    static let span = 12
    static let heavyWords = 4

    /// How many words may stand between two signs that are one together, such as "cán bộ" and "đòi tiền".
    package var signDistance = 8

    /// From this score on evidence is long: several words, or two wordings.
    package var longEvidence = 3.0
    /// A statement that is explained to this share names a matter, and otherwise only mentions it.
    package var fullStatement = 0.99
    /// From this share on a weak opinion makes no menu of an answer.
    package var mostlyExplained = 0.8
    /// From this share on a text is mostly about its topic.
    package var clearStatement = 0.5
    /// How many words may follow on what somebody says that they have or have done.
    package var statementRest = 3
    /// A text of so many words that asks nothing and is explained to less than this share is talk.
    package var idleWords = 8
    package var idleCoverage = 0.35
    /// What a question amid talk or advertisement must score to count.
    package var askedAmidTalk = 2.0
    /// A topic of this score goes before a nuisance.
    package var answerOverNuisance = 2.2

    // Of the second opinion: odds of a topic against all others, or how far one leads, in nats. See docs/understanding.md.

    /// To be offered where the wordings find nothing, and how far it may stand behind a topic that is not offered.
    package var opinionAlone = 0.0
    /// The same where a text has no sign of a kind.
    package var opinionAloneBare = 2.0
    package var opinionBehind = 3.0
    package var opinionBeforeForeign = 3.0
    /// To be no unknown matter.
    package var opinionKnown = -2.0
    /// What a topic counts that is not among those that are kept.
    package var opinionUnnamed = -8.0
    /// How far the others in that menu may stand behind the best one.
    package var opinionRivalry = 2.5
    /// To be courtesy, to be a wish for a person or for news again, and to be a complaint, where the wordings find nothing.
    package var opinionOfCourtesy = 0.5
    package var opinionOfCommand = 0.5
    package var opinionOfComplaint = 2.0
    /// To be a wish for a person or for news again, of a text that also closes: "thôi gọi điện cho tôi".
    package var opinionOfCommandAmid = 2.5
    /// The first two of a text of one word.
    package var opinionOfCourtesyBare = 4.0
    package var opinionOfCommandBare = 2.0
    /// To be a matter of some other office, where a text asks.
    package var opinionOfOther = 1.0
    /// To choose from a menu of the wordings where a text asks.
    package var opinionOfMenu = 1.0
    /// To make a menu of an answer, against evidence that is not long.
    package var opinionAgainst = 2.0
    /// To do so against a text that is mostly explained.
    package var opinionAgainstExplained = 2.0
    /// To take a text for no public matter, against evidence that is not long.
    package var opinionOfForeign = 1.0
    /// To be offered though single words hint at another world.
    package var opinionOverHint = 3.0
    /// To be a question of papers, fees and the like where the wordings find nothing.
    package var opinionOfFacet = 0.0
    /// The same against a topic that is not named in full and that the second opinion does not believe, which is below the other.
    package var opinionOfFacetAgainst = -2.0
    package var opinionDisbelieved = -6.0
    /// How far behind another matter a call for help lies by the second opinion, so that an alarm of the frames is asked back.
    package var distressBehind = 8.0
    /// To be offered beside a menu of the wordings that does not have it.
    package var opinionBesideMenu = 0.0
    /// To be about that topic and no call for help, where only likeness to such calls says so.
    package var opinionOverDoubt = 3.0
    /// The same where frames saw a sign that examples know as harmless, and wordings name that topic too.
    package var opinionOverSign = 5.0
    /// From this score on a topic is named in full, so that two such are two wishes.
    package var fullyNamed = 2.0
    /// To be asked about amid a conversation that has another topic.
    package var opinionAmid = 4.0
    /// The same where the matter at hand is one of others.
    package var opinionAmidReferral = 1.0
    /// The same of a text that asks in words for which the topic at hand has an answer too.
    package var opinionAmidAsked = 5.0
    /// Of a facet by how people go on, to be told of the matter at hand where nothing else is understood.
    package var opinionOfFollowUp = 0.5
    /// The same where a text mentions another matter.
    package var opinionOfFollowUpBeside = 1.5
    /// And where words sound like a complaint, or ask for the state of a dossier.
    package var opinionOfFollowUpBesideCommand = 5.0
    /// To close a conversation, by how people do, where nothing is asked.
    package var opinionOfClosing = 1.0
    /// And where it also seems to ask or to name something.
    package var opinionOfSureClosing = 5.0
    /// What of another matter than the one at hand is below it is only mentioned, where how people go on names a facet.
    package var opinionDisbelievedAmid = 0.5
    /// To be what a text goes back to, of a topic that was spoken of before and is likelier than the one at hand.
    package var opinionOfEarlier = -6.0
    /// To be a new question though staff have a matter of the villager's, where a text asks.
    package var opinionBesideMatter = 1.0
    /// How much surer what is asked of the matter at hand is than another matter that only the second opinion knows.
    package var opinionOutweighed = 5.0
    /// From what odds on a matter of others that words sound like amid a procedure is one.
    package var opinionOfOtherAmid = 2.0
    /// To be answered where a text asks and the wordings find nothing, or name it beside what is not named in full.
    package var opinionAnswers = 3.0
    /// The same whatever the wordings name, whether or not a text asks.
    package var opinionBeyondDoubt = 4.0
    /// The same of a text of fewer words, or against wordings that explain all of it.
    package var opinionBeyondDoubtBare = 8.0
    /// The same where wordings do not name the topic but hint at it.
    package var opinionBeyondDoubtHinted = 12.0
    package var opinionWords = 4
    /// To be another matter, against weak signs of danger; and anything else, where all three together only doubt.
    package var opinionSure = 6.0
    /// To be no call for help but talk of another world, where only likeness to such calls says so.
    package var opinionOfTalk = 0.0
    /// To be no nuisance where the wordings find nothing.
    package var opinionOverNuisance = 1.5
    /// From so many words on a text is a story, whose last question counts most.
    package var storyWords = 18
    /// How many topics of the second opinion are kept.
    package var opinions = 5

    package init() {}

    func trust(_ tier: Evidence.Tier) -> Double {
        switch tier {
        case .exact: exact
        case .lexicon: lexicon
        case .folded: folded
        case .repaired: repaired
        case .weak: weak
        }
    }
}
