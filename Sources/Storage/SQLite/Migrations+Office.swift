extension Migrations {
    /// What staff search and count: made by a worker from messages that are settled, so that no message waits for it.
    static let office = """
        -- the words of messages without marks; its rows bear the numbers of messages, and a message that is gone is not found
        CREATE VIRTUAL TABLE message_words USING fts5 (words, content = '', tokenize = 'ascii');

        -- sums of a day (in days since 1970 in Vietnam) on one channel; measure and key say of what
        CREATE TABLE day_sum (
            channel TEXT NOT NULL,
            day INTEGER NOT NULL,
            measure TEXT NOT NULL,
            key TEXT NOT NULL,
            number INTEGER NOT NULL,
            PRIMARY KEY (channel, day, measure, key)
        ) STRICT, WITHOUT ROWID;

        -- who wrote in a month (in months since 1970), each once
        CREATE TABLE month_person (
            channel TEXT NOT NULL,
            month INTEGER NOT NULL,
            conversation_id INTEGER NOT NULL,
            PRIMARY KEY (channel, month, conversation_id)
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX escalation_raised ON escalation (desk, created_at);
        CREATE INDEX message_not_understood ON message (channel, created_at)
            WHERE direction = 'in' AND decision = 'none';
        """
}
