-- Of the address register: what ended before a day goes. An ended address or name is a row of its own and goes as one;
-- of a case and a move only what is sealed; of a person who died everything but the reference and the days.
CREATE FUNCTION forget_of_register(what text, before date) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    count bigint;
BEGIN
    IF NOT tenant_is_carrier() THEN
        RAISE EXCEPTION 'only the carrier forgets' USING ERRCODE = 'restrict_violation';
    END IF;
    CASE what
        WHEN 'postal_address' THEN DELETE FROM postal_address
            WHERE upper(held) <= before OR isempty(held) AND recorded_at < before;
        WHEN 'person_alias' THEN DELETE FROM person_alias WHERE until_on < before;
        WHEN 'register_case' THEN
            UPDATE register_case SET content_sealed = NULL WHERE content_sealed IS NOT NULL AND closed_at < before;
        WHEN 'move_message' THEN
            UPDATE move_message SET content_sealed = NULL WHERE content_sealed IS NOT NULL AND sent_at < before;
        WHEN 'register_read' THEN DELETE FROM register_read WHERE at < before;
        WHEN 'sorted_item' THEN
            DELETE FROM sorted_item USING sorting_batch WHERE sorting_batch.id = batch_id AND sorted_at < before;
        WHEN 'answered_request' THEN DELETE FROM answered_request WHERE answered_at < before;
    END CASE;
    GET DIAGNOSTICS count = ROW_COUNT;
    RETURN count;
END $$;
CREATE FUNCTION forget_persons(persons bigint[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT tenant_is_carrier() OR EXISTS (
        SELECT 1 FROM unnest(persons) AS asked(id) WHERE NOT EXISTS (
            SELECT 1 FROM register_change WHERE person_id = asked.id AND code = 'FORGOTTEN')
        OR NOT EXISTS (SELECT 1 FROM person WHERE person.id = asked.id AND died_on IS NOT NULL)
    ) THEN
        RAISE EXCEPTION 'a person lives, or lacks the change that says they are forgotten'
            USING ERRCODE = 'restrict_violation';
    END IF;
    DELETE FROM postal_address WHERE person_id = ANY(persons);
    DELETE FROM person_alias WHERE person_id = ANY(persons);
    UPDATE register_case SET content_sealed = NULL WHERE person_id = ANY(persons);
    UPDATE person SET national_number_sealed = NULL, national_number_lookup = NULL, given_name = '', middle_name = '',
        surname = '', born_on = NULL, contact_sealed = NULL, protection = '' WHERE id = ANY(persons);
END $$;
