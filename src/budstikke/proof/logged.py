"""The log's part of a verdict: is the evidence in the log, did the log only grow, and what came before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import cast

from asn1crypto import crl

from budstikke.proof.canonical import canonical_form, fingerprint
from budstikke.proof.checkpoint import Checkpoint
from budstikke.proof.evidence_file import EvidenceFile
from budstikke.proof.log import grew, leaf_hash, root_by_inclusion
from budstikke.proof.salted import show, withheld
from budstikke.proof.shape import NotEvidence
from budstikke.proof.signature import CHECKPOINT, check_signature
from budstikke.proof.trust import Trust
from budstikke.proof.verdict import Check

JsonObject = Mapping[str, object]


def check_disclosures(file: EvidenceFile) -> Check | None:
    """Say whether what is disclosed is what was signed, and what is not; None where nothing was hidden."""
    try:
        shown = show(file.document, file.disclosures)
    except NotEvidence as fault:
        return Check.failed(
            "disclosures",
            f"Noe som er vist fram, er ikke det som ble signert: {fault}.",
            f"Something that is disclosed is not what was signed: {fault}.",
        )
    hidden = tuple(withheld(shown))
    if not hidden and not file.disclosures:
        return None
    count = len(file.disclosures)
    if hidden:
        names = ", ".join(hidden)
        return Check.passed(
            "disclosures",
            f"{count} opplysninger er vist fram og er de signerte. Holdt tilbake: {names}.",
            f"{count} values are disclosed and are those signed. Withheld: {names}.",
        )
    return Check.passed(
        "disclosures",
        f"Alle {count} personopplysninger er vist fram og er de signerte.",
        f"All {count} personal values are disclosed and are those signed.",
    )


def check_log(
    file: EvidenceFile,
    *,
    trust: Trust,
    at: datetime,
    proven_at: datetime | None = None,
    crls: tuple[crl.CertificateList, ...] = (),
) -> Iterator[Check]:
    """Yield what is found about the place of evidence in the log; nothing for evidence that came without one."""
    if file.log is None:
        return
    published = cast(JsonObject, file.log["checkpoint"])
    earlier = cast("JsonObject | None", file.log["earlier"])
    signed = [published] if earlier is None else [published, cast(JsonObject, earlier["checkpoint"])]
    judged = [check_checkpoint(each, trust=trust, at=at, proven_at=proven_at, crls=crls) for each in signed]
    # Both must hold; the one that does not is the one to name.
    yield min(judged, key=lambda check: check.holds)
    checkpoint = Checkpoint.of(published)
    yield check_inclusion(file.document, file.log, checkpoint)
    if earlier is not None:
        before = Checkpoint.of(cast(JsonObject, earlier["checkpoint"]))
        yield check_growth(before, checkpoint, cast("list[str]", earlier["path"]))
    if file.chain:
        yield _check_chain(file, checkpoint)


def check_checkpoint(
    published: JsonObject,
    *,
    trust: Trust,
    at: datetime,
    proven_at: datetime | None = None,
    crls: tuple[crl.CertificateList, ...] = (),
) -> Check:
    """Say whether a checkpoint of the right shape is signed by the log; every signature must hold."""
    canonical = canonical_form(published["checkpoint"])
    checks = [
        check_signature(canonical, each, trust=trust, at=at, proven_at=proven_at, crls=crls, kind=CHECKPOINT)
        for each in cast("Sequence[Mapping[str, str]]", published["signatures"])
    ]
    unsigned = Check.failed(
        CHECKPOINT.check, "Loggens sjekkpunkt er ikke signert.", "The log's checkpoint is not signed."
    )
    return min(checks, key=lambda check: check.holds) if checks else unsigned


def check_inclusion(document: JsonObject, log: JsonObject, checkpoint: Checkpoint) -> Check:
    """Say whether a piece of evidence is the entry of the log it is said to be."""
    index = cast(int, log["index"])
    if _is_in(document, log, checkpoint):
        return Check.passed(
            "log",
            f"Beviset er oppføring {index} av {checkpoint.size} i loggen {checkpoint.origin}.",
            f"The evidence is entry {index} of {checkpoint.size} in the log {checkpoint.origin}.",
        )
    return Check.failed(
        "log",
        f"Beviset er ikke oppføring {index} av {checkpoint.size} i loggen {checkpoint.origin}.",
        f"The evidence is not entry {index} of {checkpoint.size} in the log {checkpoint.origin}.",
    )


def check_growth(first: Checkpoint, second: Checkpoint, path: Sequence[str]) -> Check:
    """Say whether the log of one checkpoint is the beginning of the log of another."""
    same_log = first.origin == second.origin
    if same_log and grew(
        first=first.size,
        second=second.size,
        first_root=first.root,
        second_root=second.root,
        path=[bytes.fromhex(each) for each in path],
    ):
        return Check.passed(
            "consistency",
            f"Loggen har bare vokst siden {first.made_at:%Y-%m-%d %H:%M} UTC, fra {first.size} til {second.size}.",
            f"The log has only grown since {first.made_at:%Y-%m-%d %H:%M} UTC, from {first.size} to {second.size}.",
        )
    return Check.failed(
        "consistency",
        f"Loggen ble skrevet om: de første {first.size} oppføringene er ikke de samme lenger.",
        f"The log was rewritten: its first {first.size} entries are no longer the same.",
    )


def _check_chain(file: EvidenceFile, checkpoint: Checkpoint) -> Check:
    letter = cast(JsonObject, file.document["letter"] or {}).get("number")
    for link in file.chain:
        number = cast(JsonObject, link.document["letter"] or {}).get("number")
        what = f"{link.document['event']} ({link.document['id']})"
        if number != letter:
            return Check.failed("chain", f"{what} gjelder et annet brev.", f"{what} is about another letter.")
        if not _is_in(link.document, link.log or {"index": -1, "path": []}, checkpoint):
            return Check.failed("chain", f"{what} står ikke i loggen.", f"{what} is not in the log.")
        disclosed = check_disclosures(link)
        if disclosed is not None and not disclosed.holds:
            return Check.failed("chain", f"{what}: {disclosed.words.no}", f"{what}: {disclosed.words.en}")
    count = len(file.chain)
    return Check.passed(
        "chain",
        f"{count} bevis for det som skjedde med brevet før, står i den samme loggen.",
        f"{count} pieces of evidence of what happened to the letter before are in the same log.",
    )


def _is_in(document: JsonObject, log: JsonObject, checkpoint: Checkpoint) -> bool:
    found = root_by_inclusion(
        leaf_hash(bytes.fromhex(fingerprint(document))),
        index=cast(int, log["index"]),
        size=checkpoint.size,
        path=[bytes.fromhex(each) for each in cast("Sequence[str]", log["path"])],
    )
    return found == checkpoint.root
