"""Run post, mailbox, issuer and workers on this machine, seeded with invented senders and outlets, until Ctrl-C."""

from __future__ import annotations

import argparse
import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

from budstikke.cli import post
from budstikke.cli.processes import DidNotStart, Ports, refuse_taken, running, stop_kindly_when_terminated
from budstikke.cli.sms_gateway import stand_in
from budstikke.cli.smtp_sink import smtp_sink
from budstikke.cli.stand_ins import stand_ins
from budstikke.kit import clock
from budstikke.kit.database import start_server, stop_server
from budstikke.kit.installation import data_folder, is_test
from budstikke.kit.postgres import NoServer

if TYPE_CHECKING:
    from budstikke.cli.seeding_sign_ins import SignIn

HELP = "run the services on this machine until Ctrl-C"
EXAMPLES = (
    "budstikke run",
    "budstikke run --post-port 9200 --mailbox-port 9201 --issuer-port 9202",
)
_LOOK_SECONDS = 2.0
_PORTS = (
    ("post", "the carrier"),
    ("mailbox", "the digital mailbox"),
    ("issuer", "the issuer of eIDs"),
    ("sftp", "the senders' folders"),
    ("smtp", "the mail sink"),
    ("sms", "the SMS gateway that stands in"),
    ("payments", "the payment stand-in"),
    ("registry", "the National Registry's stand-in"),
    ("reader", "the ID verifier's stand-in"),
)
# The doors that ask who is there, and what each is called here.
_DOORS = {"counter": "counter", "desk": "desk", "sender": "portal"}


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    for name, whose in _PORTS:
        port = getattr(Ports(), name)
        parser.add_argument(
            f"--{name}-port", type=int, default=port, metavar="PORT", help=f"of {whose} ({port})"
        )


def run(arguments: argparse.Namespace) -> int:
    """Migrate, seed a test installation, start everything, and say where it is."""
    ports = Ports(**{name: getattr(arguments, f"{name}_port") for name, _ in _PORTS})
    try:
        refuse_taken(ports)
    except DidNotStart as reason:
        print(reason, file=sys.stderr)
        return 1
    # Being told to end and Ctrl-C are the same: everything started here is stopped, in order.
    stop_kindly_when_terminated()
    os.environ.update(ports.environment())
    gateway = _sms_gateway(ports)
    try:
        with gateway, stand_ins(ports):
            return _serve(ports)
    except KeyboardInterrupt:
        print("Stopping ...", file=sys.stderr)
        return 0
    finally:
        stop_server()


def _sms_gateway(ports: Ports) -> AbstractContextManager[object]:
    """Make the gateway that a test installation sends its SMS by, unless the settings name another."""
    if not is_test() or "BUDSTIKKE_SMS_URL" in os.environ:
        return nullcontext()
    os.environ.setdefault("BUDSTIKKE_SMS_TOKEN", secrets.token_urlsafe())
    os.environ.setdefault("BUDSTIKKE_SMS_RECEIPT_TOKEN", secrets.token_urlsafe())
    gateway = stand_in(port=ports.sms)
    os.environ["BUDSTIKKE_SMS_URL"] = gateway.url
    return gateway


def _serve(ports: Ports) -> int:
    _doing("Making the databases; the first time all of this takes about a minute")
    migrated = subprocess.run([sys.executable, "-m", "budstikke.cli.main", "migrate"])
    if migrated.returncode != 0:
        return migrated.returncode
    post.set_up()
    sign_ins: list[SignIn] = []
    if is_test():
        _doing("Entering people, outlets and letters to try with")
        from budstikke.cli.seeding import seed
        from budstikke.cli.seeding_citizens import seed_citizens
        from budstikke.cli.seeding_issuer import seed_issuer
        from budstikke.cli.seeding_station import seed_station

        seed()
        seed_citizens()
        seed_issuer(ports)
        sign_ins = seed_station()
    _doing("Starting carrier, mailbox, issuer and their workers")
    try:
        with smtp_sink(ports.smtp), running(ports) as start_again:
            _tell(ports)
            look = _tell_station(ports, sign_ins) if is_test() else None
            while True:
                time.sleep(_LOOK_SECONDS)
                _keep_going(start_again)
                if look is not None:
                    _looked(look)
    except DidNotStart as reason:
        print(reason, file=sys.stderr)
        return 1


def _doing(words: str) -> None:
    """Say what takes its time, on standard error."""
    print(f"{words} ...", file=sys.stderr, flush=True)


def _keep_going(start_again: Callable[[], list[str]]) -> None:
    """Start again what has ended; what cannot be started now is tried the next time."""
    try:
        # Nothing where it runs; a database that was killed is started again, as the services are.
        start_server()
    except NoServer as reason:
        print(f"the database does not start, and is tried again: {reason}", file=sys.stderr)
    for name in start_again():
        print(f"{name} has ended and is started again; its log says why", file=sys.stderr)


