"""The pickup notice on paper, as SMS and as e-mail."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pytest
from tests.papers.samples import NOTICE, pictures, symbols, text

from budstikke.kit.days import in_full, in_short
from budstikke.law.words import LANGUAGES, Language, Words
from budstikke.post.papers.notice import NoticeOutlet, Sheet, render_notice
from budstikke.post.papers.notice_text import email, sms, sms_parts
from budstikke.post.papers.notice_words import ADVICE
from budstikke.post.papers.setting import CannotPrint

STRICT = replace(NOTICE, passport_only=True, documents=NOTICE.documents[:5])
LONGEST = replace(
    NOTICE,
    recipient_name=("Wilhelmina-Mathilde Sørensdatter " * 4)[:105],
    address_lines=("Øvre Fjellstueveien på Storfjell 99", "c/o Familien Andersen-Wergeland-Ås1"),
    city="Kristiansund-Nordmøre-Averøy-Smøla1",
    sender_name="Det norske eksempelselskapet for ID",
    outlet=replace(NOTICE.outlet, name="Eksempel Post i Butikk Kristiansund-Nordmøre Averøy-Smøla senter"),
    test=True,
    reminder=True,
)
SHEETS: list[Sheet] = ["A5", "A4"]


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_notice_says_where_until_when_and_what_to_bring(sheet: Sheet) -> None:
    """Outlet, address, hours, weekday and date, number, every document: in both languages."""
    words = text(render_notice(NOTICE, sheet=sheet))
    for expected in (
        "Du har et brev å hente",
        "fredag 11. desember 2026",
        "Mandag–fredag 8–22",
        "Bare du kan hente brevet",
        "A letter is waiting for you",
        "Friday 11 December 2026",
        "Only you can collect it",
        "Nygata 1",
        "5015 BERGEN",
        "RR 473 124 829 NO",
        "post.example.no/spor/RR473124829NO",
        "Áile Čearru-Ødegård Nordmann",
    ):
        assert expected in words
    bare = words.replace(" ", "")
    for document in NOTICE.documents:
        assert document.no.replace(" ", "") in bare
        assert document.en.replace(" ", "") in bare
    assert words.index("Du har et brev") < words.index("A letter is waiting")


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_second_library_reads_the_number_from_the_notice(sheet: Sheet) -> None:
    """A clerk scans the paper the recipient brings."""
    for page in pictures(render_notice(NOTICE, sheet=sheet), dpi=203):
        assert symbols(page) == [("Code39", NOTICE.number)]


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("notice", [NOTICE, LONGEST], ids=["short", "longest"])
def test_the_notice_never_grows_a_page(sheet: Sheet, notice: object) -> None:
    """A5 is printed on both sides of one sheet, A4 on one side, however long the names are."""
    assert notice in (NOTICE, LONGEST)
    pdf = render_notice(LONGEST if notice is LONGEST else NOTICE, sheet=sheet)
    with pikepdf.open(io.BytesIO(pdf)) as paper:
        assert len(paper.pages) == (2 if sheet == "A5" else 1)
    chosen = LONGEST if notice is LONGEST else NOTICE
    assert chosen.recipient_name.replace(" ", "") in text(pdf).replace(" ", "")


def test_the_address_of_the_large_notice_shows_in_the_window() -> None:
    """All ink in the upper left is inside 20–105 mm by 45–75 mm, where a left window envelope opens."""
    page = pictures(render_notice(replace(LONGEST, test=False), sheet="A4"), dpi=100)[0]
    at = 100 / 25.4
    upper_left = page.crop((0, 0, round(115 * at), round(80 * at)))
    ink = upper_left.point(lambda light: 255 - light).getbbox()
    assert ink is not None
    left, top, right, bottom = (edge / at for edge in ink)
    assert left >= 20
    assert top >= 45
    assert right <= 105
    assert bottom <= 75


@pytest.mark.parametrize("sheet", SHEETS)
def test_only_a_letter_with_the_passport_demand_says_so(sheet: Sheet) -> None:
    """PUM §7: whoever may come with a driving licence is not told otherwise."""
    assert "Avsenderen krever pass" in text(render_notice(STRICT, sheet=sheet))
    assert "The sender demands a passport" in text(render_notice(STRICT, sheet=sheet))
    assert "krever pass" not in text(render_notice(NOTICE, sheet=sheet))


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_reminder_and_a_test_say_what_they_are(sheet: Sheet) -> None:
    """Both words stand on the paper only when they are true."""
    plain = text(render_notice(NOTICE, sheet=sheet))
    marked = text(render_notice(replace(NOTICE, reminder=True, test=True), sheet=sheet))
    for word in ("Påminnelse", "Reminder", "TEST"):
        assert word in marked
        assert word not in plain


def test_the_notice_is_tagged_for_screen_readers_in_both_languages() -> None:
    """PDF/UA-1, checked by the typesetter; language and title are set."""
    with pikepdf.open(io.BytesIO(render_notice(NOTICE))) as paper:
        assert paper.Root.MarkInfo.Marked
        assert str(paper.Root.Lang).startswith("nb")
        assert "Du har et brev å hente" in str(
            paper.docinfo.get("/Title", paper.open_metadata().get("dc:title"))
        )


def test_the_same_notice_is_the_same_bytes() -> None:
    """Nothing in the file depends on the hour or the machine."""
    assert render_notice(NOTICE) == render_notice(NOTICE)


def test_a_letter_no_font_has_stops_the_notice() -> None:
    """The opening hours are asked too, not only the name."""
    outlet = replace(NOTICE.outlet, opening_hours=(Words(no="☎", en="☎"),))
    with pytest.raises(CannotPrint, match=r"U\+260E"):
        render_notice(replace(NOTICE, outlet=outlet))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reminder", [False, True])
@pytest.mark.parametrize("passport_only", [False, True])
def test_the_sms_is_one_message_and_names_no_recipient(
    language: Language, reminder: bool, passport_only: bool
) -> None:
    """Number, outlet, day and ID within 160 letters; nobody's name."""
    said = sms(replace(NOTICE, reminder=reminder, passport_only=passport_only), language=language)
    assert sms_parts(said) == 1
    assert NOTICE.number in said
    assert NOTICE.outlet.name in said
    assert in_short(NOTICE.deadline_on, language=language) in said
    assert ("pass" in said) is passport_only
    assert said.startswith(("Påminnelse", "Reminder")) is reminder
    for part in NOTICE.recipient_name.split():
        assert part not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_outlet_name_is_never_cut_from_the_sms(language: Language) -> None:
    """Rather two messages than half a name."""
    name = "Post i Butikk " + "Åsgårdstrandveien " * 9
    said = sms(replace(NOTICE, outlet=replace(NOTICE.outlet, name=name.strip())), language=language)
    assert name.strip() in said
    assert sms_parts(said) == 2


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("æøåÆØÅ" * 26 + "abcd", 1),
        ("æøåÆØÅ" * 26 + "abcde", 2),
        ("€" * 80, 1),
        ("€" * 80 + "a", 2),
        ("č" * 70, 1),
        ("č" * 71, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
    ],
)
def test_sms_parts_are_counted_as_the_network_counts(said: str, parts: int) -> None:
    """160 of the GSM alphabet, the euro sign twice; 70 when one letter is outside it."""
    assert sms_parts(said) == parts


