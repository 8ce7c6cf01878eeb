"""Following the National Registry: what is taken, what never is, and what happens when it fails."""

from __future__ import annotations

import re
from datetime import date

import pytest
from tests.actions import registered
from tests.actions.line import NOW, TODAY

from budstikke.post.actions.address_register.persons import address_of, find_person, number_of
from budstikke.post.channels.errors import Unreachable
from budstikke.post.channels.registry import Busy
from budstikke.post.channels.registry_stand_in import Failure, StandIn
from budstikke.post.records.models import Person, PostalAddress, RegisterChange, RegistryPointer
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.forwarding.register import EVENTS, GENERAL_EVENT

pytestmark = pytest.mark.usefixtures("post_database")

# Every kind of event the registry has (Hendelsedokument v1.4), and the one it sends to those without a legal basis.
KINDS = (
    *("personErOpprettet", "personErReaktivert", "personErOpphoert"),
    *(
        "personErViderefoertSomGjeldendeVedSammenslaaing",
        "personErOpphoertSomDublett",
        "personErEndretVedSplitting",
    ),
    *(
        "personErGjenopprettetVedSplitting",
        "personErDoed",
        "personErBosatt",
        "personErUtflyttet",
        "endringIStatus",
    ),
    *("endringIIdentitetsgrunnlag", "endringIUtenlandskPersonidentifikasjon"),
    *("endringIUtlendingsmyndighetenesIdentifikasjonsnummer", "endringILegitimasjonsdokument"),
    *("endringIIdentifikasjonsnummer", "endringIFalskIdentitet", "endringIKontaktopplysningerForDoedsbo"),
    *(
        "endringIDeltBosted",
        "endringIFoedsel",
        "endringIFoedselINorge",
        "endringIKjoenn",
        "endringIFamilierelasjon",
    ),
    *("endringISivilstand", "endringIDoedsfall", "endringINavn", "endringIAdressebeskyttelse"),
    *("endringIBostedsadresse", "endringIBostedsadresseUtenFlytting", "endringIOppholdsadresse"),
    *(
        "endringIInnflytting",
        "endringIUtflytting",
        "endringIBrukAvSamiskSpraak",
        "endringIKontaktinformasjon",
    ),
    *(
        "endringIForeldreansvar",
        "endringIStatsborgerskap",
        "endringIOpphold",
        "endringIVergemaal",
        "endringIPerson",
    ),
)
NAME = [{"erGjeldende": True, "fornavn": "Kari", "mellomnavn": "Lie", "etternavn": "Fjell"}]
DIED = {"doedsdato": "2026-11-20"}  # Friday


def _all_changes(stand_in: StandIn, number: str, kind: str) -> None:
    """Have everything change at once, and tell of one kind only."""
    stand_in.happens(
        kind,
        number,
        navn=NAME,
        doedsfall=DIED,
        bostedsadresse=[{"vegadresse": {"adressenavn": "ANNENVEIEN"}, "adressegradering": "ugradert"}],
        postadresse=[{"vegadresse": {"adressenavn": "TREDJEVEIEN"}}],
    )


def _addresses() -> list[tuple[str, str]]:
    with acting_as(CARRIER):
        return [(address_of(row).street, str(row.held)) for row in PostalAddress.objects.order_by("id")]


@pytest.mark.parametrize("kind", KINDS)
def test_an_event_changes_what_its_row_says_and_never_an_address(kind: str) -> None:
    """Every kind of event, while everything in the person's document has changed."""
    stand_in = registered.new_stand_in()
    number = registered.entered(stand_in=stand_in)
    before = _addresses()
    _all_changes(stand_in, number, kind)
    with registered.registry(stand_in) as client:
        registered.follow(client)
    with acting_as(CARRIER):
        person = Person.objects.get()
        codes = set(RegisterChange.objects.values_list("code", flat=True))
    taken = {str(each) for each in EVENTS.get(kind, ())} | (
        {"name", "deceased"} if kind == GENERAL_EVENT else set()
    )
    assert (person.surname == "Fjell") == ("name" in taken)
    assert (person.died_on is not None) == ("deceased" in taken)
    assert codes == {code for code, each in (("NAME", "name"), ("DECEASED", "deceased")) if each in taken}
    assert _addresses() == before


def test_every_kind_of_event_of_the_terms_is_tried() -> None:
    """A row of the terms that is no event of the registry would never be met."""
    assert EVENTS.keys() <= set(KINDS)