def _looked(look: Callable[[], None]) -> None:
    """Let the simulated scanner look, unless its database has just ended: then the next time, over a new connection."""
    from django.db import DatabaseError, connection

    try:
        look()
    except DatabaseError:
        connection.close()


def _tell(ports: Ports) -> None:
    folder = data_folder()
    print(f"front page {ports.post_url}/   a recipient's, with the way to the others")
    print(
        f"issuer     {ports.issuer_url}/   what its letters say, once they are printed: `budstikke print-house`"
    )
    if is_test():
        print(f"mailbox    {_mailbox(ports)}")
    print(f"orders     put order files into {folder}/edi/in; examples/orders.edi is one")
    print(f"SFTP       localhost port {ports.sftp}; let a sender in by `budstikke sftp-user add`")
    print(f"e-mail     {folder}/sent/*.eml    SMS {folder}/sent/sms.jsonl    paper {folder}/print")
    print(
        f"SMS        taken at {os.environ.get('BUDSTIKKE_SMS_URL', '-')},"
        f" receipts to {ports.post_url}/notices/receipts/sms"
    )
    print("Ctrl-C stops everything; the data stays.", flush=True)


def _mailbox(ports: Ports) -> str:
    """Say how a sender's mailbox is opened in a browser: by its key, for there is no password."""
    from budstikke.cli.seeding import FIRST_ACCOUNT, mailbox_key, senders

    key = mailbox_key(str(senders()[0]["organisation_number"]))
    return (
        f"`budstikke inbox browse --url {ports.mailbox_url} --sender {FIRST_ACCOUNT} --key {key}` says where"
    )


def _tell_station(ports: Ports, sign_ins: list[SignIn]) -> Callable[[], None]:
    """Say how the station can be tried; return what its simulated scanner does again and again."""
    from budstikke.cli.seeding_scanner import Scanner
    from budstikke.cli.seeding_sign_ins import OUTLET
    from budstikke.cli.seeding_station import folder
    from budstikke.post.actions.outlets.enroll_station import enroll_station

    scanner = Scanner(ports.post_url)
    code = enroll_station(OUTLET, name=f"Luke {clock.now():%H%M%S}", now=clock.now())
    print("\nTEST: doors to try\n")
    print(f"code       {code}   once, within half an hour, at {ports.post_url}/counter/station/")
    for door, told in _DOORS.items():
        print(f"\n{told:<10} {ports.post_url}/{door}/")
        for each in sign_ins:
            if each.door == door:
                named = f"{each.username:<9} {each.role:<9}"
                print(f"           {named} password {each.password}   code now {each.code()}")
                print(f"           {each.otpauth}")
    print(f"           a passkey instead of codes: sign in once, then {ports.post_url}/counter/factors/\n")
    _tell_citizens(ports)
    _tell_issuer(ports)
    print(f"letters    {folder()}/index.html: what waits at the outlet, and a document for each")
    print(f"scanner    reads any picture that is put into {scanner.glass}", flush=True)
    return scanner.look


def _tell_issuer(ports: Ports) -> None:
    """Say who may sign in at the issuer; its people are made by its own command, in its own database."""
    command = [sys.executable, "-m", "budstikke.cli.main", "issuer-sign-ins"]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    people = [json.loads(line) for line in done.stdout.splitlines()]
    print(f"issuer     {ports.issuer_url}/my/ and, for staff, {ports.issuer_url}/staff/; by code app")
    for each in people:
        roles = ", ".join(each["roles"]) or "customer"
        print(
            f"           {each['number']} PIN {each['pin']}   code now {each['code']}   {each['name']}, {roles}"
        )
        print(f"           {each['otpauth']}")
        if each["card"]:
            print(f"           or by smart card {each['card']}, the same PIN")
    print("           the codes of a later half minute: `budstikke issuer-sign-ins`")
    print(
        f"verifier   {os.environ.get('BUDSTIKKE_ISSUER_READER_URL', '-')} stands in; an order leads there\n"
    )


def _tell_citizens(ports: Ports) -> None:
    """Say who may order forwarding, and who stands in for whom."""
    from budstikke.cli.seeding_citizens import CITIZENS

    print(f"forwarding {ports.post_url}/forwarding/ by TEST sign-in, with a synthetic number:")
    for each in CITIZENS:
        where = "" if each.registered else "   whom only the National Registry knows"
        print(f"           {each.number} {each.given} {each.surname}, born {each.born_on}{where}")
    print(f"payments   {os.environ.get('BUDSTIKKE_PAYMENT_URL', '-')} stands in; paying leads to its page")
    print(f"registry   {os.environ.get('BUDSTIKKE_REGISTRY_URL', '-')} stands in for the National Registry\n")
