"""The one Django app of the post that has tables."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Names the app `post`, so that its tables need no prefix of their own."""

    name = "budstikke.post.records"
    label = "post"
    default_auto_field = "django.db.models.BigAutoField"
