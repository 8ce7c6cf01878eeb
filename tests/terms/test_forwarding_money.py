"""Forwarding §6 to §8: prices, payment, refunds, the register, liability and complaints."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.terms.days import on
from tests.terms.forwarded import period

from budstikke.post.terms.editions import (
    FORWARDING_EARLIER,
    FORWARDING_PRESENT,
    forwarding_on,
    forwarding_prices_on,
)
from budstikke.post.terms.forwarding.changes import cancel, early_stop
from budstikke.post.terms.forwarding.kinds import Channel, Service
from budstikke.post.terms.forwarding.liability import ClaimFacts, compensation, complain
from budstikke.post.terms.forwarding.payment import (
    Audience,
    Ordered,
    extension_price,
    interim_price,
    payment_by,
    price_of,
    to_pay_ore,
)
from budstikke.post.terms.forwarding.register import EVENTS, WashFacts, apply_event, wash

PRESENT = FORWARDING_PRESENT
PRIVATE = forwarding_prices_on(date(2026, 11, 2), audience=Audience.PRIVATE)  # a Monday
BUSINESS = forwarding_prices_on(date(2026, 11, 2), audience=Audience.BUSINESS)


@pytest.mark.parametrize(("channel", "by"), [("web", "card"), ("counter", "invoice"), ("phone", "invoice")])
def test_an_order_is_paid_by_card_online_and_by_invoice_elsewhere(channel: str, by: str) -> None:
    """§6."""
    assert payment_by(channel=Channel(channel), edition=PRESENT).answer == {"payment": by}


MONTH = Ordered(service=Service.TEMPORARY, period=period("Mon 1 Jun 2026", "Tue 30 Jun 2026"))


def test_a_price_is_its_lines_and_an_extension_costs_what_is_new() -> None:
    """§6: thirty days, then weeks begun; further persons; abroad."""
    assert [(line.item, line.amount_ore) for line in price_of(MONTH, prices=PRIVATE)] == [("order", 34_900)]
    longer = replace(MONTH, period=period("Mon 1 Jun 2026", "Wed 8 Jul 2026"), persons=3, abroad=True)
    lines = price_of(longer, prices=PRIVATE)
    assert {line.item: line.amount_ore for line in lines} == {
        "order": 47_900,
        "weeks": 17_800,
        "persons": 9_800,
    }
    more = extension_price(before=MONTH, after=replace(MONTH, period=longer.period), prices=PRIVATE)
    assert {line.item: line.amount_ore for line in more} == {"extension": 4_900, "weeks": 11_800}
    assert {str(line.clause) for line in more} == {"Forwarding §5"}
    assert [line.amount_ore for line in interim_price(prices=PRIVATE)] == [9_900]
    assert interim_price(prices=BUSINESS) == ()


def test_vat_is_in_private_prices_and_comes_on_top_for_businesses() -> None:
    """Rounded once, half up: 25 % of 45,001 øre is 11,250.25."""
    assert to_pay_ore(price_of(MONTH, prices=PRIVATE), vat_included=PRIVATE.vat_included) == 34_900
    lines = price_of(MONTH, prices=BUSINESS)
    assert to_pay_ore(lines, vat_included=BUSINESS.vat_included) == 56_250
    assert to_pay_ore([replace(lines[0], amount_ore=45_001)], vat_included=False) == 56_251


@given(st.integers(0, 400), st.integers(0, 400), st.sampled_from(list(Service)), st.booleans())
def test_a_longer_order_never_costs_less(days: int, more: int, service: Service, abroad: bool) -> None:
    """And a refund is exactly what was paid."""
    start = on("Mon 1 Jun 2026")

    def cost(length: int) -> int:
        asked = Ordered(
            service=service,
            period=replace(MONTH.period, last_day=date.fromordinal(start.toordinal() + length)),
            abroad=abroad,
        )
        return to_pay_ore(price_of(asked, prices=PRIVATE), vat_included=True)

    assert cost(days) <= cost(days + more)


def test_all_that_was_paid_is_paid_back_or_nothing() -> None:
    """§5: cancelled in time and Customer Service told, or not."""
    start = on("Mon 7 Sep 2026")
    day_before = on("Fri 4 Sep 2026")
    in_time = cancel(start=start, notice_on=day_before, contacted_on=day_before, edition=PRESENT)
    too_late = cancel(start=start, notice_on=start, contacted_on=start, edition=PRESENT)
    stopped = early_stop(service=Service.STORAGE, notice_on=start, new_end=start, edition=PRESENT)
    assert [each.answer["refund"] for each in (in_time, too_late, stopped)] == [True, False, False]


# Names of the National Registry's events; none may touch an address.
REGISTRY_EVENTS = (
    *EVENTS,
    "endringIAdressebeskyttelse",
    "endringIBostedsadresse",
    "endringIBostedsadresseUtenFlytting",
    "endringIBrukAvSamiskSpraak",
    "endringIDeltBosted",
    "endringIFalskIdentitet",
    "endringIFamilierelasjon",
    "endringIForeldreansvar",
    "endringIFratattRettsligHandleevne",
    "endringIFoedsel",
    "endringIFoedselINorge",
    "endringIIdentitetsgrunnlag",
    "endringIInnflytting",
    "endringIKjoenn",
    "endringIKontaktinformasjon",
    "endringIKontaktopplysningerForDoedsbo",
    "endringILegitimasjonsdokument",
    "endringIOpphold",
    "endringIOppholdPaaSvalbard",
    "endringIOppholdsadresse",
    "endringIPerson",
    "endringIPostadresse",
    "endringIRettsligHandleevne",
    "endringISametingetsValgmanntall",
    "endringISivilstand",
    "endringIStatsborgerskap",
    "endringIStatus",
    "endringIUtenlandskPersonidentifikasjon",
    "endringIUtenlandskPostadresse",
    "endringIUtflytting",
    "endringIUtlendingsmyndighetenesIdentifikasjonsnummer",
    "endringIVergemaal",
    "personErBosatt",
    "personErOppdatert",
    "personErOpphoert",
    "personErOpprettet",
    "personErReaktivert",
    "personErUtflyttet",
    "noeHeltAnnet",
)


@pytest.mark.parametrize("event", REGISTRY_EVENTS)
def test_no_event_of_the_registry_changes_an_address(event: str) -> None:
    """§7: numbers, names, deaths; an event nobody knows changes nothing."""
    told = apply_event(event, edition=PRESENT).answer
    assert set(told["apply"]) <= {"national_id", "name", "deceased"}  # type: ignore[call-overload]
    assert ("keep_old_name_as_alias" in told) == (event == "endringINavn")
    if event not in EVENTS:
        assert told["apply"] == ()


def test_a_wash_answers_alike_whyever_it_tells_nothing() -> None:
    """§7: reserved, protected, not listed, not found: not a letter's difference."""
    told = wash(WashFacts(matched=True, new_address="B"), edition=PRESENT)
    assert told.answer == {"code": "A", "new_address": "B"}
    silent = [
        wash(facts, edition=PRESENT).as_json()
        for facts in (
            WashFacts(matched=False),
            WashFacts(matched=True, reserved=True),
            WashFacts(matched=True, protected=True),
            WashFacts(matched=True, listed=False),
            WashFacts(matched=False, protected=True, reserved=True, new_address="B"),
        )
    ]
    assert silent[0]["answer"] == {"code": "00", "new_address": None}
    assert all(each == silent[0] for each in silent)


