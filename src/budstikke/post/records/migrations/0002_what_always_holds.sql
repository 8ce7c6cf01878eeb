-- Which transaction wrote an event: "everything new" is what lies below the oldest transaction still running.
ALTER TABLE event ADD COLUMN recorded_in bigint NOT NULL DEFAULT pg_current_xact_id()::text::bigint;
CREATE INDEX events_by_transaction ON event USING brin (recorded_in);
ALTER TABLE letters_entered ADD COLUMN recorded_in bigint NOT NULL DEFAULT pg_current_xact_id()::text::bigint;
CREATE INDEX letters_entered_by_transaction ON letters_entered USING brin (recorded_in);
ALTER TABLE evidence ADD COLUMN recorded_in bigint NOT NULL DEFAULT pg_current_xact_id()::text::bigint;
CREATE INDEX evidence_by_transaction ON evidence USING brin (recorded_in);
ALTER TABLE register_change ADD COLUMN recorded_in bigint NOT NULL DEFAULT pg_current_xact_id()::text::bigint;
CREATE INDEX register_changes_by_transaction ON register_change USING brin (recorded_in);
-- What is sealed does not get shorter by compressing it.
ALTER TABLE evidence ALTER COLUMN content_sealed SET STORAGE EXTERNAL,
    ALTER COLUMN disclosures_sealed SET STORAGE EXTERNAL;

-- A letter is booked once and delivered once.
CREATE UNIQUE INDEX what_happens_once ON event (letter_id, code) WHERE code IN ('PRE_NOTIFIED', 'DELIVERED');

-- History is appended to, never changed. The trigger also stops the owner, whom no REVOKE stops.
CREATE FUNCTION refuse_to_change_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER history_stays BEFORE DELETE OR UPDATE OF id, letter_id, sender_id, code, happened_at, recorded_at,
    at_place, actor, from_place, to_place, recorded_in ON event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();
-- After a rotation what is sealed is sealed anew under the new data key (`budstikke keys reseal`): by the owner, who
-- says so, and nothing but sealed columns. The working role may write none of these.
CREATE FUNCTION resealing() RETURNS boolean LANGUAGE sql STABLE AS
    $$ SELECT current_user = 'post_owner' AND coalesce(current_setting('budstikke.resealing', true) = 'on', false) $$;
CREATE TRIGGER history_stays BEFORE DELETE OR UPDATE OF id, uuid, letter_id, sender_id, interchange_id, event_id,
    forwarding_event_id, sorting_batch_id, name, made_at, sha256, recorded_in ON evidence
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();
CREATE TRIGGER sealed_history_stays BEFORE UPDATE OF content_sealed ON evidence
    FOR EACH STATEMENT WHEN (NOT resealing()) EXECUTE FUNCTION refuse_to_change_history();
CREATE TRIGGER history_stays BEFORE UPDATE OR DELETE ON log_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();
CREATE TRIGGER history_stays BEFORE UPDATE OR DELETE ON log_node
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();
CREATE TRIGGER history_stays BEFORE UPDATE OR DELETE ON log_checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();
CREATE TRIGGER history_stays BEFORE DELETE OR UPDATE OF letter_id, sender_id, id_check_id, passed, evidence_id, clerk,
    handed_over_at, handed_over_on, signing ON hand_over
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();
CREATE TRIGGER history_stays BEFORE UPDATE OR DELETE ON erasure
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();
CREATE TRIGGER history_stays BEFORE UPDATE OR DELETE ON look_up_made
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();
-- What was decided of a claim stays; who has more to show claims again.
CREATE TRIGGER settled_claims_stay BEFORE UPDATE OF id, letter_id, sender_id, kind, claimant, opened_at, opened_by,
    told_on, discovered_on, claimed_ore, state, value_ore, negligence, ground, grants, amount_ore, decision, decided_at,
    decided_by, confirmed_by, settled_at, settled_on, credit_note_id, answer_id ON claim
    FOR EACH ROW WHEN (OLD.settled_at IS NOT NULL) EXECUTE FUNCTION refuse_to_change_history();
CREATE TRIGGER history_stays BEFORE DELETE ON claim
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();
CREATE TRIGGER history_stays BEFORE UPDATE OR DELETE ON relationship_end
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();
-- Who saw what of a person, and what was changed of them; gone with the person's own rows only (forget_persons).
CREATE TRIGGER history_stays BEFORE UPDATE ON register_read
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();
CREATE TRIGGER history_stays BEFORE UPDATE ON register_change
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();

