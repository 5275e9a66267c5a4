extension Migrations {
    /// The inbox and the outbox with the same columns and rules as before, but the states compared one by one.
    ///
    /// For `IN` with three values or more SQLite builds a temporary tree, and it did so for each statement that wrote here.
    static let checks = """
        CREATE TABLE new_incoming (
            message_id INTEGER PRIMARY KEY REFERENCES message (id),
            conversation_id INTEGER NOT NULL REFERENCES conversation (id),
            state TEXT NOT NULL CHECK (state = 'pending' OR state = 'handled' OR state = 'failed'),
            attempts INTEGER NOT NULL DEFAULT 0,
            lease_owner TEXT,
            lease_until INTEGER,
            last_error TEXT,
            handled_at INTEGER
        ) STRICT;

        INSERT INTO new_incoming
            (message_id, conversation_id, state, attempts, lease_owner, lease_until, last_error, handled_at)
        SELECT message_id, conversation_id, state, attempts, lease_owner, lease_until, last_error, handled_at
        FROM incoming ORDER BY message_id;
        DROP TABLE incoming;
        ALTER TABLE new_incoming RENAME TO incoming;
        CREATE INDEX incoming_pending ON incoming (state) WHERE state = 'pending';
        CREATE INDEX incoming_order ON incoming (conversation_id, message_id) WHERE state = 'pending';

        -- due_at is when the next claim may take the message; NULL when it needs no more sending
        CREATE TABLE new_outgoing (
            message_id INTEGER PRIMARY KEY REFERENCES message (id),
            conversation_id INTEGER NOT NULL REFERENCES conversation (id),
            channel TEXT NOT NULL,
            state TEXT NOT NULL CHECK (
                state = 'queued' OR state = 'sending' OR state = 'sent' OR state = 'delivered' OR state = 'failed'),
            attempts INTEGER NOT NULL DEFAULT 0,
            created_at INTEGER NOT NULL,
            not_before INTEGER NOT NULL,
            lease_owner TEXT,
            lease_until INTEGER,
            provider_detail TEXT,
            last_error TEXT,
            sent_at INTEGER,
            switched_from INTEGER REFERENCES message (id),
            due_at INTEGER GENERATED ALWAYS AS
                (CASE state WHEN 'queued' THEN not_before WHEN 'sending' THEN lease_until END) VIRTUAL
        ) STRICT;

        INSERT INTO new_outgoing
            (message_id, conversation_id, channel, state, attempts, created_at, not_before, lease_owner, lease_until,
            provider_detail, last_error, sent_at, switched_from)
        SELECT message_id, conversation_id, channel, state, attempts, created_at, not_before, lease_owner, lease_until,
            provider_detail, last_error, sent_at, switched_from
        FROM outgoing ORDER BY message_id;
        DROP TABLE outgoing;
        ALTER TABLE new_outgoing RENAME TO outgoing;
        CREATE INDEX outgoing_due ON outgoing (channel, due_at) WHERE due_at IS NOT NULL;
        CREATE INDEX outgoing_order ON outgoing (conversation_id, message_id) WHERE due_at IS NOT NULL;
        CREATE UNIQUE INDEX outgoing_switched ON outgoing (switched_from) WHERE switched_from IS NOT NULL;
        """
}
