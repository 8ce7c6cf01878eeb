"""Refusals at the counter: the letter, who comes, the outlet, the document, the name, the number."""

from __future__ import annotations

from budstikke.law.refusal import RefusalReason
from budstikke.law.words import Words
from budstikke.post.terms.contracts import PUM

LETTER_NOT_HERE = RefusalReason(
    code="LETTER_NOT_HERE",
    clauses=(PUM(11), PUM(14)),
    staff=Words(
        no="Brevet er ikke klart til utlevering (status: {state}).",
        en="The letter is not ready to be handed over (status: {state}).",
    ),
    person=Words(
        no="Brevet kan ikke hentes nå. Følg sporingen; du får beskjed når det er klart.",
        en="The letter cannot be collected now. Follow the tracking; you are told when it is ready.",
    ),
    cure=Words(
        no="Skann brevet inn på hentestedet først. Er det utlevert eller i retur, er saken avsluttet.",
        en="Scan the letter in at the outlet first. If it is delivered or going back, the matter is closed.",
    ),
)
DEADLINE_PASSED = RefusalReason(
    code="DEADLINE_PASSED",
    clauses=(PUM(14), PUM(15)),
    staff=Words(
        no="Hentefristen gikk ut {last_collect_day:%d.%m.%Y}; brevet skal i retur.",
        en="The collection deadline was {last_collect_day:%d %b %Y}; the letter is to go back.",
    ),
    person=Words(
        no="Fristen for å hente brevet var {last_collect_day:%d.%m.%Y}. Det sendes tilbake til avsenderen.",
        en="The last day to collect the letter was {last_collect_day:%d %b %Y}. It goes back to the sender.",
    ),
    cure=Words(
        no="Ta kontakt med avsenderen for å få brevet sendt på nytt.",
        en="Contact the sender to have the letter sent again.",
    ),
)
PERSONAL_ONLY = RefusalReason(
    code="PERSONAL_ONLY",
    clauses=(PUM(1), PUM(11)),
    staff=Words(
        no="Bare mottakeren selv kan få brevet. Fullmakt gjelder ikke.",
        en="Only the recipient in person may have the letter. A power of attorney does not count.",
    ),
    person=Words(
        no="Brevet må hentes av mottakeren selv. Det hjelper ikke med fullmakt.",
        en="The recipient must collect this letter in person. A power of attorney cannot be used.",
    ),
    cure=Words(
        no="Be mottakeren komme selv med gyldig legitimasjon innen fristen.",
        en="Ask the recipient to come in person with a valid identity document before the deadline.",
    ),
)
SCANNER_DOWN = RefusalReason(
    code="SCANNER_DOWN",
    clauses=(PUM(11),),
    staff=Words(
        no="Legitimasjonen kan ikke kontrolleres elektronisk nå. Brevet kan ikke utleveres.",
        en="The identity document cannot be checked electronically now. The letter cannot be handed over.",
    ),
    person=Words(
        no="Systemet vårt er nede, så vi kan ikke utlevere brevet akkurat nå. Det er ikke noe du har gjort.",
        en="Our system is down, so we cannot hand the letter over just now. It is nothing you have done.",
    ),
    cure=Words(
        no="Prøv igjen når systemet er oppe. Brevet blir liggende, og tapte dager legges til fristen.",
        en="Try again when the system is up. The letter stays, and lost days are added to the deadline.",
    ),
)
DOC_NOT_APPROVED = RefusalReason(
    code="DOC_NOT_APPROVED",
    clauses=(PUM(11),),
    staff=Words(
        no="{document_no} er ikke godkjent legitimasjon for dette brevet.",
        en="{document_en} is not an approved identity document for this letter.",
    ),
    person=Words(
        no="{document_no} kan dessverre ikke brukes til å hente dette brevet.",
        en="{document_en} can unfortunately not be used to collect this letter.",
    ),
    cure=Words(
        no="Kom tilbake med for eksempel pass eller nasjonalt ID-kort. Brevet blir liggende til fristen.",
        en="Come back with a passport or a national identity card, say. The letter waits until the deadline.",
    ),
)
DOC_UNDECIDED = RefusalReason(
    code="DOC_UNDECIDED",
    clauses=(PUM(11),),
    staff=Words(
        no="Vilkårene sier ikke om {document_no} kan godtas. Avgjør det, og skriv hvorfor.",
        en="The terms do not say whether {document_en} may be accepted. Decide, and write down why.",
    ),
    person=Words(
        no="Vi må vurdere om dokumentet ditt kan brukes. Det tar et øyeblikk.",
        en="We have to consider whether your document can be used. It takes a moment.",
    ),
    cure=Words(
        no="Registrér avgjørelsen med begrunnelse, eller be om et annet dokument.",
        en="Record the decision with its reason, or ask for another document.",
    ),
)
PASSPORT_REQUIRED = RefusalReason(
    code="PASSPORT_REQUIRED",
    clauses=(PUM(7), PUM(11)),
    staff=Words(
        no="Avsenderen krever pass. {document_no} regnes ikke som pass her.",
        en="The sender demands a passport. {document_en} does not count as one here.",
    ),
    person=Words(
        no="Avsenderen har bestemt at dette brevet bare kan hentes med pass eller norsk nasjonalt ID-kort.",
        en="The sender has decided that only a passport or a Norwegian national identity card will do.",
    ),
    cure=Words(
        no="Kom tilbake med pass, norsk nasjonalt ID-kort, utlendingspass eller reisebevis innen fristen.",
        en="Come back with a passport, Norwegian national ID card, immigrant's passport or travel document.",
    ),
)
NOT_ABLE_TO_SIGN_PASSPORT_REQUIRED = RefusalReason(
    code="NOT_ABLE_TO_SIGN_PASSPORT_REQUIRED",
    clauses=(PUM(11),),
    staff=Words(
        no="Den som ikke kan signere, må vise pass med påskriften «Not able to sign».",
        en="A person who cannot sign must show a passport with the remark “Not able to sign”.",
    ),
    person=Words(
        no="Siden du ikke kan signere, trenger vi et pass der det står at du ikke kan det.",
        en="Since you cannot sign, we need a passport that says so.",
    ),
    cure=Words(
        no="Kom tilbake med et slikt pass. Gjelder det bare for en tid, kan vi signere sammen med deg.",
        en="Come back with such a passport. If it is only for the time being, we can sign together with you.",
    ),
)
DOC_EXPIRED = RefusalReason(
    code="DOC_EXPIRED",
    clauses=(PUM(11),),
    staff=Words(
        no="Legitimasjonen gikk ut {expires_on:%d.%m.%Y}.",
        en="The document expired on {expires_on:%d %b %Y}.",
    ),
    person=Words(
        no="Legitimasjonen din er gått ut på dato.", en="Your identity document has passed its expiry date."
    ),
    cure=Words(
        no="Kom tilbake med gyldig legitimasjon. Brevet blir liggende til fristen.",
        en="Come back with a valid document. The letter waits until the deadline.",
    ),
)
NAME_MISMATCH = RefusalReason(
    code="NAME_MISMATCH",
    clauses=(PUM(5), PUM(12)),
    staff=Words(
        no="Navnet på brevet er ikke det samme som navnet i legitimasjonen.",
        en="The name on the letter is not the same as the name in the identity document.",
    ),
    person=Words(
        no="Navnet på brevet stemmer ikke med legitimasjonen din, så vi kan ikke utlevere det.",
        en="The name on the letter does not match your document, so we cannot hand it over.",
    ),
    cure=Words(
        no="Har du legitimasjon i det navnet, kan du bruke den. Ellers må avsenderen sende brevet på nytt.",
        en="If you have a document in that name, use it. Otherwise the sender must send the letter again.",
    ),
)
NAME_UNDECIDED = RefusalReason(
    code="NAME_UNDECIDED",
    clauses=(PUM(5), PUM(12)),
    staff=Words(
        no="Navnene ligner, men er ikke uten videre like. Avgjør om det er samme person, og skriv hvorfor.",
        en="The names are alike but not plainly the same. Decide whether it is one person, and write why.",
    ),
    person=Words(
        no="Navnet på brevet er skrevet litt annerledes enn i legitimasjonen. Vi må se nærmere på det.",
        en="The name on the letter is written a little differently from your document. We must look closer.",
    ),
    cure=Words(
        no="Registrér avgjørelsen med begrunnelse. Er du i tvil, utleverer du ikke.",
        en="Record the decision with its reason. When in doubt, do not hand over.",
    ),
)
NATIONAL_ID_NOT_DOCUMENTED = RefusalReason(
    code="NATIONAL_ID_NOT_DOCUMENTED",
    clauses=(PUM(11),),
    staff=Words(
        no="Verken legitimasjonen eller et tilleggsdokument viser fødselsnummer eller D-nummer (11 sifre).",
        en="Neither the document nor a supplementary one shows a national identity or D number (11 digits).",
    ),
    person=Words(
        no="Vi trenger også et dokument fra en offentlig etat med fødselsnummeret eller D-nummeret ditt.",
        en="We also need a document from a public body that shows your national identity number or D number.",
    ),
    cure=Words(
        no="Ta med for eksempel en utskrift fra folkeregisteret sammen med legitimasjonen.",
        en="Bring an extract from the population register, for instance, together with your document.",
    ),
)
SUPPLEMENT_REQUIRED = RefusalReason(
    code="SUPPLEMENT_REQUIRED",
    clauses=(PUM(11),),
    staff=Words(
        no="Legitimasjonen er uten underskrift; da trengs tilleggsdokument fra offentlig etat.",
        en="The document bears no signature; then a supplementary document from a public body is needed.",
    ),
    person=Words(
        no="Legitimasjonen din er uten underskrift. Vi trenger også et dokument fra en offentlig etat.",
        en="Your document has no signature in it. We also need a document from a public body.",
    ),
    cure=Words(
        no="Ta med et tilleggsdokument, for eksempel fra folkeregisteret, og signer på signaturplaten.",
        en="Bring a supplementary document, from the population register say, and sign on the pad.",
    ),
)

# In the order in which they are judged.
HANDING_OVER: tuple[RefusalReason, ...] = (
    LETTER_NOT_HERE,
    DEADLINE_PASSED,
    PERSONAL_ONLY,
    SCANNER_DOWN,
    DOC_NOT_APPROVED,
    DOC_UNDECIDED,
    PASSPORT_REQUIRED,
    NOT_ABLE_TO_SIGN_PASSPORT_REQUIRED,
    DOC_EXPIRED,
    NAME_MISMATCH,
    NAME_UNDECIDED,
    NATIONAL_ID_NOT_DOCUMENTED,
    SUPPLEMENT_REQUIRED,
)
