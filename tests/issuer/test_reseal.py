"""After a rotation of the issuer's keys every row is brought under the newest, and opens as before."""

from __future__ import annotations

import json

from tests import own_process
from tests.issuer.people import KARI, NOW, PIN, customer, with_card, with_code_app


def _keys(*arguments: str) -> dict[str, object]:
    ended = own_process.command("keys", *arguments)
    assert ended.returncode == 0, ended.stderr
    told: dict[str, object] = json.loads(ended.stdout.splitlines()[-1])
    return told


def test_what_the_issuer_sealed_and_hashed_follows_its_newest_keys(issuer_database: None) -> None:
    """The command an operator runs; PINs, certificates, and who is found by a number."""
    from budstikke.issuer.actions.cards import sign_in_by_card
    from budstikke.issuer.actions.sealed_eids import customer_by_number, particulars_of
    from budstikke.issuer.records.models import Means
    from budstikke.kit.vault import vault_for

    kari = customer()
    _, number, _ = with_card(kari)
    with_code_app(kari)
    told = _keys("rotate", "issuer-data", "--reseal")
    assert told["left"] == {}
    done = dict(told["done"])  # type: ignore[call-overload]
    assert done["means.pin_sealed"] == 2
    assert done["issued_certificate.content_sealed"] == 1
    header = vault_for("issuer").header
    assert all(bytes(row.pin_sealed or b"").startswith(header) for row in Means.objects.all())
    assert _keys("rotate", "issuer-look-up", "--reseal")["done"] == {"customer.number_lookup": 1}
    found = customer_by_number(KARI)
    assert found is not None
    assert particulars_of(found)["given_names"] == "Kari"
    assert sign_in_by_card(number=number, pin=PIN, now=NOW) is not None


def test_after_a_rotation_the_worker_goes_on_by_itself(issuer_database: None) -> None:
    """Both keys were rotated and nobody said more; each minute it looks, until nothing is left."""
    from budstikke.issuer.actions import reseal
    from budstikke.issuer.doors.timer import reseal_a_little
    from budstikke.kit.clock import now
    from budstikke.kit.keyring import ring

    with_card(customer())
    for purpose in ("data", "look-up"):
        ring("issuer", purpose).add(now=now())  # type: ignore[arg-type]
    assert {"customer.number_sealed", "keys of the authority"} <= set(reseal.not_resealed())
    reseal_a_little()
    assert reseal.not_resealed() == {}
    assert reseal.not_hashed() == {}
