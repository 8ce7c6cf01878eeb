"""axe-core, asked of a page in a real browser while nothing moves on it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

_CORE = next((Path(__file__).parent / "samples/axe").glob("axe-core-*/axe.min.js"))
_NODE_SHOWN = 140
# A summary unfolds for 0.4 s: a text looked at on its way is judged before a ground that is not its own.
_STILL = """if (!globalThis.still) {
    globalThis.still = new CSSStyleSheet();
    still.replaceSync('*, *::before, *::after, *::backdrop, *::details-content {'
        + 'transition: none !important; animation: none !important }');
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, still]; }"""
_ASKED = (
    "asked => { "
    + _STILL
    + """ if (typeof axe !== 'object') return null;
    return new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))
        .then(() => axe.run(asked)).then(result => result.violations) }"""
)
# All that a judgement can hang on.
_LOOKS = (
    "() => { "
    + _STILL
    + """ const fields = [...document.querySelectorAll('input, select, textarea')];
    return JSON.stringify([
        document.documentElement.outerHTML, innerWidth, innerHeight, scrollY,
        matchMedia('(prefers-color-scheme: dark)').matches,
        [...document.querySelectorAll('*')].indexOf(document.activeElement),
        fields.map(one => [one.checked, one.value === '', one.matches(':user-invalid')])]) }"""
)
# What is another each time a page is asked for: numbers, keys of checks, tokens of forms.
_CHANGING = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[A-Za-z0-9]{32,}|[0-9]+")
# Pages that were judged by all rules, and nothing was found.
_faultless: set[str] = set()


def be_still(page: Page) -> None:
    """Let nothing fade in or unfold slowly until the page is left."""
    page.evaluate("() => { " + _STILL + " }")


def violations(page: Page, *, rules: list[str] | None = None, tags: list[str] | None = None) -> list[str]:
    """
    Return what axe-core finds, by all its rules, by some, or by those of some tags: rule and place.

    A page that looks the same but for its numbers as one in which all rules found nothing is not judged again.
    """
    page.wait_for_load_state()  # what a form led to may have begun only
    asked: dict[str, object] = {"resultTypes": ["violations"], "selectors": False}
    if rules or tags:
        asked["runOnly"] = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": tags}
        return _found(page, asked)
    looks = _CHANGING.sub("0", page.evaluate(_LOOKS))
    found = [] if looks in _faultless else _found(page, asked)
    if not found:
        _faultless.add(looks)
    return found


def _found(page: Page, asked: dict[str, object]) -> list[str]:
    found = page.evaluate(_ASKED, asked)
    if found is None:  # the page is new: axe-core is not in it yet
        page.evaluate(_core())
        found = page.evaluate(_ASKED, asked)
    return [f"{row['id']}: {node['html'][:_NODE_SHOWN]}" for row in found for node in row["nodes"]]


@cache
def _core() -> str:
    return _CORE.read_text(encoding="utf-8")
