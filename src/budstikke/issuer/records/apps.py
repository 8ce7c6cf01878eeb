"""The one Django app of the issuer that has tables."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Names the app `issuer`, so that its tables need no prefix of their own."""

    name = "budstikke.issuer.records"
    label = "issuer"