def test_an_old_name_stays_an_alias_and_an_annulled_death_was_none() -> None:
    """The two changes that are most often wrong."""
    stand_in = registered.new_stand_in()
    number = registered.entered(stand_in=stand_in)
    stand_in.happens("endringINavn", number, navn=NAME)
    stand_in.happens("personErDoed", number, doedsfall=DIED)
    with registered.registry(stand_in) as client:
        registered.follow(client)
        with acting_as(CARRIER):
            person = Person.objects.get()
            assert [alias.name for alias in person.aliases.all()] == ["Kari Nordmann"]
            assert person.died_on == date(2026, 11, 20)  # Friday
        stand_in.happens("endringIDoedsfall", number, doedsfall=None)
        registered.follow(client)
    with acting_as(CARRIER):
        assert Person.objects.get().died_on is None
        assert list(RegisterChange.objects.order_by("id").values_list("code", flat=True)) == [
            "NAME",
            "DECEASED",
            "DEATH_ANNULLED",
        ]


def test_a_new_number_is_found_and_the_old_one_no_more() -> None:
    """A D number becomes a national number."""
    stand_in = registered.new_stand_in()
    old = registered.entered(stand_in=stand_in)
    new = registered.number(500)
    numbers = [
        {
            "erGjeldende": each == new,
            "status": "iBruk" if each == new else "opphoert",
            "foedselsEllerDNummer": each,
        }
        for each in (old, new)
    ]
    stand_in.documents[new] = stand_in.documents[old]
    stand_in.happens("endringIIdentifikasjonsnummer", new, identifikasjonsnummer=numbers)
    with registered.registry(stand_in) as client:
        registered.follow(client)
    with acting_as(CARRIER):
        found = find_person(registered.number(500))
        assert found is not None
        assert number_of(found) == registered.number(500)
        assert find_person(old) is None


def test_a_duplicate_leads_to_who_it_was_all_along_and_can_be_taken_apart() -> None:
    """Two of ours are one, and then two again."""
    stand_in = registered.new_stand_in()
    one, other = registered.entered(0, stand_in=stand_in), registered.entered(400, stand_in=stand_in)
    apart = {number: dict(stand_in.documents[number]) for number in (one, other)}
    together = [
        {"status": "iBruk", "foedselsEllerDNummer": one},
        {"status": "opphoert", "foedselsEllerDNummer": other},
    ]
    stand_in.happens("personErOpphoertSomDublett", other, identifikasjonsnummer=together)
    with registered.registry(stand_in) as client:
        registered.follow(client)
        with acting_as(CARRIER):
            merged, kept = find_person(other), find_person(one)
            assert merged is not None
            assert merged == kept
        stand_in.documents.update(apart)
        stand_in.happens("personErGjenopprettetVedSplitting", other)
        registered.follow(client)
    with acting_as(CARRIER):
        assert find_person(other) != find_person(one)


def test_the_feed_is_read_by_pages_of_a_thousand_and_a_second_run_reads_nothing() -> None:
    """Two pages and a bit; then 304."""
    stand_in = registered.new_stand_in()
    number = registered.entered(stand_in=stand_in)
    for _ in range(2100):
        stand_in.happens("endringISivilstand", number)
    stand_in.happens("endringINavn", number, navn=NAME)
    with registered.registry(stand_in) as client:
        done = registered.follow(client)
        assert (done.events, done.pages, done.applied) == (2101, 3, 1)
        again, third = registered.follow(client), registered.follow(client)
        assert (again.events, third.events, third.pages) == (0, 0, 0)


