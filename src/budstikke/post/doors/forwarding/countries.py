"""Countries by their names in both languages, for those who choose one."""

from __future__ import annotations

from functools import lru_cache

from phonenumbers.geodata.locale import LOCALE_DATA

from budstikke.law.words import Language

# Under what the names lie there, in the order in which they are looked for.
_NAMES: dict[Language, tuple[str, ...]] = {"no": ("nb", "no", "en"), "en": ("en",)}


@lru_cache(maxsize=2)
def countries(language: Language) -> tuple[tuple[str, str], ...]:
    """Return every country, its code of two letters and its name: Norway first, then by name."""
    named = [(code, _name(code, language)) for code in LOCALE_DATA if len(code) == 2]
    return tuple(sorted(named, key=lambda each: (each[0] != "NO", each[1].casefold())))


def country_name(code: str, language: Language) -> str:
    """Return the name of a country; its code where it has none here."""
    return dict(countries(language)).get(code, code)


def _name(code: str, language: Language) -> str:
    names = LOCALE_DATA[code]
    for key in _NAMES[language]:
        name = names.get(key, "")
        # A star leads to the language that says it alike.
        name = names.get(name[1:], "") if name.startswith("*") else name
        if name:
            return name
    return code
