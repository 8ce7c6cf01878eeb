"""A clerk's code generator, as the sign-in enters it."""

from __future__ import annotations

from tests.actions import line


def add_factor(secret: str) -> None:
    """Enter a clerk with a second factor."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP
    from django.contrib.auth import get_user_model

    from budstikke.post.actions.outlets.register_clerk import register_clerk

    register_clerk("kari", password="a long one SPECIMEN", outlet_id=line.BERGEN, pseudonym="clerk-9")
    TOTP.activate(get_user_model().objects.get(username="kari"), secret)
    assert Authenticator.objects.count() == 1
