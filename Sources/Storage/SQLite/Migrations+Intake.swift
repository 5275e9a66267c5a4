extension Migrations {
    /// Calls without a proof, messages that overtake each other, and villagers who write too much at once.
    static let intake = """
        -- kind is unreadable (bytes_sealed is a body) or unproven (a whole call); size is in bytes before sealing;
        -- outcome is NULL while it is held, then released or discarded, and an unproven call is then empty
        ALTER TABLE quarantine ADD COLUMN kind TEXT NOT NULL DEFAULT 'unreadable';
        ALTER TABLE quarantine ADD COLUMN size INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE quarantine ADD COLUMN outcome TEXT;
        ALTER TABLE quarantine ADD COLUMN ended_at INTEGER;
        ALTER TABLE quarantine ADD COLUMN ended_by TEXT;

        CREATE INDEX quarantine_outcome ON quarantine (outcome);
        CREATE INDEX quarantine_held ON quarantine (channel, kind, size) WHERE outcome IS NULL;

        ALTER TABLE message ADD COLUMN is_unproven INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX message_unproven ON message (channel) WHERE is_unproven = 1;

        -- the provider's time of the newest message that changed the state, no later than its arrival
        ALTER TABLE conversation ADD COLUMN newest_sent_at INTEGER;
        -- since when the villager writes too much; NULL when all is calm
        ALTER TABLE conversation ADD COLUMN burst_since INTEGER;
        """
}
