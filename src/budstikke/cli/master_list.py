"""
Check and import lists of states' certificates, by which chips of identity documents are judged.

FILE is a master list as a state publishes it, a certificate or a revocation list, in DER or PEM, or a folder of
such files. Prints what is in it as JSON. Compare `publisher` with the SHA-256 that the publisher makes known: a
list vouches for itself only, and `import` asks for that SHA-256. Exit 0 when all of it can be imported, 1 when not.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from budstikke.cli import post
from budstikke.cli.reading import NotReadable, opened
from budstikke.formats.chip import master_list
from budstikke.formats.chip.certificates import RevocationList, StateCertificate
from budstikke.formats.malformed import Fault, Malformed
from budstikke.kit.clock import now

HELP = "check and import lists of states' certificates, for chips"
EXAMPLES = (
    "budstikke master-list check DE_ML.ml",
    "budstikke master-list import DE_ML.ml --publisher SHA256",
)
_MOST_FILES = 10_000


def configure(parser: argparse.ArgumentParser) -> None:
    """Say which arguments the command takes."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    check = verbs.add_parser("check", help="say what is in a file, and what is wrong with it")
    take = verbs.add_parser("import", help="take it over; nothing when anything is wrong")
    verbs.add_parser("list", help="say what was taken over, and what of it cannot be read; exit 1 for that")
    take.add_argument("--publisher", metavar="SHA256", help="of the certificate that publishes a signed list")
    for verb in (check, take):
        verb.add_argument(
            "file", metavar="FILE", help="the list, a folder of certificates, or - for standard input"
        )


def run(args: argparse.Namespace) -> int:
    """Print what is in the files, or take it over; returns 0 when nothing is wrong with them."""
    if args.verb != "check":
        return _import(args) if args.verb == "import" else _list_held()
    try:
        found = master_list.read(_files(args.file))
    except (NotReadable, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    answer = {
        "publisher": _certificate(found.publisher) if found.publisher else None,
        "signed_at": found.signed_at.isoformat() if found.signed_at else None,
        "countries": sorted({each.country for each in found.certificates}),
        "certificates": [_certificate(each) for each in found.certificates],
        "revocation_lists": [_list(each) for each in found.lists],
        "doubts": [_fault(each) for each in found.doubts],
        "faults": [_fault(each) for each in found.faults],
    }
    print(json.dumps(answer, ensure_ascii=False))
    return 1 if found.faults else 0


def _import(args: argparse.Namespace) -> int:
    try:
        files = list(_files(args.file))
    except (NotReadable, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    post.set_up()
    from budstikke.post.actions.reading.import_master_list import import_master_list

    try:
        done = import_master_list(files, publisher_sha256=args.publisher, now=now())
    except Malformed as malformed:
        for fault in malformed.faults:
            print(f"{fault.where}: {fault.text} ({fault.code})", file=sys.stderr)
        return 1
    print(json.dumps(asdict(done)))
    return 0


def _list_held() -> int:
    post.set_up()
    from budstikke.post.actions.reading.country_trust import held

    found = held()
    answer = {
        "countries": dict(sorted(Counter(each.country for each in found.trust.certificates).items())),
        "revocation_lists": [
            {**_list(each), "counts": found.trust.is_signed(each)} for each in found.trust.lists
        ],
        "unreadable": list(found.unreadable),
    }
    print(json.dumps(answer, ensure_ascii=False))
    return 1 if found.unreadable else 0


def _files(name: str) -> Iterator[tuple[str, bytes]]:
    folder = Path(name)
    if name == "-" or not folder.is_dir():
        with opened(name) as stream:
            yield name, stream.read(master_list.MOST_BYTES + 1)
        return
    for count, path in enumerate(sorted(each for each in folder.rglob("*") if each.is_file())):
        if count >= _MOST_FILES:
            raise NotReadable(f"{name} has more than {_MOST_FILES} files")
        with opened(str(path)) as stream:
            yield str(path.relative_to(folder)), stream.read(master_list.MOST_BYTES + 1)


def _certificate(certificate: StateCertificate) -> dict[str, object]:
    return {
        "country": certificate.country,
        "subject_key_id": certificate.key_id.hex(),
        "sha256": certificate.sha256,
        "not_before": certificate.not_before.isoformat(),
        "not_after": certificate.not_after.isoformat(),
    }


def _list(listed: RevocationList) -> dict[str, object]:
    return {
        "country": listed.country,
        "sha256": listed.sha256,
        "made_at": listed.made_at.isoformat(),
        "renew_at": listed.renew_at.isoformat() if listed.renew_at else None,
        "revoked": len(listed.serials),
    }


def _fault(fault: Fault) -> dict[str, str]:
    return {"where": fault.where, "code": fault.code, "text": fault.text}
