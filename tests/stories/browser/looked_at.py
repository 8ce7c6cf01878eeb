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
# least. The colours of the dark are the same at 640 pixels.
JUDGED = {"no": WIDTHS, "en": (390,)}
IN_THE_DARK = {"no": (1280, 390), "en": ()}
# Only these look at colours: they are asked again in the dark, where nothing else is another.
OF_COLOURS = ["color-contrast", "link-in-text-block"]
_MOST_STOPS = 150
# After the last element the focus is nowhere for one press, and then begins again at the top.
_MET_BEFORE = """() => { const one = document.activeElement;
    return one !== document.body && (met.has(one) || !met.add(one)); }"""
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
                faults += [f"{name} {language} {width}: {one}" for one in violations(page, tags=TAGS)]
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
    """What can be seen and used, and takes no focus however often Tab is pressed; of radios one of a group will do."""
    page.evaluate("globalThis.met = new Set()")
    for _ in range(_MOST_STOPS):
        page.keyboard.press("Tab")
        # News may take the focus back to the top: only when all was met is the round over early.
        if page.evaluate(_MET_BEFORE) and not page.evaluate(_UNMET):
            break
    return page.evaluate(_UNMET)
