"""What the installation that is killed begins with: letters on the shelf, stations, clerks who have signed in."""

from __future__ import annotations

import json
import sys
from dataclasses import replace

from tests.actions import line


def furnish(*, letters: int, clerks: int) -> dict[str, object]:
    """Book letters, bring them to the outlet and enter clerks; return numbers, and what each clerk's browser keeps."""
    from tests.stories.browser.counter import enrolled, enter, session_of

    from budstikke.cli.seeding import senders
    from budstikke.post.actions.moving.arrive import arrive
    from budstikke.post.actions.moving.hand_in import Dispatch, hand_in

    sender = senders()[0]
    customer, edi_id = str(sender["customer_number"]), str(sender["organisation_number"])
    first = int(str(sender["first_serial"])) + 500_000
    serials = range(first, first + letters)
    orders = [
        replace(
            line.order(serial, reference=str(nth), customer=customer, mobile="+4740990000"),
            order_reference="KILLED",
        )
        for nth, serial in enumerate(serials, 1)
    ]
    for booked in line.book(line.file_of(orders, reference="KILLED", sender=edi_id)):
        assert booked.all_well, booked
    numbers = [line.number(serial) for serial in serials]
    for start in range(0, letters, 100):
        some = numbers[start : start + 100]
        dispatch = Dispatch(customer_number=customer, numbers=some, place=str(sender["hand_in_place"]))
        assert not hand_in(dispatch, clerk="clerk-1", today=line.TODAY, now=line.NOW).refused
    arrive(numbers, outlet_id=line.BERGEN, clerk="clerk-1", now=line.NOW)
    browsers = [
        {
            "post_station": enrolled(f"Skranke {nth}"),
            "post_session": session_of(enter(f"killed-{nth}")),
            "post_language": "en",
        }
        for nth in range(clerks)
    ]
    return {"numbers": numbers, "browsers": browsers}


if __name__ == "__main__":
    import django

    django.setup()
    sys.stdout.write(json.dumps(furnish(letters=int(sys.argv[1]), clerks=int(sys.argv[2]))))
