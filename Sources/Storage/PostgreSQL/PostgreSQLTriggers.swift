#if PostgreSQL
/// The triggers of the steps: the same deeds as in a file, see `Migrations+Desk` and `Migrations+Weeks`.
enum PostgreSQLTriggers {
    static let ofSteps = ["0013 desk": desk, "0021 weeks": weeks]

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

    /// Less work for each message: functions that the server puts in the place of their calls, and one look for all rows of a
    /// statement whether staff see their conversations.
    static let rows = """
        CREATE OR REPLACE FUNCTION max(bigint, bigint) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT
            AS $$ SELECT int8larger($1, $2) $$;
        CREATE OR REPLACE FUNCTION min(bigint, bigint) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT
            AS $$ SELECT int8smaller($1, $2) $$;

        CREATE OR REPLACE FUNCTION conversation_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF EXISTS (SELECT 1 FROM escalation WHERE conversation_id = NEW.conversation_id) THEN
                INSERT INTO desk_change (conversation_id) VALUES (NEW.conversation_id);
            END IF;
            RETURN NULL;
        END $$;
        CREATE OR REPLACE FUNCTION conversations_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            INSERT INTO desk_change (conversation_id) SELECT conversation_id FROM begun
            WHERE EXISTS (SELECT 1 FROM escalation WHERE escalation.conversation_id = begun.conversation_id LIMIT 1 OFFSET 0);
            RETURN NULL;
        END $$;
        DROP TRIGGER incoming_begun ON incoming;
        DROP TRIGGER outgoing_begun ON outgoing;
        CREATE TRIGGER incoming_begun AFTER INSERT ON incoming
            REFERENCING NEW TABLE AS begun FOR EACH STATEMENT EXECUTE FUNCTION conversations_changed();
        CREATE TRIGGER outgoing_begun AFTER INSERT ON outgoing
            REFERENCING NEW TABLE AS begun FOR EACH STATEMENT EXECUTE FUNCTION conversations_changed();
        """

    private static let weeks = """
        CREATE FUNCTION sum_matter(matter escalation, by bigint) RETURNS void LANGUAGE sql AS $$
            INSERT INTO matter_sum AS summed VALUES (
                matter.desk, (matter.created_at + 284400000) / 604800000, matter.is_restricted, coalesce(matter.unit, ''),
                coalesce(matter.hamlet, ''), matter.reason, coalesce(matter.closed_as, ''), by,
                by * (matter.state = 'open')::int,
                by * (matter.first_answer_at IS NOT NULL
                    OR matter.closed_as IS NULL AND matter.answered_at IS NOT NULL)::int,
                by * (matter.promised_by IS NOT NULL)::int,
                by * coalesce(matter.answered_at IS NOT NULL
                    AND coalesce(matter.first_answer_at, matter.answered_at) <= matter.promised_by, false)::int,
                by * coalesce(CASE WHEN matter.first_answer_at IS NULL AND matter.closed_as IS NULL
                    THEN matter.answered_at ELSE matter.first_answer_at END - matter.created_at, 0), 1)
            ON CONFLICT (desk, week, is_restricted, unit, hamlet, reason, closed_as)
            DO UPDATE SET number = summed.number + excluded.number, open = summed.open + excluded.open,
                answered = summed.answered + excluded.answered, promised = summed.promised + excluded.promised,
                kept = summed.kept + excluded.kept, waited = summed.waited + excluded.waited,
                changes = summed.changes + 1
        $$;

        CREATE FUNCTION matter_summed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF TG_OP <> 'INSERT' THEN PERFORM sum_matter(OLD, -1); END IF;
            IF TG_OP <> 'DELETE' THEN PERFORM sum_matter(NEW, 1); END IF;
            RETURN NULL;
        END $$;
        CREATE TRIGGER escalation_summed AFTER INSERT ON escalation FOR EACH ROW EXECUTE FUNCTION matter_summed();
        CREATE TRIGGER escalation_resummed
            AFTER UPDATE OF commune, created_at, unit, hamlet, is_restricted, reason, state, closed_as, promised_by,
                answered_at, first_answer_at ON escalation
            FOR EACH ROW EXECUTE FUNCTION matter_summed();
        CREATE TRIGGER escalation_unsummed AFTER DELETE ON escalation FOR EACH ROW EXECUTE FUNCTION matter_summed();

        CREATE FUNCTION sum_week(counted day_sum, by bigint) RETURNS void LANGUAGE sql AS $$
            INSERT INTO week_sum AS summed VALUES (
                counted.channel, (counted.day + 3) / 7, counted.measure, counted.key, by * counted.number)
            ON CONFLICT (channel, week, measure, key) DO UPDATE SET number = summed.number + excluded.number
        $$;

        CREATE FUNCTION day_summed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF TG_OP <> 'INSERT' THEN PERFORM sum_week(OLD, -1); END IF;
            IF TG_OP <> 'DELETE' THEN PERFORM sum_week(NEW, 1); END IF;
            RETURN NULL;
        END $$;
        CREATE TRIGGER day_sum_begun AFTER INSERT ON day_sum FOR EACH ROW EXECUTE FUNCTION day_summed();
        CREATE TRIGGER day_sum_changed AFTER UPDATE OF number ON day_sum FOR EACH ROW EXECUTE FUNCTION day_summed();
        CREATE TRIGGER day_sum_ended AFTER DELETE ON day_sum FOR EACH ROW EXECUTE FUNCTION day_summed();

        CREATE FUNCTION interest_counted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF TG_OP = 'INSERT' THEN
                INSERT INTO day_sum AS counted (channel, day, measure, key, number)
                SELECT channel, (NEW.at + 25200000) / 86400000, 'interested', NEW.topic, 1
                FROM contact WHERE id = NEW.contact_id
                ON CONFLICT (channel, day, measure, key) DO UPDATE SET number = counted.number + 1;
            ELSE
                UPDATE day_sum SET number = number - 1
                WHERE channel = (SELECT channel FROM contact WHERE id = OLD.contact_id)
                    AND day = (OLD.at + 25200000) / 86400000 AND measure = 'interested' AND key = OLD.topic;
            END IF;
            RETURN NULL;
        END $$;
        CREATE TRIGGER interest_begun AFTER INSERT ON interest FOR EACH ROW EXECUTE FUNCTION interest_counted();
        CREATE TRIGGER interest_ended AFTER DELETE ON interest FOR EACH ROW EXECUTE FUNCTION interest_counted();
        """
}
#endif