-- What the triggers above leave out is personal, and may be taken away: never put there, never exchanged, and only of
-- a letter whose receipt of erasure is there. One column of each table, what may become of it, and at which moment.
-- Of evidence the values of a letter get fewer and then none; of an event the inputs go that describe a person.
CREATE FUNCTION without_inputs(decision jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS
    $$ SELECT decision #- '{inputs,check}' #- '{inputs,names}' $$;
CREATE FUNCTION refuse_but_erasing() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    only_erases boolean;
    due text := CASE TG_TABLE_NAME WHEN 'event' THEN 'rest' ELSE 'particulars' END;
BEGIN
    only_erases := CASE TG_TABLE_NAME
        WHEN 'event' THEN to_jsonb(NEW) -> 'decision' IS NOT DISTINCT FROM without_inputs(to_jsonb(OLD) -> 'decision')
        WHEN 'hand_over' THEN to_jsonb(NEW) ->> 'signature_sealed' IS NULL
        WHEN 'claim' THEN to_jsonb(NEW) ->> 'documents_sealed' IS NULL
        ELSE coalesce(length(to_jsonb(NEW) ->> 'disclosures_sealed'), 0)
             <= coalesce(length(to_jsonb(OLD) ->> 'disclosures_sealed'), 0)
    END;
    IF NOT only_erases
       OR NOT EXISTS (SELECT 1 FROM erasure WHERE letter_id = NEW.letter_id AND moment = due) THEN
        RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER only_erased BEFORE UPDATE OF decision ON event FOR EACH ROW EXECUTE FUNCTION refuse_but_erasing();
CREATE TRIGGER only_erased BEFORE UPDATE OF signature_sealed ON hand_over
    FOR EACH ROW WHEN (NOT resealing()) EXECUTE FUNCTION refuse_but_erasing();
CREATE TRIGGER only_erased BEFORE UPDATE OF documents_sealed ON claim
    FOR EACH ROW WHEN (NOT resealing()) EXECUTE FUNCTION refuse_but_erasing();
CREATE TRIGGER only_erased BEFORE UPDATE OF disclosures_sealed ON evidence
    FOR EACH ROW WHEN (NOT resealing()) EXECUTE FUNCTION refuse_but_erasing();

-- An event is of a letter that is there, and of that letter's sender: the trigger below looks both up together
-- with the letter's state, so a foreign key would only look again, event by event. What a foreign key does besides
-- is keep the letter from going away or becoming another.
CREATE FUNCTION refuse_to_lose_letters() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a letter is never deleted, and neither its id nor its sender changes'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER letters_stay BEFORE DELETE OR UPDATE OF id, sender_id ON letter
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_lose_letters();

-- A letter came in an interchange of its own sender; that the sender is there, the interchange vouches for.
ALTER TABLE interchange ADD CONSTRAINT an_interchange_has_one_sender UNIQUE (id, sender_id);
ALTER TABLE letter ADD CONSTRAINT a_letter_came_in_its_senders_interchange
    FOREIGN KEY (interchange_id, sender_id) REFERENCES interchange (id, sender_id);

-- The state and place of a letter follow its events. Each statement that writes events moves the letters they
-- are of; one that brings two for the same letter, an event that may not come there, or a custody event that
-- does not take the letter from where it is, undoes itself. It runs as the owner, because nobody else may write
-- letter.state and letter.place.
-- A session keeps the plan it made first, and one made for a hundred thousand events, or for an empty table, would
-- read every letter there is for each event. So the look-ups leave the planner no choice: OFFSET 0 keeps each in the
-- loop over the events, by primary key. The letters judged are moved where they lie (ctid); one that is no longer
-- there was moved by somebody else.
CREATE FUNCTION move_letters() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    seen record;
BEGIN
    WITH judged AS MATERIALIZED (
        SELECT added.letter_id, added.code, letter.ctid AS at_row, letter.number, letter.state, letter.place,
               event_rule.to_state, coalesce(added.to_place, letter.place) AS to_place,
               (event_rule.to_state, coalesce(added.to_place, letter.place)) IS DISTINCT FROM (letter.state, letter.place)
                   AS moves,
               event_rule.code IS NOT NULL AND letter.sender_id = added.sender_id
               AND event_rule.custody IS NOT DISTINCT FROM split_part(added.to_place, ':', 1)
               AND CASE WHEN added.code = 'PRE_NOTIFIED' THEN letter.booked_at = added.recorded_at
                        WHEN added.to_place IS NULL THEN added.from_place IS NULL
                        ELSE added.from_place IS NOT DISTINCT FROM letter.place END AS follows
        FROM added
        LEFT JOIN LATERAL (SELECT *, ctid FROM letter WHERE id = added.letter_id OFFSET 0) AS letter ON true
        LEFT JOIN LATERAL (SELECT * FROM event_rule WHERE code = added.code AND from_state = letter.state OFFSET 0)
            AS event_rule ON true
    ), moved AS (
        UPDATE letter SET state = judged.to_state, place = judged.to_place FROM judged
        WHERE letter.ctid = judged.at_row AND judged.follows AND judged.moves
        AND letter.state = judged.state AND letter.place = judged.place
        RETURNING letter.id
    )
    SELECT min(format('letter %s is %s (%s): %s may not follow so', number, state, place, code))
               FILTER (WHERE NOT follows) AS astray,
           count(*) <> count(DISTINCT letter_id) AS twice,
           count(*) FILTER (WHERE moves) <> (SELECT count(*) FROM moved) AS overtaken,
           bool_or(code = 'DELIVERED') AS delivers
        INTO seen FROM judged;
    IF seen.astray IS NOT NULL THEN
        RAISE EXCEPTION '%', seen.astray USING ERRCODE = 'check_violation';
    END IF;
    IF seen.twice THEN
        RAISE EXCEPTION 'one statement may write one event for a letter' USING ERRCODE = 'check_violation';
    END IF;
    IF seen.overtaken THEN
        RAISE EXCEPTION 'a letter was moved meanwhile; lock letters before writing their events'
            USING ERRCODE = 'check_violation';
    END IF;
    IF seen.delivers AND EXISTS (
        SELECT 1 FROM added WHERE code = 'DELIVERED'
        AND NOT EXISTS (SELECT 1 FROM hand_over WHERE hand_over.letter_id = added.letter_id)
    ) THEN
        RAISE EXCEPTION 'a letter is delivered only by a hand-over' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER events_move_letters AFTER INSERT ON event
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION move_letters();

-- A letter begins as booked, in its sender's hands; saying so at once spares a second write of every row.
ALTER TABLE letter ALTER COLUMN state SET DEFAULT 'booked', ALTER COLUMN place SET DEFAULT 'at_sender';
-- Every letter is moved several times; with room beside it the indexes need not hear of most moves.
ALTER TABLE letter SET (fillfactor = 80);
CREATE FUNCTION letters_begin_as_booked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM added WHERE state <> 'booked' OR place <> 'at_sender') THEN
        RAISE EXCEPTION 'a letter begins as booked, in its sender''s hands' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER letters_begin_as_booked AFTER INSERT ON letter
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION letters_begin_as_booked();

