/// The texts that villagers and officers on duty get; `config/replies.yaml` has one for each.
package enum ReplyTemplate: String, Sendable, CaseIterable {
    case answer
    case overview
    case factDocuments = "fact_documents"
    case factInDatabases = "fact_in_databases"
    case factFee = "fact_fee"
    case factTime = "fact_time"
    case factPlace = "fact_place"
    case factLink = "fact_link"
    case factSteps = "fact_steps"
    case factForm = "fact_form"
    case factEligibility = "fact_eligibility"
    case factWho = "fact_who"
    case factDeadline = "fact_deadline"
    case factResult = "fact_result"
    case factOriginal = "fact_original"
    case factElsewhere = "fact_elsewhere"
    case referenceNote = "reference_note"
    case lapsedMark = "lapsed_mark"
    case lapsedMarkBrief = "lapsed_mark_brief"
    case referenceMark = "reference_mark"
    case placeBrief = "place_brief"
    case formPlace = "form_place"
    case condolence
    case more
    case continued
    case noMore = "no_more"
    case noCheckedFact = "no_checked_fact"
    case noCheckedTopic = "no_checked_topic"
    case askPerson = "ask_person"
    case referral
    case referralHanded = "referral_handed"
    case menu
    case variants
    case subject
    case askUnit = "ask_unit"
    case interestOffer = "interest_offer"
    case interestNoted = "interest_noted"
    case confirmTopic = "confirm_topic"
    case askTopic = "ask_topic"
    case notUnderstood = "not_understood"
    case offerStaff = "offer_staff"
    case toStaff = "to_staff"
    case toStaffVisit = "to_staff_visit"
    case toStaffCall = "to_staff_call"
    case leftToStaff = "left_to_staff"
    case dossier
    case trouble
    case unknownMatter = "unknown_matter"
    case feedback
    case complaint
    case denunciation
    case fraud
    case dutyAlert = "duty_alert"
    case dutyAlertMore = "duty_alert_more"
    case dutyAlertDigest = "duty_alert_digest"
    case caseOpen = "case_open"
    case caseInHand = "case_in_hand"
    case caseAnswered = "case_answered"
    case caseUnknown = "case_unknown"
    case dossierAskCode = "dossier_ask_code"
    case dossierAskDigits = "dossier_ask_digits"
    case dossierNotMatched = "dossier_not_matched"
    case dossierCounterOnly = "dossier_counter_only"
    case dossierElsewhere = "dossier_elsewhere"
    case dossierOneByOne = "dossier_one_by_one"
    case dossierRegistered = "dossier_registered"
    case dossierAccepted = "dossier_accepted"
    case dossierRejected = "dossier_rejected"
    case dossierProcessing = "dossier_processing"
    case dossierSupplement = "dossier_supplement"
    case dossierPayment = "dossier_payment"
    case dossierWithdrawn = "dossier_withdrawn"
    case dossierStopped = "dossier_stopped"
    case dossierFinished = "dossier_finished"
    case dossierReturned = "dossier_returned"
    case dossierLate = "dossier_late"
    case dossierLateNewDate = "dossier_late_new_date"
    case dossierAsOf = "dossier_as_of"
    case dossierOfferFollowing = "dossier_offer_following"
    case dossierFollowed = "dossier_followed"
    case dossierFollowOptedOut = "dossier_follow_opted_out"
    case dossierStopFollowing = "dossier_stop_following"
    case dossierNewDate = "dossier_new_date"
    case dossierDueSoon = "dossier_due_soon"
    case dossierOverdue = "dossier_overdue"
    case slowDown = "slow_down"
    case dayLimit = "day_limit"
    case lateMessage = "late_message"
    case dossierLater = "dossier_later"
    case dossierAskAgain = "dossier_ask_again"
    case dossierGivenUp = "dossier_given_up"
    case linkCode = "link_code"
    case linkMade = "link_made"
    case linkNotice = "link_notice"
    case linkRefused = "link_refused"
    case linkEnded = "link_ended"
    case emergency
    case emergencyUntold = "emergency_untold"
    case emergencyViolence = "emergency_violence"
    case emergencyFire = "emergency_fire"
    case emergencyMedical = "emergency_medical"
    case emergencyWater = "emergency_water"
    case emergencyChild = "emergency_child"
    case emergencySelfHarm = "emergency_self_harm"
    case emergencyTrafficking = "emergency_trafficking"
    case emergencyOrdnance = "emergency_ordnance"
    case emergencyTold = "emergency_told"
    case emergencyStored = "emergency_stored"
    case urgentQuestion = "urgent_question"
    case handedOver = "handed_over"
    case added
    case addedReply = "added_reply"
    case machineBack = "machine_back"
    case answerGenuine = "answer_genuine"
    case answerUnknown = "answer_unknown"
    case lateRest = "late_rest"
    case optedOut = "opted_out"
    case optedIn = "opted_in"
    case dataCopy = "data_copy"
    case dataErasure = "data_erasure"
    case welcome
    case attachmentReceived = "attachment_received"
    case greeting
    case thanks
    case goodbye
    case affirm
    case deny
    case botCapabilities = "bot_capabilities"
    case spokenHelp = "spoken_help"
    case foreign
    case officeHours = "office_hours"
    case officeOpen = "office_open"
    case officeClosed = "office_closed"
    case officeOpenNow = "office_open_now"
    case officeClosedNow = "office_closed_now"
    case officeClosedDays = "office_closed_days"
    case officeWeekend = "office_weekend"
    case officeHolidayUnknown = "office_holiday_unknown"
    case officeContact = "office_contact"
    case privacyNotice = "privacy_notice"
    case notOpen = "not_open"
    case satisfaction
    case satisfactionThanks = "satisfaction_thanks"

    /// What officers on duty get; a villager's text may stand in them.
    static let alerts: Set<ReplyTemplate> = [.dutyAlert, .dutyAlertMore, .dutyAlertDigest]

    /// What may stand in its braces.
    var placeholders: Set<String> {
        switch self {
        case .answer, .continued, .subject:
            ["topic", "body"]
        case .overview:
            ["topic", "body", "facets"]
        case .factDocuments, .factInDatabases, .factFee, .factTime, .factLink, .factSteps, .factForm, .factEligibility,
            .factWho, .factDeadline, .factResult, .factOriginal, .factElsewhere:
            ["text"]
        case .factPlace:
            ["text", "address"]
        case .placeBrief:
            ["text"]
        case .formPlace:
            ["office"]
        case .referralHanded:
            ["promise"]
        case .referenceNote, .referenceMark, .condolence, .more, .noMore, .askPerson, .interestOffer,
            .offerStaff, .dossierAskCode, .dossierOfferFollowing, .dossierFollowOptedOut, .dossierStopFollowing,
            .dayLimit, .linkMade, .linkNotice,
            .linkRefused, .linkEnded, .emergency, .emergencyUntold, .emergencyViolence, .emergencyFire,
            .emergencyMedical,
            .emergencyWater, .emergencyChild, .emergencySelfHarm, .emergencyTrafficking, .emergencyOrdnance,
            .emergencyTold, .emergencyStored, .urgentQuestion, .lateRest, .optedOut, .optedIn,
            .thanks, .goodbye, .affirm, .deny, .spokenHelp, .machineBack, .satisfaction, .satisfactionThanks:
            []
        case .notUnderstood:
            ["example"]
        case .noCheckedFact:
            ["topic", "facet", "promise"]
        case .noCheckedTopic:
            ["topic", "promise"]
        case .referral:
            ["topic", "body", "contact"]
        case .menu:
            ["choices"]
        case .variants:
            ["topic", "choices"]
        case .askUnit:
            ["office", "phone"]
        case .interestNoted, .confirmTopic:
            ["topic"]
        case .askTopic:
            ["facet"]
        case .toStaff, .toStaffVisit, .toStaffCall, .leftToStaff, .dossier, .slowDown, .handedOver, .addedReply,
            .attachmentReceived:
            ["promise"]
        case .dataCopy, .dataErasure:
            ["promise", "day"]
        case .feedback, .trouble:
            ["promise", "reference"]
        case .unknownMatter:
            ["thing", "promise"]
        case .complaint, .denunciation:
            ["reference", "office"]
        case .fraud:
            ["reference"]
        case .dutyAlert:
            ["sender", "moment", "text"]
        case .dutyAlertMore:
            ["count", "sender", "moment", "text"]
        case .dutyAlertDigest:
            ["count", "calls"]
        case .caseOpen:
            ["reference", "promise"]
        case .caseInHand, .caseAnswered, .caseUnknown, .added:
            ["reference"]
        case .dossierAskDigits, .dossierNotMatched, .dossierElsewhere, .dossierFollowed, .dossierAskAgain, .linkCode:
            ["code"]
        case .answerGenuine:
            ["commune", "code", "moment"]
        case .answerUnknown:
            ["commune", "code", "phone"]
        case .dossierCounterOnly:
            ["office", "address"]
        case .dossierOneByOne:
            ["codes"]
        case .dossierRegistered, .dossierPayment, .dossierWithdrawn, .dossierOverdue:
            ["code", "name"]
        case .dossierAccepted, .dossierProcessing:
            ["code", "name", "promise"]
        case .dossierRejected, .dossierSupplement, .dossierStopped:
            ["code", "name", "reason"]
        case .dossierFinished:
            ["code", "name", "office"]
        case .dossierReturned:
            ["code", "name", "finished"]
        case .dossierLate:
            ["since"]
        case .dossierLateNewDate:
            ["since", "new_date", "reason"]
        case .dossierAsOf, .lateMessage:
            ["moment"]
        case .dossierNewDate:
            ["code", "name", "new_date", "reason"]
        case .lapsedMark, .lapsedMarkBrief:
            ["day"]
        case .dossierDueSoon:
            ["code", "name", "day"]
        case .dossierLater, .dossierGivenUp:
            ["code", "promise"]
        case .welcome, .greeting, .botCapabilities, .foreign:
            ["commune"]
        case .officeHours, .officeHolidayUnknown:
            ["office", "hours"]
        case .officeOpen:
            ["office", "day", "hours"]
        case .officeClosed:
            ["office", "day", "reason", "next"]
        case .officeOpenNow:
            ["office", "until", "day", "hours"]
        case .officeClosedNow:
            ["office", "moment", "next"]
        case .officeClosedDays:
            ["office", "reason", "first", "last", "next"]
        case .officeWeekend:
            ["office", "saturday", "sunday"]
        case .officeContact:
            ["office", "address", "phone"]
        case .notOpen:
            ["commune", "office", "address", "phone"]
        case .privacyNotice:
            ["commune", "months"]
        }
    }
}
