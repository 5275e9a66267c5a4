extension Migrations {
    /// Where villagers live, as far as officers wrote it down.
    static let hamlets = """
        -- in the words of the commune's list; a matter has that of its villager
        ALTER TABLE contact ADD COLUMN hamlet TEXT;
        ALTER TABLE escalation ADD COLUMN hamlet TEXT;
        CREATE INDEX escalation_of_hamlet ON escalation (desk, hamlet, answered_at, id) WHERE hamlet IS NOT NULL;

        -- a report reads this index and no matter
        DROP INDEX escalation_report;
        CREATE INDEX escalation_report ON escalation (
            desk, created_at, unit, is_restricted, reason, state, closed_as, promised_by, answered_at, first_answer_at,
            hamlet);
        """
}
