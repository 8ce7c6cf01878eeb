"""What a program can be told is wrong: one row each, answered as all doors answer problems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from budstikke.formats.malformed import Fault
from budstikke.law.words import Words
from budstikke.post.doors import problems
from budstikke.post.doors.problems import FIELDS, METHOD, NOT_JSON, ProblemKind


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedBy:
    """A refusal of the terms in a problem: its code, its clauses, and words filled in."""

    code: str
    clauses: tuple[str, ...]
    words: Words
    cure: Words

    def as_json(self) -> dict[str, object]:
        """The refusal as it is shown."""
        return {
            "code": self.code,
            "clauses": list(self.clauses),
            "words": self.words.as_json(),
            "cure": self.cure.as_json(),
        }


_ROWS = (
    ProblemKind(
        "NOT_KNOWN", 401,
        Words(no="Forespørselen har verken en gyldig nøkkel eller et gyldig token.",
              en="The request has neither a key nor a token that is good."),
        Words(no="Send «Authorization: Bearer» med et token, eller X-MyBring-API-Uid og X-MyBring-API-Key.",
              en="Send “Authorization: Bearer” with a token, or X-MyBring-API-Uid and X-MyBring-API-Key."),
    ),
    ProblemKind(
        "NOT_ALLOWED", 403,
        Words(no="Nøkkelen eller tokenet gjelder ikke dette.", en="The key or token is not good for this."),
        Words(no="Be avsenderens eier om rollen eller scopet som står i API-beskrivelsen.",
              en="Ask the sender's owner for the role or scope that the description of the API names."),
    ),
    ProblemKind(
        "NOT_FOUND", 404,
        Words(no="Det er ikke noe slikt her.", en="There is no such thing here."),
        Words(no="Sammenlign nummeret eller adressen med det du fikk fra oss.",
              en="Compare the number or address with what you had from us."),
    ),
    ProblemKind(
        "NOT_LOGGED_YET", 409,
        Words(no="Beviset er ikke i loggen ennå.", en="The evidence is not in the log yet."),
        Words(no="Spør igjen om noen sekunder.", en="Ask again in a few seconds."),
        retry_after_s=10,
    ),
    NOT_JSON,
    METHOD,
    ProblemKind(
        "NOTHING_PUBLISHED", 409,
        Words(no="Ingen bestillinger er publisert for sortering ennå.", en="No orders were published for sorting yet."),
        Words(no="La arbeideren publisere, og spør igjen.", en="Have the worker publish, and ask again."),
        retry_after_s=60,
    ),
    ProblemKind(
        "TOO_LARGE", 413,
        Words(no="Forespørselen er for stor, eller sier ikke hvor stor den er.",
              en="The request is too large, or does not say how large it is."),
        Words(no="Send Content-Length; JSON har høyst 5 MB, en ordrefil høyst 64 MB. Større filer sendes med SFTP.",
              en="Send Content-Length; JSON has at most 5 MB, an order file at most 64 MB. Send larger files by SFTP."),
    ),
    FIELDS,
    ProblemKind(
        "NOT_A_QUESTION", 422,
        Words(no="Dette er ikke et spørsmål vi kan svare på.", en="This is no question that can be answered."),
        Words(no="Se feilen og operasjonene i docs/api.md.", en="See the fault, and the operations in docs/api.md."),
    ),
    ProblemKind(
        "REFUSED", 422,
        Words(no="Bestillingen ble ikke tatt imot.", en="The order was not accepted."),
        Words(no="Rett det hver grunn sier, og bestill på nytt med en ny Idempotency-Key.",
              en="Put right what each reason says, and order again with a new Idempotency-Key."),
    ),
    ProblemKind(
        "CLAIM_REFUSED", 422,
        Words(no="Kravet ble ikke tatt imot.", en="The claim was not taken."),
        Words(no="Se grunnen og hva som kan gjøres.", en="See the reason, and what can be done about it."),
    ),
    ProblemKind(
        "KEY_USED", 409,
        Words(no="Denne Idempotency-Key er brukt for en annen forespørsel.",
              en="This Idempotency-Key was used for another request."),
        Words(no="Gi forespørselen en ny nøkkel.", en="Give the request a new key."),
    ),
    ProblemKind(
        "NO_INTERCHANGE", 422,
        Words(no="Det er ingen ordrefil i innholdet.", en="There is no order file in the content."),
        Words(no="Send UN/EDIFACT fra UNB til UNZ.", en="Send UN/EDIFACT from UNB to UNZ."),
    ),
    ProblemKind(
        "TOO_MANY", 429,
        Words(no="For mange forespørsler.", en="Too many requests."),
        Words(no="Vent så lenge Retry-After sier.", en="Wait as long as Retry-After says."),
        retry_after_s=1,
    ),
    ProblemKind(
        "OUR_FAULT", 500,
        Words(no="Noe gikk galt hos oss.", en="Something went wrong on our side."),
        Words(no="Send det samme én gang til, med samme Idempotency-Key.",
              en="Send the same once more, with the same Idempotency-Key."),
        retry_after_s=5,
    ),
)  # fmt: skip

PROBLEMS: Mapping[str, ProblemKind] = {row.code: row for row in _ROWS}


class Problem(problems.Problem):
    """A problem of this API; `refusals` are those of the terms."""

    api, kinds, not_known, nowhere = "api", PROBLEMS, "NOT_KNOWN", "NOT_FOUND"

    def __init__(
        self, code: str, *, faults: Sequence[Fault] = (), refusals: Sequence[RefusedBy] = ()
    ) -> None:
        self.refusals = tuple(refusals)
        super().__init__(code, faults=faults)

    def more(self) -> dict[str, object]:
        """Return the refusals."""
        return {"refusals": [refusal.as_json() for refusal in self.refusals]}
