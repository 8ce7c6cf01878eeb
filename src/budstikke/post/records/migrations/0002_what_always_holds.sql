-- Which transaction wrote an event: "everything new" is what lies below the oldest transaction still running.
ALTER TABLE event ADD COLUMN recorded_in xid8 NOT NULL DEFAULT pg_current_xact_id();

-- History is appended to, never changed. The trigger also stops the owner, whom no REVOKE stops.
CREATE FUNCTION refuse_to_change_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER history_stays BEFORE UPDATE OR DELETE ON event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();
CREATE TRIGGER history_stays BEFORE UPDATE OR DELETE ON evidence
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();
CREATE TRIGGER history_stays BEFORE UPDATE OR DELETE ON hand_over
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();

-- The state of a letter follows its events: each statement that writes events moves the letters they are of,
-- round by round where one statement brings several for the same letter, and an event that may not come
-- there undoes the statement. It runs as the owner because nobody else may write letter.state.
CREATE FUNCTION move_letters() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    astray record;
    rounds bigint;
    round bigint := 1;
BEGIN
    SELECT coalesce(max(n), 0) INTO rounds
        FROM (SELECT count(*) AS n FROM added GROUP BY letter_id) AS per_letter;
    IF rounds > 1 THEN
        CREATE TEMP TABLE IF NOT EXISTS moving (letter_id bigint, sender_id int, code text, round bigint) ON COMMIT DROP;
        TRUNCATE moving;
        INSERT INTO moving
            SELECT letter_id, sender_id, code, row_number() OVER (PARTITION BY letter_id ORDER BY id) FROM added;
    END IF;
    WHILE round <= rounds LOOP
        IF rounds = 1 THEN
            SELECT letter.number, added.code, letter.state INTO astray
                FROM added
                LEFT JOIN letter ON letter.id = added.letter_id AND letter.sender_id = added.sender_id
                LEFT JOIN event_rule ON event_rule.code = added.code AND event_rule.from_state = letter.state
                WHERE event_rule.code IS NULL LIMIT 1;
            IF NOT FOUND THEN
                UPDATE letter SET state = event_rule.to_state FROM added, event_rule
                    WHERE letter.id = added.letter_id AND event_rule.code = added.code
                    AND event_rule.from_state = letter.state AND event_rule.to_state <> letter.state;
            END IF;
        ELSE
            SELECT letter.number, moving.code, letter.state INTO astray
                FROM moving
                LEFT JOIN letter ON letter.id = moving.letter_id AND letter.sender_id = moving.sender_id
                LEFT JOIN event_rule ON event_rule.code = moving.code AND event_rule.from_state = letter.state
                WHERE moving.round = move_letters.round AND event_rule.code IS NULL LIMIT 1;
            IF NOT FOUND THEN
                UPDATE letter SET state = event_rule.to_state FROM moving, event_rule
                    WHERE moving.round = move_letters.round
                    AND letter.id = moving.letter_id AND event_rule.code = moving.code
                    AND event_rule.from_state = letter.state AND event_rule.to_state <> letter.state;
            END IF;
        END IF;
        IF astray.code IS NOT NULL THEN
            RAISE EXCEPTION 'letter % is %: % may not follow', astray.number, astray.state, astray.code
                USING ERRCODE = 'check_violation';
        END IF;
        round := round + 1;
    END LOOP;
    IF EXISTS (SELECT 1 FROM added WHERE code = 'DELIVERED'
               AND NOT EXISTS (SELECT 1 FROM hand_over WHERE hand_over.letter_id = added.letter_id)) THEN
        RAISE EXCEPTION 'a letter is delivered only by a hand-over' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER events_move_letters AFTER INSERT ON event
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION move_letters();

-- A hand-over is of a letter that waits, inside its deadline, after a check of this letter that passed.
ALTER TABLE hand_over ADD CONSTRAINT the_check_is_of_this_letter
    FOREIGN KEY (id_check_id, letter_id, passed) REFERENCES id_check (id, letter_id, passed);
CREATE FUNCTION hand_over_is_in_time() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM letter WHERE id = NEW.letter_id AND sender_id = NEW.sender_id
                   AND state = 'ready' AND NEW.handed_over_on <= last_collect_day) THEN
        RAISE EXCEPTION 'letter % is not waiting, or its deadline has passed', NEW.letter_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER hand_over_is_in_time BEFORE INSERT ON hand_over
    FOR EACH ROW EXECUTE FUNCTION hand_over_is_in_time();
CREATE FUNCTION hand_over_has_its_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM event WHERE letter_id = NEW.letter_id AND code = 'DELIVERED') THEN
        RAISE EXCEPTION 'the hand-over of letter % lacks its event', NEW.letter_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER hand_over_has_its_event AFTER INSERT ON hand_over
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION hand_over_has_its_event();

-- Row-level security, forced: without a tenant set in the transaction nobody sees a row.
CREATE FUNCTION tenant_sees(of_sender integer) RETURNS boolean LANGUAGE sql STABLE AS
    $$ SELECT current_setting('budstikke.tenant', true) IN ('carrier', of_sender::text) $$;
DO $$
DECLARE
    guarded text;
BEGIN
    FOREACH guarded IN ARRAY ARRAY['letter', 'event', 'interchange', 'status_file', 'billing_line', 'id_check',
                                   'hand_over', 'evidence', 'report', 'notice', 'number_range'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', guarded);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', guarded);
        EXECUTE format('CREATE POLICY own_rows ON %I USING (tenant_sees(sender_id))', guarded);
        -- The owner migrates and runs the triggers above; it answers no request.
        EXECUTE format('CREATE POLICY owner ON %I TO CURRENT_USER USING (true)', guarded);
    END LOOP;
    ALTER TABLE sender ENABLE ROW LEVEL SECURITY;
    ALTER TABLE sender FORCE ROW LEVEL SECURITY;
    CREATE POLICY own_rows ON sender USING (tenant_sees(id));
    CREATE POLICY owner ON sender TO CURRENT_USER USING (true);
END $$;