-- How many letters there are, without reading them all: nobody but the database says so.
CREATE FUNCTION letters_are_entered() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO letters_entered (sender_id, letters) SELECT sender_id, count(*) FROM added GROUP BY sender_id;
    RETURN NULL;
END $$;
CREATE TRIGGER letters_are_entered AFTER INSERT ON letter
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION letters_are_entered();
CREATE TRIGGER history_stays BEFORE UPDATE OR DELETE ON letters_entered
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();

-- A hand-over is of a letter that waits, inside its deadline (which begins with the notice), after a check of this letter that passed.
ALTER TABLE hand_over ADD CONSTRAINT the_check_is_of_this_letter
    FOREIGN KEY (id_check_id, letter_id, passed) REFERENCES id_check (id, letter_id, passed);
-- The day the deadline is judged by is the day of the hand-over itself, in Oslo; it cannot be dated back.
ALTER TABLE hand_over ADD CONSTRAINT the_day_is_that_of_the_moment
    CHECK (handed_over_on = (handed_over_at AT TIME ZONE 'Europe/Oslo')::date);
ALTER TABLE evidence ADD CONSTRAINT evidence_is_of_one_letter UNIQUE (letter_id, id);
ALTER TABLE hand_over ADD CONSTRAINT the_evidence_is_of_this_letter
    FOREIGN KEY (letter_id, evidence_id) REFERENCES evidence (letter_id, id);
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

