"""Which channel of each kind this installation has, as its settings say; made at first use and kept."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, cast

from django.conf import settings
from django.utils.module_loading import import_string

from budstikke.issuer.channels.authority import LocalAuthority
from budstikke.issuer.channels.carrier_api import CarrierApi
from budstikke.issuer.channels.carrier_files import CarrierFiles
from budstikke.issuer.channels.carrier_postcodes import Postcodes
from budstikke.issuer.channels.carrier_terms import CarrierTerms
from budstikke.issuer.channels.inbox import InboxReader
from budstikke.issuer.channels.mail import Mail
from budstikke.issuer.channels.print_house import PrintHouse
from budstikke.issuer.channels.sms import SmsChannel
from budstikke.issuer.channels.verifier import Verifier


def _made(name: str) -> Any:
    path, arguments = settings.ISSUER_CHANNELS[name]
    made = import_string(path)
    return made(**arguments())


@lru_cache(maxsize=1)
def carrier_files() -> CarrierFiles:
    """Return the way to the carrier's server."""
    return cast(CarrierFiles, _made("files"))


@lru_cache(maxsize=1)
def carrier_api() -> CarrierApi:
    """Return the way to the carrier's API."""
    return cast(CarrierApi, _made("api"))


@lru_cache(maxsize=1)
def postcodes() -> Postcodes:
    """Return who knows which postcodes there are."""
    return cast(Postcodes, _made("postcodes"))


@lru_cache(maxsize=1)
def carrier_terms() -> CarrierTerms:
    """Return where the carrier publishes its terms."""
    return cast(CarrierTerms, _made("terms"))


@lru_cache(maxsize=1)
def print_house() -> PrintHouse:
    """Return the print house."""
    return cast(PrintHouse, _made("print_house"))


@lru_cache(maxsize=1)
def mail() -> Mail:
    """Return the mail server."""
    return cast(Mail, _made("mail"))


@lru_cache(maxsize=1)
def authority() -> LocalAuthority:
    """Return the certificate authority."""
    return cast(LocalAuthority, _made("authority"))


@lru_cache(maxsize=1)
def sms() -> SmsChannel:
    """Return the way to send SMS."""
    return cast(SmsChannel, _made("sms"))


@lru_cache(maxsize=1)
def verifier() -> Verifier:
    """Return the verifier whose readers count."""
    return cast(Verifier, _made("verifier"))


def inbox() -> InboxReader:
    """Return our digital mailbox, asked anew each time: its key may have been replaced."""
    return cast(InboxReader, _made("inbox"))
