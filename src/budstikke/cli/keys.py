"""
List, rotate and revoke the keys of this installation, while everything runs.

What runs takes up a new key by itself; what older keys signed or sealed goes on being good. `reseal` brings rows
under the newest data key in the background and may be killed and begun again; `retire` then forgets older keys.
What is printed names keys and certificates and holds no secret. docs/key-ceremony.md says who does this, and how.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from budstikke.cli import key_kinds as kinds
from budstikke.cli.cannot import CannotBeDone
from budstikke.kit.clock import now
from budstikke.kit.installation import data_folder

HELP = "list, rotate and revoke keys"
EXAMPLES = (
    "budstikke keys list",
    "budstikke keys rotate post-data --reseal",
    "budstikke keys revoke seal",
)
_REASONS = ("key_compromise", "superseded", "cessation_of_operation")


def configure(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes; each row adds one sub-command."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    listing = verbs.add_parser("list", help="say which keys there are, since when, and until when")
    listing.set_defaults(keys_run=_list)
    rotate = verbs.add_parser("rotate", help="make a new key the one that signs or seals")
    rotate.add_argument("kind", choices=kinds.KINDS, metavar="KIND", help=", ".join(kinds.KINDS))
    rotate.add_argument("--reseal", action="store_true", help="and bring all rows under it now")
    rotate.set_defaults(keys_run=_rotate, seconds=None)
    reseal = verbs.add_parser("reseal", help="bring rows under the newest key; begun again, it goes on")
    reseal.add_argument("kind", choices=kinds.RESEALED, metavar="KIND", help=", ".join(kinds.RESEALED))
    reseal.add_argument(
        "--seconds", type=float, metavar="S", help="stop after about so long, half of it idle"
    )
    reseal.set_defaults(keys_run=_reseal)
    retire = verbs.add_parser("retire", help="forget older keys that nothing needs any more")
    retire.add_argument("kind", choices=kinds.RETIRED, metavar="KIND", help=", ".join(kinds.RETIRED))
    retire.set_defaults(keys_run=_retire)
    revoke = verbs.add_parser("revoke", help="list a certificate as revoked, and publish the list")
    revoke.add_argument("kind", choices=kinds.REVOKED, metavar="KIND", help=", ".join(kinds.REVOKED))
    revoke.add_argument("--serial", metavar="HEX", help="an earlier certificate; else the present one")
    revoke.add_argument("--reason", choices=_REASONS, default=_REASONS[0], help="what the list says")
    revoke.set_defaults(keys_run=_revoke)
    request = verbs.add_parser(
        "request", help="make an issuing key that the root, kept elsewhere, is to certify"
    )
    request.add_argument("kind", choices=("issuer-issuing",), metavar="KIND", help="issuer-issuing")
    request.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="what is carried to the root"
    )
    request.set_defaults(keys_run=_request)
    bring = verbs.add_parser("bring", help="take what comes from there: root.pem, root.crl, a certificate")
    bring.add_argument("files", nargs="+", type=Path, metavar="FILE", help="each judged before it is taken")
    bring.set_defaults(keys_run=_bring)
    publish = verbs.add_parser("publish", help="lay out root and revocation list for whoever judges")
    publish.set_defaults(keys_run=_publish)


def run(arguments: argparse.Namespace) -> int:
    """Run the sub-command asked for; returns 1 with the reason where a key cannot be used or made."""
    asked: Callable[[argparse.Namespace], int] = arguments.keys_run
    try:
        return asked(arguments)
    except CannotBeDone as reason:
        print(reason, file=sys.stderr)
        return 1


def _list(asked: argparse.Namespace) -> int:
    del asked  # nothing is asked
    print(json.dumps(kinds.listed(now=now()), indent=1))
    return 0


def _rotate(asked: argparse.Namespace) -> int:
    if asked.reseal and asked.kind not in kinds.RESEALED:
        print(f"no row is under {asked.kind}; --reseal is for {', '.join(kinds.RESEALED)}", file=sys.stderr)
        return 2
    made = kinds.rotate(asked.kind, now=now())
    print(json.dumps(made))
    return _reseal(asked) if asked.reseal else 0


def _reseal(asked: argparse.Namespace) -> int:
    done: dict[str, int] = {}
    for column, rows in kinds.reseal(asked.kind, seconds=asked.seconds, now=now):
        done[column] = done.get(column, 0) + rows
        print(f"{column}: {done[column]}", file=sys.stderr, flush=True)
    waiting = kinds.waiting(asked.kind)
    kinds.note_left(asked.kind, waiting, stuck=bool(waiting) and not done, now=now())
    print(json.dumps({"kind": asked.kind, "done": done, "left": waiting}))
    return 1 if waiting else 0


def _retire(asked: argparse.Namespace) -> int:
    print(json.dumps({"kind": asked.kind, **kinds.retire(asked.kind, now=now())}))
    return 0


def _revoke(asked: argparse.Namespace) -> int:
    serial = int(asked.serial, 16) if asked.serial else None
    listed = kinds.revoke(asked.kind, serial=serial, reason=asked.reason, now=now())
    laid_out = _laid_out() if asked.kind in kinds.SIGNING else {}
    print(json.dumps({"kind": asked.kind, "revoked": f"{listed:x}", **laid_out}))
    return 0


def _request(asked: argparse.Namespace) -> int:
    from budstikke.cli.key_root import request

    print(json.dumps({"kind": asked.kind, "request": request(asked.out), "file": str(asked.out)}))
    return 0


def _bring(asked: argparse.Namespace) -> int:
    from budstikke.cli.key_root import bring

    for path in asked.files:
        print(json.dumps({"file": str(path), "taken": bring(path, now=now())}), flush=True)
    return 0


def _publish(asked: argparse.Namespace) -> int:
    del asked  # nothing is asked
    print(json.dumps(_laid_out()))
    return 0


def _laid_out() -> dict[str, object]:
    files = kinds.publish(data_folder() / "trust", now=now())
    return {"published": [str(path) for path in files]}
