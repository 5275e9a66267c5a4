extension Migrations {
    /// Whether villagers were content with what officers answered.
    static let satisfaction = """
        -- once for a matter; message_id is the question, score the digit that came back: 1 good, 2 fair, 3 poor
        CREATE TABLE satisfaction (
            escalation_id INTEGER PRIMARY KEY REFERENCES escalation (id),
            message_id INTEGER NOT NULL REFERENCES message (id),
            asked_at INTEGER NOT NULL,
            score INTEGER CHECK (score IS NULL OR score BETWEEN 1 AND 3),
            scored_at INTEGER
        ) STRICT;

        CREATE INDEX satisfaction_of_message ON satisfaction (message_id);
        CREATE INDEX satisfaction_scored ON satisfaction (scored_at) WHERE scored_at IS NOT NULL;
        """
}
