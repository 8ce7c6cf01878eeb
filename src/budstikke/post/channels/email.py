"""E-mail over SMTP."""

from __future__ import annotations

import smtplib
import ssl
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage

from budstikke.formats.bounce import message_id, return_path
from budstikke.post.channels.bounce_address import bounce_tag
from budstikke.post.channels.errors import Rejected, Unreachable
from budstikke.post.channels.message import Message

_SECONDS = 15.0


class Smtp:
    """A mail server; `starttls` whenever it is not on this machine."""

    def __init__(
        self, *, host: str, port: int, sender: str, starttls: bool, login: tuple[str, str] | None
    ) -> None:
        self._host, self._port, self._sender = host, port, sender
        self._starttls, self._login = starttls, login

    def send(self, message: Message) -> None:
        """Send subject and text; a 5xx answer for this recipient or message is a no for good."""
        try:
            letter = self._letter(message)
        except (MessageError, ValueError):
            raise Rejected("address", "not an e-mail address") from None
        try:
            with smtplib.SMTP(self._host, self._port, timeout=_SECONDS) as server:
                if self._starttls:
                    server.starttls(context=ssl.create_default_context())
                if self._login:
                    server.login(*self._login)
                # What comes back comes to an address that names the notice, so that it need not name the recipient.
                returns_to = return_path(self._sender, key=message.key, tag=bounce_tag(message.key))
                _give(server, letter, returns_to=returns_to)
        except (smtplib.SMTPException, OSError) as error:
            raise Unreachable(f"the mail server does not take the message ({type(error).__name__})") from None

    def _letter(self, message: Message) -> EmailMessage:
        letter = EmailMessage()
        letter["Subject"] = message.subject
        letter["From"] = self._sender
        letter["To"] = Address(addr_spec=message.email)
        letter["Message-ID"] = message_id(self._sender, key=message.key, tag=bounce_tag(message.key))
        letter.set_content(message.text)
        return letter


def _give(server: smtplib.SMTP, letter: EmailMessage, *, returns_to: str) -> None:
    try:
        server.send_message(letter, from_addr=returns_to)
    except smtplib.SMTPRecipientsRefused as refused:
        _judge(max(answer[0] for answer in refused.recipients.values()))
    except smtplib.SMTPDataError as refused:
        _judge(refused.smtp_code)
    except smtplib.SMTPNotSupportedError:
        raise Rejected("smtputf8", "the mail server takes no such address") from None


def _judge(code: int) -> None:
    if code >= 500:
        raise Rejected(str(code), "the mail server refuses the recipient or the message") from None
    raise Unreachable(f"the mail server answers {code}") from None
