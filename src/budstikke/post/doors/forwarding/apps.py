"""The door as Django knows it: what Django logs of a request that was refused holds no link."""

from __future__ import annotations

import logging
import re

from django.apps import AppConfig

_LINK = re.compile(r"(/forwarding/)(?!paid/)\S+")
# They log the path of a request they refuse, or that failed.
_LOGGERS = ("django.request", "django.security.csrf")


class Forwarding(AppConfig):
    """The door of links in messages."""

    name = "budstikke.post.doors.forwarding"

    def ready(self) -> None:
        """Take links out of what is logged from now on."""
        for each in _LOGGERS:
            logging.getLogger(each).addFilter(_without_link)


def _without_link(record: logging.LogRecord) -> bool:
    """Whoever has a link can stop an order: the line stays, the link goes."""
    if isinstance(record.args, tuple):
        record.args = tuple(
            _LINK.sub(r"\1…", each) if isinstance(each, str) else each for each in record.args
        )
    return True
