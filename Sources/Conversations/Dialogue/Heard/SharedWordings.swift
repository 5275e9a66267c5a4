package import PublicServices

/// What all communes' conversations hear alike, whatever each has taught its own matcher: built once for all of them.
package struct SharedWordings: Sendable {
    let feedback: FeedbackClassifier
    let machineTexts: MachineTextReader
    let remarks: RemarkReader
    let variants: VariantChooser

    package init(_ intents: IntentCatalogue, services: ServiceCatalogue, rules: MatchingRules = MatchingRules()) {
        feedback = FeedbackClassifier(intents.feedbackKinds)
        machineTexts = MachineTextReader(intents.machineTexts)
        remarks = RemarkReader(intents.conversation)
        variants = VariantChooser(
            services: services, lexicon: intents.lexicon, concepts: intents.concepts,
            facets: intents.facets.filter { [.time, .fees].contains($0.facet) }, corrections: intents.corrections,
            rules: rules)
    }
}
