"""
Every column of the issuer, marked: open, readable with a reason, sealed, or a keyed hash.

A column that is not here fails tests/house/test_records.py; so does a sealed one whose value opens otherwise than
this table says. Rotating the issuer's keys follows SEALED and KEYED.
"""

from __future__ import annotations

from budstikke.kit.resealing import KeyedColumn, SealedColumn

OPEN = {
    "customer": "id reference language since_at closed_at",
    "django_content_type": "id app_label model",
    "django_migrations": "id app name applied",
    "django_session": "session_key expire_date",
    "incident": "id code scope_no scope_en words_no words_en advice_no advice_en articles begun_at ended_at",
    "maintenance_window": "id code products from_at to_at announced_at renewal_allowed existing_work reason_no"
    " reason_en ended_at",
    "procrastinate_events": "id job_id type at",
    "procrastinate_jobs": "id queue_name task_name priority lock queueing_lock args status scheduled_at attempts"
    " abort_requested worker_id",
    "procrastinate_periodic_defers": "id task_name defer_timestamp job_id periodic_id",
    "procrastinate_workers": "id last_heartbeat",
}
READABLE: dict[str, str] = {
    "django_session.session_data": "the reference of the customer who is signed in; signed, nothing of a person",
}
_OF_CUSTOMER = "'issuer/customer/' || reference || '/"
_NUMBER = SealedColumn(table="customer", column="number_sealed", context=f"{_OF_CUSTOMER}number'")
SEALED = (
    _NUMBER,
    SealedColumn(table="customer", column="particulars_sealed", context=f"{_OF_CUSTOMER}particulars'"),
)
KEYED = (KeyedColumn(table="customer", column="number_lookup", source=_NUMBER, kind="national number"),)