-- Once a letter is ours, who it is for and what it demands stand fast, and a deadline only ever moves away.
CREATE FUNCTION an_order_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- It may be forgotten, once the receipt says so: the number first, years later whom it was for.
    IF NEW.national_number_sealed IS NULL AND NEW.national_number_lookup IS NULL AND NEW.passport_only = OLD.passport_only
       AND NEW.last_collect_day IS NOT DISTINCT FROM OLD.last_collect_day
       AND EXISTS (SELECT 1 FROM erasure WHERE letter_id = NEW.id AND (
           moment = 'rest'
           AND (NEW.recipient_name, NEW.street, NEW.street2, NEW.postcode, NEW.city) = ('', '', '', '', '')
           OR (NEW.recipient_name, NEW.street, NEW.street2, NEW.postcode, NEW.city)
            = (OLD.recipient_name, OLD.street, OLD.street2, OLD.postcode, OLD.city))) THEN
        RETURN NEW;
    END IF;
    -- Where it goes, never to whom, is put right until its recipient is told; this transaction says so with an event.
    IF NEW.recipient_name = OLD.recipient_name AND NEW.passport_only = OLD.passport_only
       AND (NEW.national_number_sealed, NEW.national_number_lookup)
           IS NOT DISTINCT FROM (OLD.national_number_sealed, OLD.national_number_lookup)
       AND OLD.notified_on IS NULL AND OLD.last_collect_day IS NULL
       AND EXISTS (SELECT 1 FROM event WHERE letter_id = NEW.id AND code = 'ADDRESS_CORRECTED'
                   AND recorded_in = pg_current_xact_id()::text::bigint) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'letter % is %: its order stands, and its deadline moves only away', OLD.number, OLD.state
        USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER an_order_stands BEFORE UPDATE ON letter FOR EACH ROW
    WHEN (OLD.state <> 'booked' AND (
        (OLD.recipient_name, OLD.street, OLD.street2, OLD.postcode, OLD.city, OLD.passport_only) IS DISTINCT FROM
        (NEW.recipient_name, NEW.street, NEW.street2, NEW.postcode, NEW.city, NEW.passport_only)
        OR (OLD.national_number_sealed, OLD.national_number_lookup) IS DISTINCT FROM
           (NEW.national_number_sealed, NEW.national_number_lookup) AND NOT resealing()
        OR OLD.last_collect_day IS NOT NULL AND (NEW.last_collect_day IS NULL OR NEW.last_collect_day < OLD.last_collect_day)))
    EXECUTE FUNCTION an_order_stands();

-- What was invoiced, credited or paid stays as it is; a mistake is put right by a credit note.
CREATE TRIGGER history_stays BEFORE UPDATE OR DELETE ON invoice
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();
CREATE TRIGGER history_stays BEFORE UPDATE OR DELETE ON invoice_line
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();
CREATE TRIGGER history_stays BEFORE UPDATE OR DELETE ON payment
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();
CREATE TRIGGER history_stays BEFORE UPDATE OR DELETE ON told_payment
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();
CREATE TRIGGER history_stays BEFORE UPDATE OR DELETE ON giro_sum
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();
CREATE TRIGGER history_stays BEFORE DELETE OR UPDATE OF id, letter_id, sender_id, item, amount_ore, vat_percent, price_list,
    clauses, billed_on ON billing_line
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();
CREATE FUNCTION a_claim_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'billing line % is invoiced or credited already', OLD.id USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER a_claim_stands BEFORE UPDATE ON billing_line FOR EACH ROW
    WHEN (OLD.invoice_line_id IS NOT NULL AND NEW.invoice_line_id IS DISTINCT FROM OLD.invoice_line_id
          OR OLD.credit_line_id IS NOT NULL AND NEW.credit_line_id IS DISTINCT FROM OLD.credit_line_id)
    EXECUTE FUNCTION a_claim_stands();

-- The numbers of a series have no gap: each follows one that is there, and what is there is never deleted.
CREATE FUNCTION numbers_have_no_gap() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM added WHERE number < 1 OR number > 1 AND NOT EXISTS (
        SELECT 1 FROM invoice WHERE invoice.kind = added.kind AND invoice.number = added.number - 1)) THEN
        RAISE EXCEPTION 'a number of the series would be missing' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER numbers_have_no_gap AFTER INSERT ON invoice
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION numbers_have_no_gap();

