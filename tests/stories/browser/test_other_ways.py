"""The ways of those for whom a passport and a pen are not enough, and of an outlet whose scanner is down."""

from __future__ import annotations

from tests.actions import line
from tests.stories.browser.counter import ALL_WELL, KARI, Counter

LONG = "Anne-Margrethe Elisabeth Kristoffersen-Berg"


def test_a_name_over_35_characters_is_keyed_from_the_letter(counter: Counter) -> None:
    """Until it is keyed it is still to do; another name than the letter's is not taken."""
    line.book(line.file_of([line.order(1, name=LONG)]))
    line.bring_to_outlet([1])
    line.tell([1])
    counter.takes_up(1)
    counter.is_shown("no_passport")
    names = {"surname": "Kristoffersen-Berg", "given_names": "Anne-Margrethe Elisabeth"}
    counter.keys(**{**KARI, **names})
    counter.finds(*ALL_WELL)
    counter.page.get_by_text("navnet tastet fra brevet").wait_for()
    counter.keys(keyed_name="Anne Berg")
    counter.hears("todo")
    counter.keys(keyed_name=LONG.lower())
    counter.hears("good")
    counter.goes_to_sign()
    counter.signs()
    counter.finds("signature_agrees")
    counter.main_button()
    assert counter.is_decided() == "Utlever brevet"


def test_a_passport_without_the_number_needs_another_document(counter: Counter) -> None:
    """A foreign passport shows no eleven digits; an extract from the register does."""
    line.wait_for_recipient(1)
    counter.takes_up(1)
    counter.is_shown("foreign_passport")
    number = KARI["national_number"]
    counter.keys(**{**KARI, "national_number": "", "issuing_country": "DNK"})
    counter.finds(*ALL_WELL)
    counter.page.get_by_text("legitimasjonen eller i et tilleggsdokument").wait_for()
    counter.keys(supplement_words="Utskrift fra Folkeregisteret", national_number=number)
    counter.hears("good")
    counter.goes_to_sign()
    counter.signs()
    counter.finds("signature_agrees")
    counter.main_button()
    assert counter.is_decided() == "Utlever brevet"


def test_the_hand_is_guided(counter: Counter) -> None:
    """Who cannot sign for the time being signs together with the clerk; nothing is compared."""
    line.wait_for_recipient(1)
    counter.takes_up(1)
    counter.is_shown("no_passport")
    counter.keys(**KARI)
    counter.finds(*ALL_WELL)
    counter.page.locator("summary", has_text="Kan ikke skrive under").click()
    counter.page.check("input[name=signing][value=temporarily_not]")
    counter.hears("good")
    counter.goes_to_sign()
    assert "sammen med mottakeren" in counter.words()
    assert counter.page.locator("input[name=signature_agrees]").count() == 0
    counter.signs()
    counter.main_button()
    assert counter.is_decided() == "Utlever brevet"
    counter.main_button()
    counter.page.get_by_text("Neste brev").wait_for()
    assert line.states()[line.number(1)] == "delivered"


def test_who_can_never_sign_shows_the_remark_and_no_pad(counter: Counter) -> None:
    """A passport with “Not able to sign” is enough; all of it by the keyboard."""
    line.wait_for_recipient(1)
    counter.takes_up(1)
    counter.is_shown("no_passport")
    counter.keys(**KARI)
    counter.finds(*ALL_WELL)
    counter.page.locator("summary", has_text="Kan ikke skrive under").click()
    counter.page.check("input[name=signing][value=never]")
    counter.hears("no")
    counter.page.check("#not_able_to_sign")
    counter.hears("good")
    counter.goes_to_sign()
    assert counter.page.locator("#pad").count() == 0
    counter.main_button()
    assert counter.is_decided() == "Utlever brevet"


def test_with_the_scanner_down_nothing_is_handed_over(counter: Counter) -> None:
    """Every page says so while it lasts, and a check that is decided all the same is refused for it."""
    from budstikke.post.records.models import Outlet
    from budstikke.post.records.scope import CARRIER, acting_as

    line.wait_for_recipient(1)
    with acting_as(CARRIER):
        Outlet.objects.filter(id=line.BERGEN).update(scanner_works=False)
        Outlet.objects.filter(id=line.SOTRA).update(has_scanner=True)
    counter.opens()
    said = counter.page.locator("#health").inner_text()
    assert "Utlevering er stanset her" in said
    assert "Sotra postkontor SPECIMEN" in said and "om du ikke vil vente" in said
    counter.scans(1)
    counter.page.wait_for_url("**/check/*/")
    counter.is_shown("no_passport")
    counter.hears("no")
    counter.main_button()
    assert counter.is_decided() == "Ikke utlever"
    assert "PUM §11" in counter.words()
    assert line.states()[line.number(1)] == "ready"


def test_a_lost_connection_is_told_at_once_and_blocks_the_buttons(counter: Counter) -> None:
    """The page notices by itself, keeps what was filled in, and goes on when the connection is back."""
    line.wait_for_recipient(1)
    counter.takes_up(1)
    counter.is_shown("no_passport")
    with counter.page.expect_response(lambda got: got.request.method == "POST"):
        counter.keys(national_number=KARI["national_number"])
    counter.context.set_offline(True)
    counter.page.locator("#connection-lost").wait_for()
    assert counter.page.locator("#panel [data-main]").is_disabled()
    counter.context.set_offline(False)
    counter.page.locator("#connection-lost").wait_for(state="hidden", timeout=15000)
    counter.faults.clear()  # the browser says on its console that it was offline
    counter.page.reload()
    assert counter.page.locator("#national_number").input_value() == "209146•••••"


def test_support_is_called_and_the_deadline_held(counter: Counter) -> None:
    """A case is opened once, and shown with the letter."""
    from budstikke.post.records.models import SupportCase
    from budstikke.post.records.scope import CARRIER, acting_as

    line.wait_for_recipient(1)
    counter.takes_up(1)
    counter.page.locator("summary", has_text="Ring support").click()
    counter.page.get_by_role("button", name="Åpne sak").click()
    counter.page.get_by_text("Fristen holdes").wait_for()
    counter.is_accessible()
    with acting_as(CARRIER):
        assert SupportCase.objects.count() == 1
