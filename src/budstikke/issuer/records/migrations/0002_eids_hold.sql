-- History is appended to, never changed. The trigger also stops the owner, whom no REVOKE stops.
CREATE OR REPLACE FUNCTION refuse_to_change_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER history_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON eid_event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();
CREATE TRIGGER history_stays BEFORE DELETE ON eid
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();
CREATE TRIGGER history_stays BEFORE DELETE ON two_person_request
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();
CREATE TRIGGER decided_stays BEFORE UPDATE ON two_person_request
    FOR EACH ROW WHEN (OLD.decided_at IS NOT NULL) EXECUTE FUNCTION refuse_to_change_history();
CREATE TRIGGER history_stays BEFORE DELETE ON staff_invitation
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();
CREATE TRIGGER decided_stays BEFORE UPDATE ON staff_invitation
    FOR EACH ROW WHEN (OLD.decided_at IS NOT NULL) EXECUTE FUNCTION refuse_to_change_history();
CREATE TRIGGER history_stays BEFORE DELETE ON hold
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();
CREATE TRIGGER lifted_stays BEFORE UPDATE ON hold
    FOR EACH ROW WHEN (OLD.lifted_at IS NOT NULL) EXECUTE FUNCTION refuse_to_change_history();

-- What is over stays over, and whose an eID is stands fast.
CREATE FUNCTION an_eid_that_is_over_stays_so() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state IN ('closed', 'expired') AND NEW.state <> OLD.state
       OR (NEW.customer_id, NEW.product, NEW.reference, NEW.issued_at) IS DISTINCT FROM
          (OLD.customer_id, OLD.product, OLD.reference, OLD.issued_at) THEN
        RAISE EXCEPTION 'eID % is %, and whose it is stands', OLD.id, OLD.state USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER an_eid_that_is_over_stays_so BEFORE UPDATE ON eid
    FOR EACH ROW EXECUTE FUNCTION an_eid_that_is_over_stays_so();

-- A certificate that is revoked stays revoked, and is never anything else than it was.
CREATE FUNCTION revoked_stays_revoked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.revoked_at IS NOT NULL AND (NEW.revoked_at, NEW.revoked_for) IS DISTINCT FROM (OLD.revoked_at, OLD.revoked_for)
       AND OLD.revoked_for <> 'certificate_hold' OR NEW.serial <> OLD.serial THEN
        RAISE EXCEPTION 'certificate % is revoked', OLD.serial USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER revoked_stays_revoked BEFORE UPDATE ON issued_certificate
    FOR EACH ROW EXECUTE FUNCTION revoked_stays_revoked();
