-- The audit log is appended to; what is older than its time goes, by this function alone, which takes none of the five
-- years before its newest row: whoever has the working role cannot take out what they did.
CREATE FUNCTION refuse_to_change_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('budstikke.forgetting', true) = 'audit_row' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_row
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_audit();

-- The lines about who is held on a day: they stay with what is held.
CREATE FUNCTION held_audit(held_on date) RETURNS SETOF bigint LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    WITH held AS (SELECT customer_id FROM hold
                  WHERE customer_id IS NOT NULL AND lifted_at IS NULL AND until_on >= held_on)
    SELECT line.id FROM audit_row AS line JOIN customer ON customer.reference = line.customer
    WHERE customer.id IN (SELECT customer_id FROM held)
    UNION
    SELECT line.id FROM audit_row AS line JOIN eid_order ON eid_order.number = line.order_number
    WHERE eid_order.customer_id IN (SELECT customer_id FROM held)
$$;

CREATE FUNCTION forget_audit(before_at timestamptz, held_on date) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    gone bigint;
BEGIN
    IF before_at > (SELECT max(at) FROM audit_row) - interval '5 years' THEN
        RAISE EXCEPTION 'the last five years of the audit log stay' USING ERRCODE = 'check_violation';
    END IF;
    PERFORM set_config('budstikke.forgetting', 'audit_row', true);
    DELETE FROM audit_row WHERE at < before_at AND id NOT IN (SELECT held_audit(held_on));
    GET DIAGNOSTICS gone = ROW_COUNT;
    PERFORM set_config('budstikke.forgetting', '', true);
    RETURN gone;
END $$;
