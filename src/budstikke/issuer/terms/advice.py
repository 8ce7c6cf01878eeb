"""When the post does not hand over: why, in the customer's words, what helps, and why nothing can be bypassed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from budstikke.issuer.terms.document_words import filled
from budstikke.issuer.terms.edition import IssuerEdition
from budstikke.law.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """A cause by the carrier's code, what it means for the customer, and what each side can do about it."""

    code: str
    cause: Words
    cure: Words
    for_clerk: bool = False


def _advice(code: str, no: str, en: str, cure_no: str, cure_en: str, *, for_clerk: bool = False) -> Advice:
    return Advice(
        code=code, cause=Words(no=no, en=en), cure=Words(no=cure_no, en=cure_en), for_clerk=for_clerk
    )


_BOTH = (
    "Ta også med et dokument fra folkeregisteret eller skattekontoret med nummeret ditt.",
    "Also bring a document from the population register or tax office that shows your number.",
)
_SCAN_NO, _SCAN_EN = "Dokumentet kunne ikke leses av skanneren.", "The scanner could not read the document."
_ASK = (
    "Vis rådene nedenfor til den som betjener deg, og be om et forsøk til.",
    "Show the advice below to the person serving you, and ask for another try.",
)
_EXTEND = (
    "Brevet ligger der til fristen. Du kan få den forlenget hos posten, på sporingssiden eller hos kundeservice der.",
    "The letter stays until its deadline. The post can extend it, on the tracking page or by its customer service.",
)
_VALID = ("Kom tilbake med gyldig {documents}.", "Come back with a valid {documents}.")
_NAME = (
    "Navnet på brevet må være det som står i dokumentet du viser. Ta kontakt med oss om det skal rettes.",
    "The name on the letter has to be the one in the document you show. Contact us if it has to be corrected.",
)
ROWS: tuple[Advice, ...] = (
    _advice("SCAN_FAILED", _SCAN_NO, _SCAN_EN, *_ASK, for_clerk=True),
    _advice("SECURITY_PATTERN_FAILED", _SCAN_NO, _SCAN_EN, *_ASK, for_clerk=True),
    _advice("CHIP_FAILED", "Brikken i dokumentet kunne ikke leses.", "The document's chip could not be read.",
            *_ASK, for_clerk=True),
    _advice("READINGS_CONTRADICT", "Skanneren leste dokumentet ulikt fra gang til gang.",
            "The scanner read the document differently each time.", *_ASK, for_clerk=True),
    _advice("READINGS_UNDECIDED", "Skanneren var usikker på hva som står i dokumentet.",
            "The scanner was not sure what the document says.", *_ASK, for_clerk=True),
    _advice("SCANNER_DOWN", "Skanneren på poststedet virker ikke.", "The scanner at the outlet does not work.",
            *_EXTEND),
    _advice("PASSPORT_REQUIRED", "Dokumentet du viste er ikke av et slag som godtas for dette brevet.",
            "The document you showed is not of a kind that counts for this letter.", *_VALID),
    _advice("DOC_NOT_APPROVED", "Dokumentet du viste godtas ikke.", "The document you showed is not accepted.",
            *_VALID),
    _advice("DOC_EXPIRED", "Dokumentet er utløpt.", "The document has expired.", *_VALID),
    _advice("SUPPLEMENT_REQUIRED", "Til {with_supplement} trengs et dokument til.",
            "A {with_supplement} needs one more document.", *_BOTH),
    _advice("NATIONAL_ID_NOT_DOCUMENTED", "Det ble ikke vist noe med fødselsnummeret eller D-nummeret.",
            "Nothing was shown with the national identity number or D number.", *_BOTH),
    _advice("NUMBER_DIFFERS", "Nummeret i dokumentet er ikke det du bestilte med.",
            "The number in the document is not the one you ordered with.",
            "Ta kontakt med oss; da må du bestille på nytt.", "Contact us; you will have to order anew."),
    _advice("NAME_MISMATCH", "Navnet i dokumentet er ikke det samme som på brevet.",
            "The name in the document is not the one on the letter.", *_NAME),
    _advice("NAME_UNDECIDED", "Det var tvil om navnet i dokumentet er det samme som på brevet.",
            "It was doubtful whether the name in the document is the one on the letter.", *_NAME),
    _advice("DEADLINE_PASSED", "Fristen for å hente brevet var ute.", "The deadline for collecting had passed.",
            "Brevet går tilbake til oss. Du kan be om refusjon.",
            "The letter goes back to us. You can ask for a refund."),
    _advice("PERSONAL_ONLY", "En annen enn du ville hente brevet.", "Somebody else than you came for the letter.",
            "Bare du kan hente det. Fullmakt gjelder ikke.", "Only you can. No authorisation counts."),
    _advice("SIGNATURE_MISSING", "Det ble ikke signert.", "Nothing was signed.",
            "Kom tilbake og signer ved utlevering.", "Come back and sign when it is handed over."),
)  # fmt: skip
BY_CODE: Mapping[str, Advice] = {row.code: row for row in ROWS}
OTHER = _advice(
    "OTHER",
    "Legitimasjonskontrollen ble ikke godkjent.",
    "The identity check was not passed.",
    "Posten kan si hvorfor. Prøv igjen med gyldig {documents}.",
    "The post can say why. Try again with a valid {documents}.",
)
# For the one who serves: what experience with scanners taught.
FOR_THE_CLERK: tuple[Words, ...] = (
    Words(
        no="Vask glasset på skanneren, og se at det er rent.",
        en="Wash the scanner's glass, and see that it is clean.",
    ),
    Words(
        no="Tørk støv og smuss av dokumentet. Et slitt dokument kan være vanskelig å lese.",
        en="Wipe dust and dirt off the document. A worn one can be hard to read.",
    ),
    Words(
        no="Hold dokumentet helt stille til skanningen er ferdig. En liten bevegelse kan få den til å begynne på nytt,"
        " og til slutt å gi opp.",
        en="Keep the document completely still until the scan is done. A small movement can make it begin again,"
        " and give up in the end.",
    ),
    Words(
        no="Går det fortsatt ikke, er det postens egen brukerstøtte som kan hjelpe.",
        en="If it still does not work, it is the post's own support that can help.",
    ),
)
NO_WAY_ROUND = Words(
    no="Vi kan ikke hoppe over kontrollen eller sende brevet på en annen måte. En eID på nivå høyt skal bare komme i"
    " hendene på den den gjelder, og vi må kunne bevise det.",
    en="We cannot skip the check or send the letter in another way. An eID at level high may come into no other"
    " hands than those of its holder, and we have to be able to prove it.",
)


def advice_for(codes: Iterable[str], *, edition: IssuerEdition) -> tuple[Advice, ...]:
    """
    Return the advice on the carrier's reasons, each once; for reasons unknown to us, the general one.

    The documents it names are those that count under the order's edition.
    """
    found = dict.fromkeys(BY_CODE.get(code, OTHER) for code in codes)
    named = tuple(each for each in found if each is not OTHER)
    return tuple(
        replace(each, cause=filled(each.cause, edition=edition), cure=filled(each.cure, edition=edition))
        for each in named or (OTHER,)
    )
