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
class DocumentRow:
    """
    One kind of identity document.

    `passport` is meant as §7 means it: counts when the sender demands a passport. `number` and `signature`
    tell what to expect, never what was seen. `mrz` are the layouts of its machine-readable zone, `mrz_codes`
    the letters its document code may begin with; both empty where it has none. `dated_issue`: only documents
    issued from the edition's oldest day count. `why_not` are the clerk's words for a kind never accepted.
    """

    code: str
    words: Words
    standing: Standing = Standing.APPROVED
    passport: bool = False
    dated_issue: bool = False
    number: Carries = Carries.SOME
    signature: Carries = Carries.SOME
    mrz: tuple[str, ...] = ()
    mrz_codes: tuple[str, ...] = ()
    issuer: Issuer = Issuer.ANY
    why_not: Words | None = None


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
    ),
    DocumentRow(
        code="foreign_passport",
        words=Words(no="Utenlandsk pass", en="Foreign passport"),
        passport=True,
        number=Carries.NEVER,
        mrz=("TD3",),
        mrz_codes=("P",),
        issuer=Issuer.ABROAD,
    ),
    DocumentRow(
        code="no_bank_card",
        words=Words(no="Norsk bankkort med legitimasjonsdel", en="Norwegian bank card with an ID part"),
        number=Carries.ALWAYS,
        signature=Carries.ALWAYS,
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
    ),
    DocumentRow(
        code="no_driving_licence",
        words=Words(no="Norsk førerkort", en="Norwegian driving licence"),
        dated_issue=True,
        number=Carries.ALWAYS,
        signature=Carries.ALWAYS,
    ),
    DocumentRow(
        code="eu_id_card",
        words=Words(no="Identitetskort fra EU/EØS", en="EU/EEA identity card"),
        number=Carries.NEVER,
        mrz=("TD1", "TD2", "FRENCH"),
        mrz_codes=("I", "C", "A"),
        issuer=Issuer.EEA,
    ),
    DocumentRow(
        code="emergency_passport",
        words=Words(no="Nødpass", en="Emergency passport"),
        standing=Standing.ASK,
        mrz=("TD3",),
        mrz_codes=("PE", "PU"),
    ),
    DocumentRow(
        code="digital_driving_licence",
        words=Words(no="Førerkort på mobilen", en="Driving licence on the phone"),
        standing=Standing.NEVER,
        why_not=Words(
            no="Førerkort på mobilen er laget for trafikkontroll og godtas ikke her.",
            en="The driving licence on the phone is made for traffic control and is not accepted here.",
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
        code="residence_card",
        words=Words(no="Oppholdskort", en="Residence card"),
        standing=Standing.NEVER,
        mrz=("TD1",),
        mrz_codes=("I", "A"),
        why_not=Words(
            no="Oppholdskort viser rett til opphold og er ikke et identitetskort; det godtas ikke her.",
            en="A residence card shows a right to stay and is not an identity card; it is not accepted here.",
        ),
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