-- At the end of its transaction, an invoice is the sum of its lines, and each line that of the billing lines of this
-- sender that it claimed; of a credit note, that of what it took back from the invoice it names.
CREATE FUNCTION an_invoice_adds_up() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.net_ore IS DISTINCT FROM (SELECT sum(net_ore) FROM invoice_line WHERE invoice_id = NEW.id AND sender_id = NEW.sender_id)
       OR NEW.net_ore <> (SELECT sum((rate->>'net_ore')::bigint) FROM jsonb_array_elements(NEW.rates) AS rate)
       OR NEW.vat_ore <> (SELECT sum((rate->>'vat_ore')::bigint) FROM jsonb_array_elements(NEW.rates) AS rate) THEN
        RAISE EXCEPTION 'invoice % does not add up', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER an_invoice_adds_up AFTER INSERT ON invoice
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION an_invoice_adds_up();
CREATE FUNCTION an_invoice_line_adds_up() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    issued invoice;
    claimed record;
BEGIN
    SELECT * INTO issued FROM invoice WHERE id = NEW.invoice_id;
    IF issued.kind = 'invoice' THEN
        SELECT count(*) AS lines, sum(amount_ore) AS ore,
               bool_and(sender_id = NEW.sender_id AND item = NEW.item AND vat_percent = NEW.vat_percent
                        AND amount_ore = NEW.unit_ore) AS fits
            INTO claimed FROM billing_line WHERE invoice_line_id = NEW.id;
    ELSE
        SELECT count(*) AS lines, sum(billing_line.amount_ore) AS ore,
               bool_and(billing_line.sender_id = NEW.sender_id AND billing_line.item = NEW.item
                        AND billing_line.vat_percent = NEW.vat_percent AND billing_line.amount_ore = NEW.unit_ore
                        AND first_line.invoice_id = issued.credits_id) AS fits
            INTO claimed FROM billing_line JOIN invoice_line AS first_line ON first_line.id = invoice_line_id
            WHERE credit_line_id = NEW.id;
    END IF;
    IF issued.sender_id <> NEW.sender_id OR claimed.fits IS NOT TRUE OR claimed.lines <> NEW.quantity
       OR claimed.ore <> NEW.net_ore THEN
        RAISE EXCEPTION 'line % of an invoice is not what it claimed', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER an_invoice_line_adds_up AFTER INSERT ON invoice_line
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION an_invoice_line_adds_up();

-- Row-level security, forced: without a tenant set in the transaction nobody sees a row. Each policy asks for the
-- tenant in a sub-select, so that it is asked once for a statement and not once for a row.
CREATE FUNCTION tenant_is_carrier() RETURNS boolean LANGUAGE sql STABLE AS
    $$ SELECT coalesce(current_setting('budstikke.tenant', true) = 'carrier', false) $$;
CREATE FUNCTION tenant_sender() RETURNS integer LANGUAGE sql STABLE AS
    $$ SELECT CASE WHEN current_setting('budstikke.tenant', true) ~ '^[0-9]{1,9}$'
              THEN current_setting('budstikke.tenant', true)::integer END $$;
DO $$
DECLARE
    guarded text;
    own text;
BEGIN
    FOREACH guarded IN ARRAY ARRAY['letter', 'event', 'interchange', 'told', 'status_file', 'billing_line', 'invoice',
                                   'invoice_line', 'payment', 'id_check',
                                   'hand_over', 'evidence', 'report', 'notice', 'notice_try', 'number_range', 'sender', 'api_key',
                                   'webhook', 'webhook_delivery', 'webhook_attempt', 'extract', 'relationship_end',
                                   'erasure', 'upload', 'answered_request', 'claim', 'acceptance'] LOOP
        own := CASE guarded WHEN 'sender' THEN 'id' ELSE 'sender_id' END;
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', guarded);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', guarded);
        -- A sender reads its own rows; what is written is written by the carrier's own work.
        EXECUTE format('CREATE POLICY own_rows ON %I FOR SELECT USING (%I = (SELECT tenant_sender()))', guarded, own);
        EXECUTE format('CREATE POLICY carrier ON %I USING ((SELECT tenant_is_carrier()))', guarded);
        -- The owner migrates and runs the triggers above; it answers no request.
        EXECUTE format('CREATE POLICY owner ON %I TO CURRENT_USER USING (true)', guarded);
    END LOOP;
    -- What is under way at a counter, and who may sign in, is nobody's but the carrier's.
    FOREACH guarded IN ARRAY ARRAY['open_check', 'pushed', 'support_case', 'sftp_user', 'api_client', 'hold', 'record_try',
                                   'person', 'person_alias', 'postal_address', 'household', 'household_member',
                                   'register_read', 'register_change', 'register_case', 'registry_pointer',
                                   'move_message', 'wash', 'moving_person', 'contact_change',
                                   'look_up_made', 'desk_act', 'order_act', 'visit', 'portal_user', 'invitation',
                                   'odd_payment', 'told_payment', 'giro_sum', 'letters_entered',
                                   'tally'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', guarded);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', guarded);
        EXECUTE format('CREATE POLICY carrier ON %I USING ((SELECT tenant_is_carrier()))', guarded);
        EXECUTE format('CREATE POLICY owner ON %I TO CURRENT_USER USING (true)', guarded);
    END LOOP;
