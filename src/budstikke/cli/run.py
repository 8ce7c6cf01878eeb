"""Run post, mailbox and worker on this machine, seeded with invented senders and outlets, until Ctrl-C."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time

from budstikke.cli import post
from budstikke.cli.processes import DidNotStart, Ports, refuse_taken, running, stop_kindly_when_terminated
from budstikke.cli.smtp_sink import smtp_sink
from budstikke.kit.database import start_server, stop_server
from budstikke.kit.installation import data_folder, is_test

HELP = "run the services on this machine until Ctrl-C"
_LOOK_SECONDS = 2.0


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--post-port", type=int, default=8200)
    parser.add_argument("--mailbox-port", type=int, default=8201)


def run(arguments: argparse.Namespace) -> int:
    """Migrate, seed a test installation, start everything, and say where it is."""
    ports = Ports(post=arguments.post_port, mailbox=arguments.mailbox_port)
    try:
        refuse_taken(ports)
    except DidNotStart as reason:
        print(reason, file=sys.stderr)
        return 1
    # Being told to end and Ctrl-C are the same: everything started here is stopped, in order.
    stop_kindly_when_terminated()
    os.environ.update(ports.environment())
    try:
        return _serve(ports)
    except KeyboardInterrupt:
        print("Stopping ...", file=sys.stderr)
        return 0
    finally:
        stop_server()


def _serve(ports: Ports) -> int:
    migrated = subprocess.run([sys.executable, "-m", "budstikke.cli.main", "migrate"])
    if migrated.returncode != 0:
        return migrated.returncode
    post.set_up()
    if is_test():
        from budstikke.cli.seeding import seed

        seed()
    try:
        with smtp_sink(ports.smtp), running(ports) as start_again:
            _tell(ports)
            while True:
                time.sleep(_LOOK_SECONDS)
                # Nothing where it runs; a database that was killed is started again, as the services are.
                start_server()
                for name in start_again():
                    print(f"{name} has ended and is started again; its log says why", file=sys.stderr)
    except DidNotStart as reason:
        print(reason, file=sys.stderr)
        return 1


def _tell(ports: Ports) -> None:
    folder = data_folder()
    print(f"tracking   {ports.post_url}/track/")
    print(f"mailbox    {ports.mailbox_url}/")
    print(f"orders     put order files into {folder}/edi/in; examples/orders.edi is one")
    print(f"e-mail     {folder}/sent/*.eml    SMS {folder}/sent/sms.jsonl    paper {folder}/print")
    print("Ctrl-C stops everything; the data stays.", flush=True)
