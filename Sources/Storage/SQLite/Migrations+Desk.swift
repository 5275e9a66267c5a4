extension Migrations {
    /// What officers do with matters: the queue, notes, drafts, answers, and who has what open.
    static let desk = """
        -- topic is what was spoken of when it was raised; via the channel on which its villager is answered;
        -- closed_as is why it was closed without an answer, answer_id the answer that ended it;
        -- seen_id is the newest message when an officer last opened it
        ALTER TABLE escalation ADD COLUMN topic TEXT;
        ALTER TABLE escalation ADD COLUMN via TEXT;
        ALTER TABLE escalation ADD COLUMN holder_id INTEGER REFERENCES officer (id);
        ALTER TABLE escalation ADD COLUMN held_at INTEGER;
        ALTER TABLE escalation ADD COLUMN snoozed_until INTEGER;
        ALTER TABLE escalation ADD COLUMN closed_as TEXT;
        ALTER TABLE escalation ADD COLUMN closer_id INTEGER REFERENCES officer (id);
        ALTER TABLE escalation ADD COLUMN answer_id INTEGER REFERENCES message (id);
        ALTER TABLE escalation ADD COLUMN seen_id INTEGER;
        -- the message by which the phone on duty was told of it; when an officer first answered it
        ALTER TABLE escalation ADD COLUMN alert_id INTEGER REFERENCES message (id);
        ALTER TABLE escalation ADD COLUMN first_answer_at INTEGER;
        -- when its villager asked for the machine again; how often its alert was repeated
        ALTER TABLE escalation ADD COLUMN machine_at INTEGER;
        ALTER TABLE escalation ADD COLUMN alert_repeats INTEGER NOT NULL DEFAULT 0;
        -- what decides its place in the queue; desk is whose queue that is, '' where no commune is known
        ALTER TABLE escalation ADD COLUMN desk TEXT GENERATED ALWAYS AS (ifnull(commune, '')) VIRTUAL;
        ALTER TABLE escalation ADD COLUMN urgency INTEGER GENERATED ALWAYS AS (CASE reason
            WHEN 'emergency' THEN 0 WHEN 'channel_broken' THEN 1 WHEN 'stalled' THEN 1 WHEN 'budget' THEN 1 ELSE 2 END)
            VIRTUAL;
        ALTER TABLE escalation ADD COLUMN due_by INTEGER
            GENERATED ALWAYS AS (ifnull(promised_by, 9000000000000000)) VIRTUAL;

        UPDATE escalation SET via = COALESCE(
            (SELECT contact.channel FROM conversation JOIN contact ON contact.id = conversation.contact_id
                WHERE conversation.id = escalation.conversation_id),
            (SELECT quarantine.channel FROM quarantine WHERE quarantine.id = escalation.quarantine_id), channel);

        CREATE INDEX escalation_queue ON escalation (desk, urgency, due_by, id) WHERE state = 'open';
        CREATE INDEX escalation_of_holder ON escalation (holder_id, urgency, due_by, id)
            WHERE state = 'open' AND holder_id IS NOT NULL;
        CREATE INDEX escalation_snoozed ON escalation (desk, snoozed_until, id)
            WHERE state = 'open' AND snoozed_until IS NOT NULL;
        CREATE INDEX escalation_snoozed_of_holder ON escalation (holder_id, snoozed_until, id)
            WHERE state = 'open' AND snoozed_until IS NOT NULL AND holder_id IS NOT NULL;
        CREATE INDEX escalation_alarm ON escalation (alert_id) WHERE state = 'open' AND alert_id IS NOT NULL;
        CREATE INDEX escalation_held ON escalation (conversation_id) WHERE state = 'open' AND holder_id IS NOT NULL;
        CREATE INDEX escalation_ended ON escalation (desk, answered_at, id) WHERE state = 'answered';
        CREATE INDEX escalation_ended_unit ON escalation (desk, unit, answered_at, id) WHERE state = 'answered';
        CREATE INDEX escalation_ended_topic ON escalation (desk, topic, answered_at, id) WHERE state = 'answered';

        -- how many matters there are of each kind, so that counts are true and cost nothing
        CREATE TABLE desk_count (
            desk TEXT NOT NULL,
            is_open INTEGER NOT NULL,
            is_restricted INTEGER NOT NULL,
            urgency INTEGER NOT NULL,
            unit TEXT NOT NULL,
            topic TEXT NOT NULL,
            via TEXT NOT NULL,
            number INTEGER NOT NULL,
            PRIMARY KEY (desk, is_open, is_restricted, urgency, unit, topic, via)
        ) STRICT, WITHOUT ROWID;

        INSERT INTO desk_count
        SELECT desk, state = 'open', is_restricted, urgency, ifnull(unit, ''), ifnull(topic, ''), ifnull(via, ''), COUNT(*)
        FROM escalation GROUP BY 1, 2, 3, 4, 5, 6, 7;

        CREATE TRIGGER escalation_counted AFTER INSERT ON escalation BEGIN
            INSERT INTO desk_count VALUES (
                NEW.desk, NEW.state = 'open', NEW.is_restricted, NEW.urgency, ifnull(NEW.unit, ''),
                ifnull(NEW.topic, ''), ifnull(NEW.via, ''), 1)
            ON CONFLICT DO UPDATE SET number = number + 1;
            INSERT INTO desk_change (escalation_id, conversation_id) VALUES (NEW.id, NEW.conversation_id);
        END;

        CREATE TRIGGER escalation_recounted AFTER UPDATE OF
            state, commune, unit, topic, via, is_restricted, reason ON escalation
        BEGIN
            UPDATE desk_count SET number = number - 1
            WHERE desk = OLD.desk AND is_open = (OLD.state = 'open') AND is_restricted = OLD.is_restricted
                AND urgency = OLD.urgency AND unit = ifnull(OLD.unit, '') AND topic = ifnull(OLD.topic, '')
                AND via = ifnull(OLD.via, '');
            INSERT INTO desk_count VALUES (
                NEW.desk, NEW.state = 'open', NEW.is_restricted, NEW.urgency, ifnull(NEW.unit, ''),
                ifnull(NEW.topic, ''), ifnull(NEW.via, ''), 1)
            ON CONFLICT DO UPDATE SET number = number + 1;
        END;

        -- what happened lately that a browser should know of; the newest ten thousand are kept
        CREATE TABLE desk_change (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            escalation_id INTEGER,
            conversation_id INTEGER
        ) STRICT;

        CREATE TRIGGER desk_change_kept AFTER INSERT ON desk_change BEGIN
            DELETE FROM desk_change WHERE id = NEW.id - 10000;
        END;

        CREATE TRIGGER escalation_changed AFTER UPDATE OF
            state, commune, unit, holder_id, held_at, machine_at, snoozed_until, added_at, answer_id, alert_id, promised_by
        ON escalation BEGIN
            INSERT INTO desk_change (escalation_id, conversation_id) VALUES (NEW.id, NEW.conversation_id);
        END;

        -- on the queues and not on message: a trigger there makes SQLite look through all that refers to messages
        CREATE TRIGGER incoming_begun AFTER INSERT ON incoming
        WHEN EXISTS (SELECT 1 FROM escalation WHERE conversation_id = NEW.conversation_id) BEGIN
            INSERT INTO desk_change (conversation_id) VALUES (NEW.conversation_id);
        END;

        CREATE TRIGGER outgoing_begun AFTER INSERT ON outgoing
        WHEN EXISTS (SELECT 1 FROM escalation WHERE conversation_id = NEW.conversation_id) BEGIN
            INSERT INTO desk_change (conversation_id) VALUES (NEW.conversation_id);
        END;

        CREATE TRIGGER outgoing_changed AFTER UPDATE OF state ON outgoing
        WHEN OLD.state <> NEW.state AND NEW.state <> 'sending'
            AND EXISTS (SELECT 1 FROM escalation WHERE conversation_id = NEW.conversation_id) BEGIN
            INSERT INTO desk_change (conversation_id) VALUES (NEW.conversation_id);
        END;

        -- who has a matter open; at is when their browser last said so
        CREATE TABLE presence (
            escalation_id INTEGER NOT NULL REFERENCES escalation (id),
            officer_id INTEGER NOT NULL REFERENCES officer (id),
            is_typing INTEGER NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (escalation_id, officer_id)
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX presence_at ON presence (at);
        CREATE INDEX presence_of_officer ON presence (officer_id);

        CREATE TRIGGER presence_begun AFTER INSERT ON presence BEGIN
            INSERT INTO desk_change (escalation_id) VALUES (NEW.escalation_id);
        END;
        CREATE TRIGGER presence_changed AFTER UPDATE ON presence WHEN OLD.is_typing <> NEW.is_typing BEGIN
            INSERT INTO desk_change (escalation_id) VALUES (NEW.escalation_id);
        END;
        CREATE TRIGGER presence_ended AFTER DELETE ON presence BEGIN
            INSERT INTO desk_change (escalation_id) VALUES (OLD.escalation_id);
        END;

        -- officers whom a restricted matter names: it is not theirs to see
        CREATE TABLE matter_barred (
            officer_id INTEGER NOT NULL REFERENCES officer (id),
            escalation_id INTEGER NOT NULL REFERENCES escalation (id),
            PRIMARY KEY (officer_id, escalation_id)
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX matter_barred_of_matter ON matter_barred (escalation_id);

        -- written by officers for officers; masked, and sealed in full where the mask hides a part
        CREATE TABLE staff_note (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            escalation_id INTEGER NOT NULL REFERENCES escalation (id),
            conversation_id INTEGER REFERENCES conversation (id),
            officer_id INTEGER NOT NULL REFERENCES officer (id),
            text TEXT NOT NULL,
            text_sealed BLOB,
            at INTEGER NOT NULL
        ) STRICT;

        CREATE INDEX staff_note_of_conversation ON staff_note (conversation_id, at);
        CREATE INDEX staff_note_of_matter ON staff_note (escalation_id, id);

        CREATE TRIGGER staff_note_changed AFTER INSERT ON staff_note BEGIN
            INSERT INTO desk_change (escalation_id, conversation_id) VALUES (NEW.escalation_id, NEW.conversation_id);
        END;

        -- one for each officer and matter, whatever becomes of the matter; code is kept for the answer that it becomes;
        -- viewed_at is when the audit last noted that the officer looked at the matter
        CREATE TABLE draft (
            officer_id INTEGER NOT NULL REFERENCES officer (id),
            escalation_id INTEGER NOT NULL REFERENCES escalation (id),
            text_sealed BLOB,
            seen_id INTEGER,
            code TEXT,
            viewed_at INTEGER,
            saved_at INTEGER NOT NULL,
            PRIMARY KEY (officer_id, escalation_id)
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX draft_of_matter ON draft (escalation_id);
        CREATE INDEX escalation_follows ON escalation (follows) WHERE follows IS NOT NULL;

        -- an answer of an officer; code is what the villager checks it by, form_key makes a second click the same answer
        CREATE TABLE staff_answer (
            message_id INTEGER PRIMARY KEY REFERENCES message (id),
            conversation_id INTEGER NOT NULL REFERENCES conversation (id),
            escalation_id INTEGER NOT NULL REFERENCES escalation (id),
            officer_id INTEGER NOT NULL REFERENCES officer (id),
            code TEXT NOT NULL,
            form_key TEXT NOT NULL UNIQUE,
            typed_sealed BLOB NOT NULL,
            at INTEGER NOT NULL
        ) STRICT;

        CREATE UNIQUE INDEX staff_answer_code ON staff_answer (conversation_id, code);
        CREATE INDEX staff_answer_of_matter ON staff_answer (escalation_id, message_id);

        -- when it was decided not to send a message: the gateway's, for a person had taken over; an officer's, who took it back
        ALTER TABLE message ADD COLUMN withheld_at INTEGER;

        CREATE INDEX attachment_of_conversation ON attachment (conversation_id, message_id);
        CREATE INDEX dossier_subscription_of_contact ON dossier_subscription (contact_id);

        -- how staff call the villager of a number, and that several people use it
        ALTER TABLE contact ADD COLUMN name_sealed BLOB;
        ALTER TABLE contact ADD COLUMN is_shared INTEGER NOT NULL DEFAULT 0;

        CREATE TABLE ready_answer (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            commune TEXT NOT NULL,
            version INTEGER NOT NULL,
            removed_at INTEGER
        ) STRICT;

        CREATE INDEX ready_answer_of_commune ON ready_answer (commune, id) WHERE removed_at IS NULL;

        CREATE TABLE ready_answer_version (
            answer_id INTEGER NOT NULL REFERENCES ready_answer (id),
            version INTEGER NOT NULL,
            topic TEXT,
            title TEXT NOT NULL,
            body TEXT NOT NULL,
            officer_id INTEGER NOT NULL REFERENCES officer (id),
            at INTEGER NOT NULL,
            PRIMARY KEY (answer_id, version)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE ready_answer_use (
            officer_id INTEGER NOT NULL REFERENCES officer (id),
            answer_id INTEGER NOT NULL REFERENCES ready_answer (id),
            uses INTEGER NOT NULL,
            PRIMARY KEY (officer_id, answer_id)
        ) STRICT, WITHOUT ROWID;
        """
}
