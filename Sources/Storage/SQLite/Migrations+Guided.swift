extension Migrations {
    /// How often villagers were guided to apply online is counted too, also of what was settled before.
    static let guided = """
        -- settled messages are read again, for they are counted by other rules now
        DELETE FROM day_sum;
        DELETE FROM setting WHERE name = 'settled_until';
        INSERT INTO message_words (message_words) VALUES ('delete-all');

        -- who put themselves on a list in the days of a report
        CREATE INDEX interest_in_time ON interest (at, topic, contact_id);
        """
}
