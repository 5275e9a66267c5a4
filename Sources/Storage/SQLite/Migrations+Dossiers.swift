extension Migrations {
    static let dossiers = """
        -- days are ISO texts; state is the number of the national catalogue; reason is masked
        CREATE TABLE dossier (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            commune TEXT NOT NULL,
            code TEXT NOT NULL,
            procedure_code TEXT,
            procedure_name TEXT NOT NULL,
            state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 10),
            local_state TEXT,
            received_on TEXT,
            promised_on TEXT,
            finished_on TEXT,
            reason TEXT,
            new_date TEXT,
            phone_index BLOB,
            phone_sealed BLOB,
            updated_at INTEGER NOT NULL,
            UNIQUE (commune, code)
        ) STRICT;

        CREATE INDEX dossier_running ON dossier (commune, state) WHERE state IN (2, 4);

        -- what followers are to be told, with the dossier as it was then; told_at is NULL until all of them were
        CREATE TABLE dossier_event (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            dossier_id INTEGER NOT NULL REFERENCES dossier (id),
            kind TEXT NOT NULL CHECK (kind IN ('state', 'new_date', 'due_soon', 'overdue')),
            state INTEGER NOT NULL,
            promised_on TEXT,
            reason TEXT,
            new_date TEXT,
            about_on TEXT,
            at INTEGER NOT NULL,
            told_at INTEGER
        ) STRICT;

        CREATE INDEX dossier_event_untold ON dossier_event (told_at) WHERE told_at IS NULL;
        -- a day passes once, however often the worker looks
        CREATE UNIQUE INDEX dossier_event_of_day ON dossier_event (dossier_id, kind, about_on)
            WHERE about_on IS NOT NULL;

        -- after_event_id: what happened before somebody followed is no news to him
        CREATE TABLE dossier_subscription (
            dossier_id INTEGER NOT NULL REFERENCES dossier (id),
            contact_id INTEGER NOT NULL REFERENCES contact (id),
            spelling TEXT NOT NULL,
            after_event_id INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            PRIMARY KEY (dossier_id, contact_id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE dossier_notice (
            event_id INTEGER NOT NULL REFERENCES dossier_event (id),
            contact_id INTEGER NOT NULL REFERENCES contact (id),
            message_id INTEGER NOT NULL REFERENCES message (id),
            PRIMARY KEY (event_id, contact_id)
        ) STRICT, WITHOUT ROWID;

        -- one row for each message that claimed to know the digits of a phone; taken out again when they were right
        CREATE TABLE dossier_attempt (
            message_id INTEGER PRIMARY KEY REFERENCES message (id),
            contact_id INTEGER NOT NULL REFERENCES contact (id),
            commune TEXT NOT NULL,
            code TEXT NOT NULL,
            day TEXT NOT NULL
        ) STRICT;

        CREATE INDEX dossier_attempt_of_contact ON dossier_attempt (contact_id, day);
        CREATE INDEX dossier_attempt_on_code ON dossier_attempt (commune, code, day);
        """
}
