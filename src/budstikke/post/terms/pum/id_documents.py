"""§11, §7: the table of identity documents. A new document is a row here and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from budstikke.law.words import Words


class Standing(StrEnum):
    """What the terms say of a kind of document."""

    APPROVED = "approved"
    ASK = "ask"
    NEVER = "never"


class Carries(StrEnum):
    """Whether documents of a kind bear something: all of them, none, or some."""

    ALWAYS = "always"
    NEVER = "never"
    SOME = "some"


class Issuer(StrEnum):
    """Who issues documents of a kind, checked against the machine-readable zone where there is one."""

    NORWAY = "norway"
    NORWAY_TO_OTHERS = "norway_to_others"
    ABROAD = "abroad"
    EEA = "eea"
    ANY = "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalLine:
    """What an authority says of a kind of document, and which one; `counts` as proof of identity by its rules."""

    counts: bool
    words: Words
    source: str


# The list of the authority that supervises the senders (§2). It names no emergency passports.
_SUPERVISOR = "Finanstilsynet: valid proof of identity"
_ON_ITS_LIST = LegalLine(
    counts=True,
    words=Words(
        no="Finanstilsynet regner det som gyldig legitimasjon etter hvitvaskingsreglene.",
        en="The financial supervisor counts it as proof of identity under the anti-money-laundering rules.",
    ),
    source=_SUPERVISOR,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """
    One kind of identity document.

    `passport` is meant as §7 means it: counts when the sender demands a passport. `number`, `signature` and
    `chip` (one that says who its holder is, not one that pays) tell what to expect, never what was seen. `mrz`
    are the layouts of its machine-readable zone, `mrz_codes` the letters its document code may begin with, both
    empty where it has none; `mrz_hints` are codes and nationalities that point to this kind among several.
    `dated_issue`: only documents issued from the edition's oldest day count. `why_not` are the clerk's words
    for a kind never accepted. `law` is what authorities say of it, where that is known.
    """

    code: str
    words: Words
    standing: Standing = Standing.APPROVED
    passport: bool = False
    dated_issue: bool = False
    number: Carries = Carries.SOME
    signature: Carries = Carries.SOME
    chip: Carries = Carries.NEVER
    mrz: tuple[str, ...] = ()
    mrz_codes: tuple[str, ...] = ()
    mrz_hints: tuple[str, ...] = ()
    issuer: Issuer = Issuer.ANY
    why_not: Words | None = None
    law: LegalLine | None = None


ROWS: tuple[DocumentRow, ...] = (
    DocumentRow(
        code="no_passport",
        words=Words(no="Norsk pass", en="Norwegian passport"),
        passport=True,
        number=Carries.ALWAYS,
        signature=Carries.ALWAYS,
        mrz=("TD3",),
        mrz_codes=("P",),
        issuer=Issuer.NORWAY,
        chip=Carries.ALWAYS,
        law=_ON_ITS_LIST,
    ),
    DocumentRow(
        code="foreign_passport",
        words=Words(no="Utenlandsk pass", en="Foreign passport"),
        passport=True,
        number=Carries.NEVER,
        mrz=("TD3",),
        mrz_codes=("P",),
        issuer=Issuer.ABROAD,
        chip=Carries.SOME,
        law=_ON_ITS_LIST,
    ),
    DocumentRow(
        code="no_bank_card",
        words=Words(no="Norsk bankkort med legitimasjonsdel", en="Norwegian bank card with an ID part"),
        number=Carries.ALWAYS,
        signature=Carries.ALWAYS,
        law=_ON_ITS_LIST,
    ),
    DocumentRow(
        code="no_national_id_card",
        words=Words(no="Norsk nasjonalt ID-kort", en="Norwegian national identity card"),
        passport=True,
        number=Carries.ALWAYS,
        mrz=("TD1",),
        # The second letter of foreign residents' cards is not established; the first is one of these.
        mrz_codes=("C", "I", "A"),
        issuer=Issuer.NORWAY,
        chip=Carries.ALWAYS,
    ),
    DocumentRow(
        code="no_immigrant_passport",
        words=Words(no="Norsk utlendingspass", en="Norwegian immigrant's passport"),
        passport=True,
        number=Carries.ALWAYS,
        signature=Carries.ALWAYS,
        mrz=("TD3",),
        mrz_codes=("P",),
        issuer=Issuer.NORWAY_TO_OTHERS,
        mrz_hints=("PT", "PS", "XXA"),
        chip=Carries.SOME,
        law=_ON_ITS_LIST,
    ),
    DocumentRow(
        code="no_travel_document",
        words=Words(no="Reisebevis for flyktninger", en="Refugee travel document"),
        passport=True,
        number=Carries.ALWAYS,
        signature=Carries.ALWAYS,
        mrz=("TD3",),
        mrz_codes=("P",),
        issuer=Issuer.NORWAY_TO_OTHERS,
        mrz_hints=("PR", "XXB"),
        chip=Carries.SOME,
        law=_ON_ITS_LIST,
    ),
    DocumentRow(
        code="no_driving_licence",
        words=Words(no="Norsk førerkort", en="Norwegian driving licence"),
        dated_issue=True,
        number=Carries.ALWAYS,
        signature=Carries.ALWAYS,
        law=_ON_ITS_LIST,
    ),
    DocumentRow(
        code="eu_id_card",
        words=Words(no="Identitetskort fra EU/EØS", en="EU/EEA identity card"),
        number=Carries.NEVER,
        mrz=("TD1", "TD2", "FRENCH"),
        mrz_codes=("I", "C", "A"),
        issuer=Issuer.EEA,
        chip=Carries.SOME,
        law=_ON_ITS_LIST,
    ),
    DocumentRow(
        code="emergency_passport",
        words=Words(no="Nødpass", en="Emergency passport"),
        standing=Standing.ASK,
        mrz=("TD3",),
        mrz_codes=("PE", "PU"),
        chip=Carries.SOME,
        law=LegalLine(
            counts=False,
            words=Words(
                no="Finanstilsynet regner ikke nødpass som gyldig legitimasjon etter hvitvaskingsreglene.",
                en="The financial supervisor does not count emergency passports as proof of identity.",
            ),
            source=_SUPERVISOR,
        ),
    ),
    DocumentRow(
        code="digital_driving_licence",
        words=Words(no="Førerkort på mobilen", en="Driving licence on the phone"),
        standing=Standing.NEVER,
        why_not=Words(
            no="Førerkort på mobilen er laget for trafikkontroll og godtas ikke her.",
            en="The driving licence on the phone is made for traffic control and is not accepted here.",
        ),
        law=LegalLine(
            counts=False,
            words=Words(
                no="Statens vegvesen sier at en ikke kan regne med at det godtas utenfor trafikkontroll.",
                en="The road authority says one cannot expect it to be accepted outside traffic control.",
            ),
            source="Statens vegvesen: the driving licence on the phone",
        ),
    ),
    DocumentRow(
        code="nordic_driving_licence",
        words=Words(no="Førerkort fra et annet land", en="Driving licence from another country"),
        standing=Standing.NEVER,
        why_not=Words(
            no="Bare norske førerkort godtas, ikke førerkort fra andre nordiske eller andre land.",
            en="Only Norwegian driving licences are accepted, not those of Nordic or other countries.",
        ),
    ),
    DocumentRow(
        code="bankid_app",
        words=Words(no="ID i BankID-appen", en="The ID in the BankID app"),
        standing=Standing.NEVER,
        why_not=Words(
            no="ID i BankID-appen kan ikke skannes og kontrolleres, og godtas ikke her.",
            en="The ID in the BankID app cannot be scanned and checked, and is not accepted here.",
        ),
    ),
    DocumentRow(
        code="foreign_digital_licence",
        words=Words(no="Digitalt førerkort fra et annet land", en="Digital driving licence from abroad"),
        standing=Standing.NEVER,
        why_not=Words(
            no="Digitale førerkort fra andre land kan ikke skannes her, og bare norske førerkort godtas.",
            en="Digital licences from abroad cannot be scanned here, and only Norwegian licences are accepted.",
        ),
    ),
    DocumentRow(
        code="eudi_wallet",
        words=Words(no="ID i en europeisk lommebok (EUDI)", en="The ID in a European wallet (EUDI)"),
        standing=Standing.NEVER,
        why_not=Words(
            no="ID i en digital lommebok står ikke på listen og kan ikke skannes her; vis dokumentet selv.",
            en="An ID in a digital wallet is not on the list and cannot be scanned here; show the document itself.",
        ),
    ),
    DocumentRow(
        code="phone_wallet",
        words=Words(no="ID i telefonens lommebok", en="An ID in the phone's own wallet"),
        standing=Standing.NEVER,
        why_not=Words(
            no="Kort i telefonens lommebok har ikke sikkerhetsmønster å kontrollere; vis dokumentet selv.",
            en="A card in the phone's wallet has no security pattern to check; show the document itself.",
        ),
    ),
    DocumentRow(
        code="vipps_id",
        words=Words(no="ID i Vipps", en="The ID in Vipps"),
        standing=Standing.NEVER,
        why_not=Words(
            no="ID i Vipps kan ikke skannes og kontrolleres, og godtas ikke her.",
            en="The ID in Vipps cannot be scanned and checked, and is not accepted here.",
        ),
    ),
    DocumentRow(
        code="picture_of_document",
        words=Words(no="Bilde eller kopi av et dokument", en="A picture or copy of a document"),
        standing=Standing.NEVER,
        why_not=Words(
            no="Et bilde eller en kopi viser ikke om dokumentet er ekte; vi må se dokumentet selv.",
            en="A picture or copy does not show whether the document is genuine; we must see the document itself.",
        ),
    ),
    DocumentRow(
        code="residence_card",
        words=Words(no="Oppholdskort", en="Residence card"),
        standing=Standing.NEVER,
        mrz=("TD1",),
        mrz_codes=("I", "A"),
        why_not=Words(
            no="Oppholdskort viser rett til opphold og er ikke et identitetskort; det godtas ikke her.",
            en="A residence card shows a right to stay and is not an identity card; it is not accepted here.",
        ),
        mrz_hints=("IR", "AR"),
        chip=Carries.SOME,
    ),
    DocumentRow(
        code="other",
        words=Words(no="Dette dokumentet", en="This document"),
        standing=Standing.NEVER,
    ),
)

DOCUMENTS: Mapping[str, DocumentRow] = {row.code: row for row in ROWS}

# What an edition starts from; an edition may list other codes (§11 and §7).
APPROVED: tuple[str, ...] = tuple(row.code for row in ROWS if row.standing is Standing.APPROVED)
PASSPORTS: tuple[str, ...] = tuple(row.code for row in ROWS if row.passport)

# States whose identity cards count as EU/EEA cards, as the zone writes them (Germany is "D").
EEA_ISSUERS: frozenset[str] = frozenset(
    {"AUT", "BEL", "BGR", "CYP", "CZE", "D", "DNK", "ESP", "EST", "FIN", "FRA", "GRC", "HRV", "HUN", "IRL"}
    | {"ISL", "ITA", "LIE", "LTU", "LUX", "LVA", "MLT", "NLD", "POL", "PRT", "ROU", "SVK", "SVN", "SWE"}
)
