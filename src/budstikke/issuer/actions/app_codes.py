"""
Setting up an app: its App ID, and a code that its holder is given another way.

The code app's code goes by SMS to the number we know; the mobile app's is shown on the page that its holder has
signed in to. Only a keyed hash of it is kept.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from budstikke.issuer.actions.attempts import is_left, let_in
from budstikke.issuer.actions.eid_history import write_event
from budstikke.issuer.actions.means import locked, new_means
from budstikke.issuer.actions.sealed_eids import particulars_of
from budstikke.issuer.channels import chosen
from budstikke.issuer.channels.errors import Rejected, Unreachable
from budstikke.issuer.channels.sms import Sms
from budstikke.issuer.records.models import Eid, Means
from budstikke.issuer.terms.eid_editions import EidTerms, eid_terms
from budstikke.issuer.terms.eid_refusals import refuse
from budstikke.issuer.terms.eids import Happening, State
from budstikke.issuer.terms.products import Product
from budstikke.kit.clock import local_day
from budstikke.kit.vault import look_up_for
from budstikke.law.refusal import Refusal

_DIGITS = 8
_KIND = "app code"
_A_DAY = "codes a day"
_APPS = (Product.CODE_APP, Product.MOBILE)
_TEXT = {
    "no": "Aktiveringskode: {code}. App-ID: {app_id}. Skriv koden der du begynte: {link} Gi den aldri til noen.",
    "en": "Activation code: {code}. App ID: {app_id}. Type it where you began: {link} Never give it to anybody.",
}


def begin_app(eid_id: int, *, now: datetime) -> Means | Refusal:
    """Return the means that an app will be: those begun already, or new ones with an App ID of their own."""
    with locked(eid_id) as eid:
        if not _may_begin(eid):
            return refuse("NOT_IN_THIS_STATE")
        begun = eid.means.filter(ready_at=None, ended_at=None).first()
        if begun is None:
            begun = new_means(eid, now=now)
            begun.save(force_insert=True)
        return begun


def send_code(eid_id: int, *, link: str, now: datetime) -> Refusal | None:
    """
    Send a new code by SMS; the ones before count no more.

    Reading: no lock is held while the gateway answers; a code that could not be sent counts no more. How often is
    limited, and a refusal never suggests to ask again.
    """
    terms = eid_terms(local_day(now))
    with locked(eid_id) as eid:
        begun = _begun(eid)
        if begun is None or eid.product != Product.CODE_APP:
            return refuse("NOT_IN_THIS_STATE")
        if not _may_send(eid, terms=terms, now=now):
            return refuse("NO_MORE_CODES")
        code = _give_code(begun, terms=terms, now=now)
    text = _TEXT["en" if eid.customer.language == "en" else "no"].format(
        code=code, app_id=bytes(begun.public_id).decode(), link=link
    )
    mobile = particulars_of(eid.customer).get("mobile", "")
    try:
        chosen.sms().send(Sms(key=f"{begun.reference}-{int(now.timestamp())}", mobile=mobile, text=text))
    except (Unreachable, Rejected):
        Means.objects.filter(pk=begun.pk, code_lookup=begun.code_lookup).update(code_lookup=None)
        return refuse("SMS_NOT_SENT")
    with locked(eid_id) as eid:
        write_event(eid, Happening.CODE_SENT, now=now)
    return None


def code_to_show(eid_id: int, *, now: datetime) -> str | Refusal:
    """Return a new code for the mobile app, to be shown on the page of its holder and kept nowhere."""
    terms = eid_terms(local_day(now))
    with locked(eid_id) as eid:
        begun = _begun(eid)
        if begun is None or eid.product != Product.MOBILE:
            return refuse("NOT_IN_THIS_STATE")
        return _give_code(begun, terms=terms, now=now)


def take_code(means: Means, code: str, *, now: datetime) -> Refusal | None:
    """
    Say whether a code is the one that was given; each wrong one is counted, and after the last none is right.

    The caller holds the eID's lock.
    """
    terms = eid_terms(local_day(now))
    if means.code_lookup is None or means.code_expires_at is None or means.code_tries >= terms.sms_code_tries:
        return refuse("CODE_WRONG")
    means.code_tries += 1
    means.save(update_fields=["code_tries"])
    hashes = look_up_for("issuer").hashes(f"{means.reference}:{code}", kind=_KIND)
    right = any(secrets.compare_digest(bytes(means.code_lookup), each) for each in hashes)
    if right and now < means.code_expires_at:
        return None
    write_event(means.eid, Happening.CODE_WRONG, now=now)
    return refuse("CODE_WRONG")


def _give_code(begun: Means, *, terms: EidTerms, now: datetime) -> str:
    code = "".join(secrets.choice("0123456789") for _ in range(_DIGITS))
    begun.code_lookup = look_up_for("issuer").hash(f"{begun.reference}:{code}", kind=_KIND)
    begun.code_tries = 0
    begun.code_expires_at = now + terms.sms_code_lasts
    begun.save(update_fields=["code_lookup", "code_tries", "code_expires_at"])
    return code


def _may_begin(eid: Eid) -> bool:
    return eid.product in _APPS and eid.state in (State.ISSUED, State.ACTIVE)


def _begun(eid: Eid) -> Means | None:
    if not _may_begin(eid):
        return None
    begun = eid.means.filter(ready_at=None, ended_at=None).first()
    if begun is not None:
        begun.eid = eid
    return begun


def _may_send(eid: Eid, *, terms: EidTerms, now: datetime) -> bool:
    whose = str(eid.customer.reference)
    apart = let_in(whose, kind="code apart", most=1, within=terms.sms_codes_apart, now=now)
    return apart and let_in(whose, kind=_A_DAY, most=terms.sms_codes_a_day, within=timedelta(days=1), now=now)


def may_ask_for_code(eid: Eid, *, now: datetime) -> bool:
    """Say whether another SMS would be sent today; a page suggests it only then."""
    terms = eid_terms(local_day(now))
    whose = str(eid.customer.reference)
    return is_left(whose, kind=_A_DAY, most=terms.sms_codes_a_day, within=timedelta(days=1), now=now)
