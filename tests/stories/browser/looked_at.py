"""One page looked at as everybody meets it: both languages, light and dark, desk, telephone and 200 % zoom, by Tab."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page
from tests.axe import be_still, violations
from tests.stories.browser.counter import Counter

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# A desk; a desk at 200 % zoom; a telephone.
WIDTHS = (1280, 640, 390)
# The other language has the same elements with other words: its text must fit everywhere, and is judged where it fits
# least. At 640 pixels the style sheets lay a page out as at 390 (tests/look/test_widths.py), only broader.
JUDGED = {"no": (1280, 390), "en": (390,)}
IN_THE_DARK = {"no": (1280, 390), "en": ()}
# Only these look at colours: they are asked again in the dark, where nothing else is another.
OF_COLOURS = ["color-contrast", "link-in-text-block"]
_MOST_STOPS = 150
# What takes the focus by Tab is met.
_BEGIN = """() => {
    if (!globalThis.met) {
        let byTab = false;
        addEventListener('keydown', pressed => { byTab = pressed.key === 'Tab'; }, true);
        addEventListener('keyup', () => { byTab = false; }, true);
        addEventListener('focusin', came => { if (byTab) met.add(came.target); }, true);
        globalThis.met = new Set();
    } }"""
_UNMET = """() => {
    const asked = document.querySelector('dialog:modal') ?? document;
    const kinds = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
    // What news has put in the place of one that was met is met.
    const same = one => met.has(one) || [...met].some(each => each.outerHTML === one.outerHTML);
    const seen = one => one.checkVisibility({visibilityProperty: true});
    const group = (one, each) => each.name === one.name && each.form === one.form;
    const first = one => one.type !== 'radio' || ![...met].some(each => group(one, each));
    return [...asked.querySelectorAll(kinds)]
        .filter(one => !one.disabled && one.tabIndex >= 0 && seen(one) && !same(one) && first(one))
        .map(one => one.outerHTML.slice(0, 120)); }"""
_UNFOLD = "() => document.querySelectorAll('details').forEach(one => { one.open = true; })"


def looked_at(at: Counter, name: str, *, then: Callable[[], None] | None = None) -> None:
    """
    Find no fault in any look of the page that is open, and reach every part of it by Tab.

    The page is asked for anew in each language; `then` brings it back to what is to be seen.
    """
    faults: list[str] = []
    page = at.page
    for language in ("en", "no"):
        at.speaks(language)
        page.reload()
        assert page.locator("html").get_attribute("lang") == ("en" if language == "en" else "nb")
        be_still(page)
        if then is not None:
            then()
        page.evaluate(_UNFOLD)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if width in JUDGED[language]:
                rules = None if width == WIDTHS[0] else TAGS
                faults += [f"{name} {language} {width}: {one}" for one in violations(page, tags=rules)]
            if width in IN_THE_DARK[language]:
                page.emulate_media(color_scheme="dark")
                faults += [
                    f"{name} {language} {width} dark: {one}" for one in violations(page, rules=OF_COLOURS)
                ]
                page.emulate_media(color_scheme="light")
            across = page.evaluate("document.documentElement.scrollWidth")
            faults += [f"{name} {language} {width}: {across} px wide"] if across > width else []
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        faults += [f"{name} {width}: not reached by Tab: {one}" for one in not_reached(page)]
    assert not faults, faults


def not_reached(page: Page) -> list[str]:
    """
    What can be seen and used, and takes no focus however often Tab is pressed; of radios one of a group will do.

    What was reached at another width of the same page is reached at this one.
    """
    page.evaluate(_BEGIN)
    pressed = 0
    while (left := page.evaluate(_UNMET)) and pressed < _MOST_STOPS:
        # After the last element the focus is nowhere for one press, and news may take it back to the top.
        for _ in range(len(left) + 1):
            page.keyboard.press("Tab")
        pressed += len(left) + 1
    return left
