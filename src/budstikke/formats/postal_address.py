"""
Names and addresses as one key each, however they are written on an item.

One normaliser for everybody who looks a person up by what stands on mail: sorting, washes, orders. It is strict:
what it cannot read alike stays different, and is then treated as addressed. Two spellings that meet here are
taken for the same person at the same door, so nothing is guessed: no nicknames, no initials, no lost letters.

    name        surname|first name      middle names, titles and what stands behind c/o, v/ or att. are left out
    business    =name                   without its legal form
    address     postcode|street|5b      the street without blanks, its ending in one spelling; |h0201 where the
                                        flat is known; postboks is a street like any other
    abroad      se|storgatan1stockholm  the country, and everything else without blanks
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters that machines and people write in two ways; accents that are left fall off.
_LETTERS = str.maketrans(
    {
        "å": "aa",
        "æ": "ae",
        "ä": "ae",
        "ø": "oe",
        "ö": "oe",
        "ü": "ue",
        "ß": "ss",
        "đ": "d",
        "ð": "d",
        "ł": "l",
    }
    | {"þ": "th", "ŋ": "n", "ŧ": "t", "’": "'", "´": "'", "–": "-"}
)
_BEHIND = re.compile(r"(?<=\w)[\s,]*\b(?:c\s?/\s?o|v\s?/|att\b|vedr\b).*")
_BEFORE = re.compile(r"^\s*(?:att\b|vedr\b)[.:\s]*")
_CARE_OF = re.compile(r"^\s*c\s?/\s?o[^,]*,")
# How most streets are written, whole and without the number; what is written otherwise is read slowly.
_PLAIN_STREET = re.compile(r"^([a-z]{2}[a-z ]*?) (\d+) ?([a-z])?$")
_PLAIN_ROAD = re.compile(r"[a-z]{2}[a-z ]*\Z")
_MOST_DIGITS = 9
# Roads whose keys are kept at hand: more than there are in the country; about 20 MB when full. Of names that would not
# pay: reading one takes less time than finding it among so many.
_MOST_ROADS = 1 << 17
_NOT_IN_NAMES = re.compile(r"[^\w\s,&+]|_")
_TITLES = frozenset({"hr", "herr", "fru", "frk", "frue", "mr", "mrs", "ms", "dr", "prof"})
_FAMILY = frozenset({"fam", "familien", "family"})
_GENERATION = frozenset({"jr", "sr", "junior", "senior"})
_TWO_PERSONS = frozenset({"og", "and", "&", "+"})
_NORWEGIAN_FORMS = ("as", "asa", "ans", "da", "ba", "sa", "nuf", "enk", "ks", "iks", "hf", "stiftelsen")
_FOREIGN_FORMS = ("ab", "aps", "ltd", "limited", "gmbh", "inc", "llc", "oy")
_LEGAL_FORMS = frozenset((*_NORWEGIAN_FORMS, *_FOREIGN_FORMS))
_WORDS_APART = _TITLES | _FAMILY | _GENERATION | _TWO_PERSONS | _LEGAL_FORMS

_SHORT = re.compile(r"(?<=\w)\s?(gt|g|vn|vg|v|pl)\.(?=\s|\d|$)")
_LONG = {"gt": "gate", "g": "gate", "vn": "vei", "vg": "vei", "v": "vei", "pl": "plass"}
_ENDING = re.compile(
    r"(?:(?P<gate>gata|gaten|gate|gt)|(?P<vei>veien|vegen|vei|veg|vn|vg)|(?P<plass>plassen|plass|pl)"
    r"|(?P<alle>alleen|alle)|(?P<torg>torget|torvet|torg|torv))$"
)
_BOX = re.compile(r"^(?:postboks|post\s?box|p\s*o\s*box|pb|boks|box)\s*(\d+)\b")
_UNIT = re.compile(r"\b([hukl]\d{4})\b|\b(?:leilighet|leil|lgh|apt)\s*(\w+)\b")
_FLOOR = re.compile(r"\b\d+\s*(?:etg|etasje)\b")
_NUMBER = re.compile(r"^(.*?[^\W\d].*?)\s*(\d+)\s*([a-z])?(?=\s|$)")
_NOT_IN_STREETS = re.compile(r"[^\w\s]|_")
_BLANKS = re.compile(r"\s+")


def name_key(name: str) -> str:
    """
    Return the key of a name as it stands on an item; "" where there is none.

    Reading: two persons in one line are no person: the key then fits nobody.

    >>> name_key("Fru Kari Anne NORDMANN c/o Hansen")
    'nordmann|kari'
    >>> name_key("Nordmann, Kari") == name_key("kari nordmann")
    True
    >>> name_key("Fam. Nordmann")
    'nordmann|'
    >>> name_key("Lakselosen AS v/ Kari Nordmann")
    '=lakselosen'
    """
    text = _folded(name).replace("-", "").replace("'", "").replace(".", " ")
    if text.replace(" ", "").isalpha() and "att" not in text and "vedr" not in text:
        return _key_of(text.split())
    if "/" in text or "att" in text or "vedr" in text:
        text = _BEHIND.sub("", _BEFORE.sub("", text))
    words = _NOT_IN_NAMES.sub(" ", text).replace(",", " , ").split()
    if "," in words:
        at = words.index(",")
        words = [word for word in (*words[at + 1 :], *words[:at]) if word != ","]
    return _key_of(words)


def _key_of(words: list[str]) -> str:
    if words and _WORDS_APART.isdisjoint(words):
        return f"{words[-1]}|{words[0]}" if len(words) > 1 else f"{words[0]}|"
    if not _LEGAL_FORMS.isdisjoint(words):
        return "=" + " ".join(word for word in words if word not in _LEGAL_FORMS)
    if not _TWO_PERSONS.isdisjoint(words):
        return f"{words[-1]}|{' '.join(words[:-1])}"
    family = not _FAMILY.isdisjoint(words)
    generation = [word[:1] for word in words if word in _GENERATION]
    said = [word for word in words if word not in _WORDS_APART]
    if not said:
        return ""
    first = "" if family or len(said) == 1 else said[0]
    return f"{said[-1]}|{' '.join((first, *(letter + 'r' for letter in generation))).strip()}"


def business_keys(name: str) -> tuple[str, ...]:
    """
    Return the keys mail to a business may come under: with its legal form, and as people leave it out.

    >>> business_keys("Acme Norge AS")
    ('=acme norge', 'norge|acme')
    """
    full = name_key(name)
    if not full.startswith("="):
        words = _NOT_IN_NAMES.sub(" ", _folded(name)).split()
        return tuple(dict.fromkeys(("=" + " ".join(words), full)))
    return full, _key_of(full[1:].split())


def names_a_business(line: str) -> bool:
    """
    Say whether a line of an address ends with a legal form, as the names of businesses do.

    >>> names_a_business("c/o Eksempel Handel AS"), names_a_business("Maria da Silva")
    (True, False)
    """
    words = _folded(line).split()
    return len(words) > 1 and words[-1].strip(".,") in _LEGAL_FORMS


def surname_key(key: str) -> str:
    """
    Return the key of a name's surname alone, as a household's mail may bear it.

    >>> surname_key("nordmann|kari")
    'nordmann|'
    """
    return key.partition("|")[0] + "|"


def address_key(street: str, *, postcode: str, country: str = "NO", city: str = "") -> str:
    """
    Return the key of an address.

    >>> address_key("Storgt. 5 B", postcode="0155")
    '0155|storgate|5b'
    >>> address_key("STORGATA 5b, H0201", postcode="0155")
    '0155|storgate|5b|h0201'
    >>> address_key("Postboks 12 Sentrum", postcode="0101")
    '0101|postboks|12'
    """
    if country not in ("NO", "SJ"):
        return (
            f"{country.lower()}|{_BLANKS.sub('', _NOT_IN_STREETS.sub('', _folded(street + postcode + city)))}"
        )
    # Nearly every street is "Road 5", "Road 5b" or "Road 5 B".
    road, _, number = street.rpartition(" ")
    letter = ""
    if number.isalpha() and len(number) == 1 and number.isascii():
        letter = number
        road, _, number = road.rpartition(" ")
    elif number[-1:].isalpha() and number.isascii():
        number, letter = number[:-1], number[-1]
    if number.isdecimal() and number.isascii() and len(number) <= _MOST_DIGITS and number[0] != "0":
        plain = _plain_road(road)
        if plain:
            return f"{postcode.strip()}|{plain}|{number}{letter.lower()}"
    return f"{postcode.strip()}|{_street_read_slowly(street)}"


def without_flat(key: str) -> str:
    """
    Return an address's key as it is written by those who leave the flat out.

    >>> without_flat("0155|storgate|5b|h0201")
    '0155|storgate|5b'
    """
    return "|".join(key.split("|")[:3])


@lru_cache(maxsize=_MOST_ROADS)
def _plain_road(road: str) -> str:
    """Return a road as it stands in keys; "" where what stands before the number is more than a road."""
    text = _folded(road)
    if "." in text:
        text = _SHORT.sub(lambda found: _LONG[found[1]], text)
    return _road(text) if _PLAIN_ROAD.match(text) and not _BOX.match(f"{text} 1") else ""


def _street_read_slowly(street: str) -> str:
    text = _folded(street)
    if "." in text:
        text = _SHORT.sub(lambda found: _LONG[found[1]], text)
    plain = _PLAIN_STREET.match(text)
    if plain and not _BOX.match(text):
        return f"{_road(plain[1])}|{_without_zeros(plain[2])}{plain[3] or ''}"
    if "/" in text:
        text = _BEHIND.sub("", _CARE_OF.sub("", text))
    text = _NOT_IN_STREETS.sub(" ", text).strip()
    box = _BOX.match(text)
    if box:
        return f"postboks|{_without_zeros(box[1])}"
    unit = _UNIT.search(text)
    if unit:
        text = _UNIT.sub(" ", text)
    text = _FLOOR.sub(" ", text)
    door = _NUMBER.match(text)
    road, number = (door[1], f"{_without_zeros(door[2])}{door[3] or ''}") if door else (text, "")
    flat = (unit[1] or unit[2]) if unit else ""
    return "|".join(part for part in (_road(road), number, flat) if part)


def _without_zeros(number: str) -> str:
    # More digits than any door has are left as they are: reading them as a number takes long, or fails.
    return str(int(number)) if len(number) <= _MOST_DIGITS else number


def _road(text: str) -> str:
    road = _BLANKS.sub("", text)
    ending = _ENDING.search(road)
    return road[: ending.start()] + ending.lastgroup if ending and ending.lastgroup else road


def _folded(text: str) -> str:
    folded = text.casefold()
    if folded.isascii():
        return folded
    folded = folded.replace("å", "aa").replace("ø", "oe").replace("æ", "ae").replace("é", "e")
    if folded.isascii():
        return folded
    folded = unicodedata.normalize("NFC", folded).translate(_LETTERS)
    if folded.isascii():
        return folded
    return "".join(each for each in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(each))
