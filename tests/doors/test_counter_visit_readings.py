"""Devices in a visit about forwarding: what they read counts there as in the check of a letter."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from uuid import uuid4

import pytest
from tests.actions import counter as desk
from tests.actions import line
from tests.doors import device_bench as bench
from tests.doors.test_counter import browser
from tests.doors.test_devices_api import Asker
from tests.stories.browser.counter import ALL_WELL

from budstikke.cli.device_plan import ROUTINE, send_chip
from budstikke.kit.clock import now, real_now
from budstikke.post.papers.specimen import zone_lines
from budstikke.post.papers.specimen.chip import Wrong

SEEN = {**dict.fromkeys(ALL_WELL, "passed"), "scanned": "", "security_pattern": ""}


@dataclass
class Place:
    """A station with a scanner, an open visit, and the document that is shown."""

    client: object
    device: Asker
    lies: bench.Laid
    at: str

    @property
    def visit(self) -> str:
        """The nonce of the visit."""
        return self.at.split("/")[3]

    @property
    def number(self) -> str:
        """The number that stands in the document."""
        return str(self.lies.specimen.national_number)

    def reads_chip(self, wrong: Wrong | None = None) -> str:
        """Lay the document on the reader; returns what the device hears."""
        said = {**send_chip(self.lies, wrong=wrong).said, "read_at": real_now().isoformat()}
        answer = self.device.put(f"/checks/{self.visit}/readings/{uuid4()}", said)
        assert answer.status_code == 201, answer.content
        return str(answer.json()["outcome"])

    def goes_on(self, **said: str):
        """Press the button that leads to the orders."""
        return self.client.post(f"{self.at}document/", {**SEEN, "then": "go_on", **said})

    def panel(self, *, known: str = ""):
        """What the page hears when it asks for news."""
        return self.client.get(f"{self.at}readings/?known={known}", headers={"HX-Request": "true"})


@pytest.fixture
def place(installation: None) -> Place:
    """A visit with a passport chosen; nothing is typed, and nothing read."""
    from budstikke.post.actions.outlets.hear_device import hear_device
    from budstikke.post.actions.outlets.register_device import register_device
    from budstikke.post.actions.reading.import_master_list import import_master_list
    from budstikke.post.records.models import Station

    client = browser(station=line.BERGEN, clerk=line.BERGEN)
    secret = register_device(
        bench.DEVICE,
        outlet_id=line.BERGEN,
        kind="document_scanner",
        model="SPECIMEN 1",
        station_id=Station.objects.get().id,
    )
    hear_device(bench.DEVICE, works=True, routine=ROUTINE, now=now())
    import_master_list([("state.cer", bench.STATE.certificate)], publisher_sha256=None, now=now())
    at = client.post("/counter/forwarding/", {"nonce": str(uuid4())})["Location"]
    client.post(at, {"kind": "no_passport"})
    return Place(client, Asker(secret), bench.laid(), at)


def test_a_document_on_the_scanner_identifies_a_visitor_and_nobody_types_it(place: Place) -> None:
    """Zone, chip and pattern come by themselves; the clerk types the number and says what they saw."""
    from budstikke.post.records.models import Pushed, Visit
    from budstikke.post.records.scope import CARRIER, acting_as

    asked = place.device.get("/asked").json()
    assert asked["check"] == place.visit and asked["wanted"] == ["picture", "pattern", "chip", "mrz"]
    assert place.device.zone(place.visit, list(zone_lines(place.lies.specimen))).status_code == 201
    assert place.reads_chip() == "taken"
    assert place.device.pattern(place.visit).status_code == 201
    assert place.device.get("/asked").json()["wanted"] == ["picture"]
    said = place.panel()
    assert "VAAGEN" in said.content.decode()
    (known,) = re.findall(r'name="known" value="(\w+)"', said.content.decode())
    assert place.panel(known=known).status_code == 204
    (face,) = re.findall(r'src="(/counter/visit/[^"]+/picture/[^"]+)"', said.content.decode())
    assert place.client.get(face)["Content-Type"] == "image/jpeg"
    assert place.client.get(face.replace(place.visit, str(uuid4()))).status_code == 404
    answer = place.goes_on(national_number=place.number)
    assert answer.status_code == 302 and answer["Location"].endswith("/orders/")
    with acting_as(CARRIER):
        assert Visit.objects.get().person.surname == place.lies.specimen.surname.title()
        lines = zone_lines(place.lies.specimen)[0].encode()
        assert not any(lines in bytes(row.content_sealed) for row in Pushed.objects.all())
    # Who somebody is, is known: what is read from now on is for nobody.
    assert place.device.get("/asked").json()["check"] is None
    place.client.post(f"{place.at}end/")
    with acting_as(CARRIER):
        assert not Pushed.objects.exists()


def test_a_chip_that_does_not_hold_identifies_nobody(place: Place) -> None:
    """The device hears of the doubt at once, the clerk sees why, and nothing leads on."""
    assert place.device.zone(place.visit, list(zone_lines(place.lies.specimen))).status_code == 201
    assert place.reads_chip(Wrong.LINES_CHANGED) == "doubt"
    assert place.goes_on(national_number=place.number).status_code == 200
    assert 'data-state="no"' in place.panel().content.decode()


def test_a_doubtful_zone_is_confirmed_field_by_field_in_a_visit(place: Place) -> None:
    """What was not looked at is asked for again; confirmed, the whole zone counts as typed."""
    sound = zone_lines(place.lies.specimen)
    misread = [sound[0][:5] + "0" + sound[0][6:], sound[1]]
    content = {"unsure_lines": misread, "strip_png": b64encode(line.SIGNATURE).decode(), "holds": False}
    taken = desk.sent(bench.DEVICE, content, source="mrz_picture", now=now())
    assert str(taken.check) == place.visit
    page = place.client.get(f"{place.at}document/").content.decode()
    (confirm,) = re.findall(r'action="(/counter/visit/[^"]+/confirm/[^"]+)"', page)
    fields = dict(re.findall(r'id="zone-\w+" name="(\w+)" type="text" value="([^"]*)"', page))
    again = place.client.post(confirm, {**fields, "seen": ["surname"]})
    assert again.status_code == 400 and "data-focus" in again.content.decode()
    from budstikke.formats import mrz
    from budstikke.kit.clock import today

    right = {name: value for name, value in mrz.read(sound, today=today()).fields.items() if name in fields}
    unfit = place.client.post(confirm, {**right, "birth": "010101", "seen": [*fields]})
    assert unfit.status_code == 400 and 'id="zone-birth-fault"' in unfit.content.decode()
    done = place.client.post(confirm, {**fields, **right, "seen": [*fields]})
    assert done.status_code == 302, done.content.decode()
    assert place.goes_on(national_number=place.number, scanned="passed", security_pattern="passed")[
        "Location"
    ].endswith("/orders/")


def test_a_picture_by_the_clerks_own_camera_goes_into_the_visit(place: Place) -> None:
    """One that is none is told so; a page is shown; and whoever was identified is so anew."""
    from io import BytesIO

    from PIL import Image

    content = BytesIO()
    Image.new("L", (300, 200), 200).save(content, "PNG")
    none = place.client.post(f"{place.at}photo/", {"photo": BytesIO(b"no picture")})
    assert "Bildet kan ikke brukes" in none.content.decode()
    shown = place.client.post(f"{place.at}photo/", {"photo": BytesIO(content.getvalue())})
    assert f"/counter/visit/{place.visit}/picture/" in shown.content.decode()
    assert "Bildet kan ikke brukes" not in shown.content.decode()


def test_a_reading_goes_to_whom_the_clerk_served_last(place: Place) -> None:
    """With a check and a visit open at one station, the person who stands there now is meant."""
    from budstikke.post.records.models import Station

    line.wait_for_recipient(1)
    check = str(desk.opened(1, Station.objects.get().id, now=now()).nonce)
    assert place.device.get("/asked").json()["check"] == check
    refused = place.device.pattern(place.visit)
    assert refused.status_code == 409 and refused.json()["code"] == "CHECK_IS_ANOTHER"
    place.client.post("/counter/forwarding/", {"nonce": str(uuid4())})
    assert place.device.get("/asked").json()["check"] == place.visit
    assert place.device.pattern(place.visit).status_code == 201
    place.client.post(f"/counter/check/{check}/go-on/")
    assert place.device.get("/asked").json()["check"] == check


def test_a_page_of_a_visit_that_ended_shows_itself_anew(place: Place) -> None:
    """And what is posted for it leads back to the beginning."""
    place.client.post(f"{place.at}end/")
    assert place.panel()["HX-Refresh"] == "true"
    for part in ("photo/", f"confirm/{uuid4()}/"):
        assert place.client.post(f"{place.at}{part}")["Location"] == "/counter/forwarding/"
    assert place.client.get(f"{place.at}picture/{uuid4()}/").status_code == 404