@pytest.mark.parametrize(
    ("claimed", "paid", "consequential", "ours", "compensated", "codes"),
    [
        (20_000, 34_900, 0, True, 20_000, []),
        (90_000, 34_900, 0, True, 34_900, []),
        (90_000, 34_900, 80_000, True, 10_000, ["CONSEQUENTIAL_LOSS"]),
        (90_000, 34_900, 90_000, True, 0, ["CONSEQUENTIAL_LOSS"]),
        (20_000, 34_900, 0, False, 0, ["NOT_CARRIED_BY_US"]),
    ],
)
def test_liability_ends_at_the_price_and_before_what_followed(
    claimed: int, paid: int, consequential: int, ours: bool, compensated: int, codes: list[str]
) -> None:
    """§8: øre."""
    decision = compensation(
        ClaimFacts(
            claimed_ore=claimed, price_paid_ore=paid, consequential_ore=consequential, carried_by_us=ours
        ),
        edition=PRESENT,
    )
    assert decision.answer == {"compensation_ore": compensated}
    assert [refusal.code for refusal in decision.refusals] == codes
    assert {str(clause) for clause in decision.clauses} == {"Forwarding §8"}


def test_a_complaint_is_prompt_or_a_person_decides() -> None:
    """§8, A-52: discovered on Monday 2 November; the text names no number, an edition may."""
    found = on("Mon 2 Nov 2026")
    prompt = complain(discovered_on=found, complained_on=on("Wed 2 Dec 2026"), edition=PRESENT)
    later = complain(discovered_on=found, complained_on=on("Thu 3 Dec 2026"), edition=PRESENT)
    assert (prompt.outcome, prompt.answer["in_time"]) == ("in_time", True)
    assert (later.outcome, later.answer["in_time"]) == ("a_person_decides", None)
    capped = replace(PRESENT, complaint_last_days=31)
    assert not complain(discovered_on=found, complained_on=on("Thu 3 Dec 2026"), edition=capped).refusals
    late = complain(discovered_on=found, complained_on=on("Fri 4 Dec 2026"), edition=capped)
    assert ([each.code for each in late.refusals], late.answer["in_time"]) == (
        ["COMPLAINT_UNDUE_DELAY"],
        False,
    )


def test_an_order_is_kept_under_the_edition_of_its_day() -> None:
    """Both ends count; the dates are marked as invented, and so are the prices."""
    assert forwarding_on(on("Tue 31 Dec 2024")) is FORWARDING_EARLIER
    assert forwarding_on(on("Wed 1 Jan 2025")) is PRESENT
    with pytest.raises(LookupError):
        forwarding_on(on("Sun 31 Dec 2017"))
    for edition in (PRESENT, FORWARDING_EARLIER):
        assert edition.dates_are_invented
        assert "oppdiktet" in edition.about.no and "invented" in edition.about.en
        for audience in Audience:
            assert forwarding_prices_on(edition.valid_from, audience=audience).prices_are_invented
