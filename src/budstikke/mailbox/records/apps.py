"""The one Django app of the mailbox that has tables."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Names the app `mailbox`, so that its tables need no prefix of their own."""

    name = "budstikke.mailbox.records"
    label = "mailbox"
