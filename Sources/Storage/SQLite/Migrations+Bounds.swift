extension Migrations {
    /// What keeps one message, one sender or one matter from harming others: silence, crashes, costs, alerts and matters.
    static let bounds = """
        -- silence is one of Silence, NULL for what a villager sent; opts_out is the provider's own verdict, NULL for none
        ALTER TABLE message ADD COLUMN silence TEXT;
        ALTER TABLE message ADD COLUMN opts_out INTEGER;
        CREATE INDEX message_silence ON message (silence) WHERE silence IS NOT NULL;

        -- how many times the program ended by itself while it worked on this message
        ALTER TABLE incoming ADD COLUMN crashes INTEGER NOT NULL DEFAULT 0;

        -- messages of a higher rank go after those of a lower one to the same conversation, whatever came first
        ALTER TABLE outgoing ADD COLUMN rank INTEGER NOT NULL DEFAULT 0;

        -- how many messages were answered on the day answers_day, in days since 1970 in Vietnam
        ALTER TABLE conversation ADD COLUMN answers_day INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE conversation ADD COLUMN answers INTEGER NOT NULL DEFAULT 0;

        -- what the channels of a commune sent on a day: SMS segments, or messages where those are what is counted;
        -- unanswered counts the messages that got no answer because the budget was spent
        CREATE TABLE spending (
            commune TEXT NOT NULL,
            day INTEGER NOT NULL,
            units INTEGER NOT NULL DEFAULT 0,
            unanswered INTEGER NOT NULL DEFAULT 0,
            warned_at INTEGER,
            stopped_at INTEGER,
            PRIMARY KEY (commune, day)
        ) STRICT, WITHOUT ROWID;

        -- one row for each villager whose calls for help an officer on duty was told of, or is to be told of, lately;
        -- officer_id is the conversation with that phone, message_id the newest call, more counts those not told yet;
        -- told had an alert of its own, held waits for the digest; due_at is when what is not told yet is told
        CREATE TABLE duty_alert (
            officer_id INTEGER NOT NULL REFERENCES conversation (id),
            conversation_id INTEGER NOT NULL REFERENCES conversation (id),
            commune TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state = 'told' OR state = 'held'),
            message_id INTEGER NOT NULL REFERENCES message (id),
            more INTEGER NOT NULL DEFAULT 0,
            begun_at INTEGER NOT NULL,
            due_at INTEGER NOT NULL,
            PRIMARY KEY (officer_id, conversation_id)
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX duty_alert_due ON duty_alert (due_at);

        -- commune is whose staff the matter belongs to; added_at when the villager last added to it; follows the
        -- answered matter that this one goes on with; is_restricted keeps it to the handler of denunciations
        ALTER TABLE escalation ADD COLUMN commune TEXT;
        ALTER TABLE escalation ADD COLUMN added_at INTEGER;
        ALTER TABLE escalation ADD COLUMN follows INTEGER REFERENCES escalation (id);
        ALTER TABLE escalation ADD COLUMN is_restricted INTEGER NOT NULL DEFAULT 0;
        UPDATE escalation SET is_restricted = 1 WHERE reason = 'denunciation';

        CREATE INDEX escalation_of_conversation ON escalation (conversation_id, id) WHERE conversation_id IS NOT NULL;
        CREATE INDEX escalation_restricted ON escalation (conversation_id) WHERE is_restricted = 1;
        -- a restricted matter and an open one of the same reason are two
        DROP INDEX escalation_once;
        CREATE UNIQUE INDEX escalation_once ON escalation (conversation_id, reason, ifnull(unit, ''), is_restricted)
            WHERE state = 'open';

        -- what a villager added to a matter after the message that raised it
        CREATE TABLE escalation_message (
            escalation_id INTEGER NOT NULL REFERENCES escalation (id),
            message_id INTEGER NOT NULL REFERENCES message (id),
            PRIMARY KEY (escalation_id, message_id)
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX escalation_message_of_message ON escalation_message (message_id);
        """
}