def test_nothing_of_the_page_is_applied_when_it_dies_before_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page and the pointer are one transaction; the next run applies it once."""
    from budstikke.post.actions.address_register import follow_registry as module

    stand_in = registered.new_stand_in()
    one, other = registered.entered(0, stand_in=stand_in), registered.entered(400, stand_in=stand_in)
    for number in (one, other):
        stand_in.happens("endringINavn", number, navn=NAME)
    applied: list[int] = []
    whole = module.apply_person

    def dies(*arguments: object, **given: object) -> int:
        if applied:
            raise KeyboardInterrupt
        applied.append(1)
        return whole(*arguments, **given)  # type: ignore[arg-type]

    with registered.registry(stand_in) as client:
        monkeypatch.setattr(module, "apply_person", dies)
        with pytest.raises(KeyboardInterrupt):
            registered.follow(client)
        with acting_as(CARRIER):
            assert not RegisterChange.objects.exists()
            assert RegistryPointer.objects.get().sequence == 0
        monkeypatch.setattr(module, "apply_person", whole)
        registered.follow(client)
        registered.follow(client)
    with acting_as(CARRIER):
        assert RegisterChange.objects.filter(code="NAME").count() == 2


@pytest.mark.parametrize(
    ("failure", "raised"),
    [
        (Failure.TIMEOUT, Unreachable),
        (Failure.DOWN, Unreachable),
        (Failure.UNAUTHORISED, Unreachable),
        (Failure.BUSY, Busy),
        (Failure.BROKEN_PAGE, Unreachable),
        (Failure.SHORT, Unreachable),
    ],
)
def test_a_failure_moves_nothing_and_the_next_run_goes_on(failure: Failure, raised: type[Exception]) -> None:
    """Whatever went wrong, what was told is applied once, later."""
    stand_in = registered.new_stand_in()
    number = registered.entered(stand_in=stand_in)
    stand_in.happens("endringINavn", number, navn=NAME)
    stand_in.fails(failure)
    with registered.registry(stand_in, timeout_s=0.3) as client:
        with pytest.raises(raised) as told:
            registered.follow(client)
        assert number not in str(told.value)
        assert registered.follow(client).applied == 1


def test_a_page_we_have_had_is_not_applied_again() -> None:
    """The registry, or what stands between, gives an old page."""
    stand_in = registered.new_stand_in()
    number = registered.entered(stand_in=stand_in)
    for _ in range(1000):
        stand_in.happens("endringISivilstand", number)
    with registered.registry(stand_in) as client:
        registered.follow(client)
        stand_in.happens("endringINavn", number, navn=NAME)
        stand_in.fails(Failure.REPEATED_PAGE)
        with pytest.raises(Unreachable):
            registered.follow(client)
        assert registered.follow(client).applied == 1


def test_a_gap_is_asked_for_again_before_it_is_passed_over() -> None:
    """An event that was only late is applied."""
    stand_in = registered.new_stand_in()
    number = registered.entered(stand_in=stand_in)
    stand_in.happens("endringISivilstand", number)
    stand_in.happens("endringINavn", number, navn=NAME)
    stand_in.happens("endringISivilstand", number)
    stand_in.fails(Failure.GAP)
    with registered.registry(stand_in) as client:
        done = registered.follow(client)
    assert (done.applied, done.gaps) == (1, [])
    del stand_in


def test_a_number_that_was_never_given_out_is_told() -> None:
    """Missing twice, it is passed over and named."""
    stand_in = registered.new_stand_in()
    number = registered.entered(stand_in=stand_in)
    for _ in range(4):
        stand_in.happens("endringISivilstand", number)
    del stand_in.events[1]
    with registered.registry(stand_in) as client:
        assert registered.follow(client).gaps == [2]


def test_a_pointer_the_feed_has_forgotten_begins_a_full_extract_and_ends_it() -> None:
    """Everybody of ours is brought in step, and the feed goes on behind it."""
    stand_in = registered.new_stand_in(deleted_up_to=5000)
    number = registered.entered(stand_in=stand_in)
    for draw in range(1, 620):
        # Persons of the country who are none of ours.
        stand_in.documents[registered.number(draw) if registered.number(draw) != number else "x"] = dict(
            stand_in.documents[number],
            identifikasjonsnummer=[{"status": "iBruk", "foedselsEllerDNummer": f"{draw:011d}"}],
        )
    stand_in.documents.pop("x", None)
    stand_in.happens("endringINavn", number, navn=NAME, doedsfall=DIED)
    stand_in.fails(Failure.NOT_READY)
    with registered.registry(stand_in) as client:
        assert registered.follow(client).extracting
        done = registered.follow(client)
        assert (done.applied, done.extracting) == (2, False)
        stand_in.happens("endringIDoedsfall", number, doedsfall=None)
        assert registered.follow(client).applied == 1
    with acting_as(CARRIER):
        pointer = RegistryPointer.objects.get()
    assert (pointer.sequence, pointer.extract_since) == (5002, None)


def test_two_who_follow_at_once_apply_a_page_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The slower one finds the pointer moved."""
    from budstikke.post.actions.address_register.follow_registry import follow_registry

    stand_in = registered.new_stand_in()
    number = registered.entered(stand_in=stand_in)
    stand_in.happens("endringINavn", number, navn=NAME)
    with registered.registry(stand_in) as client, registered.registry(stand_in) as other:
        look_up = client.persons

        def slowly(numbers: list[str]):
            follow_registry(registry=other, today=TODAY, now=NOW)
            return look_up(numbers)

        monkeypatch.setattr(client, "persons", slowly)
        registered.follow(client)
    with acting_as(CARRIER):
        assert RegisterChange.objects.count() == 1


def test_no_national_number_stands_in_what_was_asked_by_address() -> None:
    """Numbers go in bodies."""
    stand_in = registered.new_stand_in()
    number = registered.entered(stand_in=stand_in)
    stand_in.happens("endringINavn", number, navn=NAME)
    with registered.registry(stand_in) as client:
        registered.follow(client)
    assert stand_in.asked
    assert not re.search(r"\d{11}", " ".join(stand_in.asked))
