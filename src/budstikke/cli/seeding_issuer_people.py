"""
Who may sign in at the issuer of an installation to try: a customer with eIDs in use, and its staff in their roles.

For test installations only. Persons are invented, numbers synthetic; PINs and secrets are made once for each
installation and kept in its data folder.
"""

from __future__ import annotations

import base64
import json
import secrets
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import quote
from uuid import uuid4

from budstikke.issuer.terms.products import Product
from budstikke.issuer.terms.staff import StaffRole
from budstikke.kit import clock
from budstikke.kit.installation import data_folder, write_whole
from budstikke.post.papers.specimen.invented import synthetic_number

if TYPE_CHECKING:
    from pathlib import Path

    from budstikke.issuer.records.models import Customer, Eid

# RFC 4226, 4, R6; and PINs that are no row, no date and no digit over and over.
_SECRET_BYTES = 20
_GOOD_PINS = ("2580", "7193", "4826", "9047", "3618", "5902")
_NAME = "Eksempel-ID TEST"


@dataclass(frozen=True, slots=True)
class _Person:
    """Somebody invented; without roles a customer and nothing else."""

    given: str
    surname: str
    born_on: date
    draw: int
    pseudonym: str = ""
    roles: tuple[StaffRole, ...] = ()


PEOPLE = (
    _Person("Kine", "Prøvekunde", date(1990, 3, 6), 21),  # a Tuesday
    _Person("Eva", "Prøvevakt", date(1978, 8, 17), 22, "support-1", (StaffRole.SUPPORT,)),  # a Thursday
    _Person("Per", "Prøveleder", date(1969, 1, 30), 23, "lead-1", (StaffRole.LEAD,)),  # a Thursday
    _Person("Siri", "Prøverevisor", date(1982, 11, 2), 24, "auditor-1", (StaffRole.AUDITOR,)),  # a Tuesday
)


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuerSignIn:
    """How somebody signs in: by number, PIN and the code of a code generator, or by a card and its PIN."""

    name: str
    roles: tuple[str, ...]
    number: str = field(repr=False)
    pin: str = field(repr=False)
    otpauth: str = field(repr=False)
    code: str = field(repr=False)
    card: str = field(default="", repr=False)


def seed_issuer_people() -> list[IssuerSignIn]:
    """Enter everybody who is not there, with eIDs in use, and say how each signs in now; safe to repeat."""
    return [_entered(person) for person in PEOPLE]


def _entered(person: _Person) -> IssuerSignIn:
    from budstikke.issuer.actions.code_app import code_at
    from budstikke.issuer.actions.sealed_eids import customer_by_number
    from budstikke.issuer.actions.staff import make_staff, staff_of
    from budstikke.issuer.terms.eid_editions import eid_terms

    number, now = synthetic_number(person.born_on, draw=person.draw), clock.now()
    customer = customer_by_number(number) or _customer(person, number)
    if person.roles and staff_of(customer.pk) is None:
        make_staff(customer, pseudonym=person.pseudonym, roles=frozenset(person.roles), now=now)
    kept = _kept(person)
    secret = base64.b32decode(kept["secret"])
    if _in_use(customer, Product.CODE_APP) is None:
        _code_app(customer, secret=secret, pin=kept["pin"])
    card = "" if person.roles else _card(customer, person, kept)
    label = quote(f"{_NAME}:{person.given}")
    return IssuerSignIn(
        name=f"{person.given} {person.surname}",
        roles=tuple(person.roles),
        number=number,
        pin=kept["pin"],
        otpauth=f"otpauth://totp/{label}?secret={kept['secret']}&issuer={quote(_NAME)}",
        code=code_at(secret, terms=eid_terms(clock.today()), at=clock.real_now()),
        card=card,
    )


def as_json(signs_in: IssuerSignIn) -> dict[str, object]:
    """Return what is printed of a sign-in."""
    return asdict(signs_in)


def _path(person: _Person) -> Path:
    return data_folder() / "issuer" / "sign-ins" / f"{person.given.lower()}.json"


def _kept(person: _Person) -> dict[str, str]:
    path = _path(person)
    if path.exists():
        known: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
        return known
    made = {
        "secret": base64.b32encode(secrets.token_bytes(_SECRET_BYTES)).decode(),
        "pin": secrets.choice(_GOOD_PINS),
    }
    write_whole(path, json.dumps(made).encode())
    return made


def _customer(person: _Person, number: str) -> Customer:
    from budstikke.issuer.actions.sealed_eids import NUMBER, seal_particulars
    from budstikke.issuer.records.models import Customer
    from budstikke.kit.vault import look_up_for, vault_for

    made = Customer(reference=uuid4(), since_at=clock.now(), language="no")
    made.number_lookup = look_up_for("issuer").hash(number, kind=NUMBER)
    made.number_sealed = vault_for("issuer").seal(
        number.encode(), context=f"issuer/customer/{made.reference}/number".encode()
    )
    made.particulars_sealed = seal_particulars(
        {
            "given_names": person.given,
            "surname": person.surname,
            "street": "Prøveveien 1",
            "postcode": "0155",
            "city": "OSLO",
            "mobile": "+4790000021",
            "email": f"{person.given.lower()}.specimen@issuer.example",
        },
        customer=made,
    )
    made.save(force_insert=True)
    return made


def _in_use(customer: Customer, product: Product) -> Eid | None:
    from budstikke.issuer.records.models import Eid
    from budstikke.issuer.terms.eids import State

    rows = Eid.objects.filter(customer=customer, product=product, state=State.ACTIVE)
    return rows.filter(expires_at__gt=clock.now()).first()


def _issued(customer: Customer, product: Product) -> Eid:
    from budstikke.issuer.actions.issue_eid import issue_eid
    from budstikke.issuer.records.models import Eid

    # One that was blocked or closed while somebody tried is followed by another, as another order would be.
    nth = Eid.objects.filter(customer=customer).count() + 1
    number = f"TEST-{customer.pk}-{nth}"
    return issue_eid(customer_id=customer.pk, product=product, order_number=number, now=clock.now())


def _code_app(customer: Customer, *, secret: bytes, pin: str) -> None:
    from budstikke.issuer.actions import pins
    from budstikke.issuer.actions.means import locked, new_means, put_into_force
    from budstikke.issuer.actions.sealed_eids import seal_of_means

    issued = _issued(customer, Product.CODE_APP)
    with locked(issued.pk) as eid:
        means = new_means(eid, now=clock.now())
        means.secret_sealed = seal_of_means(secret, means=means.reference, what="secret")
        pins.keep(means, "pin", pin)
        put_into_force(means, now=clock.now())


def _card(customer: Customer, person: _Person, kept: dict[str, str]) -> str:
    from budstikke.issuer.actions.cards import activate_card
    from budstikke.law.refusal import Refusal

    if _in_use(customer, Product.SMART_CARD) is None or not kept.get("card"):
        made = activate_card(_issued(customer, Product.SMART_CARD).pk, pin=kept["pin"], now=clock.now())
        assert not isinstance(made, Refusal), "it was issued just now, and the PIN is a good one"
        kept["card"] = made[0]
        write_whole(_path(person), json.dumps(kept).encode())
    return kept["card"]
