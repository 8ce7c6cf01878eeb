"""
Wash a customer register: hold it against the moves published, and write it again with new addresses beside the old.

FILE is CSV or Parquet with a name, a street and a postcode in each record. What is not told is coded 00, whatever the
reason; a record that cannot be read is coded 99, or left out where it is no record, and named with its row and column
in OUT.faults.csv. The same command, given again after it was killed, goes on where it was.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from budstikke.cli import post
from budstikke.cli.reading import NotReadable, opened
from budstikke.formats import customer_parquet
from budstikke.formats.customer_file import ENCODINGS, KNOWN, CsvRegister, Register
from budstikke.formats.malformed import Malformed
from budstikke.kit.clock import now, today
from budstikke.post.doors.washing.job import Job, NotThisJob, Sums, faults_beside, fingerprint
from budstikke.post.doors.washing.told import ADDED, Washer
from budstikke.post.terms.editions import forwarding_on, pum_on
from budstikke.post.terms.forwarding.moves_file import Moves
from budstikke.post.terms.forwarding.washing import Basis

HELP = "wash a customer register against published moves"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", metavar="FILE", help="the register, .csv or .parquet")
    parser.add_argument(
        "--out", required=True, metavar="FILE", help="where to write it; must not be there yet"
    )
    parser.add_argument("--moves", required=True, metavar="FILE", help="the moves published")
    parser.add_argument("--customer", required=True, metavar="NUMBER", help="whose register it is")
    parser.add_argument(
        "--basis", required=True, choices=[str(each) for each in Basis], help="GDPR article 6(1)"
    )
    parser.add_argument("--agreement", required=True, metavar="REFERENCE", help="where the customer said so")
    parser.add_argument(
        "--columns",
        default="",
        metavar="PART=COLUMN,...",
        help=f"what the file calls its {', '.join(KNOWN)}; a name may be First+Last",
    )
    parser.add_argument("--encoding", choices=ENCODINGS, default="utf-8", help="of CSV")


def run(arguments: argparse.Namespace) -> int:
    """Wash; 0 when every record could be read, 1 when not, 2 when nothing could be done."""
    source, job = Path(arguments.file), Job(Path(arguments.out))
    try:
        if job.out.exists():
            raise NotReadable(f"{job.out} is there already; it is not written over")
        register = _register(source, arguments)
        with opened(arguments.moves) as stream:
            moves = Moves(stream)
        said = {
            "ref": str(uuid4()),
            "day": today().isoformat(),
            "customer": arguments.customer,
            "basis": arguments.basis,
            "agreement": arguments.agreement,
            "moves": moves.number,
            "file": fingerprint(source),
            "columns": asdict(register.columns),
        }
        # As it will be read back, so that it can be compared.
        with job.begun(json.loads(json.dumps(said))) as begun:
            return _recorded(job, register, moves, begun)
    except Malformed as malformed:
        for fault in malformed.faults:
            print(f"{fault.where}: {fault.text} ({fault.code})", file=sys.stderr)
        return 2
    except (NotReadable, NotThisJob) as reason:
        print(reason, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"cannot read or write {error.filename}: {error.strerror}", file=sys.stderr)
        return 2


def _recorded(job: Job, register: Register, moves: Moves, begun: Mapping[str, Any]) -> int:
    """Wash between the two things that are written down about it."""
    post.set_up()
    from budstikke.post.actions.sorting.hushed_since import hushed_since
    from budstikke.post.actions.sorting.record_wash import WashBegun, begin_wash, finish_wash

    hushed = hushed_since(moves.number)
    if hushed is None:
        raise NotReadable("the moves were published from another database; publish them here")
    moves.hushed = hushed
    ref = UUID(begun["ref"])
    begin_wash(
        WashBegun(
            ref=ref,
            customer=begun["customer"],
            basis=Basis(begun["basis"]),
            agreement=begun["agreement"],
            moves=begun["moves"],
            as_of_on=date.fromisoformat(begun["day"]),
            file_bytes=begun["file"]["bytes"],
            file_sha256=begun["file"]["head_sha256"],
        ),
        now=now(),
    )
    sums = _wash(job, register, moves, begun)
    faults = job.join(register)
    finish_wash(ref, **asdict(sums), persons=job.persons(), now=now())
    job.finish({**begun, "finished_at": now().isoformat(), **asdict(sums), "faults": faults}, faults=faults)
    print(json.dumps({"out": str(job.out), **asdict(sums), "faults": faults}, ensure_ascii=False))
    if faults:
        print(f"{faults} faults: see {faults_beside(job.out)}", file=sys.stderr)
    return 1 if faults else 0


def _wash(job: Job, register: Register, moves: Moves, begun: Mapping[str, Any]) -> Sums:
    day = date.fromisoformat(begun["day"])
    washer = Washer(moves, day=day, edition=forwarding_on(day), pum=pum_on(day))

    def progress(sums: Sums) -> None:
        percent = 100 * register.done() // max(register.whole, 1)
        print(f"{sums.records} records washed, {percent} % of the file read", file=sys.stderr, flush=True)

    return job.run(register, washer, progress=progress)


def _register(source: Path, arguments: argparse.Namespace) -> Register:
    named = dict(part.split("=", 1) for part in arguments.columns.split(",") if "=" in part)
    if source.suffix == customer_parquet.SUFFIX:
        return customer_parquet.ParquetRegister(source, named=named, added=ADDED)
    return CsvRegister(source, encoding=arguments.encoding, named=named, added=ADDED)
