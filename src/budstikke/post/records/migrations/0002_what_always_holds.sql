-- Which transaction wrote an event: "everything new" is what lies below the oldest transaction still running.
ALTER TABLE event ADD COLUMN recorded_in bigint NOT NULL DEFAULT pg_current_xact_id()::text::bigint;
CREATE INDEX events_by_transaction ON event USING brin (recorded_in);

-- A letter is booked once and delivered once.
CREATE UNIQUE INDEX what_happens_once ON event (letter_id, code) WHERE code IN ('PRE_NOTIFIED', 'DELIVERED');

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

-- The state and place of a letter follow its events. Each statement that writes events moves the letters they
-- are of; one that brings two for the same letter, an event that may not come there, or a custody event that
-- does not take the letter from where it is, undoes itself. It runs as the owner, because nobody else may write
-- letter.state and letter.place.
CREATE FUNCTION move_letters() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    astray record;
BEGIN
    SELECT letter.number, added.code, letter.state, letter.place INTO astray
        FROM added
        LEFT JOIN letter ON letter.id = added.letter_id AND letter.sender_id = added.sender_id
        LEFT JOIN event_rule ON event_rule.code = added.code AND event_rule.from_state = letter.state
        WHERE event_rule.code IS NULL
            OR event_rule.custody IS DISTINCT FROM split_part(added.to_place, ':', 1)
            OR CASE WHEN added.code = 'PRE_NOTIFIED' THEN letter.booked_at <> added.recorded_at
                    WHEN added.to_place IS NULL THEN added.from_place IS NOT NULL
                    ELSE added.from_place IS DISTINCT FROM letter.place END
        LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'letter % is % (%): % may not follow so', astray.number, astray.state, astray.place, astray.code
            USING ERRCODE = 'check_violation';
    END IF;
    IF (SELECT count(*) <> count(DISTINCT letter_id) FROM added) THEN
        RAISE EXCEPTION 'one statement may write one event for a letter' USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (SELECT 1 FROM added WHERE code = 'DELIVERED'
               AND NOT EXISTS (SELECT 1 FROM hand_over WHERE hand_over.letter_id = added.letter_id)) THEN
        RAISE EXCEPTION 'a letter is delivered only by a hand-over' USING ERRCODE = 'check_violation';
    END IF;
    UPDATE letter SET state = event_rule.to_state, place = coalesce(added.to_place, letter.place)
        FROM added, event_rule
        WHERE letter.id = added.letter_id AND event_rule.code = added.code AND event_rule.from_state = letter.state
        AND added.code <> 'PRE_NOTIFIED'
        AND (event_rule.to_state <> letter.state OR added.to_place IS DISTINCT FROM letter.place AND added.to_place IS NOT NULL);
    RETURN NULL;
END $$;
CREATE TRIGGER events_move_letters AFTER INSERT ON event
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION move_letters();

-- A letter begins as booked, in its sender's hands; saying so at once spares a second write of every row.
ALTER TABLE letter ALTER COLUMN state SET DEFAULT 'booked', ALTER COLUMN place SET DEFAULT 'at_sender';
CREATE FUNCTION letters_begin_as_booked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM added WHERE state <> 'booked' OR place <> 'at_sender') THEN
        RAISE EXCEPTION 'a letter begins as booked, in its sender''s hands' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER letters_begin_as_booked AFTER INSERT ON letter
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION letters_begin_as_booked();

-- A hand-over is of a letter that waits, inside its deadline (which begins with the notice), after a check of this letter that passed.
ALTER TABLE hand_over ADD CONSTRAINT the_check_is_of_this_letter
    FOREIGN KEY (id_check_id, letter_id, passed) REFERENCES id_check (id, letter_id, passed);
ALTER TABLE evidence ADD CONSTRAINT evidence_is_of_one_letter UNIQUE (id, letter_id);
ALTER TABLE hand_over ADD CONSTRAINT the_evidence_is_of_this_letter
    FOREIGN KEY (evidence_id, letter_id) REFERENCES evidence (id, letter_id);
CREATE FUNCTION hand_over_is_in_time() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM letter WHERE id = NEW.letter_id AND sender_id = NEW.sender_id
                   AND state = 'ready' AND NEW.handed_over_on <= coalesce(last_collect_day, NEW.handed_over_on)) THEN
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
