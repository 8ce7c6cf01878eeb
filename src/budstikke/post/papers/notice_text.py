"""
The same notice as SMS and e-mail, in both languages, first or as a reminder.

An SMS is seen on locked screens and passes many hands: it names the letter, the sender and the outlet, never
the recipient. Terms: PUM §11, §14.
"""

from __future__ import annotations

from dataclasses import dataclass

from budstikke.kit.days import in_full, in_short
from budstikke.law.words import Language, Words
from budstikke.post.papers.label import spaced
from budstikke.post.papers.notice import Notice
from budstikke.post.papers.notice_words import ADVICE, HEADING, HEADING_REMINDER, LABELS

# GSM 03.38: the letters one SMS of 160 takes; those of the second row cost two.
GSM_LETTERS = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_TWICE = frozenset("^{}\\[~]|€")
ONE_SMS, EACH_OF_MANY = 160, 153
ONE_SMS_OTHER, EACH_OF_MANY_OTHER = 70, 67

# From the fullest to the barest; the first that fits one SMS is sent. All say number, outlet, day and ID. The code
# displaces nothing: it comes where there is room, and who has none has the postcode.
_CODE = Words(no=" Kode {code}", en=" Code {code}")
_SMS = (
    Words(
        no="{test}{reminder}Brev {number} fra {sender} kan hentes på {outlet}, {street}, til {day}. "
        "Ta med {id}. Kun du selv kan hente. {track}",
        en="{test}{reminder}Letter {number} from {sender} is at {outlet}, {street}, until {day}. "
        "Bring {id}. Only you can collect it. {track}",
    ),
    Words(
        no="{test}{reminder}Brev {number} fra {sender} hentes på {outlet}, {street}, til {day}. "
        "Ta med {id}. Møt selv.",
        en="{test}{reminder}Letter {number} from {sender}: {outlet}, {street}, until {day}. "
        "Bring {id}. Come yourself.",
    ),
    Words(
        no="{test}{reminder}Brev {number} hentes på {outlet}, {street}, til {day}. Ta med {id}. Møt selv.",
        en="{test}{reminder}Letter {number}: {outlet}, {street}, until {day}. Bring {id}. Come yourself.",
    ),
    Words(
        no="{test}{reminder}Brev {number}: {outlet} til {day}. Ta med {id}. Møt selv.",
        en="{test}{reminder}Letter {number}: {outlet} until {day}. Bring {id}. Come yourself.",
    ),
)
_REMINDER = Words(no="Påminnelse: ", en="Reminder: ")
_ID = Words(no="gyldig legitimasjon", en="valid ID")
_ID_PASSPORT = Words(no="gyldig pass", en="a valid passport")


@dataclass(frozen=True, slots=True)
class Email:
    """A plain e-mail; who it goes to is the channel's business."""

    subject: str
    body: str


def sms_parts(text: str) -> int:
    """
    Return how many SMS a text is sent as.

    >>> sms_parts("Brevet ligger på Løten" )
    1
    """
    if all(letter in GSM_LETTERS or letter in GSM_TWICE for letter in text):
        length, one, each = sum(2 if letter in GSM_TWICE else 1 for letter in text), ONE_SMS, EACH_OF_MANY
    else:
        length, one, each = len(text.encode("utf-16-be")) // 2, ONE_SMS_OTHER, EACH_OF_MANY_OTHER
    return 1 if length <= one else -(-length // each)


def sms(notice: Notice, *, language: Language) -> str:
    """
    Return the SMS: one if the names allow it, else the barest words in several.

    Reading: names are never shortened; a cut name of a place sends people to the wrong one.
    """
    facts = {
        "test": "TEST " if notice.test else "",
        "reminder": _REMINDER.in_(language) if notice.reminder else "",
        "number": notice.number,
        "sender": notice.sender_name,
        "outlet": notice.outlet.name,
        "street": notice.outlet.address_lines[0],
        "day": in_short(notice.deadline_on, language=language),
        "id": (_ID_PASSPORT if notice.passport_only else _ID).in_(language),
        "track": notice.tracking_address,
        "code": notice.code,
    }
    bare = [words.filled(facts).in_(language) for words in _SMS]
    code = _CODE.filled(facts).in_(language) if notice.code else ""
    texts = [text for each in bare for text in (each + code, each)]
    return next((text for text in texts if sms_parts(text) == 1), bare[-1])


def email(notice: Notice, *, language: Language) -> Email:
    """
    Return the e-mail: what the paper says, as plain text.

    The subject carries no name and no number, because it is shown where others look.
    """

    def words(key: str) -> str:
        return LABELS[key].in_(language)

    heading = (HEADING_REMINDER if notice.reminder else HEADING).in_(language)
    test = [words("test"), ""] if notice.test else []
    passport = [words("passport")] if notice.passport_only else []
    outlet = notice.outlet
    lines = [
        *test,
        f"{heading}.",
        "",
        f"{words('deadline')}: {in_full(notice.deadline_on, language=language)}",
        f"{words('letter')}: {spaced(notice.number)}",
        f"{words('sender')}: {notice.sender_name}",
        "",
        f"{words('where')}: {outlet.name}, {', '.join(outlet.address_lines)}",
        f"{words('hours')}: {'; '.join(hours.in_(language) for hours in outlet.opening_hours)}",
        "",
        f"{words('bring')}:",
        *passport,
        *(f"- {document.in_(language)}" for document in notice.documents),
        words("valid"),
        words("person"),
        "",
        words("if"),
        *(f"- {row.question.in_(language)} {row.answer.in_(language)}" for row in ADVICE),
        "",
        f"{words('track')}: {notice.tracking_address}",
        *([f"{words('code')}: {notice.code}"] if notice.code else []),
    ]
    subject = f"TEST: {heading}" if notice.test else heading
    return Email(subject=subject, body="\n".join(lines) + "\n")
