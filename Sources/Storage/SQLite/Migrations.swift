import GRDB

/// The steps from an empty file to the tables of today; a released step is never edited.
enum Migrations {
    /// Each with its name, in the words of SQLite; `PostgreSQLSchema` says them in those of PostgreSQL.
    static let steps: [(name: String, sql: String)] = [
        ("0001 conversations", conversations),
        ("0002 incoming and outgoing", queues),
        ("0003 staff", staff),
        ("0004 zalo", zalo),
        ("0005 interest", interest),
        ("0006 dossiers", dossiers),
        ("0007 denunciations", denunciations),
        ("0008 intake", intake),
        ("0009 delivery", delivery),
        ("0010 checks", checks),
        ("0011 bounds", bounds),
        ("0012 officers", officers),
        ("0013 desk", desk),
        ("0014 office", office),
        ("0015 report", report),
        ("0016 satisfaction", satisfaction),
        ("0017 dossier pages", dossierPages),
        ("0018 hamlets", hamlets),
        ("0019 guided", guided),
        ("0020 unknown", unknown),
        ("0021 weeks", weeks),
        ("0022 fairness", fairness),
    ]

    static let migrator: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        for step in steps { migrator.registerMigration(step.name) { try $0.execute(sql: step.sql) } }
        return migrator
    }()

    /// Finds the messages that only the handler of denunciations may see.
    private static let denunciations = """
        CREATE INDEX escalation_denunciation ON escalation (conversation_id) WHERE reason = 'denunciation';
        """

    private static let conversations = """
        CREATE TABLE setting (
            name TEXT NOT NULL PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT;

        CREATE TABLE contact (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            channel TEXT NOT NULL,
            address_index BLOB NOT NULL,
            address_sealed BLOB NOT NULL,
            created_at INTEGER NOT NULL,
            opted_out_at INTEGER,
            UNIQUE (channel, address_index)
        ) STRICT;

        -- state is NULL before the first turn; state_sealed holds it in full when masking changed the text
        CREATE TABLE conversation (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            contact_id INTEGER NOT NULL UNIQUE REFERENCES contact (id),
            state TEXT,
            state_sealed BLOB,
            updated_at INTEGER NOT NULL
        ) STRICT;

        -- author is NULL for the gateway itself, else the name of the officer
        CREATE TABLE message (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            conversation_id INTEGER NOT NULL REFERENCES conversation (id),
            direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
            channel TEXT NOT NULL,
            provider_id TEXT,
            text TEXT NOT NULL,
            original_sealed BLOB,
            sent_at INTEGER,
            created_at INTEGER NOT NULL,
            understanding TEXT,
            understanding_sealed BLOB,
            decision TEXT,
            template TEXT,
            facts TEXT,
            author TEXT
        ) STRICT;

        CREATE UNIQUE INDEX message_once ON message (channel, provider_id) WHERE direction = 'in';
        CREATE INDEX message_of_conversation ON message (conversation_id, id);
        """

    private static let queues = """
        CREATE TABLE incoming (
            message_id INTEGER PRIMARY KEY REFERENCES message (id),
            conversation_id INTEGER NOT NULL REFERENCES conversation (id),
            state TEXT NOT NULL CHECK (state IN ('pending', 'handled', 'failed')),
            attempts INTEGER NOT NULL DEFAULT 0,
            lease_owner TEXT,
            lease_until INTEGER,
            last_error TEXT,
            handled_at INTEGER
        ) STRICT;

        CREATE INDEX incoming_pending ON incoming (state) WHERE state = 'pending';
        CREATE INDEX incoming_order ON incoming (conversation_id, message_id) WHERE state = 'pending';

        -- due_at is when the next claim may take the message; NULL when it needs no more sending
        CREATE TABLE outgoing (
            message_id INTEGER PRIMARY KEY REFERENCES message (id),
            conversation_id INTEGER NOT NULL REFERENCES conversation (id),
            state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'delivered', 'failed')),
            attempts INTEGER NOT NULL DEFAULT 0,
            created_at INTEGER NOT NULL,
            not_before INTEGER NOT NULL,
            lease_owner TEXT,
            lease_until INTEGER,
            provider_detail TEXT,
            last_error TEXT,
            sent_at INTEGER,
            due_at INTEGER GENERATED ALWAYS AS
                (CASE state WHEN 'queued' THEN not_before WHEN 'sending' THEN lease_until END) VIRTUAL
        ) STRICT;

        CREATE INDEX outgoing_due ON outgoing (due_at) WHERE due_at IS NOT NULL;
        CREATE INDEX outgoing_order ON outgoing (conversation_id, message_id) WHERE due_at IS NOT NULL;

        -- message_id references nothing: a report may name a message that this database never had
        CREATE TABLE delivery_report (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            channel TEXT NOT NULL,
            message_id INTEGER NOT NULL,
            status TEXT NOT NULL,
            detail TEXT NOT NULL,
            at INTEGER NOT NULL
        ) STRICT;

        CREATE INDEX delivery_report_of_message ON delivery_report (message_id);

        CREATE TABLE quarantine (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            channel TEXT NOT NULL,
            provider_id TEXT NOT NULL,
            sender_sealed BLOB,
            reason TEXT NOT NULL,
            bytes_sealed BLOB NOT NULL,
            received_at INTEGER NOT NULL,
            UNIQUE (channel, provider_id)
        ) STRICT;
        """

    private static let interest = """
        -- who wishes to take part in what; once for a contact and a topic
        CREATE TABLE interest (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            contact_id INTEGER NOT NULL REFERENCES contact (id),
            topic TEXT NOT NULL,
            at INTEGER NOT NULL,
            UNIQUE (contact_id, topic)
        ) STRICT;

        CREATE INDEX interest_of_topic ON interest (topic, id);
        """

    private static let staff = """
        CREATE TABLE escalation (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            conversation_id INTEGER REFERENCES conversation (id),
            message_id INTEGER REFERENCES message (id),
            quarantine_id INTEGER REFERENCES quarantine (id),
            reason TEXT NOT NULL,
            detail TEXT,
            unit TEXT,
            state TEXT NOT NULL CHECK (state IN ('open', 'answered')),
            created_at INTEGER NOT NULL,
            promised_by INTEGER,
            answered_at INTEGER,
            answered_by TEXT
        ) STRICT;

        CREATE INDEX escalation_open ON escalation (state) WHERE state = 'open';
        CREATE UNIQUE INDEX escalation_once ON escalation (conversation_id, reason) WHERE state = 'open';

        CREATE TABLE audit (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            actor TEXT NOT NULL,
            action TEXT NOT NULL,
            subject TEXT NOT NULL,
            detail TEXT NOT NULL
        ) STRICT;
        """
}
