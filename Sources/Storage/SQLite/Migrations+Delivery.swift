extension Migrations {
    /// What sending at a pace, over a second channel and in the place of a slow portal needs.
    static let delivery = """
        -- the channel of the message again, so that the queue of each channel is read by itself
        ALTER TABLE outgoing ADD COLUMN channel TEXT NOT NULL DEFAULT '';
        UPDATE outgoing SET channel = (SELECT channel FROM message WHERE id = outgoing.message_id);
        DROP INDEX outgoing_due;
        CREATE INDEX outgoing_due ON outgoing (channel, due_at) WHERE due_at IS NOT NULL;

        -- the failed message that this one is sent in the place of, on another channel; each is replaced once
        ALTER TABLE outgoing ADD COLUMN switched_from INTEGER REFERENCES message (id);
        CREATE UNIQUE INDEX outgoing_switched ON outgoing (switched_from) WHERE switched_from IS NOT NULL;

        -- free_at is when the channel may send again, set_at when that was reckoned
        CREATE TABLE channel_pace (
            channel TEXT NOT NULL PRIMARY KEY,
            free_at INTEGER NOT NULL,
            set_at INTEGER NOT NULL
        ) STRICT;

        -- the same villager on two channels: one row for each side of a pair
        CREATE TABLE contact_link (
            contact_id INTEGER PRIMARY KEY REFERENCES contact (id),
            other_id INTEGER NOT NULL UNIQUE REFERENCES contact (id),
            at INTEGER NOT NULL
        ) STRICT;

        -- code_index is keyed; used_by is the message that brought the code from the other channel
        CREATE TABLE link_code (
            contact_id INTEGER PRIMARY KEY REFERENCES contact (id),
            code_index BLOB NOT NULL UNIQUE,
            ends_at INTEGER NOT NULL,
            used_by INTEGER REFERENCES message (id)
        ) STRICT;

        -- one row for each message that brought a wrong code
        CREATE TABLE link_attempt (
            message_id INTEGER PRIMARY KEY REFERENCES message (id),
            contact_id INTEGER NOT NULL REFERENCES contact (id),
            at INTEGER NOT NULL
        ) STRICT;

        CREATE INDEX link_attempt_of_contact ON link_attempt (contact_id, at);

        -- a question about a dossier that could not be looked up at once; due_at is when the next try may begin, NULL
        -- when it has ended; message_id is the message that asked, with the digits where it brought them
        CREATE TABLE dossier_followup (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            contact_id INTEGER NOT NULL REFERENCES contact (id),
            conversation_id INTEGER NOT NULL REFERENCES conversation (id),
            message_id INTEGER NOT NULL REFERENCES message (id),
            commune TEXT NOT NULL,
            code TEXT NOT NULL,
            digits TEXT,
            follows INTEGER NOT NULL,
            is_proven INTEGER NOT NULL,
            spelling TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('waiting', 'told', 'answered', 'stopped', 'given_up')),
            attempts INTEGER NOT NULL DEFAULT 0,
            created_at INTEGER NOT NULL,
            gives_up_at INTEGER NOT NULL,
            due_at INTEGER,
            ended_at INTEGER,
            CHECK ((state = 'waiting') = (due_at IS NOT NULL))
        ) STRICT;

        CREATE INDEX dossier_followup_due ON dossier_followup (due_at) WHERE due_at IS NOT NULL;
        -- who asks again for the same dossier is told once
        CREATE UNIQUE INDEX dossier_followup_once ON dossier_followup (contact_id, commune, code)
            WHERE state = 'waiting';

        -- two questions of one message may be for two units
        DROP INDEX escalation_once;
        CREATE UNIQUE INDEX escalation_once ON escalation (conversation_id, reason, ifnull(unit, ''))
            WHERE state = 'open';
        """
}
