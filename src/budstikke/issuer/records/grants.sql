-- What the working role may do; run after every migration. Nothing is deleted but what a library counts or a session holds.
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM issuer_app;
GRANT USAGE ON SCHEMA public TO issuer_app;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO issuer_app;
GRANT INSERT ON customer TO issuer_app;
GRANT UPDATE (number_lookup, number_sealed, particulars_sealed, language, closed_at) ON customer TO issuer_app;
GRANT INSERT ON eid, means, issued_certificate, eid_event, sign_in_asked, transfer, staff, staff_invitation, two_person_request,
    hold TO issuer_app;
GRANT UPDATE (state, activated_at, expires_at, ended_at, blocked_for, organisation_sealed) ON eid TO issuer_app;
GRANT UPDATE (counter, pin_sealed, puk_sealed, wrong_pins, wrong_puks, code_lookup, code_tries, code_expires_at, ready_at, ended_at,
    public_id, public_key, secret_sealed) ON means TO issuer_app;
GRANT UPDATE (revoked_at, revoked_for, content_sealed) ON issued_certificate TO issuer_app;
GRANT UPDATE (approved_at, denied_at, used_at), DELETE ON sign_in_asked TO issuer_app;
GRANT UPDATE (state, told_at) ON transfer TO issuer_app;
GRANT UPDATE (roles, since_at, left_at) ON staff TO issuer_app;
GRANT UPDATE (code_lookup, expires_at, taken_by_id, taken_at, decided_by_id, decided_at,
    agreed) ON staff_invitation TO issuer_app;
GRANT UPDATE (until_on, lifted_at, lifted_by) ON hold TO issuer_app;
GRANT UPDATE (decided_by_id, decided_at, agreed) ON two_person_request TO issuer_app;
GRANT INSERT, UPDATE, DELETE ON attempts TO issuer_app;
GRANT INSERT ON maintenance_window, incident TO issuer_app;
GRANT UPDATE (ended_at) ON maintenance_window, incident TO issuer_app;
-- What the search reads is made anew from the articles; what nobody found is forgotten.
GRANT INSERT, UPDATE, DELETE ON help_section, help_index, help_miss TO issuer_app;
-- What the carrier told of is asked about once.
GRANT INSERT, DELETE ON letter_news TO issuer_app;
GRANT INSERT, UPDATE ON help_vote TO issuer_app;
GRANT INSERT ON help_draft, inquiry, case_file, case_answer TO issuer_app;
GRANT UPDATE (text_no, text_en, state, reviewed_by, reviewed_at, note) ON help_draft TO issuer_app;
GRANT UPDATE (content_sealed, receipt_sent_at, mail_refused, closed_at) ON inquiry TO issuer_app;
GRANT UPDATE (name_sealed, content_sealed) ON case_file TO issuer_app;
GRANT UPDATE (text_sealed, sent_at) ON case_answer TO issuer_app;
GRANT INSERT ON eid_order, order_file, print_run, code_letter, letter_event, report, activation_try, order_decision, refund,
    reader_session, place, audit_row TO issuer_app;
GRANT UPDATE (channel, ended_at, ended_as, particulars_sealed) ON eid_order TO issuer_app;
GRANT UPDATE (content_sealed, brought_at, answered_at, stands) ON order_file TO issuer_app;
GRANT UPDATE (content_sealed, taken_at) ON print_run TO issuer_app;
GRANT UPDATE (number, state, interchange_id, printed_at, last_collect_day, code_pepper_sealed, code_hash, code_expires_on,
    reminding_at, reminded_at, followed) ON code_letter TO issuer_app;
GRANT UPDATE (content_sealed, evidence_sealed) ON report TO issuer_app;
GRANT UPDATE (ended_at, outcome, faults, result_sealed, number_lookup, tries, confirmed_at) ON reader_session TO issuer_app;
GRANT UPDATE (value) ON place TO issuer_app;
GRANT INSERT, UPDATE, DELETE ON django_session TO issuer_app;
GRANT INSERT, UPDATE, DELETE ON procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers,
    procrastinate_workers TO issuer_app;
-- What is over is forgotten: rows of the audit log by this alone, which takes none of the last years.
REVOKE EXECUTE ON FUNCTION forget_audit(timestamptz, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_audit(timestamptz, date) TO issuer_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO issuer_app;
