"""What is sent when somebody changes how they are reached: the code to the new way, and the news to the old ones."""

from __future__ import annotations

from budstikke.law.words import Words
from budstikke.post.terms.forwarding.contact import CODE_MINUTES, UNDO_DAYS

CODE_SUBJECT = Words(no="Koden din fra Budstikke", en="Your code from Budstikke")
CHANGED_SUBJECT = Words(
    no="Kontaktopplysningene dine er endret", en="The ways to reach you have been changed"
)
_CODE = Words(
    no="Koden er {code}. Den gjelder i {minutes} minutter og bare på siden du selv har åpen. Gi den ikke til noen.",
    en="The code is {code}. It counts for {minutes} minutes, on the page you have open yourself. Give it to nobody.",
)
_CHANGED = Words(
    no="{way} for meldinger om posten din er endret.",
    en="The {way} for messages about your mail has been changed.",
)
_REMOVED = Words(
    no="{way} for meldinger om posten din er fjernet.",
    en="The {way} for messages about your mail has been removed.",
)
_CALL = Words(
    no="Var det ikke deg, ring kundeservice ({phone}) med en gang, og sperr adressen din på {url}.",
    en="If it was not you, call Customer Service ({phone}) at once, and lock your address at {url}.",
)
_UNDO = Words(
    no="Var det ikke deg, gjør det om med én knapp innen {days} dager: {url}. Da sperres også adressen din.",
    en="If it was not you, undo it by one button within {days} days: {url}. Your address is then locked too.",
)
_INLINE = {
    "mobile": Words(no="Mobilnummeret", en="mobile number"),
    "email": Words(no="E-postadressen", en="e-mail address"),
}


def code_text(code: str, *, test: bool) -> str:
    """Return the message with a code, in both languages: the reader is known to have asked in one of them."""
    return _both(_CODE.filled({"code": code, "minutes": CODE_MINUTES}), test=test)


def changed_text(way: str, *, url: str, phone: str, removes: bool, undoes: bool, test: bool) -> str:
    """Return the message to the old ways, with what `url` is for; it names neither the old one nor the new."""
    told = {"url": url, "days": UNDO_DAYS, "phone": phone}
    inline, what, cure = _INLINE[way], _REMOVED if removes else _CHANGED, _UNDO if undoes else _CALL
    said = Words(
        no=what.filled({"way": inline.no}).no + " " + cure.filled(told).no,
        en=what.filled({"way": inline.en}).en + " " + cure.filled(told).en,
    )
    return _both(said, test=test)


def subject(words: Words, *, test: bool) -> str:
    """Return the subject of an e-mail, in both languages."""
    return ("TEST: " if test else "") + f"{words.no} / {words.en}"


def _both(words: Words, *, test: bool) -> str:
    return ("TEST. " if test else "") + f"{words.no}\n\n{words.en}"
