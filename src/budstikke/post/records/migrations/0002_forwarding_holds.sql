-- What PostgreSQL itself holds of forwarding: state and days follow events, history stays, nobody's days are taken twice.

ALTER TABLE forwarding_event ADD COLUMN recorded_in bigint NOT NULL DEFAULT pg_current_xact_id()::text::bigint;
CREATE INDEX forwarding_events_by_transaction ON forwarding_event USING brin (recorded_in);
ALTER TABLE sorting_batch ADD COLUMN recorded_in bigint NOT NULL DEFAULT pg_current_xact_id()::text::bigint;
CREATE INDEX sorting_batches_by_transaction ON sorting_batch USING brin (recorded_in);
CREATE TRIGGER history_stays BEFORE UPDATE OR DELETE ON forwarding_event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();
CREATE TRIGGER history_stays BEFORE UPDATE OR DELETE ON snapshot
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();
CREATE TRIGGER history_stays BEFORE UPDATE OR DELETE ON deny_change
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();
CREATE TRIGGER history_stays BEFORE UPDATE OR DELETE ON sorting_batch
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();
CREATE TRIGGER history_stays BEFORE UPDATE ON sorted_item
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history();
-- Of a published row only the snapshot it ends with is ever written, of a denied name only when it is let go.
CREATE FUNCTION only_closed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ended text := CASE TG_TABLE_NAME WHEN 'sorting_row' THEN 'snapshots' ELSE 'numbers' END;
BEGIN
    IF (to_jsonb(NEW) - ended) <> (to_jsonb(OLD) - ended)
       OR lower((to_jsonb(NEW) ->> ended)::int8range) <> lower((to_jsonb(OLD) ->> ended)::int8range)
       OR NOT upper_inf((to_jsonb(OLD) ->> ended)::int8range) THEN
        RAISE EXCEPTION 'rows of % are closed once, and never changed', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER only_closed BEFORE UPDATE ON sorting_row FOR EACH ROW EXECUTE FUNCTION only_closed();
CREATE TRIGGER only_closed BEFORE UPDATE ON deny_entry FOR EACH ROW EXECUTE FUNCTION only_closed();
ALTER TABLE sorting_row ADD CONSTRAINT the_key_is_that_of_address_and_name
    CHECK (key = (hashtextextended(encode(address, 'hex') || encode(name, 'hex'), 0) & 4611686018427387903));

-- An order begins without a state; its events give it one.
ALTER TABLE forwarding_order ALTER COLUMN state SET DEFAULT '';
CREATE FUNCTION orders_begin_with_nothing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> '' OR NEW.days IS NOT NULL THEN
        RAISE EXCEPTION 'the state and the days of an order follow from its events' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER orders_begin_with_nothing BEFORE INSERT ON forwarding_order
    FOR EACH ROW EXECUTE FUNCTION orders_begin_with_nothing();

-- Whom an order claims at which door: a permanent change is one group of services, the other two are the other.
CREATE FUNCTION claim_of(subject text, door bytea, service text) RETURNS bigint LANGUAGE sql IMMUTABLE AS
    $$ SELECT hashtextextended(subject || ':' || encode(door, 'hex') || ':'
                               || CASE service WHEN 'permanent' THEN 'permanent' ELSE 'for a time' END, 0)
              & 4611686018427387903 $$;
CREATE FUNCTION covers_claim() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    SELECT claim_of(NEW.subject, door_lookup, service) INTO NEW.claim FROM forwarding_order WHERE id = NEW.order_id;
    NEW.counts := false;
    NEW.days := NULL;
    RETURN NEW;
END $$;
CREATE TRIGGER covers_claim BEFORE INSERT ON forwarding_cover FOR EACH ROW EXECUTE FUNCTION covers_claim();
-- The keyed hash of a door is computed anew when the key of hashes is rotated.
CREATE FUNCTION covers_claim_again() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE forwarding_cover SET claim = claim_of(subject, NEW.door_lookup, NEW.service) WHERE order_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER covers_claim_again AFTER UPDATE OF door_lookup ON forwarding_order
    FOR EACH ROW WHEN (OLD.door_lookup IS DISTINCT FROM NEW.door_lookup) EXECUTE FUNCTION covers_claim_again();

