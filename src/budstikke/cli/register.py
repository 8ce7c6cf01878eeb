"""
The address register: follow the National Registry, tell it of moves, and answer what persons ask in writing.

A national number is one line of standard input, or of what `-` reads: it does not belong in arguments, and appears in
no answer and no log. Who is protected is answered as somebody unknown, unless --with-protected says that the right is
there; each reading is written down.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from budstikke.cli import post
from budstikke.cli.reading import NotReadable, day, lines_given, printable
from budstikke.cli.told import document_in, value_of
from budstikke.cli.verbs import Run, add_verbs
from budstikke.formats.malformed import Fault, Malformed
from budstikke.formats.national_number import canonical, is_valid
from budstikke.kit.clock import now, today
from budstikke.kit.installation import is_test, write_whole
from budstikke.post.terms.editions import FORWARDING_EDITIONS

if TYPE_CHECKING:
    from budstikke.post.records.models import Person, RegisterCase
    from budstikke.post.terms.forwarding.cases import CaseKind

HELP = "follow the National Registry; enter, find, correct and protect persons"
EXAMPLES = (
    "budstikke register enter person.json",
    "budstikke register find - < number.txt",
    "budstikke register access - --out answer < number.txt",
)
_CHANNELS = ("letter", "email", "web", "counter", "phone")
_CODES = ("none", "client", "6", "7")


def configure(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    verbs = add_verbs(
        parser,
        (
            ("follow", _follow, "take over what has happened in the National Registry"),
            ("tell", _tell, "tell the National Registry of the moves that wait"),
            ("cases", _cases, "list the requests nobody has answered"),
            ("enter", _enter, "enter a person, as JSON"),
            ("find", _find, "say by which reference orders name a person"),
            ("access", _access, "give a person everything that is held of them"),
            ("reserve", _reserve, "leave a person out of the updating of others' registers"),
            ("correct", _correct, "put an error right"),
            ("protect", _protect, "protect a person's address, or end it"),
        ),
    )
    verbs["enter"].add_argument("file", metavar="FILE", help="JSON; - for standard input")
    for name in ("find", "access", "reserve", "correct", "protect"):
        verbs[name].add_argument(
            "number", choices=["-"], help="- reads the national number from standard input"
        )
        verbs[name].add_argument(
            "--by", default="service", type=printable, metavar="PSEUDONYM", help="who does it (service)"
        )
        verbs[name].add_argument("--with-protected", action="store_true", help="the special right is there")
    for name in ("access", "reserve", "correct"):
        verbs[name].add_argument(
            "--channel", choices=_CHANNELS, default="letter", help="how the request came"
        )
        verbs[name].add_argument("--received-on", type=day, metavar="DATE", help="today if not said")
    verbs["access"].add_argument(
        "--out", type=Path, required=True, metavar="FOLDER", help="where JSON and PDF are laid"
    )
    verbs["access"].add_argument("--language", choices=("no", "en"), default="no", help="of the PDF (no)")
    verbs["reserve"].add_argument("--end", action="store_true", help="end the reservation")
    for name in ("given-name", "middle-name", "surname"):
        verbs["correct"].add_argument(f"--{name}", type=_text, help="as it shall be")
    for name in ("street", "postcode", "city"):
        verbs["correct"].add_argument(
            f"--{name}", type=_text, help="of the address as it shall be, all three together"
        )
    verbs["protect"].add_argument(
        "--code", choices=_CODES, required=True, help="6, 7, client, or none to end it"
    )


def run(arguments: argparse.Namespace) -> int:
    """Run the sub-command asked for."""
    asked: Run = arguments.run_verb
    post.set_up()
    try:
        return asked(arguments)
    except Malformed as malformed:
        for fault in malformed.faults:
            print(f"{fault.where}: {fault.text} ({fault.code})", file=sys.stderr)
    except NotReadable as reason:
        print(reason, file=sys.stderr)
    return 2


def _follow(_: argparse.Namespace) -> int:
    """Print what was applied; exit code 1 when the registry does not answer, or is not known here."""
    from budstikke.post.actions.address_register.follow_registry import follow_registry
    from budstikke.post.channels import chosen
    from budstikke.post.channels.errors import Rejected, Unreachable

    registry = chosen.registry()
    if registry is None:
        print("say by BUDSTIKKE_REGISTRY_URL where the National Registry is", file=sys.stderr)
        return 1
    try:
        done = follow_registry(registry=registry, today=today(), now=now())
    except (Unreachable, Rejected) as reason:
        print(str(reason), file=sys.stderr)
        return 1
    told = {"events": done.events, "applied": done.applied, "gaps": done.gaps, "extracting": done.extracting}
    print(json.dumps(told))
    return 0


def _tell(_: argparse.Namespace) -> int:
    """Print how many moves were told and refused."""
    from budstikke.post.actions.address_register.tell_registry import tell_registry
    from budstikke.post.channels import chosen
    from budstikke.post.channels.errors import Unreachable

    registry = chosen.registry()
    if registry is None:
        print("say by BUDSTIKKE_REGISTRY_URL where the National Registry is", file=sys.stderr)
        return 1
    try:
        print(json.dumps(tell_registry(registry=registry, now=now())))
    except Unreachable as reason:
        print(str(reason), file=sys.stderr)
        return 1
    return 0


def _cases(_: argparse.Namespace) -> int:
    """Print the open cases by deadline; they name nobody."""
    from budstikke.post.actions.address_register.register_cases import open_cases

    rows = [
        {"case": str(each.ref), "kind": each.kind, "received_on": each.received_on, "due_on": each.due_on}
        for each in open_cases()
    ]
    print(json.dumps(rows, default=str))
    return 0


def _enter(arguments: argparse.Namespace) -> int:
    """Enter a person, with an address if one is told, and print by which reference orders name them."""
    from budstikke.post.actions.address_register.persons import Address, NewPerson, enter_person, note_address
    from budstikke.post.records.scope import CARRIER, acting_as

    told = document_in(arguments.file)
    where = told.pop("address", None) if isinstance(told, dict) else None
    new = value_of(NewPerson, told, where="person")
    address = None if where is None else value_of(Address, where, where="person.address")
    faults = tuple(
        Fault(f"person.{name}", "NOT_A_VALUE", "must not be blank")
        for name, part in (("given_name", new.given_name), ("surname", new.surname))
        if not part.strip()
    )
    if faults:
        raise Malformed(faults)
    number = canonical(new.national_number)
    if number and not is_valid(number, synthetic=is_test()):
        fault = Fault("person.national_number", "NOT_A_VALUE", "is no national number; leave it out")
        raise Malformed((fault,))
    with acting_as(CARRIER):
        person = enter_person(replace(new, national_number=number), now=now())
        # Of somebody who was here already nothing is changed: who put in an address knew of it.
        if address is not None and not person.addresses.exists():
            note_address(person, address, from_on=today(), now=now())
    print(json.dumps({"person": str(person.ref)}))
    return 0


def _find(arguments: argparse.Namespace) -> int:
    """Print a person's reference, which tells nothing by itself; 1 when there is nobody."""
    person = _person(arguments, has_right=arguments.with_protected)
    if person is None:
        return 1
    print(json.dumps({"person": str(person.ref)}))
    return 0


