"""The house looks at its tables: migrations complete, nobody's particulars in the clear unless a page says why."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from tests.house.tree import ROOT

# Columns of text that name or reach a private person, readable in the database. Everything else that says
# something of a person is sealed. The address and the ways to reach the recipient are needed by every label,
# notice and sort, and are the sender's order.
IN_THE_CLEAR = {
    "letter.recipient_name": "labels, notices, the comparison of names",
    "letter.street": "labels",
    "letter.street2": "labels",
    "letter.postcode": "sorting, labels, the outlet",
    "letter.city": "labels",
    "letter.mobile": "notices by SMS",
    "letter.email": "notices by e-mail",
}
# Text that says nothing of a private person: codes, references, places, firms, pseudonyms of staff.
IMPERSONAL = {
    "letter": "number edition consignment_number order_reference envelope return_street return_postcode"
    " return_city state place notice_channel",
    "event": "code at_place actor from_place to_place decision",
    "event_rule": "code from_state to_state custody",
    "notice": "kind channel failed_channels",
    "id_check": "clerk device findings decision",
    "hand_over": "clerk signing",
    "evidence": "name sha256",
    "log_checkpoint": "origin protected signature",
    "horizon": "name",
    "report": "sha256 message_id",
    "interchange": "sender_edi_id recipient_edi_id reference sha256",
    "told": "kind",
    "billing_line": "item price_list clauses",
    # of organisations
    "invoice": "kind reason kid account rates seller buyer",
    "invoice_line": "item price_list clauses",
    "payment": "reference",
    "outlet": "name street postcode city hours_no hours_en",
    "postcode": "code city municipality_number municipality category",
    "sender": "customer_number name organisation_number edi_id mailbox_organisation_number hand_in_place street"
    " postcode city",
    "number_range": "prefix",
    "clerk": "pseudonym",
    "station": "name",
    "device": "id kind model routine fault",
    "open_check": "clerk",
    "pushed": "source",
    "support_case": "device cause opened_by closed_by outcome",
    "known_problem": "device_model issuing_state document_kind number_begins words_no words_en do_no do_en"
    " published_by",
    "country_certificate": "sha256 country source",
    "country_revocation_list": "sha256 country issuer source",
    "outage": "cause",
    # mailbox: accounts belong to organisations
    "account": "organisation_number name public_key_pem",
    "message": "message_id",
    "document": "file_type authentication_level sensitivity_level",
}
# Bytes that are readable: what went to the sender's own EDI system, and hashes.
READABLE_BYTES = {
    # The log is public: hashes of signed documents in which everything personal is salted.
    "log_entry.leaf_hash",
    "log_node.hash",
    "log_checkpoint.root",
    "told.content",
    # An invoice names two organisations, and no letter.
    "invoice.ubl",
    "status_file.content",
    "one_time_link.token_hash",
    "station.secret_sha256",
    "device.secret_sha256",
    # Certificates are published by the countries themselves.
    "country_certificate.key_identifier",
    "country_certificate.content",
    "country_revocation_list.content",
}

_LIST_COLUMNS = """
import django
from django.apps import apps
from django.db import models
django.setup()
readable = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
for model in apps.get_app_config("{app}").get_models():
    for field in model._meta.local_fields:
        if isinstance(field, readable):
            print(model._meta.db_table, field.column, type(field).__name__)
"""


def _run(service: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    # Each service has settings of its own, so each is asked in a process of its own.
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": f"budstikke.wiring.{service}"}
    environment["PYTHONPATH"] = str(ROOT / "src")
    # The working role may not even read which migrations were run.
    environment["BUDSTIKKE_AS_OWNER"] = "1"
    return subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, cwd=ROOT
    )


@pytest.mark.parametrize("service", ["post", "mailbox"])
def test_the_migrations_are_what_the_models_say(databases: None, service: str) -> None:
    """A model changed without its migration would fail on the first machine that is not new."""
    made = _run(service, "-m", "django", "makemigrations", "--check", "--dry-run")
    assert made.returncode == 0, made.stdout + made.stderr


def _columns() -> list[tuple[str, str, str]]:
    found = []
    for service, app in (("post", "post"), ("mailbox", "mailbox")):
        listed = _run(service, "-c", _LIST_COLUMNS.format(app=app))
        assert listed.returncode == 0, listed.stderr
        found += [(table, column, kind) for table, column, kind in map(str.split, listed.stdout.splitlines())]
    return found


def test_what_says_something_of_a_person_is_sealed_or_listed() -> None:
    """A new column is sealed, or somebody has written down here why it may be read."""
    listed = set(IN_THE_CLEAR) | READABLE_BYTES
    listed |= {f"{table}.{column}" for table, columns in IMPERSONAL.items() for column in columns.split()}
    there = {f"{table}.{column}" for table, column, _ in _columns() if not column.endswith("_sealed")}
    assert there - listed == set(), "seal it (a *_sealed BinaryField), or list it here with the reason"
    assert listed - there == set(), "listed here, and there no more"


def test_what_is_called_sealed_is_bytes() -> None:
    """A sealed value is no text."""
    sealed = {kind for _, column, kind in _columns() if column.endswith("_sealed")}
    assert sealed == {"BinaryField"}
