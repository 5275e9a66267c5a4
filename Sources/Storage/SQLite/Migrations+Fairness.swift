extension Migrations {
    /// Communes take turns, so that the storm of one delays no other; decision 32 says how places are given.
    static let fairness = """
        -- line is whose messages it stands behind: those of its commune; place is where it stands among all that waits, above 0
        -- and no higher than its number
        ALTER TABLE incoming ADD COLUMN line TEXT NOT NULL DEFAULT '';
        ALTER TABLE incoming ADD COLUMN place INTEGER NOT NULL DEFAULT 1;
        UPDATE incoming SET place = message_id WHERE state = 'pending';

        DROP INDEX incoming_pending;
        CREATE INDEX incoming_pending ON incoming (state, place, message_id) WHERE state = 'pending';
        CREATE INDEX incoming_line ON incoming (line, place) WHERE state = 'pending';
        """
}
