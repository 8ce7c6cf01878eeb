"""Outlets as pickup points: by postcode, position and number, and only where identity can be checked."""

from __future__ import annotations

import pytest
from django.test import Client
from lxml import etree
from tests.actions import line
from tests.doors.bring import data_statements

from budstikke.post.doors.bring.map_grid import distance_km, utm33
from budstikke.post.doors.bring.opening_hours import lines, open_when, read
from budstikke.post.doors.bring.shapes_pickup import PickupPoints

UNDER = "/pickuppoint/api/pickuppoint/NO"
FLESLAND = 122611


@pytest.fixture
def outlets(installation: None) -> None:
    """Bergen and Flesland can check identity; Sotra has no scanner."""
    from budstikke.post.records.models import Outlet

    Outlet.objects.create(
        id=FLESLAND,
        name="Flesland Post i Butikk SPECIMEN",
        kind=4,
        street="Veien 3",
        postcode="5258",
        city="BLOMSTERDALEN",
        latitude=60.29,
        longitude=5.25,
        hours_no="man–lør 08–21, søn 10–20",
        hours_en="Mon–Sat 08–21, Sun 10–20",
        has_scanner=True,
    )


def _get(path: str, **query: str):
    return Client(SERVER_NAME="localhost").get(UNDER + path, query)


def _ids(answer) -> list[int]:
    assert answer.status_code == 200
    return [int(point["id"]) for point in answer.json()["pickupPoint"]]


@pytest.mark.parametrize(
    "path", ["/postalCode/5004.json", "/location/60.39,5.32.json", "/postalCode/5020.json"]
)
def test_only_outlets_that_can_check_identity_are_named_the_nearest_first(outlets: None, path: str) -> None:
    """A letter is never bound for one without a scanner."""
    assert _ids(_get(path)) == [line.BERGEN, FLESLAND]
    assert sorted(_ids(_get("/all.json"))) == [line.BERGEN, FLESLAND]


def test_an_outlet_whose_scanner_is_broken_is_not_named_until_it_works(outlets: None) -> None:
    """It is still found by its number, with a flag that says so."""
    from budstikke.post.records.models import Outlet

    Outlet.objects.filter(id=line.BERGEN).update(scanner_works=False)
    assert _ids(_get("/postalCode/5004.json")) == [FLESLAND]
    assert _ids(_get("/postalCode/5004/default.json")) == [FLESLAND]
    (point,) = _get(f"/id/{line.BERGEN}.json").json()["pickupPoint"]
    assert point["scannerWorks"] is False


def test_the_default_is_where_a_letter_would_be_sent(outlets: None) -> None:
    """One outlet; the nearest able one where the usual has no scanner."""
    assert _ids(_get("/postalCode/5004/default.json")) == [line.BERGEN]
    assert len(_ids(_get("/postalCode/5353/default.json"))) == 1


def test_a_point_has_every_key_of_the_interface(outlets: None) -> None:
    """Figures are texts where clients expect texts."""
    answer = _get("/postalCode/5004.json")
    PickupPoints.model_validate(answer.json())
    near, far = answer.json()["pickupPoint"]
    assert (near["type"], near["county"], near["municipality"]) == ("21", "VESTLAND", "BERGEN")
    assert near["openingHoursNorwegian"] == "Man - Fre: 0900-1800"
    assert far["openingHoursEnglish"] == "Mon - Sat: 0800-2100, Sun: 1000-2000"
    assert far["openingHours"][6] == {"day": "SUNDAY", "opening": "1000", "closing": "2000"}
    assert (near["distanceInKm"], float(far["distanceInKm"]) > 5) == ("0.0", True)
    # West of its zone an outlet has a negative easting.
    assert (int(near["utmX"]) < 0, int(near["utmY"]) > 6_000_000) == (True, True)


