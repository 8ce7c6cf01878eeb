"""The pages of the stand-in for an ID verifier: what a telephone would read is typed; everything on them says TEST."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html import escape

from budstikke.issuer.terms.document_words import DOCUMENT_WORDS
from budstikke.law.words import Language, Words

HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
# What a reading may come to, and what the verifier signs of it.
OUTCOMES: Mapping[str, tuple[Words, Mapping[str, bool]]] = {
    "well": (Words(no="Alt stemmer", en="All is well"), {}),
    "chip": (
        Words(no="Brikken holder ikke", en="The chip does not hold"),
        {"chip_holds": False},
    ),
    "face": (
        Words(no="Ansiktet er et annet", en="The face is another"),
        {"face_matches": False},
    ),
}
_TITLE = Words(no="ID-verifiserer", en="ID verifier")
_TEST = Words(
    no="Her leses ikke noe dokument; skriv hva som skulle vært lest.",
    en="No document is read here; type what would have been read.",
)
_LABELS: Mapping[str, Words] = {
    "document": Words(no="Dokument", en="Document"),
    "expires_on": Words(no="Gyldig til (ÅÅÅÅ-MM-DD)", en="Valid until (YYYY-MM-DD)"),
    "national_number": Words(no="Fødselsnummer eller D-nummer", en="National identity number or D number"),
    "surname": Words(no="Etternavn", en="Surname"),
    "outcome": Words(no="Hva skal skje?", en="What shall happen?"),
}
_READ = Words(no="Les", en="Read")
_DONE = Words(
    no="Du er bekreftet. Skriv inn dette tallet der du begynte:",
    en="You are confirmed. Type this number where you began:",
)
_WARNED = Words(
    no="Gi ikke tallet til noen. Ba noen deg om å lese dokumentet ditt, så skriv det ikke inn.",
    en="Give the number to nobody. If somebody asked you to read your document, do not type it.",
)
_REFUSED = Words(
    no="Du ble ikke bekreftet. Se hvorfor der du begynte.",
    en="You were not confirmed. See why where you began.",
)
_NOT_TOLD = Words(
    no="Resultatet kom ikke fram. Begynn på nytt der du begynte.",
    en="The result did not arrive. Begin anew where you began.",
)
_BACK = Words(no="Tilbake", en="Back")
_PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>TEST: {title}</title>
<style>body{{font:1.1rem/1.5 system-ui;max-width:30rem;margin:2rem auto;padding:0 1rem}}
label,legend{{display:block;margin-top:1rem}}input,select,button{{font:inherit;min-height:2.75rem;box-sizing:border-box}}
input[type=text],select{{width:100%}}input[type=radio]{{min-height:auto;margin-right:.5rem}}fieldset{{border:0;padding:0;margin:0}}
fieldset label{{margin-top:.25rem}}button{{margin-top:1.5rem;padding:0 1.5rem}}
#number{{font-size:2rem;letter-spacing:.2em}}</style>
</head><body><main><p role="note"><b>TEST</b>: {test}</p><h1>{title}</h1>{rest}</main></body></html>
"""


def form(*, language: Language, expires_on: date) -> bytes:
    """Return the page on which a reading is played."""
    documents = "".join(
        f'<option value="{code}">{escape(words.in_(language))}</option>'
        for code, words in DOCUMENT_WORDS.items()
    )
    outcomes = "".join(
        f'<label><input type="radio" name="outcome" value="{code}"{" checked" if code == "well" else ""}>'
        f"{escape(words.in_(language))}</label>"
        for code, (words, _) in OUTCOMES.items()
    )
    label = {name: escape(words.in_(language)) for name, words in _LABELS.items()}
    rest = (
        '<form method="post" autocomplete="off">'
        f'<label for="document">{label["document"]}</label><select id="document" name="document">{documents}</select>'
        + _typed("expires_on", label, value=expires_on.isoformat())
        + _typed("national_number", label)
        + _typed("surname", label)
        + f"<fieldset><legend>{label['outcome']}</legend>{outcomes}</fieldset>"
        f"<button>{escape(_READ.in_(language))}</button></form>"
    )
    return _page(rest, language=language)


def ended(*, number: str | None, language: Language, back: str) -> bytes:
    """Return the page after a reading: the number to type, empty when it was refused, None when nobody heard."""
    if number:
        rest = (
            f'<p>{escape(_DONE.in_(language))}</p><p id="number">{escape(number)}</p>'
            f"<p>{escape(_WARNED.in_(language))}</p>"
        )
    else:
        words = _NOT_TOLD if number is None else _REFUSED
        rest = f'<p id="ended">{escape(words.in_(language))}</p>'
    return _page(
        f'{rest}<p><a href="{escape(back)}">{escape(_BACK.in_(language))}</a></p>', language=language
    )


def _typed(name: str, label: Mapping[str, str], *, value: str = "") -> str:
    return (
        f'<label for="{name}">{label[name]}</label>'
        f'<input type="text" id="{name}" name="{name}" value="{value}" required>'
    )


def _page(rest: str, *, language: Language) -> bytes:
    lang = "nb" if language == "no" else "en"
    return _PAGE.format(
        lang=lang, title=escape(_TITLE.in_(language)), test=escape(_TEST.in_(language)), rest=rest
    ).encode()
