"""Run by `bench.issuer` in a process of its own: orders, printed letters and tries against invented counterparts."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from statistics import median

from budstikke.formats import national_number


def main() -> int:
    """Order, have booked and printed, then try codes; print one JSON line for each figure."""
    many = int(sys.argv[1])
    os.environ["DJANGO_SETTINGS_MODULE"] = "budstikke.wiring.issuer"
    import django

    django.setup()
    from budstikke.kit.installation import data_folder, write_whole

    write_whole(data_folder() / "issuer" / "webhook-secret", b"measured")
    _orders(many)
    _activation(numbers(many + 1)[-1])
    return 0


def _orders(many: int) -> None:
    from tests.issuer.carrier import Carrier, House
    from tests.issuer.customer import NOW, ordered

    from budstikke.issuer.actions.follow_letters import follow_letters
    from budstikke.issuer.actions.print_letters import print_letters
    from budstikke.issuer.actions.send_orders import send_orders
    from budstikke.issuer.records.models import Letter

    carrier, house = Carrier(numbered=True), House()
    spent = _Spent()
    for nth, number in enumerate(numbers(many)):
        ordered(national_number=number, caller=f"192.0.2.{nth}")
    spent.told("placing", of=many)
    while Letter.objects.filter(interchange=None).exists():
        send_orders(files=carrier, now=NOW)
    spent.told("ordering from the carrier", of=many)
    follow_letters(list(Letter.objects.values_list("consignment", flat=True)), api=carrier, now=NOW)
    spent.told("following", of=many)
    while print_letters(house=house, now=NOW):
        continue
    spent.told("printing", of=many)


def _activation(own_number: str) -> None:
    from tests.issuer.carrier import READ_AT, Carrier, House, sealed_report, trust
    from tests.issuer.customer import NOW, letter_of, ordered

    from budstikke.cli.print_house import said_in
    from budstikke.issuer.actions.activate import Activated, activate
    from budstikke.issuer.actions.follow_letters import follow_letters
    from budstikke.issuer.actions.print_letters import print_letters
    from budstikke.issuer.actions.send_orders import send_orders
    from budstikke.issuer.actions.take_reports import keep_report

    carrier, house = Carrier(), House()
    order = ordered(national_number=own_number, caller="198.51.100.1")
    send_orders(files=carrier, now=NOW)
    follow_letters([letter_of(order).consignment], api=carrier, now=NOW)
    print_letters(house=house, now=NOW)
    letter = letter_of(order)
    code = said_in(house.letters[letter.consignment])["code"]
    tries = iter(range(1000))

    def trying(typed: str) -> Callable[[], object]:
        # From another place and some minutes later each time, so that no limit is met.
        return lambda: activate(
            order.number,
            typed,
            caller=f"203.0.113.{next(tries)}",
            trust=trust(),
            now=READ_AT + timedelta(minutes=next(tries)),
        )

    _told("a wrong code, ms", _ms(trying("22222-22222"), rounds=5))
    _told("the right code before its report, ms", _ms(trying(code), rounds=5))
    report = sealed_report(letter.consignment, report={"dnr": own_number})
    keep_report(report, document_id=1, trust=trust(), now=READ_AT)
    began = time.process_time()
    done = trying(code)()
    assert isinstance(done, Activated), done
    _told("activation, its hand-over verified, ms", (time.process_time() - began) * 1000)


def numbers(many: int) -> list[str]:
    """Return synthetic national numbers, each valid and none anybody's."""
    made: list[str] = []
    for serial in range(100_000):
        day, rest = divmod(serial, 900)
        nine = f"{1 + day % 28:02}81{50 + day // 28:02}{rest + 100:03}"
        made += [nine + pair for pair in list(national_number.check_digits(nine))[:1]]
        if len(made) >= many:
            break
    return made


class _Spent:
    """What the last part took of processor time, our process only, and on the wall."""

    def __init__(self) -> None:
        self._cpu, self._wall = time.process_time(), time.perf_counter()

    def told(self, doing: str, *, of: int) -> None:
        cpu, wall = time.process_time(), time.perf_counter()
        _told(f"{doing}, ms of processor a letter", (cpu - self._cpu) * 1000 / of)
        _told(f"{doing}, letters a second on the wall", of / (wall - self._wall))
        self._cpu, self._wall = time.process_time(), time.perf_counter()


def _told(figure: str, value: float) -> None:
    print(json.dumps({"measure": "issuer", "figure": figure, "value": round(value, 1)}))


def _ms(doing: Callable[[], object], *, rounds: int) -> float:
    taken = []
    for _ in range(rounds):
        began = time.process_time()
        doing()
        taken.append((time.process_time() - began) * 1000)
    return median(taken)


if __name__ == "__main__":
    sys.exit(main())
