"""What senders were told about their interchanges, in pieces that need not fit into memory together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from budstikke.post.records.models import Told

PIECE_BYTES = 1 << 18


def tell(interchange_id: int, *, sender_id: int, kind: str, pieces: Iterable[bytes]) -> None:
    """Write down what was told."""
    for nth, content in enumerate(pieces):
        Told.objects.create(
            interchange_id=interchange_id, sender_id=sender_id, kind=kind, nth=nth, content=content
        )


def told(interchange_id: int, *, kind: str) -> Iterator[bytes]:
    """Yield what was told, in the pieces it was written in."""
    found = Told.objects.filter(interchange_id=interchange_id, kind=kind).order_by("nth")
    yield from map(bytes, found.values_list("content", flat=True).iterator(chunk_size=4))
