"""What the issuer of eIDs asks the post's public interfaces, over the documents they really answer."""

from __future__ import annotations

import httpx
import pytest
from django.core.wsgi import get_wsgi_application

from budstikke.issuer.channels.carrier_postcodes import CarrierPostcodes
from budstikke.issuer.channels.carrier_terms import CarrierTerms
from budstikke.issuer.terms.edition import edition_of
from budstikke.issuer.terms.help_agreement import agreement_of, differences
from budstikke.kit import clock

URL = "http://localhost:8200"


@pytest.fixture
def post(installation: None) -> httpx.WSGITransport:
    """The post's web application, reached without a socket."""
    return httpx.WSGITransport(app=get_wsgi_application())


def test_the_issuers_agreement_is_what_the_post_publishes(post: httpx.WSGITransport) -> None:
    """Every value has its clause; one that changes there is a difference, and so is one that is gone."""
    terms, day = CarrierTerms(url=URL, transport=post), clock.today()
    published = terms.read()
    documents = edition_of(day).documents
    told = {"documents": documents, "published": published.values}
    assert published.edition and differences(agreement_of(day), **told) == ()
    changed = dict(published.values) | {"extension_days": 14}
    del changed["collection_days"]
    found = differences(agreement_of(day), documents=documents, published=changed)
    assert [(each.name, each.ours, each.theirs) for each in found] == [
        ("collection_days", 21, None),
        ("extension_days", 7, 14),
    ]
    with httpx.Client(transport=post, base_url=URL) as client:
        values = client.get("/api/v1/terms").json()["values"]
    assert {each["clause"] for each in values if each["name"] == "extension_days"} == {"PUM §14"}


def test_a_postcode_is_there_or_not_or_nobody_knows(post: httpx.WSGITransport) -> None:
    """Known, unknown, and an address at which something else answers, or nobody."""
    postcodes = CarrierPostcodes(url=URL, transport=post)
    assert postcodes.knows("5353") is True
    assert postcodes.knows("9999") is False
    assert CarrierPostcodes(url=f"{URL}/elsewhere", transport=post).knows("5353") is None
    assert CarrierPostcodes(url="http://127.0.0.1:9").knows("5353") is None
