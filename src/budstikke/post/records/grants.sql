-- What the working role may do; run after every migration. History is never updated, nothing is ever deleted,
-- and letter.state is nobody's to write: the database moves it when an event is written.
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM post_app;
GRANT USAGE ON SCHEMA public TO post_app;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO post_app;
GRANT INSERT ON sender, number_range, outlet, postcode, interchange, letter, notice, notice_try, id_check, hand_over,
    report, billing_line, invoice, invoice_line, payment, status_file, told, log_entry, log_node, log_checkpoint,
    relationship_end, hold, erasure, reconciliation, look_up_made, desk_act, order_act, answered_request, claim,
    odd_payment, told_payment, giro_sum
    TO post_app;
GRANT UPDATE (state, value_ore, negligence, ground, grants, amount_ore, decision, decided_at, decided_by, confirmed_by,
              settled_at, settled_on, credit_note_id, answer_id) ON claim TO post_app;
GRANT UPDATE (payment_id, done_at, done_by, how) ON odd_payment TO post_app;
GRANT UPDATE (waits, confirmed, decided_at, decided_by) ON desk_act, order_act TO post_app;
-- Which transaction wrote an event or its evidence is the database's to say.
GRANT INSERT (letter_id, sender_id, code, happened_at, recorded_at, at_place, actor, from_place, to_place, decision)
    ON event TO post_app;
GRANT INSERT (uuid, letter_id, sender_id, interchange_id, event_id, forwarding_event_id, sorting_batch_id, name, made_at, sha256, content_sealed,
              disclosures_sealed)
    ON evidence TO post_app;
GRANT UPDATE ON sender, number_range, outlet, postcode, notice TO post_app;
GRANT UPDATE (tried_at, taken, code, receipt, receipt_code, receipt_at, batch) ON notice_try TO post_app;
GRANT INSERT, UPDATE ON horizon, tally TO post_app;
GRANT UPDATE (booked, rejected) ON interchange TO post_app;
GRANT UPDATE (sent_at, confirmed_at) ON report TO post_app;
GRANT INSERT, UPDATE, DELETE ON hindrance TO post_app;
-- An invoice's lines are numbered before they are written, so that what they claim can name them.
GRANT UPDATE (invoice_line_id, credit_line_id) ON billing_line TO post_app;
GRANT USAGE ON SEQUENCE invoice_line_id_seq TO post_app;
GRANT UPDATE (put_out_at, content) ON status_file TO post_app;
GRANT UPDATE (recipient_name, street, street2, postcode, city, contact_sealed, national_number_sealed,
              national_number_lookup, passport_only, envelope, weight_g, thickness_mm, return_street, return_postcode, return_city, order_reference,
              handed_in_on, outlet_id, ready_at, notified_on, notice_channel, remind_on, later_reminders,
              reminders_made, last_collect_day, delivered_at)
    ON letter TO post_app;
