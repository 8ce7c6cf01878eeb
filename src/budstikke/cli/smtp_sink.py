"""A mail server for test installations: it takes every message and keeps it as a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from budstikke.kit.installation import data_folder, write_whole


class _Keep:
    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        key = str(message_from_bytes(content)["Message-ID"] or "message").strip("<>").partition("@")[0]
        # What follows the key is its signature.
        key = key.partition(".")[0]
        safe = "".join(sign for sign in key if sign.isalnum() or sign == "-")
        write_whole(data_folder() / "sent" / f"{safe}.eml", content)
        return "250 taken"


@contextmanager
def smtp_sink(port: int) -> Iterator[None]:
    """Serve on loopback while the block runs."""
    controller = Controller(_Keep(), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield
    finally:
        controller.stop()