def test_the_sms_of_a_test_installation_says_test() -> None:
    """Nobody takes it for a real one."""
    assert sms(replace(NOTICE, test=True), language="no").startswith("TEST ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_email_says_all_the_paper_says(language: Language) -> None:
    """Deadline, outlet, hours, documents and every answer."""
    made = email(NOTICE, language=language)
    assert in_full(NOTICE.deadline_on, language=language) in made.body
    for words in (*NOTICE.documents, *NOTICE.outlet.opening_hours, *(row.answer for row in ADVICE)):
        assert words.in_(language) in made.body
    assert NOTICE.recipient_name not in made.body
    assert NOTICE.number not in made.subject


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_email_of_a_reminder_says_so_in_its_subject(language: Language) -> None:
    """A second letter in the inbox is not read as the first."""
    assert (
        email(replace(NOTICE, reminder=True), language=language).subject
        != email(NOTICE, language=language).subject
    )
    assert email(replace(NOTICE, test=True), language=language).subject.startswith("TEST")


def test_an_outlet_may_have_no_hours_to_tell() -> None:
    """The notice is made all the same."""
    bare = NoticeOutlet(name="Utlevering", address_lines=("Nygata 1",), opening_hours=())
    assert "Utlevering" in text(render_notice(replace(NOTICE, outlet=bare)))
