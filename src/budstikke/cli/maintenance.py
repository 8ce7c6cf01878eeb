"""Announce when the issuer's ordering pauses, tell of incidents, list both, end them."""

from __future__ import annotations

import argparse
import json
import os
import sys
from datetime import datetime
from typing import TYPE_CHECKING

from budstikke.cli import post
from budstikke.kit.clock import now

if TYPE_CHECKING:
    from budstikke.issuer.terms.maintenance import Incident, Window

HELP = "announce the issuer's maintenance and incidents"
EXAMPLES = (
    "budstikke maintenance list",
    "budstikke maintenance end new-check",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    add = verbs.add_parser("add", help="announce a window in which products cannot be ordered")
    add.add_argument("code", metavar="CODE", help="what it is called")
    add.add_argument("--product", action="append", required=True, metavar="PRODUCT", help="may be repeated")
    add.add_argument(
        "--from", dest="from_at", type=_moment, required=True, metavar="MOMENT", help="its first second"
    )
    add.add_argument(
        "--to", dest="to_at", type=_moment, required=True, metavar="MOMENT", help="its last second"
    )
    add.add_argument("--announce", type=_moment, metavar="MOMENT", help="from when all are told (now)")
    add.add_argument("--no-renewal", action="store_true", help="renewals pause as well")
    add.add_argument("--existing-stop", action="store_true", help="eIDs in use may not work either")
    add.add_argument("--reason-no", required=True, metavar="WORDS", help="why, in Norwegian")
    add.add_argument("--reason-en", required=True, metavar="WORDS", help="why, in English")
    tell = verbs.add_parser("tell", help="tell of an incident, until it is ended")
    tell.add_argument("code", metavar="CODE", help="what it is called")
    for name, told in (("scope", "what it is about"), ("words", "what happens"), ("advice", "what to do")):
        for language, called in (("no", "Norwegian"), ("en", "English")):
            tell.add_argument(
                f"--{name}-{language}", required=True, metavar="WORDS", help=f"{told}, in {called}"
            )
    tell.add_argument("--article", action="append", default=[], metavar="ID", help="a help page it is about")
    verbs.add_parser("list", help="every window and incident there was and is to come, one JSON line each")
    end = verbs.add_parser(
        "end", help="end a window or an incident now; one that has not begun is called off"
    )
    end.add_argument("code", metavar="CODE", help="what it is called")


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError("write the offset too, such as 2026-11-04T12:00+01:00")
    return moment


def run(arguments: argparse.Namespace) -> int:
    """Do what is asked; exit 1 when it cannot be, with the reason."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "budstikke.wiring.issuer"
    post.set_up_django()
    from budstikke.issuer.actions import maintenance

    try:
        if arguments.verb == "add":
            maintenance.announce(_window(arguments))
        elif arguments.verb == "tell":
            maintenance.tell_of(_incident(arguments))
        elif arguments.verb == "end":
            print(json.dumps({"ended": maintenance.end(arguments.code, now=now())}))
        else:
            for line in (
                *map(_window_line, maintenance.all_windows()),
                *map(_incident_line, maintenance.incidents()),
            ):
                print(json.dumps(line, ensure_ascii=False))
    except (maintenance.NotAnnounced, ValueError) as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0


def _window(arguments: argparse.Namespace) -> Window:
    from budstikke.issuer.terms.maintenance import Window
    from budstikke.issuer.terms.products import Product
    from budstikke.law.words import Words

    return Window(
        code=arguments.code,
        products=frozenset(Product(each) for each in arguments.product),
        from_at=arguments.from_at,
        to_at=arguments.to_at,
        announced_at=arguments.announce or now(),
        reason=Words(no=arguments.reason_no, en=arguments.reason_en),
        renewal_allowed=not arguments.no_renewal,
        existing_work=not arguments.existing_stop,
    )


def _incident(arguments: argparse.Namespace) -> Incident:
    from budstikke.issuer.terms.maintenance import Incident
    from budstikke.law.words import Words

    def said(name: str) -> Words:
        return Words(no=getattr(arguments, f"{name}_no"), en=getattr(arguments, f"{name}_en"))

    return Incident(
        code=arguments.code,
        scope=said("scope"),
        words=said("words"),
        advice=said("advice"),
        begun_at=now(),
        articles=frozenset(arguments.article),
    )


def _window_line(window: Window) -> dict[str, object]:
    return {
        "window": window.code,
        "products": sorted(window.products),
        "from": window.from_at.isoformat(),
        "to": window.to_at.isoformat(),
        "announced": window.announced_at.isoformat(),
        "renewal_allowed": window.renewal_allowed,
        "existing_work": window.existing_work,
        "reason": window.reason.as_json(),
    }


def _incident_line(incident: Incident) -> dict[str, object]:
    return {
        "incident": incident.code,
        "begun": incident.begun_at.isoformat(),
        "ended": incident.ended_at and incident.ended_at.isoformat(),
        "articles": sorted(incident.articles),
        **{name: getattr(incident, name).as_json() for name in ("scope", "words", "advice")},
    }