GRANT INSERT, UPDATE ON sftp_user TO post_app;
GRANT INSERT, UPDATE ON portal_user TO post_app;
GRANT INSERT ON acceptance, invitation TO post_app;
GRANT UPDATE (used_at, withdrawn_at) ON invitation TO post_app;
GRANT INSERT, DELETE ON upload TO post_app;
GRANT UPDATE (booked_at, rows_sealed) ON upload TO post_app;
GRANT INSERT ON api_client TO post_app;
GRANT UPDATE (revoked_at) ON api_client TO post_app;
GRANT INSERT, DELETE ON used_assertion TO post_app;
GRANT INSERT ON webhook, webhook_delivery, webhook_attempt TO post_app;
GRANT UPDATE (ended_at, looked_for_at) ON webhook TO post_app;
GRANT UPDATE (due_at, tries_left, told_at) ON webhook_delivery TO post_app;
GRANT INSERT, UPDATE ON canary TO post_app;
GRANT INSERT ON extract TO post_app;
GRANT UPDATE (finished_at, failed, rows, lines_sealed) ON extract TO post_app;
GRANT INSERT, UPDATE ON ceiling TO post_app;
GRANT INSERT ON api_key TO post_app;
GRANT UPDATE (revoked_at) ON api_key TO post_app;
-- Forgetting: a hold is lifted; what is erased is erased by the functions of migration 0002, receipt first.
GRANT UPDATE (lifted_at, lifted_by) ON hold TO post_app;
GRANT INSERT, DELETE ON record_try TO post_app;
REVOKE EXECUTE ON FUNCTION erase_particulars(bigint[], bigint[], bytea[]), erase_rest(bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_particulars(bigint[], bigint[], bytea[]), erase_rest(bigint[]) TO post_app;
-- The address register: an address ends, it is never rewritten; what was read and changed is only added to.
GRANT INSERT ON person, person_alias, postal_address, household, household_member, register_read,
    register_case, move_message, moving_person TO post_app;
GRANT UPDATE (national_number_sealed, national_number_lookup, given_name, middle_name, surname, born_on, died_on,
              contact_sealed, contact_changed_on, protection, reserved_at, locked_at, merged_into_id) ON person TO post_app;
GRANT INSERT, DELETE, UPDATE (asked_sealed, tries, changed_at, before_sealed, told_at, undone_at) ON contact_change TO post_app;
GRANT INSERT (ref, person_id, at, code, source, source_ref, actor, decision) ON register_change TO post_app;
GRANT UPDATE (held) ON postal_address TO post_app;
GRANT UPDATE (left_on) ON household_member TO post_app;
GRANT UPDATE (due_on, prolonged_on, closed_at, closed_by, outcome, content_sealed) ON register_case TO post_app;
GRANT UPDATE (batch, sent_at, receipt, refused, content_sealed) ON move_message TO post_app;
GRANT INSERT, UPDATE ON registry_pointer TO post_app;
REVOKE EXECUTE ON FUNCTION forget_of_register(text, date), forget_persons(bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_of_register(text, date), forget_persons(bigint[]) TO post_app;
-- Forwarding: what was agreed stands; state and days are the events' to move.
GRANT INSERT ON forwarding_order, forwarding_cover, forwarding_notice, forwarding_payment, forwarding_case,
    forwarding_interim, forwarding_proof, snapshot,
    sorting_row, deny_change, deny_entry, sorted_item TO post_app;
GRANT INSERT (reference, machine, sorted_at, edition, snapshot, items, outcomes, sha256) ON sorting_batch TO post_app;
GRANT INSERT (order_id, person_id, code, happened_at, recorded_at, actor, days, decision) ON forwarding_event TO post_app;
GRANT UPDATE (effective_on, release_on) ON forwarding_order TO post_app;
GRANT UPDATE (confirmed_at, confirmed_by, left_out_at, registry_agreed_at) ON forwarding_cover TO post_app;
GRANT UPDATE (sent_at, failed) ON forwarding_notice TO post_app;
GRANT INSERT, DELETE, UPDATE (due_at, ways, ended_at, outcome) ON letter_warning TO post_app;
GRANT UPDATE (state, provider_reference, settled_at, refunded_ore, wanted) ON forwarding_payment TO post_app;
GRANT UPDATE (closed_at, closed_by) ON forwarding_case TO post_app;
GRANT UPDATE (carried_out_at) ON forwarding_interim TO post_app;
GRANT UPDATE (snapshots) ON sorting_row TO post_app;
GRANT UPDATE (numbers) ON deny_entry TO post_app;
REVOKE EXECUTE ON FUNCTION forget_orders(bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_orders(bigint[]) TO post_app;
GRANT INSERT ON wash, postcode_past, postcode_edition TO post_app;
GRANT UPDATE (finished_at, records, told, unread) ON wash TO post_app;
-- The counter: accounts and stations, and working data that goes when a check ends.
GRANT INSERT, UPDATE ON clerk, station, device, support_case, known_problem, outage TO post_app;
GRANT INSERT, UPDATE, DELETE ON open_check, visit, pushed, country_certificate, country_revocation_list TO post_app;
GRANT INSERT, UPDATE, DELETE ON auth_user, django_session, account_emailaddress, account_emailconfirmation,
    mfa_authenticator, socialaccount_socialaccount, sign_in_attempt TO post_app;
-- None is ever there; an eID that is taken away asks.
GRANT DELETE ON socialaccount_socialtoken TO post_app;
GRANT INSERT, UPDATE, DELETE ON procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers,
    procrastinate_workers TO post_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO post_app;
