"""A sender's people at the portal: entered, signed in, and the door's routes with addresses to try."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tests.actions import line
from tests.stories.browser.counter import session_of

from budstikke.post.terms.roles import Role

if TYPE_CHECKING:
    from django.test import Client

PASSWORD = "avsender tolv brev"
URLCONF = "budstikke.post.doors.sender.urls"
OTHER_CUSTOMER = "10008888888"


def enter(*roles: Role, username: str = "per", customer: str = line.CUSTOMER) -> int:
    """Enter somebody; return the account's number."""
    from django.contrib.auth.models import User

    from budstikke.post.actions.senders.portal_users import register_portal_user

    assert register_portal_user(customer, username=username, password=PASSWORD, roles=roles)
    return User.objects.get(username=username).pk


def at_portal(
    *roles: Role, username: str = "per", customer: str = line.CUSTOMER, factors: bool = True
) -> Client:
    """A browser in which somebody with these roles has signed in."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    user = enter(*roles, username=username, customer=customer)
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(user, factors=factors)
    return client


def other_sender() -> None:
    """One more sender, whose letters are nobody's business here."""
    from budstikke.post.records.models import Sender
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        row = Sender.objects.get(customer_number=line.CUSTOMER)
        row.pk = None
        row.customer_number, row.edi_id = OTHER_CUSTOMER, "999999999"
        row.save(force_insert=True)


def routes(given: dict[str, object]) -> Iterable[tuple[str, str]]:
    """Every route of the door: its name and an address."""
    from django.urls import URLPattern, URLResolver, reverse

    from budstikke.post.doors.sender import urls

    def walk(patterns: list[URLPattern | URLResolver], space: str) -> Iterable[tuple[str, str]]:
        for one in patterns:
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns, f"{one.namespace}:" if one.namespace else space)
            else:
                named = {name: given[name] for name in one.pattern.converters}
                yield f"{space}{one.name}", reverse(f"{space}{one.name}", kwargs=named, urlconf=URLCONF)

    return walk(urls.urlpatterns, "")
