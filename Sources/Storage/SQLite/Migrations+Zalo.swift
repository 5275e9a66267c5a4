extension Migrations {
    /// What channels with followers, pictures, receipts by the provider's ids and renewed tokens need.
    static let zalo = """
        -- kind is one of MessageKind; choices is a JSON list of what may be answered by number
        ALTER TABLE message ADD COLUMN kind TEXT NOT NULL DEFAULT 'text';
        ALTER TABLE message ADD COLUMN choices TEXT;

        -- provider_id of an outgoing message is known once the provider took it; providers need not keep it unique
        CREATE INDEX message_reference ON message (channel, provider_id)
            WHERE direction = 'out' AND provider_id IS NOT NULL;

        ALTER TABLE contact ADD COLUMN followed_at INTEGER;
        ALTER TABLE contact ADD COLUMN unfollowed_at INTEGER;

        -- a report that came before we knew its message by this reference has the message_id 0
        ALTER TABLE delivery_report ADD COLUMN reference TEXT;
        CREATE INDEX delivery_report_of_reference ON delivery_report (channel, reference)
            WHERE reference IS NOT NULL;

        -- channel is set where the channel itself is the matter
        ALTER TABLE escalation ADD COLUMN channel TEXT;
        CREATE UNIQUE INDEX escalation_once_of_channel ON escalation (channel, reason)
            WHERE state = 'open' AND channel IS NOT NULL;

        CREATE TABLE channel_token (
            channel TEXT NOT NULL PRIMARY KEY,
            token_sealed BLOB NOT NULL,
            updated_at INTEGER NOT NULL
        ) STRICT;

        -- description_sealed is an MessageAttachment in JSON; due_at is when the next fetch may begin, NULL when none is needed
        CREATE TABLE attachment (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            message_id INTEGER NOT NULL REFERENCES message (id),
            conversation_id INTEGER NOT NULL REFERENCES conversation (id),
            kind TEXT NOT NULL,
            description_sealed BLOB NOT NULL,
            bytes_sealed BLOB,
            attempts INTEGER NOT NULL DEFAULT 0,
            due_at INTEGER,
            fetched_at INTEGER,
            last_error TEXT
        ) STRICT;

        CREATE INDEX attachment_due ON attachment (due_at) WHERE due_at IS NOT NULL;
        CREATE INDEX attachment_of_message ON attachment (message_id);
        """
}
