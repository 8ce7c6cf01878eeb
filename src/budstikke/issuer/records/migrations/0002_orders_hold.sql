-- What happened to an order is appended to, never changed. The trigger also stops the owner, whom no REVOKE stops.
CREATE OR REPLACE FUNCTION refuse_to_change_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
DO $$
DECLARE
    kept text;
BEGIN
    FOREACH kept IN ARRAY ARRAY['letter_event', 'activation_try', 'order_decision', 'refund'] LOOP
        EXECUTE format('CREATE TRIGGER history_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON %I '
            'FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history()', kept);
    END LOOP;
END $$;
-- A report may be sealed anew under a new key, and is otherwise what it was; so is a letter's code, until it is gone.
CREATE TRIGGER history_stays BEFORE DELETE OR UPDATE OF letter_id, reference, document_id, sha256, received_at,
    handed_over_on, document, faults, checks ON report FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();
CREATE TRIGGER history_stays BEFORE DELETE ON code_letter FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();
CREATE TRIGGER history_stays BEFORE DELETE ON eid_order FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();

CREATE FUNCTION a_code_is_made_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.code_hash IS NOT NULL AND NEW.code_hash IS NOT NULL AND NEW.code_hash <> OLD.code_hash THEN
        RAISE EXCEPTION 'letter % has its code', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_code_is_made_once BEFORE UPDATE OF code_hash ON code_letter
    FOR EACH ROW EXECUTE FUNCTION a_code_is_made_once();

-- An order ends once. What is activated was proven: a report without faults, or a reader's result
-- that holds, whose number was typed.
CREATE FUNCTION an_order_ends_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.ended_at IS NOT NULL AND (NEW.ended_at, NEW.ended_as) IS DISTINCT FROM (OLD.ended_at, OLD.ended_as) THEN
        RAISE EXCEPTION 'order % has ended', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.ended_as = 'activated' AND OLD.ended_as <> 'activated'
       AND NOT EXISTS (SELECT 1 FROM report JOIN code_letter AS letter ON letter.id = report.letter_id
                       WHERE letter.order_id = NEW.id AND report.faults = '[]'::jsonb)
       AND NOT EXISTS (SELECT 1 FROM reader_session WHERE order_id = NEW.id AND outcome = 'proven'
                       AND confirmed_at IS NOT NULL) THEN
        RAISE EXCEPTION 'order % is not proven', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER an_order_ends_once BEFORE UPDATE OF ended_at, ended_as ON eid_order
    FOR EACH ROW EXECUTE FUNCTION an_order_ends_once();
