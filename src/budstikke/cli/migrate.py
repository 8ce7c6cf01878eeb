"""Make or renew the databases: roles, tables, rules and rights, for every service or for one."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

from budstikke.kit.database import SERVICES, prepare
from budstikke.kit.postgres import NoServer

HELP = "make or renew the databases"
EXAMPLES = (
    "budstikke migrate",
    "budstikke migrate --service post",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--service", choices=SERVICES, help="this service only, in this process")


def run(arguments: argparse.Namespace) -> int:
    """Migrate; each service in a process of its own, because their settings differ, and both at once."""
    if arguments.service:
        return _one(arguments.service)
    processes = [
        subprocess.Popen([sys.executable, "-m", "budstikke.cli.main", "migrate", "--service", service])
        for service in SERVICES
    ]
    return max(process.wait() for process in processes)


def _one(service: str) -> int:
    os.environ["BUDSTIKKE_AS_OWNER"] = "1"
    os.environ["DJANGO_SETTINGS_MODULE"] = f"budstikke.wiring.{service}"
    try:
        prepare(service)  # type: ignore[arg-type]  # argparse keeps it to SERVICES
    except NoServer as reason:
        print(reason, file=sys.stderr)
        return 1
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    if service == "post":
        call_command("createcachetable", verbosity=0)
        from budstikke.post.records import rules

        rules.install()
    if service == "issuer":
        from budstikke.issuer.records import rights

        rights.install()
    return 0
