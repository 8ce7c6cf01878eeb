"""A browser of the desk: somebody signed in with two factors, in roles."""

from __future__ import annotations

from tests.stories.browser.counter import PASSWORD, session_of


def enter(name: str, *roles: str, outlet: int | None = None) -> int:
    """Enter somebody; return the account's number."""
    from django.contrib.auth.models import User

    from budstikke.post.actions.outlets.register_clerk import register_clerk
    from budstikke.post.terms.roles import StaffRole

    given = [StaffRole(each) for each in roles]
    register_clerk(name, password=PASSWORD, outlet_id=outlet, pseudonym=name, roles=given)
    return User.objects.get(username=name).pk


def browser(name: str = "desk-1", *roles: str, factors: bool = True, outlet: int | None = None):
    """A browser in which somebody has signed in; without roles at the desk."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    user = enter(name, *(roles or ("desk",)), outlet=outlet)
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(user, factors=factors)
    return client


def searches(client, text: str, *, by: str = "number", postcode: str = "", reason: str = "recipient_asks"):
    """Search; return the answer."""
    return client.post("/desk/search/", {"by": by, "text": text, "postcode": postcode, "reason": reason})
