"""
Every column of the issuer, marked: open, readable with a reason, sealed, or a keyed hash.

A column that is not here fails tests/house/test_records.py; so does a sealed one whose value opens otherwise than
this table says. Rotating the issuer's keys follows SEALED and KEYED.
"""

from __future__ import annotations

from budstikke.kit.resealing import KeyedColumn, SealedColumn

OPEN = {
    "activation_try": "id letter_id at outcome",
    "attempts": "since_at count",
    "audit_row": "id at actor verb customer order_number facts",
    "case_answer": "id reference case_id answered_by answered_at sent_at",
    "case_file": "id reference case_id kind size_bytes",
    "code_letter": "id reference order_id consignment number state interchange_id made_at printed_at last_collect_day"
    " code_expires_on reminding_at reminded_at followed",
    "customer": "id reference language since_at closed_at",
    "django_content_type": "id app_label model",
    "django_migrations": "id app name applied",
    "django_session": "session_key expire_date",
    "eid": "id reference customer_id product order_number state issued_at activated_at expires_at ended_at"
    " blocked_for renews_id",
    "eid_order": "id number reference customer_id product channel edition price_ore language placed_at"
    " consented_at ended_at ended_as",
    "eid_event": "id at customer_id eid_id code actor reason before_sha256 sha256",
    "issued_certificate": "id serial means_id issuing_key issued_at expires_at revoked_at revoked_for",
    "means": "id reference eid_id public_id public_key counter wrong_pins wrong_puks code_tries code_expires_at"
    " made_at ready_at ended_at",
    "help_draft": "id article text_no text_en state written_by written_at reviewed_by reviewed_at note",
    "help_index": "language digest words lexemes common",
    "help_miss": "id day language count",
    "help_section": "id language article whole anchor title heading text kinds answers words",
    "help_vote": "id day article language version helped count",
    "hold": "id customer_id case_id reason placed_at placed_by until_on lifted_at lifted_by",
    "incident": "id code scope_no scope_en words_no words_en advice_no advice_en articles begun_at ended_at",
    "letter_event": "id letter_id code happened_at recorded_at source reasons",
    "letter_news": "id consignment told_at",
    "maintenance_window": "id code products from_at to_at announced_at renewal_allowed existing_work reason_no"
    " reason_en ended_at",
    "order_decision": "id order_id at actor decision",
    "order_file": "id reference file_name made_at brought_at answered_at stands",
    "place": "name value",
    "print_run": "id reference name letters made_at taken_at",
    "procrastinate_events": "id job_id type at",
    "procrastinate_jobs": "id queue_name task_name priority lock queueing_lock args status scheduled_at attempts"
    " abort_requested worker_id",
    "procrastinate_periodic_defers": "id task_name defer_timestamp job_id periodic_id",
    "procrastinate_workers": "id last_heartbeat",
    "reader_session": "id reference order_id begun_at ended_at outcome faults tries confirmed_at",
    "refund": "id order_id decision_id amount_ore at",
    "report": "id letter_id reference document_id sha256 received_at handed_over_on document faults checks",
    "sign_in_asked": "id reference means_id challenge match asked_at expires_at approved_at denied_at used_at",
    "staff": "customer_id pseudonym roles since_at left_at",
    "staff_invitation": "id pseudonym roles invited_at expires_at taken_by_id taken_at decided_by_id decided_at agreed",
    "inquiry": "id reference number topic language form_id opened_at answer_by_on receipt_sent_at"
    " mail_refused closed_at",
    "transfer": "id customer_id reference direction amount_ore state sent_at told_at",
    "two_person_request": "id act customer_id eid_id reason asked_by_id asked_at expires_at decided_by_id decided_at"
    " agreed",
}
READABLE: dict[str, str] = {
    "help_miss.asked": "words nobody found an answer by: without long numbers and addresses, forgotten after 90 days",
    "code_letter.code_hash": "scrypt of the code keyed by a pepper sealed beside it; nothing opens it",
    "attempts.who": "a keyed hash of a number or an address; gone within a day or two, so no rotation follows it",
    "reader_session.number_lookup": "a keyed hash of a number that lasts half an hour; no rotation follows it",
    "staff_invitation.code_lookup": "a keyed hash of a code that lasts three days; no rotation follows it",
    "means.code_lookup": "a keyed hash of a code that lasts half an hour; no rotation follows it",
    "django_session.session_data": "the reference of the customer who is signed in; signed, nothing of a person",
}
_OF_CUSTOMER = "'issuer/customer/' || reference || '/"
_NUMBER = SealedColumn(table="customer", column="number_sealed", context=f"{_OF_CUSTOMER}number'")
SEALED = (
    _NUMBER,
    SealedColumn(
        table="eid_order",
        column="particulars_sealed",
        context="'issuer/order/' || reference || '/particulars'",
    ),
    SealedColumn(
        table="code_letter", column="code_pepper_sealed", context="'issuer/letter/' || reference || '/pepper'"
    ),
    SealedColumn(
        table="order_file",
        column="content_sealed",
        context="'issuer/interchange/' || reference || '/content'",
    ),
    SealedColumn(
        table="print_run",
        column="content_sealed",
        context="'issuer/print-run/' || reference || '/content'",
    ),
    SealedColumn(
        table="report", column="content_sealed", context="'issuer/report/' || reference || '/content'"
    ),
    SealedColumn(
        table="report", column="evidence_sealed", context="'issuer/report/' || reference || '/evidence'"
    ),
    SealedColumn(
        table="reader_session", column="result_sealed", context="'issuer/reader/' || reference || '/result'"
    ),
    SealedColumn(
        table="inquiry", column="content_sealed", context="'issuer/case/' || reference || '/content'"
    ),
    SealedColumn(
        table="case_file", column="name_sealed", context="'issuer/case-file/' || reference || '/name'"
    ),
    SealedColumn(
        table="case_file", column="content_sealed", context="'issuer/case-file/' || reference || '/content'"
    ),
    SealedColumn(
        table="case_answer", column="text_sealed", context="'issuer/case-answer/' || reference || '/text'"
    ),
    SealedColumn(table="customer", column="particulars_sealed", context=f"{_OF_CUSTOMER}particulars'"),
    SealedColumn(
        table="eid", column="organisation_sealed", context="'issuer/eid/' || reference || '/organisation'"
    ),
    *(
        SealedColumn(
            table="means", column=f"{what}_sealed", context=f"'issuer/means/' || reference || '/{what}'"
        )
        for what in ("secret", "pin", "puk")
    ),
    SealedColumn(
        table="issued_certificate",
        column="content_sealed",
        context="'issuer/certificate/' || serial || '/content'",
    ),
)
KEYED = (KeyedColumn(table="customer", column="number_lookup", source=_NUMBER, kind="national number"),)