@pytest.mark.parametrize(("query", "found"), [
    ({"searchForText": "post i butikk"}, [FLESLAND]),
    ({"searchForText": "bergen"}, [line.BERGEN]),
    ({"pickupPointType": "locker"}, []),
    ({"pickupPointType": "manned"}, [line.BERGEN, FLESLAND]),
    ({"openingHoursSearchType": "SUNDAY"}, [FLESLAND]),
    ({"openingHoursSearchType": "ALL_WEEKDAYS"}, [line.BERGEN, FLESLAND]),
    ({"openOnOrBefore": "0800"}, [FLESLAND]),
    ({"openOnOrAfter": "1800"}, [line.BERGEN, FLESLAND]),
    ({"openOnOrAfter": "2000", "openingHoursSearchType": "SATURDAY"}, [FLESLAND]),
    ({"numberOfResponses": "1"}, [line.BERGEN]),
    ({"numberOfResponses": "many"}, [line.BERGEN, FLESLAND]),
])  # fmt: skip
def test_a_list_is_narrowed_as_asked(outlets: None, query: dict[str, str], found: list[int]) -> None:
    """By text, opening hours, kind and number."""
    assert _ids(_get("/postalCode/5004.json", **query)) == found


def test_the_xml_has_the_same_points(outlets: None) -> None:
    """One element a point, and one a day."""
    root = etree.fromstring(_get("/postalCode/5004.xml").content)
    assert root.tag == "pickupPoints"
    assert [each.findtext("id") for each in root] == [str(line.BERGEN), str(FLESLAND)]
    assert len(root.findall("pickupPoint[1]/openingHours/openingHour")) == 5


@pytest.mark.parametrize(("path", "status"), [
    ("/id/999999.json", 404), ("/id/x.json", 404), ("/location/100,5.json", 400), ("/location/x,5.json", 400),
    ("/location/nan,5.json", 400), ("/postalCode/x.json", 200),
])  # fmt: skip
def test_what_is_nowhere_is_said_so(outlets: None, path: str, status: int) -> None:
    """An unknown outlet is not found; a postcode that is none has no outlets."""
    assert _get(path).status_code == status


def test_other_countries_have_no_outlets_of_ours(outlets: None) -> None:
    """The address is known all the same."""
    answer = Client(SERVER_NAME="localhost").get("/pickuppoint/api/pickuppoint/SE/postalCode/5004.json")
    assert answer.json() == {"pickupPoint": []}


def test_a_list_takes_one_or_two_statements(outlets: None) -> None:
    """The outlets with all that is said of them, and now and then a lease; for the default and by postcode likewise."""
    for path in ("/postalCode/5004.json", "/postalCode/5004/default.json", "/all.json"):
        with data_statements() as asked:
            assert _get(path).status_code == 200
        assert len(asked) <= 2, asked


@pytest.mark.parametrize(("sign", "line_no"), [
    ("man–fre 09–18, lør 10–15", "Man - Fre: 0900-1800, Lør: 1000-1500"),
    ("Mandag-fredag 08.30-16.00", "Man - Fre: 0830-1600"),
    ("man 09–18, tir 09–18, tor 09–12", "Man - Tir: 0900-1800, Tor: 0900-1200"),
    ("etter avtale", ""),
])  # fmt: skip
def test_a_sign_is_read_day_by_day(sign: str, line_no: str) -> None:
    """Days with the same hours stand together; what says no hours has none."""
    assert lines(read(sign))["openingHoursNorwegian"] == line_no


def test_an_outlet_without_hours_is_open_on_no_day_that_is_asked_for() -> None:
    """But it is not left out where nothing is asked."""
    assert open_when((), day="")
    assert not open_when((), day="MONDAY")


def test_metres_of_the_grid_are_those_of_the_published_point() -> None:
    """And a degree of latitude is 111 km."""
    assert utm33(59.77397940554418, 10.803229911496063) == (264423, 6633700)
    assert round(distance_km((60, 5), (61, 5))) == 111
