extension Migrations {
    /// Who put themselves on lists stands in reports.
    ///
    /// How often villagers were guided to apply online is counted from now on: messages whose time is over could not be counted again.
    static let guided = """
        -- who put themselves on a list in the days of a report
        CREATE INDEX interest_in_time ON interest (at, topic, contact_id);
        """
}
