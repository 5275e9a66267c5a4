#if PostgreSQL
/// The triggers of the steps: the same deeds as in a file, see `Migrations+Desk`.
enum PostgreSQLTriggers {
    static let ofSteps = ["0013 desk": desk]

    private static let desk = """
        CREATE FUNCTION count_matter(matter escalation, by bigint) RETURNS void LANGUAGE sql AS $$
            INSERT INTO desk_count AS counted (desk, is_open, is_restricted, urgency, unit, topic, via, number) VALUES (
                matter.desk, (matter.state = 'open')::int, matter.is_restricted, matter.urgency,
                coalesce(matter.unit, ''), coalesce(matter.topic, ''), coalesce(matter.via, ''), by)
            ON CONFLICT (desk, is_open, is_restricted, urgency, unit, topic, via)
            DO UPDATE SET number = counted.number + excluded.number
        $$;

        CREATE FUNCTION escalation_counted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            PERFORM count_matter(NEW, 1);
            INSERT INTO desk_change (escalation_id, conversation_id) VALUES (NEW.id, NEW.conversation_id);
            RETURN NULL;
        END $$;
        CREATE TRIGGER escalation_counted AFTER INSERT ON escalation
            FOR EACH ROW EXECUTE FUNCTION escalation_counted();

        CREATE FUNCTION escalation_recounted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            PERFORM count_matter(OLD, -1);
            PERFORM count_matter(NEW, 1);
            RETURN NULL;
        END $$;
        CREATE TRIGGER escalation_recounted
            AFTER UPDATE OF state, commune, unit, topic, via, is_restricted, reason ON escalation
            FOR EACH ROW EXECUTE FUNCTION escalation_recounted();

        CREATE FUNCTION desk_change_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            DELETE FROM desk_change WHERE id = NEW.id - 10000;
            RETURN NULL;
        END $$;
        CREATE TRIGGER desk_change_kept AFTER INSERT ON desk_change
            FOR EACH ROW EXECUTE FUNCTION desk_change_kept();

        CREATE FUNCTION matter_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            INSERT INTO desk_change (escalation_id, conversation_id) VALUES (NEW.id, NEW.conversation_id);
            RETURN NULL;
        END $$;
        CREATE TRIGGER escalation_changed
            AFTER UPDATE OF state, commune, unit, holder_id, held_at, machine_at, snoozed_until, added_at, answer_id,
                alert_id, promised_by ON escalation
            FOR EACH ROW EXECUTE FUNCTION matter_changed();

        CREATE FUNCTION conversation_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            INSERT INTO desk_change (conversation_id) SELECT NEW.conversation_id
            WHERE EXISTS (SELECT 1 FROM escalation WHERE conversation_id = NEW.conversation_id);
            RETURN NULL;
        END $$;
        CREATE TRIGGER incoming_begun AFTER INSERT ON incoming
            FOR EACH ROW EXECUTE FUNCTION conversation_changed();
        CREATE TRIGGER outgoing_begun AFTER INSERT ON outgoing
            FOR EACH ROW EXECUTE FUNCTION conversation_changed();
        CREATE TRIGGER outgoing_changed AFTER UPDATE OF state ON outgoing
            FOR EACH ROW WHEN (OLD.state <> NEW.state AND NEW.state <> 'sending') EXECUTE FUNCTION conversation_changed();

        CREATE FUNCTION presence_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            INSERT INTO desk_change (escalation_id) VALUES (coalesce(NEW.escalation_id, OLD.escalation_id));
            RETURN NULL;
        END $$;
        CREATE TRIGGER presence_begun AFTER INSERT ON presence FOR EACH ROW EXECUTE FUNCTION presence_changed();
        CREATE TRIGGER presence_changed AFTER UPDATE ON presence
            FOR EACH ROW WHEN (OLD.is_typing <> NEW.is_typing) EXECUTE FUNCTION presence_changed();
        CREATE TRIGGER presence_ended AFTER DELETE ON presence FOR EACH ROW EXECUTE FUNCTION presence_changed();

        CREATE FUNCTION staff_note_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            INSERT INTO desk_change (escalation_id, conversation_id) VALUES (NEW.escalation_id, NEW.conversation_id);
            RETURN NULL;
        END $$;
        CREATE TRIGGER staff_note_changed AFTER INSERT ON staff_note
            FOR EACH ROW EXECUTE FUNCTION staff_note_changed();
        """
}
#endif
