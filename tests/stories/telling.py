"""The words stories are told in: a sender, an outlet, a recipient, and the days that pass."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from io import BytesIO

import pypdf
from tests.actions import line
from tests.actions.line import TODAY, at, number

from budstikke.post.actions.counter.check_identity import Checked
from budstikke.post.actions.moving.arrive import Arrived, arrive
from budstikke.post.actions.moving.hand_in import Dispatch, HandedIn, hand_in
from budstikke.post.actions.moving.sweep import remind, return_uncollected
from budstikke.post.actions.proving.send_report import send_report
from budstikke.post.actions.reading.presented import Typed
from budstikke.post.actions.telling.notify import send_notices
from budstikke.post.channels.errors import Rejected
from budstikke.post.channels.message import Message
from budstikke.post.records.balance import balance
from budstikke.post.records.models import HandOver, Letter, Notice, Outlet
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.events import Outcome
from budstikke.proof.trust import Trust
from budstikke.proof.verify import verify

KARI = Typed(
    surname="Nordmann",
    given_names="Kari",
    document_number="CCC0022514",
    issuing_country="NOR",
    expires_on=date(2030, 1, 1),
    national_number="20914695016",
)


@dataclass
class Channel:
    """Takes messages, or refuses them for good."""

    refuses: bool = False
    sent: list[Message] = field(default_factory=list)

    def send(self, message: Message) -> None:
        """Take or refuse."""
        if self.refuses:
            raise Rejected("no-such-address")
        self.sent.append(message)


@dataclass
class Story:
    """One letter's story, on its day."""

    serial: int = 1
    today: date = TODAY  # Monday 23 November 2026
    sms: Channel = field(default_factory=Channel)
    email: Channel = field(default_factory=Channel)
    paper: Channel = field(default_factory=Channel)
    mailbox: list[dict] = field(default_factory=list)

    # The sender

    def is_ordered(self, **changed: object) -> None:
        """The sender's file is booked."""
        given = {"mobile": "+4799999999", "email": "kari@example.no", **changed}
        (result,) = line.book(line.file_of([line.order(self.serial, **given)]), now=at(self.today))  # type: ignore[arg-type]
        assert result.all_well, list(result.all_faults)

    def is_handed_in(self) -> HandedIn:
        """The sender brings the letter to the agreed place."""
        dispatch = Dispatch(customer_number=line.CUSTOMER, numbers=[self.number], place="OSLO")
        return hand_in(dispatch, clerk="clerk-1", today=self.today, now=at(self.today))

    def arrives(self, *, outlet: int = line.BERGEN) -> Arrived:
        """The outlet scans it in."""
        return arrive([self.number], outlet_id=outlet, clerk="clerk-7", now=at(self.today))

    def reaches_the_outlet(self, **changed: object) -> None:
        """Ordered, handed in, arrived, and its recipient told."""
        self.is_ordered(**changed)
        self.is_handed_in()
        self.arrives()
        self.the_worker_runs()

    # Time

    def days_pass(self, days: int) -> None:
        """The worker runs on each of them."""
        for _ in range(days):
            self.today += timedelta(days=1)
            self.the_worker_runs()

    def the_worker_runs(self) -> None:
        """Sweeps, notices, reports."""
        now = at(self.today)
        remind(today=self.today, now=now)
        return_uncollected(today=self.today, now=now)
        channels = {"sms": self.sms, "email": self.email, "letter": self.paper}
        with acting_as(CARRIER):
            notices = list(Notice.objects.filter(sent_at=None).values_list("id", flat=True))
            reports = list(HandOver.objects.filter(letter__report=None).values_list("letter_id", flat=True))
        send_notices(notices, channels=channels, today=self.today, now=now)
        for each in reports:
            send_report(each, sealer=line.sealer(), mailbox=self, now=now)

    def send(self, **message: object) -> None:
        """Be the sender's mailbox."""
        self.mailbox.append(message)

    # The counter

    def kari_comes(self, *, typed: Typed = KARI, **changed: object) -> Checked:
        """She shows her passport, unless she shows something else."""
        return line.check(self.serial, today=self.today, typed=typed, **changed)

    def she_is_given_it(self, checked: Checked, *, signature: bytes | None = line.SIGNATURE) -> str:
        """She signs, and the clerk hands it over; returns what came of it."""
        return line.give(self.serial, checked.check_id, today=self.today, signature=signature).outcome

    # What can be seen afterwards

    @property
    def number(self) -> str:
        """The letter's number."""
        return number(self.serial)

    @property
    def letter(self) -> Letter:
        """The letter as it stands."""
        with acting_as(CARRIER):
            return Letter.objects.get(number=self.number)

    @property
    def events(self) -> list[str]:
        """What happened, in its order."""
        return line.codes(self.serial)

    @property
    def ended_as(self) -> Outcome:
        """Its column of the balance, which holds."""
        with acting_as(CARRIER):
            counted = balance()
        assert counted.holds
        (outcome,) = [one for one, letters in counted.outcomes.items() if letters]
        return outcome

    def report(self) -> str:
        """The words of the one report the sender got, after its seal was found to hold."""
        (message,) = self.mailbox
        pdf = message["documents"][0].content
        now = at(self.today)
        assert verify(pdf, trust=Trust.from_pem(line.sealer().trust_pem(now=now)), at=now).holds
        return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages).split())


def why(checked: Checked) -> list[str]:
    """The reasons a person was turned away."""
    assert not checked.passed
    return [reason["rule"] for reason in checked.decision["reasons"]]  # type: ignore[attr-defined]


def cures(checked: Checked) -> str:
    """What the person was told would help."""
    return " ".join(reason["cure"]["en"] for reason in checked.decision["reasons"])  # type: ignore[attr-defined]


def typed(**changed: object) -> Typed:
    """Kari's passport with something else on it."""
    return replace(KARI, **changed)  # type: ignore[arg-type]


def scanner(outlet: int, *, works: bool) -> None:
    """Somebody notes that an outlet's scanner broke, or works again."""
    with acting_as(CARRIER):
        Outlet.objects.filter(id=outlet).update(scanner_works=works)
