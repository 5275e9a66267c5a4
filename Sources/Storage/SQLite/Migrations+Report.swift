extension Migrations {
    /// What a report counts without reading messages or matters one by one.
    static let report = """
        -- who wrote on a day, and on which day they had written before (-1: never): in a span of days a villager counts once, on
        -- the day whose day before lies outside of the span
        CREATE TABLE person_day (
            channel TEXT NOT NULL,
            day INTEGER NOT NULL,
            conversation_id INTEGER NOT NULL,
            before INTEGER NOT NULL,
            PRIMARY KEY (channel, day, conversation_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX person_day_of_person ON person_day (channel, conversation_id, day);
        DROP TABLE month_person;

        -- a report reads this index and no matter
        DROP INDEX escalation_raised;
        CREATE INDEX escalation_report ON escalation (
            desk, created_at, unit, is_restricted, reason, state, closed_as, promised_by, answered_at, first_answer_at);

        -- settled messages are read again, for they are counted by other rules now
        DELETE FROM day_sum;
        DELETE FROM setting WHERE name = 'settled_until';
        INSERT INTO message_words (message_words) VALUES ('delete-all');
        """
}
