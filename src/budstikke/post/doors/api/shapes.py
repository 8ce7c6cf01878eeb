"""What requests and answers look like; the description of the API is made from these."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from budstikke.post.doors import problem_shapes
from budstikke.post.doors.problem_shapes import Words
from budstikke.post.papers.glyphs import unprintable
from budstikke.post.terms.events import State

Language = Literal["no", "en"]


def _printable(text: str) -> str:
    if unprintable(text):
        raise ValueError("a character has no glyph; spell it with another letter")
    return text


def _text(most: int, *, least: int = 0) -> tuple[StringConstraints, AfterValidator]:
    limits = StringConstraints(strip_whitespace=True, min_length=least, max_length=most)
    return limits, AfterValidator(_printable)


# Five components of 35 characters each, as an order file has room for; the street has four.
Name = Annotated[str, *_text(175, least=1)]
Street = Annotated[str, *_text(140)]
Town = Annotated[str, *_text(35)]
Reference = Annotated[str, *_text(35)]
Contact = Annotated[str, *_text(100)]
PostcodeText = Annotated[str, StringConstraints(max_length=4)]


class Said(Schema):
    """What a program sends: no field that is not described."""

    model_config = ConfigDict(extra="forbid")


class Address(Said):
    """A name and an address."""

    name: Name
    street: Street
    street2: Street = ""
    postcode: PostcodeText
    city: Town
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] = "NO"


class Recipient(Address):
    """Who is to have the letter, and how they are told."""

    mobile: Contact = Field("", description="For the notice; digits, with + and country code if you like.")
    email: Contact = Field("", description="For the notice; without either it goes by paper.")
    national_number: Annotated[str, StringConstraints(pattern=r"^([0-9]{11})?$")] = Field(
        "", description="If you have it: the counter then refuses another. Kept sealed."
    )


class Order(Said):
    """One letter to one recipient."""

    recipient: Recipient
    reference: Reference = Field("", description="Your own; it comes back in everything about the letter.")
    passport_only: bool = False
    envelope: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{0,8}$")] = Field(
        "", description="Its size, such as C5; without it the letter is measured when it is handed in."
    )
    weight_g: Annotated[int, Field(ge=1, le=100_000)] | None = None
    thickness_mm: Annotated[int, Field(ge=1, le=10_000)] | None = None
    return_to: Address | None = Field(None, description="Another return address than the agreement's.")


class Orders(Said):
    """Orders at once: far cheaper for each letter than one by one."""

    orders: Annotated[list[Order], Field(min_length=1, max_length=1000)]


class Refused(Schema):
    """One reason of the terms, with its clauses and its cure."""

    code: str
    clauses: list[str]
    words: Words
    cure: Words


class Booked(Schema):
    """An order that was booked."""

    number: str = Field(description="The letter's S10 number: put it on the letter.")
    consignment_number: str


class Outcome(Schema):
    """What became of one order of several, in their order: booked, or refused with every reason."""

    reference: str
    booked: Booked | None
    refusals: list[Refused]


class Outcomes(Schema):
    """What became of each order."""

    outcomes: list[Outcome]


class Letter(Schema):
    """A letter as its sender sees it."""

    number: str
    consignment_number: str
    reference: str
    state: State
    recipient_name: str
    postcode: str
    city: str
    passport_only: bool
    edition: str = Field(description="The edition of the terms it was booked under.")
    booked_at: datetime
    handed_in_on: date | None
    outlet: int | None = Field(description="Where it waits or waited, by unit number.")
    notified_on: date | None
    last_collect_day: date | None
    delivered_at: datetime | None


class Letters(Schema):
    """A page of letters, the newest order first."""

    letters: list[Letter]
    next: str | None = Field(description="Ask with it as `cursor` for the next page; null on the last.")


class Because(Schema):
    """A reason of the decision an event rests on."""

    rule: str
    clauses: list[str]
    words: Words


class Event(Schema):
    """Something that happened to a letter."""

    code: str
    words: Words
    happened_at: datetime
    outlet: int | None
    reasons: list[Because]


class LetterWithEvents(Letter):
    """A letter with its events, the oldest first."""

    events: list[Event]


class Followed(Schema):
    """Letters with their events."""

    letters: list[LetterWithEvents]


class Evidence(Schema):
    """A piece of signed evidence of a letter."""

    id: str
    event: str = Field(description="Its name in ETSI EN 319 522-3, such as ContentHandover.")
    made_at: datetime
    sha256: str
    log_index: int | None = Field(description="Its place in the published log; null until it is there.")


class EvidenceList(Schema):
    """What there is of evidence for a letter."""

    evidence: list[Evidence]


class EndedRelationships(Said):
    """The day on which your relationship with the recipients of these letters ended."""

    ended_on: date
    letters: Annotated[
        list[Annotated[str, StringConstraints(max_length=40)]], Field(min_length=1, max_length=1000)
    ]


class ToldOfLetter(Schema):
    """What became of it for one letter."""

    number: str
    outcome: Literal["told", "refused", "not_found"]
    erase_from: date | None = Field(
        description="When the rest of what we know of the recipient is erased, if you tell us nothing else."
    )
    refusals: list[Refused]


class ToldOfLetters(Schema):
    """What became of it, letter by letter in your order."""

    letters: list[ToldOfLetter]


class Status(Schema):
    """An event among those of all your letters."""

    number: str
    consignment_number: str
    reference: str
    code: str
    words: Words
    happened_at: datetime
    state: State = Field(description="Of the letter now.")


class Statuses(Schema):
    """What is new since a place."""

    statuses: list[Status]
    next: str = Field(description="Ask with it as `cursor` from now on; each event is told once.")


class Interchange(Schema):
    """What became of one interchange of an order file."""

    reference: str | None
    booked: int
    changed: int
    rejected: int
    repeated: bool
    contrl: str = Field(description="The acknowledgement, CONTRL.")
    faults: list[dict[str, Any]] = Field(description="The first thousand; CONTRL names all.")
    faults_left_out: int


class Interchanges(Schema):
    """What became of an order file."""

    interchanges: list[Interchange]


class Question(Said):
    """One question, as `budstikke ask` takes it."""

    id: str | int | None = None
    given: dict[str, Any] = Field(description='The operation as "op", and its fields.')
    edition: str | None = Field(None, description="Of the terms; without it the one in force.")


class NameAsked(Said):
    """A name on a letter and the names in a document."""

    addressee: Annotated[str, StringConstraints(max_length=200)]
    surname: Annotated[str, StringConstraints(max_length=200)] = ""
    given_names: Annotated[str, StringConstraints(max_length=200)] = ""
    truncated: bool = False


class Outlet(Schema):
    """Where letters can be collected."""

    id: int
    name: str
    street: str
    postcode: str
    city: str
    latitude: float
    longitude: float
    hours: Words
    hands_over: bool = Field(description="Whether identity can be checked there now.")


class Outlets(Schema):
    """Outlets by their unit numbers."""

    outlets: list[Outlet]
    next: int | None


class TermsValue(Schema):
    """One number, list or switch of the terms."""

    name: str
    clause: str
    value: Any
    point: str | None = Field(description="Where the text is silent, the choice of ours that the value is.")


class Terms(Schema):
    """The terms of letters handed over in person, as they are in force on a day."""

    edition: str
    valid_from: date
    valid_to: date | None
    values: list[TermsValue]


class Agreement(Schema):
    """What is agreed with you."""

    customer_number: str
    name: str
    organisation_number: str
    edi_id: str
    aml_obliged: bool
    agreement_on: date | None
    mailbox_organisation_number: str
    hand_in_place: str
    edition: str = Field(description="Of the terms, in force today.")
    letter_numbers_left: int


class ProblemShape(problem_shapes.ProblemShape):
    """Why a request was not done, and what cures it (RFC 9457)."""

    refusals: list[Refused]


class Granted(Schema):
    """A token."""

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int
    scope: str


class NotGrantedShape(Schema):
    """Why no token is given (RFC 6749)."""

    error: str
    error_description: str
