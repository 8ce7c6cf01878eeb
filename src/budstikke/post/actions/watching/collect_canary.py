"""Collecting a canary: a device of its own reads a specimen, the terms decide, and the letter is handed over."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from budstikke.post.actions.counter.check_identity import Checked
from budstikke.post.actions.counter.decide_check import decide_check
from budstikke.post.actions.counter.draft import Draft
from budstikke.post.actions.counter.give_up_check import give_up_check
from budstikke.post.actions.counter.hand_over import Signature, hand_over
from budstikke.post.actions.counter.keep_draft import keep_draft
from budstikke.post.actions.counter.open_check import Opened, open_check
from budstikke.post.actions.outlets.device_states import CANARY
from budstikke.post.actions.outlets.enroll_station import claim_station, enroll_station, station_of
from budstikke.post.actions.outlets.register_device import register_device
from budstikke.post.actions.reading.presented import Typed
from budstikke.post.channels.errors import Rejected, Unreachable
from budstikke.post.channels.own_device import OwnDevice
from budstikke.post.channels.seal import Sealer
from budstikke.post.papers.specimen import Specimen, zone_lines
from budstikke.post.records.models import Device, Letter, OpenCheck
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.pum.id_check import ALL_PASSED

CLERK = "canary"
SURNAME, GIVEN_NAMES = "Prøvebrev", "Kanari"
_DEVICE = "canary-reader"
_KIND = "no_passport"
# Synthetic (the month is 80 too high), and taken for letters of this sender only.
_NUMBER = "20914695016"
_BORN_ON = date(1946, 11, 20)  # as the number says
_SCRAWL = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000200000002080000000057dd52f80000000e49"
    "444154789c6368686068680000060602012cc150d70000000049454e44ae426082"
)  # a PNG of four grey dots


def canary_device(*, outlet_id: int, now: datetime) -> str:
    """
    Enter the device that reads for canaries, at a station of its own; return its secret.

    It says nothing of the outlet: neither that it can check, nor, when it is silent, that it cannot.
    """
    device = Device.objects.filter(id=_DEVICE, outlet_id=outlet_id).first()
    station_id = device.station_id if device is not None else None
    if station_id is None:
        secret = claim_station(enroll_station(outlet_id, name=CLERK, now=now), now=now)
        # The station is nobody's browser: its secret is kept nowhere.
        station = station_of(secret) if isinstance(secret, str) else None
        assert station is not None, "it was entered right now"
        station_id = station.id
    return register_device(_DEVICE, outlet_id=outlet_id, kind=CANARY, model=CANARY, station_id=station_id)


def collect_canary(letter: Letter, *, sealer: Sealer, device: OwnDevice, today: date, now: datetime) -> None:
    """
    Show a document and take the letter; what is refused is tried again in the next hour, not every minute.

    Raises: Unreachable or Rejected from the door of devices, or from the sealer.
    """
    with acting_as(CARRIER):
        station_id = Device.objects.filter(id=_DEVICE).values_list("station_id", flat=True).first()
        if station_id is None:
            raise Rejected("NO_DEVICE", "nobody entered a device for canaries")
        # Of one that was left halfway, which would keep the station for ever.
        left = list(OpenCheck.objects.filter(station_id=station_id).values_list("nonce", flat=True))
    for each in left:
        give_up_check(each, clerk=CLERK)
    nonce = uuid5(NAMESPACE_URL, f"{letter.number} {now:%Y%m%d%H}")
    opened = open_check(letter.number, station_id=station_id, clerk=CLERK, nonce=nonce, today=today, now=now)
    if not isinstance(opened, Opened):
        return
    # The zone of a passport has no national number: it is keyed from the page, as a clerk does.
    keyed = Typed(national_number=_NUMBER)
    draft = Draft(kind=_KIND, typed=keyed, findings=ALL_PASSED, all_shown=True)
    keep_draft(nonce, draft, clerk=CLERK, now=now)
    try:
        device.read(zone_lines(_document(today)))
    except (Unreachable, Rejected):
        give_up_check(nonce, clerk=CLERK)
        raise
    checked = decide_check(nonce, clerk=CLERK, online=True, sealer=sealer, today=today, now=now)
    if isinstance(checked, Checked) and checked.passed:
        hand_over(
            letter.number,
            check_id=checked.check_id,
            clerk=CLERK,
            signature=Signature(picture=_SCRAWL),
            sealer=sealer,
            today=today,
            now=now,
        )


def _document(today: date) -> Specimen:
    return Specimen(
        kind=_KIND,
        surname=SURNAME,
        given_names=GIVEN_NAMES,
        document_number="CCC002251",
        nationality="NOR",
        born_on=_BORN_ON,
        sex="F",
        issued_on=today - timedelta(days=365),
        expires_on=today + timedelta(days=365),
        national_number=_NUMBER,
    )
