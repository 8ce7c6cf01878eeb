"""Mail to customers, by the installation's mail server."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import make_msgid

from budstikke.issuer.channels.errors import Rejected, Unreachable

_SECONDS = 20


class Mail:
    """A mail server; nothing of a message is ever in an error."""

    def __init__(self, *, host: str, port: int, sender: str) -> None:
        self._host, self._port, self._sender = host, port, sender

    def send(self, *, to: str, subject: str, text: str) -> None:
        """
        Send one message.

        Raises: Unreachable (try again) or Rejected (never this way).
        """
        with self.line() as line:
            line.send(to=to, subject=subject, text=text)

    @contextmanager
    def line(self) -> Iterator[Line]:
        """
        Give a connection over which many are sent one after the other.

        Raises: Unreachable.
        """
        try:
            with smtplib.SMTP(self._host, self._port, timeout=_SECONDS) as server:
                yield Line(server, sender=self._sender)
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable(f"the mail server does not answer ({type(error).__name__})") from None


class Line:
    """A connection that is open."""

    def __init__(self, server: smtplib.SMTP, *, sender: str) -> None:
        self._server, self._sender = server, sender

    def send(self, *, to: str, subject: str, text: str) -> None:
        """
        Send one message.

        Raises: Rejected (never this way); whatever else goes wrong ends the connection.
        """
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._sender, to, subject
        message["Message-ID"] = make_msgid(domain=self._sender.rpartition("@")[2])
        message.set_content(text)
        try:
            self._server.send_message(message)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError):
            raise Rejected("NOT_TAKEN") from None
