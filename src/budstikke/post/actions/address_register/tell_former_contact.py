"""Tell a person on the ways known before that one of them was changed: whoever did not do it hears of it there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer

from budstikke.kit.installation import is_test
from budstikke.post.actions.address_register.own_contact import before_change
from budstikke.post.channels.errors import Rejected
from budstikke.post.channels.message import Message, MessageChannel
from budstikke.post.papers.contact_message import CHANGED_SUBJECT, changed_text, subject
from budstikke.post.records.models import ContactChange
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.forwarding.contact import UNDONE_WITHIN, Way

# Nothing of the link is kept: it is signed by a key that is, and counts by the row it names.
_SIGNER = Signer(sep=".", salt="contact change")


def tell_former_contact(change_id: int, *, channels: Mapping[str, MessageChannel], now: datetime) -> None:
    """
    Send the news of a change to every way that was known before, with a link that undoes it.

    Terms:   Forwarding §7.
    Reading: also to the way that stayed, for whoever took over the one may not have the other. A way that was itself
    new gets no link: it could undo what its owner put right (decision 0187). A way that takes no message is passed
    over: the change itself is evidenced.
    Raises:  Unreachable when a channel was down; trying again is safe.
    """
    with acting_as(CARRIER):
        row = ContactChange.objects.filter(id=change_id, told_at=None).exclude(before_sealed=None).first()
        settled = _settled(row) if row else frozenset()
    if row is None:
        return
    before = before_change(row)
    for way, channel, known in ((Way.MOBILE, "sms", before.mobile), (Way.EMAIL, "email", before.email)):
        if known:
            try:
                channels[channel].send(_message(row, channel, known, with_link=way in settled))
            except Rejected:
                continue
    with acting_as(CARRIER):
        ContactChange.objects.filter(id=change_id).update(told_at=now)


def token_of(ref: UUID) -> str:
    """Return the link's token of a change: what it is about, signed."""
    return _SIGNER.sign(ref.hex)


def change_of_token(token: str) -> UUID | None:
    """Return which change a token is about; None for one we did not sign."""
    try:
        return UUID(_SIGNER.unsign(token))
    except (BadSignature, ValueError):
        return None


def _settled(row: ContactChange) -> frozenset[Way]:
    """Return the ways that did not themselves come by a change a short while ago."""
    assert row.changed_at is not None, "it is told of once it counts"
    lately = ContactChange.objects.filter(
        person_id=row.person_id, id__lt=row.id, removes=False, undone_at=None
    ).filter(changed_at__gt=row.changed_at - UNDONE_WITHIN)
    return frozenset(Way) - {Way(each) for each in lately.values_list("way", flat=True)}


def _message(row: ContactChange, channel: str, known: str, *, with_link: bool) -> Message:
    door = f"{settings.PUBLIC_HOST}/forwarding/"
    text = changed_text(
        row.way,
        url=f"{door}not-me/{token_of(row.ref)}" if with_link else f"{door}register/",
        phone=settings.CUSTOMER_SERVICE["phone"],
        removes=row.removes,
        undoes=with_link,
        test=is_test(),
    )
    return Message(
        key=f"contact-changed-{row.ref}-{channel}",
        mobile=known if channel == "sms" else "",
        email=known if channel == "email" else "",
        subject=subject(CHANGED_SUBJECT, test=is_test()),
        text=text,
        short_text=text,
    )
