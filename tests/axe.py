"""axe-core, asked of a page in a real browser while nothing moves on it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

_CORE = next((Path(__file__).parent / "samples/axe").glob("axe-core-*/axe.min.js"))
_NODE_SHOWN = 140
# A summary unfolds for 0.4 s: a text looked at on its way is judged before a ground that is not its own.
_STILL = """() => { if (globalThis.still) return;
    globalThis.still = new CSSStyleSheet();
    still.replaceSync('*, *::before, *::after, *::backdrop, *::details-content {'
        + 'transition: none !important; animation: none !important }');
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, still]; }"""
_ASKED = """asked => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))
    .then(() => axe.run(asked)).then(result => result.violations)"""


def be_still(page: Page) -> None:
    """Let nothing fade in or unfold slowly until the page is left."""
    page.evaluate(_STILL)


def violations(page: Page, *, rules: list[str] | None = None, tags: list[str] | None = None) -> list[str]:
    """Return what axe-core finds, by all its rules, by some, or by those of some tags: rule and place."""
    be_still(page)
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(_CORE.read_text(encoding="utf-8"))
    asked: dict[str, object] = {"resultTypes": ["violations"]}
    if rules or tags:
        asked["runOnly"] = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": tags}
    found = page.evaluate(_ASKED, asked)
    return [f"{row['id']}: {node['html'][:_NODE_SHOWN]}" for row in found for node in row["nodes"]]
