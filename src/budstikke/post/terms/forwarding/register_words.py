"""§7: the words for what happens to a person's entry in the register, and for the codes a person is shown of it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from budstikke.law.words import Words
from budstikke.post.terms.forwarding.words import PROOFS


class Change(StrEnum):
    """What can be changed of a person; each change is evidenced."""

    NATIONAL_NUMBER = "NATIONAL_NUMBER"
    MERGED = "MERGED"
    TAKEN_APART = "TAKEN_APART"
    NAME = "NAME"
    DECEASED = "DECEASED"
    DEATH_ANNULLED = "DEATH_ANNULLED"
    PROTECTED = "PROTECTED"
    PROTECTION_ENDED = "PROTECTION_ENDED"
    RESERVATION_ASKED = "RESERVATION_ASKED"
    ACCESS_ASKED = "ACCESS_ASKED"
    CORRECTION_ASKED = "CORRECTION_ASKED"
    CASE_PROLONGED = "CASE_PROLONGED"
    CASE_DECLINED = "CASE_DECLINED"
    RESERVED = "RESERVED"
    RESERVATION_ENDED = "RESERVATION_ENDED"
    ACCESS_GIVEN = "ACCESS_GIVEN"
    CORRECTED = "CORRECTED"
    MOVE_TO_BE_TOLD = "MOVE_TO_BE_TOLD"
    MOVE_TAKEN_BACK = "MOVE_TAKEN_BACK"
    CONTACT_CODE_SENT = "CONTACT_CODE_SENT"
    CONTACT_CHANGED = "CONTACT_CHANGED"
    CONTACT_NOT_CHANGED = "CONTACT_NOT_CHANGED"
    CONTACT_REMOVED = "CONTACT_REMOVED"
    CONTACT_PUT_BACK = "CONTACT_PUT_BACK"
    FORGOTTEN = "FORGOTTEN"


CHANGES: Mapping[Change, Words] = {
    Change.NATIONAL_NUMBER: Words("Nytt fødselsnummer", "New national number"),
    Change.MERGED: Words("Slått sammen med en annen oppføring", "Merged with another entry"),
    Change.TAKEN_APART: Words("Skilt fra en annen oppføring", "Taken apart from another entry"),
    Change.NAME: Words("Nytt navn", "New name"),
    Change.DECEASED: Words("Dødsfall registrert", "Death registered"),
    Change.DEATH_ANNULLED: Words("Dødsfall annullert", "Death annulled"),
    Change.PROTECTED: Words("Adressen beskyttet", "Address protected"),
    Change.PROTECTION_ENDED: Words("Beskyttelsen av adressen opphørt", "Protection of the address ended"),
    Change.RESERVATION_ASKED: Words("Reservasjon krevd", "Reservation asked for"),
    Change.ACCESS_ASKED: Words("Innsyn krevd", "Access asked for"),
    Change.CORRECTION_ASKED: Words("Retting krevd", "Correction asked for"),
    Change.CASE_PROLONGED: Words("Fristen forlenget", "Deadline prolonged"),
    Change.CASE_DECLINED: Words("Kravet avslått", "Request declined"),
    Change.RESERVED: Words("Reservert", "Reserved"),
    Change.RESERVATION_ENDED: Words("Reservasjonen opphevet", "Reservation ended"),
    Change.ACCESS_GIVEN: Words("Innsyn gitt", "Access given"),
    Change.CORRECTED: Words("Feil rettet", "Error corrected"),
    Change.MOVE_TO_BE_TOLD: Words(
        "Flytting meldes til Folkeregisteret", "Move to be told to the National Registry"
    ),
    Change.MOVE_TAKEN_BACK: Words("Melding om flytting trukket tilbake", "Message of a move taken back"),
    Change.CONTACT_CODE_SENT: Words(
        "Kode sendt til ny telefon eller e-post", "Code sent to a new telephone or e-mail"
    ),
    Change.CONTACT_CHANGED: Words("Telefon eller e-post endret", "Telephone or e-mail changed"),
    Change.CONTACT_NOT_CHANGED: Words(
        "Telefon eller e-post ble ikke endret", "Telephone or e-mail was not changed"
    ),
    Change.CONTACT_REMOVED: Words("Telefon eller e-post fjernet", "Telephone or e-mail removed"),
    Change.CONTACT_PUT_BACK: Words(
        "Endring av telefon eller e-post gjort om", "Change of telephone or e-mail undone"
    ),
    Change.FORGOTTEN: Words("Opplysninger slettet", "Information erased"),
}
# Other codes a person is shown in the copy of what is held.
SHOWN: Mapping[str, Words] = {
    **{str(code): words for code, words in CHANGES.items()},
    "registry": Words("Folkeregisteret", "the National Registry"),
    "order": Words("bestilling", "order"),
    "case": Words("sak", "case"),
    "staff": Words("kundeservice", "Customer Service"),
    "correction": Words("retting", "correction"),
    "reservation": Words("reservasjon", "reservation"),
    "access": Words("innsyn", "access"),
    "own_copy": Words("egen kopi", "own copy"),
    "own_contact": Words("egen side", "own page"),
    "person": Words("personen selv", "the person"),
    "search": Words("søk", "search"),
    "wash": Words("vask av kunderegister", "wash of a customer register"),
    "desk": Words("kundeservice", "Customer Service"),
    "role_document": Words("dokument som viser en rolle", "document that shows a role"),
    **{str(code): words for code, words in PROOFS.items()},
    "permanent": Words("fast", "permanent"),
    "temporary": Words("midlertidig", "temporary"),
    "storage": Words("oppbevaring", "storage"),
    "client": Words("klientadresse", "client's address"),
    "confidential": Words("fortrolig (kode 7)", "confidential (code 7)"),
    "strictly_confidential": Words("strengt fortrolig (kode 6)", "strictly confidential (code 6)"),
    "reserved": Words("reservert", "reserved"),
    "let_in": Words("opphevet", "ended"),
    "corrected": Words("rettet", "corrected"),
    "declined": Words("avslått", "declined"),
    "given": Words("gitt", "given"),
    "annulled": Words("annullert", "annulled"),
}


def shown(code: str) -> Words:
    """Return a code as a person reads it; what is no code of ours stays as it is."""
    first, space, rest = code.partition(" ")
    words = SHOWN.get(first)
    return Words(words.no + space + rest, words.en + space + rest) if words else Words(code, code)