END $$;

-- Who asks by a key is not known before the key is: this one look-up is done as the owner, and gives nothing away but
-- whose the key is.
CREATE FUNCTION api_key_of(asked bytea)
    RETURNS TABLE (id integer, uid text, roles text, sender_id integer, customer_number text, sender_name text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT api_key.id, api_key.uid, api_key.roles, api_key.sender_id, sender.customer_number, sender.name
    FROM api_key JOIN sender ON sender.id = api_key.sender_id
    WHERE api_key.key_sha256 = asked AND api_key.revoked_at IS NULL $$;

-- Counts of one second are not worth a place in the write-ahead log.
ALTER TABLE ceiling SET UNLOGGED;

-- Forgetting. The working role may change none of these columns itself; it has these two functions, which take letters
-- that are over, whose receipt of this moment is there, and which nothing holds. What was asked for is erased, or none
-- of it. Which column is of which category: records.erasing, and a house test that no personal column is left out.
CREATE FUNCTION demand_receipts(letters bigint[], due text) RETURNS void LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT tenant_is_carrier() OR EXISTS (
        SELECT 1 FROM unnest(letters) AS asked(id) WHERE NOT EXISTS (
            SELECT 1 FROM erasure JOIN letter ON letter.id = erasure.letter_id
            WHERE erasure.letter_id = asked.id AND moment = due
            AND letter.state IN ('delivered', 'returned', 'cancelled', 'lost'))
        OR EXISTS (SELECT 1 FROM hold WHERE letter_id = asked.id AND lifted_at IS NULL)
        OR EXISTS (SELECT 1 FROM support_case WHERE letter_id = asked.id AND closed_at IS NULL)
    ) THEN
        RAISE EXCEPTION 'a letter is under way, on hold, or has no receipt of its erasure'
            USING ERRCODE = 'restrict_violation';
    END IF;
END $$;
-- `remaining` is what stays disclosed of each piece of evidence; null where nothing does.
CREATE FUNCTION erase_particulars(letters bigint[], evidence_ids bigint[], remaining bytea[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM demand_receipts(letters, 'particulars');
    UPDATE letter SET national_number_sealed = NULL, national_number_lookup = NULL, contact_sealed = NULL
        WHERE id = ANY(letters);
    UPDATE id_check SET document_sealed = NULL, picture_sealed = NULL WHERE letter_id = ANY(letters);
    UPDATE hand_over SET signature_sealed = NULL WHERE letter_id = ANY(letters);
    UPDATE claim SET documents_sealed = NULL WHERE letter_id = ANY(letters) AND documents_sealed IS NOT NULL;
    UPDATE report SET content_sealed = NULL WHERE letter_id = ANY(letters);
    DELETE FROM pushed USING open_check WHERE open_check.nonce = open_check_id AND letter_id = ANY(letters);
    DELETE FROM open_check WHERE letter_id = ANY(letters);
    DELETE FROM letter_warning WHERE letter_id = ANY(letters);
    UPDATE evidence SET disclosures_sealed = kept.disclosures
        FROM unnest(evidence_ids, remaining) AS kept(id, disclosures)
        WHERE evidence.id = kept.id AND letter_id = ANY(letters);
END $$;
CREATE FUNCTION erase_rest(letters bigint[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM demand_receipts(letters, 'rest');
    UPDATE letter SET recipient_name = '', street = '', street2 = '', postcode = '', city = '' WHERE id = ANY(letters);
    UPDATE evidence SET disclosures_sealed = NULL WHERE letter_id = ANY(letters);
    UPDATE id_check SET findings = '{}', decision = without_inputs(decision) WHERE letter_id = ANY(letters);
    UPDATE event SET decision = without_inputs(decision)
        WHERE letter_id = ANY(letters) AND decision IS DISTINCT FROM without_inputs(decision);
END $$;
