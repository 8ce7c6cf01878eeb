"""The simulated scanner of the station to try: it reads what is put into its folder, and says how it is."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import httpx

from budstikke.cli.device_plan import Plan, send_pattern, send_picture
from budstikke.cli.device_sending import carry_out
from budstikke.cli.seeding_sign_ins import OUTLET
from budstikke.cli.seeding_station import folder
from budstikke.formats.picture import LARGEST_BYTES, looks_like_one

_DEVICE = "document-scanner-1"
_BEATS_EVERY_S = 20


class Scanner:
    """Stands at the station that was enrolled last."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._station: int | None = None
        self._secret = ""
        self._beaten = 0.0
        self.glass = folder() / "scanner"
        self.glass.mkdir(mode=0o700, parents=True, exist_ok=True)

    def look(self) -> None:
        """Say how it is when it is time, and push what was laid on the glass."""
        self._move_to_station()
        laid = [path for path in sorted(self.glass.iterdir()) if path.is_file()]
        due = time.monotonic() - self._beaten > _BEATS_EVERY_S
        if self._station is None or not (laid or due):
            return
        try:
            if due:
                list(carry_out(Plan(), url=self._url, secret=self._secret))
                self._beaten = time.monotonic()
            for path in laid:
                self._read(path)
        except httpx.HTTPError:
            # The post is being started again; next time.
            return

    def _read(self, path: Path) -> None:
        content = path.read_bytes() if path.stat().st_size <= LARGEST_BYTES else b""
        if looks_like_one(content):
            plan = Plan(sends=(send_picture(content, page="unknown"), send_pattern()), only_wanted=False)
            for heard in carry_out(plan, url=self._url, secret=self._secret):
                print(f"scanner    {heard.to}: {heard.answer} {' '.join(heard.found)}", file=sys.stderr)
        else:
            print("scanner    what was laid down is no JPEG or PNG", file=sys.stderr)
        path.unlink()

    def _move_to_station(self) -> None:
        from budstikke.post.actions.outlets.device_states import CANARY
        from budstikke.post.actions.outlets.register_device import register_device
        from budstikke.post.records.models import Station

        newest = (
            Station.objects.filter(outlet_id=OUTLET, enrolled_at__isnull=False, revoked_at=None)
            .exclude(device__kind=CANARY)
            .order_by("-enrolled_at")
            .first()
        )
        if newest is None or newest.id == self._station:
            return
        self._secret = register_device(
            _DEVICE, outlet_id=OUTLET, kind="document_scanner", model="SPECIMEN 1", station_id=newest.id
        )
        self._station, self._beaten = newest.id, 0.0
