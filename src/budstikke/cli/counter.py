"""
Run the counters: clerks, stations, devices, known problems and support cases.

Secrets and one-time codes are printed once and kept nowhere; a clerk's password is read from standard input.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

from budstikke.cli import post
from budstikke.cli.reading import day
from budstikke.kit.clock import now, today
from budstikke.law.words import Words

HELP = "run the counters: clerks, stations, devices, known problems, support cases"
EXAMPLES = (
    "budstikke counter clerk add anne --outlet 122608 --pseudonym clerk-7 < password.txt",
    'budstikke counter station enroll --outlet 122608 --name "Counter 1"',
)
_KINDS = ("document_scanner", "chip_reader", "swipe_reader", "camera")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    things = parser.add_subparsers(dest="thing", required=True, metavar="THING")
    clerk = _verbs(things, "clerk", "who serves")
    add = clerk.add_parser("add", help="enter a clerk; the password is one line of standard input")
    add.add_argument("username", help="the name to sign in under")
    add.add_argument("--outlet", type=int, help="unit number; who serves at the desk has none")
    add.add_argument(
        "--role",
        action="append",
        choices=("clerk", "desk", "desk_lead", "auditor"),
        help="may be given several times; without it clerk",
    )
    add.add_argument("--pseudonym", required=True, help="what is recorded, such as clerk-7")
    clerk.add_parser("leave", help="note that a clerk has left").add_argument(
        "pseudonym", help="as it was entered"
    )
    station = _verbs(things, "station", "browsers at counters")
    enroll = station.add_parser("enroll", help="print the one-time code a browser exchanges for its secret")
    enroll.add_argument("--outlet", type=int, required=True, help="unit number")
    enroll.add_argument("--name", required=True, help='such as "Counter 2"')
    station.add_parser("revoke", help="take a station off the list").add_argument(
        "id", type=int, help="the number enroll printed"
    )
    device = _verbs(things, "device", "scanners, readers and cameras")
    register = device.add_parser("register", help="print the secret of a new device, or a new one of a known")
    register.add_argument("id", help="such as document-scanner-2")
    register.add_argument("--outlet", type=int, required=True, help="unit number")
    register.add_argument("--station", type=int, help="the station it stands at")
    register.add_argument("--kind", choices=_KINDS, required=True, help="what it reads")
    register.add_argument("--model", required=True, help="what its maker calls it")
    device.add_parser("revoke", help="take a device off the list").add_argument(
        "id", help="as it was registered"
    )
    device.add_parser("list", help="say how an outlet's devices are").add_argument(
        "outlet", type=int, help="unit number"
    )
    _configure_problem(_verbs(things, "problem", "known problems"))
    case = _verbs(things, "case", "support cases")
    case.add_parser("list", help="print the open cases")
    close = case.add_parser("close", help="close a case; its days were given back")
    close.add_argument("id", type=int, help="the number list prints")
    close.add_argument("--outcome", required=True, help="a code, such as read or another_document")


def _verbs(things: Any, name: str, told: str) -> Any:
    return things.add_parser(name, help=told).add_subparsers(dest="verb", required=True, metavar="VERB")


def _configure_problem(problem: Any) -> None:
    publish = problem.add_parser("publish", help="tell clerks, recipients and senders of a problem")
    for name, told in (
        ("--no", "what fails, in Norwegian"),
        ("--en", "what fails, in English"),
        ("--do-no", "what to do, in Norwegian"),
        ("--do-en", "what to do, in English"),
    ):
        publish.add_argument(name, required=True, metavar="SENTENCE", help=told)
    publish.add_argument("--outlet", type=int, help="unit number; without it everywhere")
    publish.add_argument("--device-model", default="", help="only where such a device is")
    publish.add_argument("--state", default="", help="issuing state, as the machine-readable zone writes it")
    publish.add_argument("--kind", default="", help="kind of document, such as foreign_passport")
    publish.add_argument("--series", default="", help="how document numbers begin")
    publish.add_argument("--from", dest="first", type=day, metavar="DATE", help="else today")
    publish.add_argument("--until", type=day, metavar="DATE", help="the last day")
    publish.add_argument(
        "--holds-deadline", action="store_true", help="nothing can be handed over on that equipment"
    )
    problem.add_parser("end", help="end a problem").add_argument(
        "id", type=int, help="the number publish printed"
    )


def run(arguments: argparse.Namespace) -> int:
    """Do what is asked and print it as JSON; 1 when there was nothing to do it to."""
    post.set_up()
    answer = _DONE[f"{arguments.thing} {arguments.verb}"](arguments)
    if answer is None:
        print("there is no such row, or it was done before", file=sys.stderr)
        return 1
    print(json.dumps(answer, default=str, ensure_ascii=False))
    return 0


def _clerk_add(asked: argparse.Namespace) -> object:
    from budstikke.post.actions.outlets.register_clerk import register_clerk
    from budstikke.post.terms.roles import StaffRole

    roles = [StaffRole(each) for each in asked.role or ("clerk",)]
    if StaffRole.CLERK in roles and asked.outlet is None:
        print("a clerk serves at an outlet: --outlet", file=sys.stderr)
        return None
    password = sys.stdin.readline().rstrip("\n")
    if not password:
        print("the password is one line of standard input", file=sys.stderr)
        return None
    made = register_clerk(
        asked.username,
        password=password,
        outlet_id=asked.outlet,
        pseudonym=asked.pseudonym,
        roles=roles,
    )
    return {"clerk": made.pseudonym, "outlet": made.outlet_id, "roles": sorted(made.roles)}


def _clerk_leave(asked: argparse.Namespace) -> object:
    from budstikke.post.actions.outlets.register_clerk import clerk_leaves

    return {"left": asked.pseudonym} if clerk_leaves(asked.pseudonym, now=now()) else None


def _station_enroll(asked: argparse.Namespace) -> object:
    from budstikke.post.actions.outlets.enroll_station import enroll_station

    return {"code": enroll_station(asked.outlet, name=asked.name, now=now()), "minutes": 30}


def _station_revoke(asked: argparse.Namespace) -> object:
    from budstikke.post.actions.outlets.enroll_station import revoke_station

    return {"revoked": asked.id} if revoke_station(asked.id, now=now()) else None


def _device_register(asked: argparse.Namespace) -> object:
    from budstikke.post.actions.outlets.register_device import register_device

    secret = register_device(
        asked.id, outlet_id=asked.outlet, kind=asked.kind, model=asked.model, station_id=asked.station
    )
    return {"device": asked.id, "secret": secret}


def _device_revoke(asked: argparse.Namespace) -> object:
    from budstikke.post.actions.outlets.register_device import revoke_device

    return {"revoked": asked.id} if revoke_device(asked.id, now=now()) else None


def _device_list(asked: argparse.Namespace) -> object:
    from dataclasses import asdict

    from budstikke.post.actions.outlets.device_states import device_states

    return [asdict(each) for each in device_states(asked.outlet, now=now())]


def _problem_publish(asked: argparse.Namespace) -> object:
    from budstikke.post.actions.outlets.publish_problem import publish_problem
    from budstikke.post.terms.pum.known_problems import KnownProblem

    problem = KnownProblem(
        what=Words(no=asked.no, en=asked.en),
        advice=Words(no=asked.do_no, en=asked.do_en),
        from_on=asked.first or today(),
        to_on=asked.until,
        outlet_id=asked.outlet,
        device_model=asked.device_model,
        issuing_state=asked.state,
        document_kind=asked.kind,
        number_begins=asked.series,
        holds_deadline=asked.holds_deadline,
    )
    return {"problem": publish_problem(problem, by="operations", now=now())}


def _problem_end(asked: argparse.Namespace) -> object:
    from budstikke.post.actions.outlets.publish_problem import end_problem

    return {"ended": asked.id} if end_problem(asked.id, now=now()) else None


def _case_list(asked: argparse.Namespace) -> object:
    del asked  # nothing is asked
    from budstikke.post.records.models import SupportCase
    from budstikke.post.records.scope import CARRIER, acting_as

    told = ("id", "letter__number", "outlet_id", "device", "cause", "opened_at", "opened_by")
    with acting_as(CARRIER):
        return list(SupportCase.objects.filter(closed_at=None).order_by("id").values(*told))


def _case_close(asked: argparse.Namespace) -> object:
    from budstikke.post.actions.moving.open_case import close_case

    closed = close_case(asked.id, outcome=asked.outcome, by="operations", now=now())
    return {"closed": asked.id} if closed else None


_DONE: Mapping[str, Callable[[argparse.Namespace], object]] = {
    "clerk add": _clerk_add,
    "clerk leave": _clerk_leave,
    "station enroll": _station_enroll,
    "station revoke": _station_revoke,
    "device register": _device_register,
    "device revoke": _device_revoke,
    "device list": _device_list,
    "problem publish": _problem_publish,
    "problem end": _problem_end,
    "case list": _case_list,
    "case close": _case_close,
}