-- The state and the days of an order follow its events, and with them whose days are taken. It runs as the owner,
-- because nobody else may write them.
CREATE FUNCTION move_orders() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    happened record;
    stands record;
    step record;
BEGIN
    FOR happened IN SELECT * FROM added WHERE order_id IS NOT NULL ORDER BY id LOOP
        SELECT * INTO stands FROM forwarding_order WHERE id = happened.order_id FOR UPDATE;
        SELECT * INTO step FROM forwarding_rule WHERE code = happened.code AND from_state = stands.state;
        IF NOT FOUND OR step.moves_days <> (happened.days IS NOT NULL) OR isempty(happened.days) THEN
            RAISE EXCEPTION 'order % is %: % may not follow so', stands.reference, stands.state, happened.code
                USING ERRCODE = 'check_violation';
        END IF;
        UPDATE forwarding_order SET state = step.to_state, days = coalesce(happened.days, stands.days)
            WHERE id = happened.order_id
            AND (state, days) IS DISTINCT FROM (step.to_state, coalesce(happened.days, stands.days));
        UPDATE forwarding_cover
            SET counts = step.takes_days AND left_out_at IS NULL, days = coalesce(happened.days, stands.days)
            WHERE order_id = happened.order_id
            AND (counts, days) IS DISTINCT FROM
                (step.takes_days AND left_out_at IS NULL, coalesce(happened.days, stands.days));
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER events_move_orders AFTER INSERT ON forwarding_event
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION move_orders();

-- Forwarding is nobody's but the carrier's.
DO $$
DECLARE
    guarded text;
BEGIN
    FOREACH guarded IN ARRAY ARRAY['forwarding_order', 'forwarding_cover', 'forwarding_event', 'forwarding_notice',
                                   'forwarding_payment', 'forwarding_case', 'forwarding_interim',
                                   'forwarding_proof', 'letter_warning', 'snapshot', 'sorting_row', 'deny_change',
                                   'deny_entry', 'sorting_batch', 'sorted_item'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', guarded);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', guarded);
        EXECUTE format('CREATE POLICY carrier ON %I USING ((SELECT tenant_is_carrier()))', guarded);
        EXECUTE format('CREATE POLICY owner ON %I TO CURRENT_USER USING (true)', guarded);
    END LOOP;
END $$;

-- Forgetting an order: only what is over, of which no complaint is open and whose receipt is there.
CREATE FUNCTION forget_orders(orders bigint[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT tenant_is_carrier() OR EXISTS (
        SELECT 1 FROM unnest(orders) AS asked(id) WHERE NOT EXISTS (
            SELECT 1 FROM forwarding_order JOIN forwarding_event ON order_id = forwarding_order.id
            WHERE forwarding_order.id = asked.id AND code = 'FORGOTTEN')
        OR EXISTS (SELECT 1 FROM forwarding_case WHERE order_id = asked.id AND closed_at IS NULL)
    ) THEN
        RAISE EXCEPTION 'an order is under way, has an open complaint, or no receipt of its erasure'
            USING ERRCODE = 'restrict_violation';
    END IF;
    UPDATE forwarding_order SET addresses_sealed = NULL, door_sealed = NULL, door_lookup = NULL,
        target_sealed = NULL, target_lookup = NULL, signature_sealed = NULL WHERE id = ANY(orders);
    UPDATE forwarding_notice SET token_sealed = NULL WHERE order_id = ANY(orders);
    UPDATE forwarding_case SET words_sealed = NULL WHERE order_id = ANY(orders);
    UPDATE forwarding_proof SET document_sealed = NULL WHERE order_id = ANY(orders);
END $$;