def _access(arguments: argparse.Namespace) -> int:
    """Lay out the copy as JSON and PDF, and print where; 1 when there is nobody, or nobody to be told of."""
    from budstikke.post.actions.address_register.register_access import give_access
    from budstikke.post.papers.register_copy import render_register_copy
    from budstikke.post.terms.forwarding.cases import CaseKind

    # First of all: a case whose answer could not be written would be closed, and nobody told anything.
    try:
        arguments.out.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise NotReadable(f"cannot write {arguments.out}: {error.strerror}") from error
    case = _opened(arguments, CaseKind.ACCESS)
    if case is None:
        return 1
    given = give_access(case, reader=arguments.by, has_right=arguments.with_protected, now=now())
    if given is None:
        return 1
    paths = {name: arguments.out / f"{case.ref}.{name}" for name in ("json", "pdf")}
    write_whole(paths["json"], json.dumps(given.as_json(), ensure_ascii=False, indent=1).encode())
    write_whole(paths["pdf"], render_register_copy(given.as_paper(), language=arguments.language))
    return _told(case, **{name: str(path) for name, path in paths.items()})


def _reserve(arguments: argparse.Namespace) -> int:
    """Print the case; 1 when it was refused or there is nobody."""
    from budstikke.post.actions.address_register.register_cases import reserve
    from budstikke.post.terms.forwarding.cases import CaseKind

    case = _opened(arguments, CaseKind.RESERVATION)
    if case is None:
        return 1
    reserve(case, reserved=not arguments.end, actor=arguments.by, now=now())
    return _told(case)


