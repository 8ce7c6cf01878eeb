"""Refusals from the check itself: what the device found, what the clerk found, and what was not done."""

from __future__ import annotations

from budstikke.law.refusal import RefusalReason
from budstikke.law.words import Words
from budstikke.post.terms.contracts import PUM

# The recipient is told that the check failed, not how: that would teach the next one.
_NOT_PASSED = Words(
    no="Legitimasjonskontrollen ga ikke det resultatet vi trenger, så vi kan ikke utlevere brevet nå.",
    en="The identity check did not give the result we need, so we cannot hand the letter over now.",
)
_ANOTHER_DOCUMENT = Words(
    no="Kontrollér på nytt, eller be om annen godkjent legitimasjon. Brevet blir liggende til fristen.",
    en="Check again, or ask for another approved document. The letter waits until the deadline.",
)

CHECK_INCOMPLETE = RefusalReason(
    code="CHECK_INCOMPLETE",
    clauses=(PUM(12),),
    staff=Words(
        no="Kontrollen er ikke ferdig. Det som gjenstår: {missing_no}.",
        en="The check is not finished. Still to do: {missing_en}.",
    ),
    person=Words(
        no="Vi er ikke ferdige med å kontrollere legitimasjonen.",
        en="We have not finished checking your document.",
    ),
    cure=Words(no="Gjør ferdig kontrollen.", en="Complete the check."),
)
DOC_INCONSISTENT = RefusalReason(
    code="DOC_INCONSISTENT",
    clauses=(PUM(12),),
    staff=Words(
        no="Opplysningene i den maskinlesbare sonen henger ikke sammen.",
        en="The data in the machine-readable zone do not agree with each other.",
    ),
    person=_NOT_PASSED,
    cure=Words(
        no="Les på nytt eller tast linjene. Stemmer de fortsatt ikke, be om annen legitimasjon.",
        en="Read again or type the lines. If they still do not agree, ask for another document.",
    ),
)
DOC_KIND_CONTRADICTED = RefusalReason(
    code="DOC_KIND_CONTRADICTED",
    clauses=(PUM(11), PUM(12)),
    staff=Words(
        no="Det som er lest av dokumentet, passer ikke med valgt legitimasjonstype ({document_no}).",
        en="What was read from the document does not fit the kind chosen ({document_en}).",
    ),
    person=_NOT_PASSED,
    cure=Words(
        no="Velg riktig legitimasjonstype og kontrollér på nytt.",
        en="Choose the right kind of document and check again.",
    ),
)
CHIP_FAILED = RefusalReason(
    code="CHIP_FAILED",
    clauses=(PUM(12),),
    staff=Words(
        no="Brikken i dokumentet er lest, men innholdet er ikke bekreftet av utstederen.",
        en="The chip of the document was read, but its content is not confirmed by the issuer.",
    ),
    person=_NOT_PASSED,
    cure=Words(
        no="Les brikken på nytt. Feiler den fortsatt, be om annen godkjent legitimasjon.",
        en="Read the chip again. If it still fails, ask for another approved document.",
    ),
)
READINGS_CONTRADICT = RefusalReason(
    code="READINGS_CONTRADICT",
    clauses=(PUM(12),),
    staff=Words(
        no="Avlesningene av dokumentet sier ikke det samme. {contradictions_no}.",
        en="The readings of the document do not say the same. {contradictions_en}.",
    ),
    person=_NOT_PASSED,
    cure=Words(
        no="Les på nytt. Sier de fortsatt ikke det samme, be om annen godkjent legitimasjon.",
        en="Read again. If they still do not say the same, ask for another approved document.",
    ),
)
READINGS_UNDECIDED = RefusalReason(
    code="READINGS_UNDECIDED",
    clauses=(PUM(12),),
    staff=Words(
        no="Det som er tastet, er ikke det som er lest. {contradictions_no}. Avgjør, og skriv hvorfor.",
        en="What was typed is not what was read. {contradictions_en}. Decide, and write down why.",
    ),
    person=Words(
        no="Vi må se nærmere på opplysningene i legitimasjonen.",
        en="We have to look closer at what your document says.",
    ),
    cure=Words(
        no="Kontrollér inntastingen. Står det slik i dokumentet, registrér avgjørelsen med begrunnelse.",
        en="Check the typing. If the document says so, record the decision with its reason.",
    ),
)
BIRTH_DATE_UNDECIDED = RefusalReason(
    code="BIRTH_DATE_UNDECIDED",
    clauses=(PUM(11), PUM(12)),
    staff=Words(
        no="Fødselsdatoen i dokumentet er en annen enn den nummeret viser. Avgjør, og skriv hvorfor.",
        en="The birth date in the document is not the one the number shows. Decide, and write down why.",
    ),
    person=Words(
        no="Vi må se nærmere på fødselsdatoen i legitimasjonen.",
        en="We have to look closer at the birth date in your document.",
    ),
    cure=Words(
        no="Slikt forekommer, oftest ved D-nummer. Registrér avgjørelsen med begrunnelse.",
        en="It happens, mostly with D numbers. Record the decision with its reason.",
    ),
)
BIRTH_DATE_DIFFERS = RefusalReason(
    code="BIRTH_DATE_DIFFERS",
    clauses=(PUM(11), PUM(12)),
    staff=Words(
        no="Fødselsdatoen i dokumentet er ikke den nummeret viser; det er avgjort at brevet ikke utleveres.",
        en="The birth date in the document is not the number's, and it was decided not to hand over.",
    ),
    person=_NOT_PASSED,
    cure=_ANOTHER_DOCUMENT,
)
NUMBER_DIFFERS = RefusalReason(
    code="NUMBER_DIFFERS",
    clauses=(PUM(11), PUM(12)),
    staff=Words(
        no="Fødselsnummeret eller D-nummeret er ikke det avsenderen har oppgitt for mottakeren.",
        en="The national identity number is not the one the sender gave for the recipient.",
    ),
    person=_NOT_PASSED,
    cure=Words(
        no="Kontrollér inntastingen. Stemmer den, er brevet til en annen; avsenderen må rette opp.",
        en="Check the typing. If it is right, the letter is for somebody else; the sender must put it right.",
    ),
)
SCAN_FAILED = RefusalReason(
    code="SCAN_FAILED",
    clauses=(PUM(12),),
    staff=Words(no="Legitimasjonen lot seg ikke skanne.", en="The document could not be scanned."),
    person=_NOT_PASSED,
    cure=Words(
        no="Rengjør flaten og hold dokumentet stille. Går det fortsatt ikke, be om annen legitimasjon.",
        en="Clean the glass and hold the document still. If it still fails, ask for another document.",
    ),
)
SECURITY_PATTERN_FAILED = RefusalReason(
    code="SECURITY_PATTERN_FAILED",
    clauses=(PUM(12),),
    staff=Words(
        no="Skanneren godtok ikke sikkerhetsmønsteret i legitimasjonen.",
        en="The scanner did not accept the security pattern of the document.",
    ),
    person=_NOT_PASSED,
    cure=Words(
        no="Rengjør flaten, hold dokumentet stille og skann på nytt, eller be om annen legitimasjon.",
        en="Clean the glass, hold the document still and scan again, or ask for another document.",
    ),
)
DOC_NOT_GENUINE = RefusalReason(
    code="DOC_NOT_GENUINE",
    clauses=(PUM(12),),
    staff=Words(
        no="Legitimasjonen framstår ikke som ekte.", en="The document does not appear to be genuine."
    ),
    person=_NOT_PASSED,
    cure=_ANOTHER_DOCUMENT,
)
PHOTO_DIFFERS = RefusalReason(
    code="PHOTO_DIFFERS",
    clauses=(PUM(12),),
    staff=Words(
        no="Bildet i legitimasjonen viser etter ditt skjønn ikke den som står foran deg.",
        en="In your judgement the picture does not show the person in front of you.",
    ),
    person=_NOT_PASSED,
    cure=_ANOTHER_DOCUMENT,
)
SIGNATURE_DIFFERS = RefusalReason(
    code="SIGNATURE_DIFFERS",
    clauses=(PUM(12),),
    staff=Words(
        no="Signaturen på platen avviker mer fra legitimasjonens enn signaturplaten kan forklare.",
        en="The signature on the pad differs from the document's by more than the pad explains.",
    ),
    person=Words(
        no="Signaturen ligner ikke nok på den i legitimasjonen.",
        en="The signature is not enough like the one in your document.",
    ),
    cure=Words(no="La mottakeren signere på nytt.", en="Let the recipient sign again."),
)
NAME_NOT_KEYED = RefusalReason(
    code="NAME_NOT_KEYED",
    clauses=(PUM(12),),
    staff=Words(
        no="Navnet har flere enn {limit} tegn og må tastes slik det står på brevet.",
        en="The name has more than {limit} characters and must be keyed as it stands on the letter.",
    ),
    person=Words(no="Vi må taste inn navnet ditt først.", en="We have to key in your name first."),
    cure=Words(
        no="Tast navnet fra brevet, ikke fra legitimasjonen.",
        en="Key the name from the letter, not from the document.",
    ),
)
CHECK_NOT_PASSED = RefusalReason(
    code="CHECK_NOT_PASSED",
    clauses=(PUM(11), PUM(12)),
    staff=Words(
        no="Legitimasjonskontrollen er ikke bestått, eller den er fra en annen dag.",
        en="The identity check was not passed, or it was made on another day.",
    ),
    person=_NOT_PASSED,
    cure=Words(
        no="Kontrollér legitimasjonen på nytt mens mottakeren er til stede.",
        en="Check the document again while the recipient is present.",
    ),
)
SIGNATURE_MISSING = RefusalReason(
    code="SIGNATURE_MISSING",
    clauses=(PUM(11), PUM(12)),
    staff=Words(no="Det mangler signatur på signaturplaten.", en="There is no signature from the pad."),
    person=Words(no="Vi trenger signaturen din på platen.", en="We need your signature on the pad."),
    cure=Words(
        no="La mottakeren signere. Kan mottakeren ikke signere, velg påholden penn eller pass med påskrift.",
        en="Let the recipient sign. If the recipient cannot, choose the guided hand or a passport with the remark.",
    ),
)

# What a clerk does when asked to, at the same visit: no fault of the document or the person.
STILL_TO_DO = frozenset({NAME_NOT_KEYED.code, CHECK_INCOMPLETE.code})

# In the order in which they are judged.
CHECKING: tuple[RefusalReason, ...] = (
    DOC_INCONSISTENT,
    DOC_KIND_CONTRADICTED,
    CHIP_FAILED,
    READINGS_CONTRADICT,
    READINGS_UNDECIDED,
    BIRTH_DATE_UNDECIDED,
    BIRTH_DATE_DIFFERS,
    NUMBER_DIFFERS,
    SCAN_FAILED,
    SECURITY_PATTERN_FAILED,
    DOC_NOT_GENUINE,
    PHOTO_DIFFERS,
    SIGNATURE_DIFFERS,
    NAME_NOT_KEYED,
    CHECK_INCOMPLETE,
    CHECK_NOT_PASSED,
    SIGNATURE_MISSING,
)
