extension Migrations {
    /// What a report of a year reads instead of each day, each person and each matter.
    ///
    /// Weeks begin on Monday in Vietnam and are counted from the first one that reaches into 1970, see ``WeekSpan``.
    static let weeks = """
        -- the sums of days of a whole week
        CREATE TABLE week_sum (
            channel TEXT NOT NULL,
            week INTEGER NOT NULL,
            measure TEXT NOT NULL,
            key TEXT NOT NULL,
            number INTEGER NOT NULL,
            PRIMARY KEY (channel, week, measure, key)
        ) STRICT, WITHOUT ROWID;

        -- how many wrote on a day of those who had written before, by the last such day; from it a report knows who of a span
        -- of days was counted in it already
        CREATE TABLE person_return (
            channel TEXT NOT NULL,
            before INTEGER NOT NULL,
            day INTEGER NOT NULL,
            number INTEGER NOT NULL,
            PRIMARY KEY (channel, before, day)
        ) STRICT, WITHOUT ROWID;

        -- the matters that were raised in a week, '' where a matter says nothing: how many there are, are open, have an answer
        -- of staff, bear a promise, and were answered before its time; how many milliseconds their villagers waited for an
        -- answer, and how often one of them changed, by which it is known that nothing of a week is other than it was
        CREATE TABLE matter_sum (
            desk TEXT NOT NULL,
            week INTEGER NOT NULL,
            is_restricted INTEGER NOT NULL,
            unit TEXT NOT NULL,
            hamlet TEXT NOT NULL,
            reason TEXT NOT NULL,
            closed_as TEXT NOT NULL,
            number INTEGER NOT NULL,
            open INTEGER NOT NULL,
            answered INTEGER NOT NULL,
            promised INTEGER NOT NULL,
            kept INTEGER NOT NULL,
            waited INTEGER NOT NULL,
            changes INTEGER NOT NULL,
            PRIMARY KEY (desk, week, is_restricted, unit, hamlet, reason, closed_as)
        ) STRICT, WITHOUT ROWID;

        INSERT INTO person_return
        SELECT channel, before, day, COUNT(*) FROM person_day WHERE before >= 0 GROUP BY channel, before, day;

        INSERT INTO day_sum (channel, day, measure, key, number)
        SELECT channel, day, 'people', '', COUNT(*) FROM person_day GROUP BY channel, day;

        INSERT INTO day_sum (channel, day, measure, key, number)
        SELECT contact.channel, (interest.at + 25200000) / 86400000, 'interested', interest.topic, COUNT(*)
        FROM interest JOIN contact ON contact.id = interest.contact_id
        GROUP BY contact.channel, (interest.at + 25200000) / 86400000, interest.topic;
        DROP INDEX interest_in_time;

        INSERT INTO week_sum
        SELECT channel, (day + 3) / 7, measure, key, SUM(number) FROM day_sum
        GROUP BY channel, (day + 3) / 7, measure, key;

        INSERT INTO matter_sum
        SELECT desk, (created_at + 284400000) / 604800000, is_restricted, COALESCE(unit, ''), COALESCE(hamlet, ''), reason,
            COALESCE(closed_as, ''), COUNT(*), COUNT(*) FILTER (WHERE state = 'open'),
            COUNT(*) FILTER (WHERE first_answer_at IS NOT NULL OR closed_as IS NULL AND answered_at IS NOT NULL),
            COUNT(promised_by), COUNT(*) FILTER (WHERE answered_at IS NOT NULL
                AND COALESCE(first_answer_at, answered_at) <= promised_by),
            COALESCE(SUM(CASE WHEN first_answer_at IS NULL AND closed_as IS NULL THEN answered_at
                ELSE first_answer_at END - created_at), 0), COUNT(*)
        FROM escalation
        GROUP BY desk, (created_at + 284400000) / 604800000, is_restricted, COALESCE(unit, ''), COALESCE(hamlet, ''), reason,
            COALESCE(closed_as, '');

        CREATE TRIGGER day_sum_begun AFTER INSERT ON day_sum BEGIN
            INSERT INTO week_sum VALUES (NEW.channel, (NEW.day + 3) / 7, NEW.measure, NEW.key, NEW.number)
            ON CONFLICT DO UPDATE SET number = number + excluded.number;
        END;
        CREATE TRIGGER day_sum_changed AFTER UPDATE OF number ON day_sum BEGIN
            UPDATE week_sum SET number = number + NEW.number - OLD.number
            WHERE channel = NEW.channel AND week = (NEW.day + 3) / 7 AND measure = NEW.measure AND key = NEW.key;
        END;
        CREATE TRIGGER day_sum_ended AFTER DELETE ON day_sum BEGIN
            UPDATE week_sum SET number = number - OLD.number
            WHERE channel = OLD.channel AND week = (OLD.day + 3) / 7 AND measure = OLD.measure AND key = OLD.key;
        END;

        CREATE TRIGGER interest_begun AFTER INSERT ON interest BEGIN
            INSERT INTO day_sum (channel, day, measure, key, number)
            SELECT channel, (NEW.at + 25200000) / 86400000, 'interested', NEW.topic, 1
            FROM contact WHERE id = NEW.contact_id
            ON CONFLICT DO UPDATE SET number = number + 1;
        END;
        CREATE TRIGGER interest_ended AFTER DELETE ON interest BEGIN
            UPDATE day_sum SET number = number - 1
            WHERE channel = (SELECT channel FROM contact WHERE id = OLD.contact_id)
                AND day = (OLD.at + 25200000) / 86400000 AND measure = 'interested' AND key = OLD.topic;
        END;

        CREATE TRIGGER escalation_summed AFTER INSERT ON escalation BEGIN
            \(sum("NEW", by: 1))
        END;
        CREATE TRIGGER escalation_resummed AFTER UPDATE OF commune, created_at, unit, hamlet, is_restricted, reason, state,
            closed_as, promised_by, answered_at, first_answer_at ON escalation
        BEGIN
            \(sum("OLD", by: -1))
            \(sum("NEW", by: 1))
        END;
        CREATE TRIGGER escalation_unsummed AFTER DELETE ON escalation BEGIN
            \(sum("OLD", by: -1))
        END;
        """

    /// Adds a matter to the sums of its week, or takes it out of them.
    private static func sum(_ row: String, by sign: Int) -> String {
        """
        INSERT INTO matter_sum VALUES (
                \(row).desk, (\(row).created_at + 284400000) / 604800000, \(row).is_restricted, ifnull(\(row).unit, ''),
                ifnull(\(row).hamlet, ''), \(row).reason, ifnull(\(row).closed_as, ''), \(sign),
                \(sign) * (\(row).state = 'open'),
                \(sign) * (\(row).first_answer_at IS NOT NULL
                    OR \(row).closed_as IS NULL AND \(row).answered_at IS NOT NULL),
                \(sign) * (\(row).promised_by IS NOT NULL),
                \(sign) * ifnull(\(row).answered_at IS NOT NULL
                    AND ifnull(\(row).first_answer_at, \(row).answered_at) <= \(row).promised_by, 0),
                \(sign) * ifnull(CASE WHEN \(row).first_answer_at IS NULL AND \(row).closed_as IS NULL
                    THEN \(row).answered_at ELSE \(row).first_answer_at END - \(row).created_at, 0), 1)
            ON CONFLICT DO UPDATE SET number = number + excluded.number, open = open + excluded.open,
                answered = answered + excluded.answered, promised = promised + excluded.promised,
                kept = kept + excluded.kept, waited = waited + excluded.waited, changes = changes + 1;
        """
    }
}