def _correct(arguments: argparse.Namespace) -> int:
    """Print the case; 1 when it was refused or there is nobody."""
    from budstikke.post.actions.address_register.persons import Address
    from budstikke.post.actions.address_register.register_cases import Correction, correct
    from budstikke.post.terms.forwarding.cases import CaseKind

    where = (arguments.street, arguments.postcode, arguments.city)
    if any(where) and not all(where):
        print("an address is street, postcode and city", file=sys.stderr)
        return 2
    names = (arguments.given_name, arguments.middle_name, arguments.surname)
    if not any(where) and all(name is None for name in names):
        print("say what is put right: a name, or street, postcode and city", file=sys.stderr)
        return 2
    if "" in (arguments.given_name, arguments.surname):
        print("nobody is without a given name or a surname", file=sys.stderr)
        return 2
    case = _opened(arguments, CaseKind.CORRECTION)
    if case is None:
        return 1
    correction = Correction(
        given_name=arguments.given_name,
        middle_name=arguments.middle_name,
        surname=arguments.surname,
        address=Address(street=where[0], postcode=where[1], city=where[2]) if all(where) else None,
    )
    correct(case, correction, actor=arguments.by, today=today(), now=now())
    return _told(case)


def _protect(arguments: argparse.Namespace) -> int:
    """Print nothing but that it is done, whether it was so already or not; 1 when there is nobody."""
    from budstikke.post.actions.address_register.protect import protect_person
    from budstikke.post.terms.forwarding.protection import BY_CODE

    # To protect somebody tells nothing of them, so no right is needed; to end it is to know of it.
    person = _person(arguments, has_right=arguments.with_protected or arguments.code != _CODES[0])
    if person is None:
        return 1
    protect_person(
        person,
        BY_CODE[arguments.code],
        has_right=arguments.with_protected,
        actor=arguments.by,
        today=today(),
        now=now(),
    )
    print(json.dumps({"done": True}))
    return 0


def _opened(arguments: argparse.Namespace, kind: CaseKind) -> RegisterCase | None:
    """Return the case opened for whose number stands on standard input; None, the reason told, where there is none."""
    from budstikke.post.actions.address_register.register_cases import Asked, open_register_case
    from budstikke.post.terms.forwarding.cases import Received

    received_on = _received_on(arguments)
    person = _person(arguments, has_right=arguments.with_protected)
    if person is None:
        return None
    case, decision = open_register_case(
        person,
        Asked(kind=kind, channel=Received(arguments.channel)),
        opened_by=arguments.by,
        received_on=received_on,
        now=now(),
    )
    if case is None:
        print(json.dumps(decision.as_json(), ensure_ascii=False))
    return case


def _received_on(arguments: argparse.Namespace) -> date:
    day: date = arguments.received_on or today()
    if not FORWARDING_EDITIONS[-1].valid_from <= day <= today():
        text = "a request came today or earlier, and since there are terms"
        raise Malformed((Fault("--received-on", "NOT_A_VALUE", text),))
    return day


def _text(text: str) -> str:
    if not text.isprintable():
        raise argparse.ArgumentTypeError("must be text in one line")
    return text.strip()


def _person(arguments: argparse.Namespace, *, has_right: bool) -> Person | None:
    from budstikke.post.actions.address_register.persons import find_for_staff, note_reading
    from budstikke.post.records.scope import CARRIER, acting_as

    asked = canonical(next(lines_given(), ""))
    with acting_as(CARRIER):
        person = find_for_staff(asked, has_right=has_right)
        if person is not None:
            note_reading(
                [person], reader=arguments.by, purpose="search", fields=["national_number"], now=now()
            )
    if person is None:
        print("nobody of that number is known", file=sys.stderr)
    return person


def _told(case: RegisterCase, **more: str) -> int:
    print(json.dumps({"case": str(case.ref), "due_on": case.due_on.isoformat(), **more}))
    return 0
