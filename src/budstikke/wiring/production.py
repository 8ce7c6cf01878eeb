"""What a production installation must be told before it starts: nothing of it has a default that could be right."""

from __future__ import annotations

import os
from collections.abc import Mapping

from django.core.exceptions import ImproperlyConfigured

_POST = {
    "BUDSTIKKE_CARRIER_NAME": "who the carrier is, on papers and in evidence",
    "BUDSTIKKE_CARRIER_ORGNR": "the carrier's organisation number",
    "BUDSTIKKE_CARRIER_ACCOUNT": "the account that invoices are paid to",
    "BUDSTIKKE_CARRIER_ADDRESS": "the carrier's address on invoices",
    "BUDSTIKKE_CARRIER_PHONE": "customer service's telephone, in messages about forwarding and on its pages",
    "BUDSTIKKE_HOSTS": "the host names to answer to",
    "BUDSTIKKE_POST_URL": "the public address of the post, printed on notices",
    "BUDSTIKKE_SMS_URL": "the SMS gateway",
    "BUDSTIKKE_SMS_TOKEN": "the SMS gateway's token",
    "BUDSTIKKE_SMTP_HOST": "the mail server",
    "BUDSTIKKE_MAIL_FROM": "the sender's address of mails",
    "BUDSTIKKE_MAILBOX_URL": "the senders' digital mailbox",
    "BUDSTIKKE_MAILBOX_SENDER": "the post's account at the mailbox",
    "BUDSTIKKE_SEAL_PASSPHRASE": "the passphrase that the seal's keys are encrypted with",
}


def demand_post_settings(environment: Mapping[str, str] = os.environ) -> None:
    """
    Refuse to start with anything missing.

    Raises: ImproperlyConfigured that names every missing setting and what it is for.
    """
    missing = [f"{name}: {purpose}" for name, purpose in _POST.items() if not environment.get(name)]
    if missing:
        raise ImproperlyConfigured(
            "a production installation needs these settings (docs/operate.md):\n  " + "\n  ".join(missing)
        )
