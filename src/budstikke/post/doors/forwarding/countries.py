"""Countries by their names in both languages, for those who choose one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import phonenumbers

from budstikke.law.words import Language

# Under what the names lie there, in the order in which they are looked for.
_NAMES: dict[Language, tuple[str, ...]] = {"no": ("nb", "no", "en"), "en": ("en",)}


@lru_cache(maxsize=2)
def countries(language: Language) -> tuple[tuple[str, str], ...]:
    """Return every country, its code of two letters and its name: Norway first, then by name."""
    names = _names()
    named = [(code, _name(names[code], language) or code) for code in names if len(code) == 2]
    return tuple(sorted(named, key=lambda each: (each[0] != "NO", each[1].casefold())))


def country_name(code: str, language: Language) -> str:
    """Return the name of a country; its code where it has none here."""
    return dict(countries(language)).get(code, code)


def _name(names: Mapping[str, str], language: Language) -> str:
    for key in _NAMES[language]:
        name = names.get(key, "")
        # A star leads to the language that says it alike.
        name = names.get(name[1:], "") if name.startswith("*") else name
        if name:
            return name
    return ""


def _names() -> Mapping[str, Mapping[str, str]]:
    """
    Read the names of countries by code and language, from their file alone.

    Its package would read beside it where in the world every telephone number is: half a second, and 100 MB.
    """
    file = Path(phonenumbers.__file__).parent / "geodata" / "locale.py"
    # Under its own name, by which it finds what it asks of its neighbours.
    spec = spec_from_file_location("phonenumbers.geodata.locale", file)
    assert spec is not None and spec.loader is not None, "it lies in the package"
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Mapping[str, Mapping[str, str]] = module.LOCALE_DATA
    return found
