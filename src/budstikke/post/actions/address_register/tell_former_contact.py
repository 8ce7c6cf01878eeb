"""Tell a person on the ways known before that one of them was changed: whoever did not do it hears of it there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings

from budstikke.kit.installation import is_test
from budstikke.post.actions.address_register.own_contact import before_change
from budstikke.post.channels.errors import Rejected
from budstikke.post.channels.message import Message, MessageChannel
from budstikke.post.papers.contact_message import CHANGED_SUBJECT, changed_text, subject
from budstikke.post.records.models import ContactChange
from budstikke.post.records.scope import CARRIER, acting_as


def tell_former_contact(change_id: int, *, channels: Mapping[str, MessageChannel], now: datetime) -> None:
    """
    Send the news of a change to every way that was known before; what they were is erased then.

    Terms:   Forwarding §7.
    Reading: also to the way that stayed, for whoever took over the one may not have the other. A way that takes no
    message is passed over: the change itself is evidenced.
    Raises:  Unreachable when a channel was down; trying again is safe.
    """
    with acting_as(CARRIER):
        row = ContactChange.objects.filter(id=change_id, told_at=None).exclude(before_sealed=None).first()
    if row is None:
        return
    before = before_change(row)
    for channel, known in (("sms", before.mobile), ("email", before.email)):
        if known:
            try:
                channels[channel].send(_message(row, channel, known))
            except Rejected:
                continue
    with acting_as(CARRIER):
        ContactChange.objects.filter(id=change_id).update(before_sealed=None, told_at=now)


def _message(row: ContactChange, channel: str, known: str) -> Message:
    text = changed_text(row.way, url=f"{settings.PUBLIC_HOST}/forwarding/register/", test=is_test())
    return Message(
        key=f"contact-changed-{row.ref}-{channel}",
        mobile=known if channel == "sms" else "",
        email=known if channel == "email" else "",
        subject=subject(CHANGED_SUBJECT, test=is_test()),
        text=text,
        short_text=text,
    )
