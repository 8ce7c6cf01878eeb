"""The fields of an order's form: what each is called in both languages, and which a service and a customer have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from budstikke.law.words import Words
from budstikke.post.terms.forwarding.kinds import Customer, Service
from budstikke.post.terms.forwarding.role import DOCUMENTS
from budstikke.post.terms.forwarding.words import ADDRESS_KINDS, PROOFS

MOST_OTHERS = 5
LONGEST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field: `kind` is how it is drawn; `choices` are codes with their words; `clause` what asks for it."""

    name: str
    label: Words
    kind: str = "text"
    help: Words | None = None
    required: bool = True
    choices: tuple[tuple[str, Words], ...] = ()
    autocomplete: str = "off"
    numeric: bool = False
    clause: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Fields that belong together, under one heading."""

    name: str
    legend: Words
    fields: tuple[Field, ...]
    help: Words | None = None


_HOME = Words(no="Gateadresse eller postboks", en="Street, or a post office box")
_POSTCODE, _CITY = Words(no="Postnummer", en="Postcode"), Words(no="Poststed", en="Town")
_BY_POSTCODE = Words(
    no="Kan stå tomt ved et norsk postnummer.", en="May be left empty with a Norwegian postcode."
)
_WHAT = Words(no="Hva slags adresse er det?", en="What kind of address is it?")
_NUMBER = Words(no="Fødselsnummer, elleve siffer", en="National identity number, eleven digits")
_NAME = Words(no="Fornavn og etternavn", en="First name and surname")


def groups_of(service: Service, customer: Customer) -> Iterator[Group]:
    """Yield the groups of a form, in their order."""
    if customer is Customer.BUSINESS:
        yield _business()
    elif customer is Customer.ESTATE_MANAGER:
        yield _estate()
    yield _address("old", Words(no="Adressen posten kommer til nå", en="Where mail comes now"))
    if service is not Service.STORAGE:
        yield _new(service)
    yield _days(service)
    if customer is Customer.PRIVATE:
        yield _others()
    extras = tuple(_extras(service, customer))
    if extras:
        yield Group(name="extras", legend=Words(no="I tillegg", en="In addition"), fields=extras)


def fields_of(service: Service, customer: Customer) -> dict[str, Field]:
    """Return every field of a form by its name."""
    return {field.name: field for group in groups_of(service, customer) for field in group.fields}


def _address(which: str, legend: Words) -> Group:
    return Group(
        name=which,
        legend=legend,
        fields=(
            Field(name=f"{which}_street", label=_HOME, autocomplete="address-line1"),
            Field(name=f"{which}_postcode", label=_POSTCODE, autocomplete="postal-code"),
            Field(name=f"{which}_city", label=_CITY, autocomplete="address-level2", help=_BY_POSTCODE),
            Field(name=f"{which}_kind", label=_WHAT, kind="select", choices=tuple(ADDRESS_KINDS.items())),
        ),
    )


def _new(service: Service) -> Group:
    lasts = service is Service.PERMANENT
    legend = (
        Words(no="Den nye adressen", en="The new address")
        if lasts
        else Words(no="Den midlertidige adressen", en="The temporary address")
    )
    plain = _address("new", legend)
    country = Field(name="new_country", label=Words(no="Land", en="Country"), kind="country")
    return Group(
        name="new",
        legend=legend,
        fields=(*plain.fields[:3], country, plain.fields[3]),
        help=Words(
            no="Den vises aldri i meldingene om bestillingen.",
            en="It is never shown in the messages about the order.",
        ),
    )


def _days(service: Service) -> Group:
    clause = {Service.PERMANENT: 2, Service.TEMPORARY: 3, Service.STORAGE: 4}[service]
    return Group(
        name="days",
        legend=Words(no="Fra når til når?", en="From when until when?"),
        fields=(
            Field(name="start", label=Words(no="Første dag", en="First day"), kind="date", clause=clause),
            Field(name="last_day", label=Words(no="Siste dag", en="Last day"), kind="date", clause=clause),
            *(_INTERIM if service is Service.STORAGE else ()),
        ),
    )


_INTERIM = (
    Field(
        name="interim_on",
        label=Words(no="Lever det som er oppbevart, underveis", en="Deliver what is stored, meanwhile"),
        kind="date",
        required=False,
        clause=4,
        help=Words(
            no="En virkedag du er hjemme. Prisen vises før du bestiller; flere dager kan du be om siden.",
            en="A working day on which you are at home. The price is shown before you order; ask for more days later.",
        ),
    ),
)


def _others() -> Group:
    rows: list[Field] = []
    for place in range(1, MOST_OTHERS + 1):
        rows += (
            Field(name=f"number_{place}", label=_NUMBER, required=False, numeric=True, clause=7),
            Field(name=f"name_{place}", label=_NAME, required=False, clause=7),
        )
    household = Field(
        name="household",
        label=Words(
            no="Dette er hele husstanden: post til bare etternavnet er med",
            en="This is the whole household: mail to the surname alone is included",
        ),
        kind="checkbox",
        required=False,
    )
    return Group(
        name="others",
        legend=Words(no="Andre det gjelder, i tillegg til deg", en="Others it is about, besides you"),
        fields=(*rows, household),
        help=Words(
            no="Hver voksen får melding og bekrefter selv; til da leveres posten deres som før. Barn følger deg.",
            en="Each adult is told and confirms in person; until then their mail is delivered as before. Children "
            "follow you.",
        ),
    )


def _business() -> Group:
    return Group(
        name="business",
        legend=Words(no="Virksomheten", en="The business"),
        fields=(
            Field(
                name="orgnr",
                label=Words(no="Organisasjonsnummer, ni siffer", en="Organisation number, nine digits"),
                numeric=True,
            ),
            Field(
                name="orgname",
                label=Words(no="Navnet posten er adressert til", en="The name mail is addressed to"),
                autocomplete="organization",
            ),
            Field(
                name="established",
                label=Words(no="Etablert i", en="Established in"),
                kind="country",
            ),
            Field(
                name="covers_all",
                label=Words(
                    no="Bestillingen gjelder all post til virksomheten på adressen",
                    en="The order is about all mail to the business at the address",
                ),
                kind="checkbox",
                required=False,
                help=Words(
                    no="Har virksomheten flere adresser, bestiller du én gang for hver.",
                    en="If the business has several addresses, order once for each.",
                ),
            ),
            *_role(Customer.BUSINESS),
        ),
    )


def _estate() -> Group:
    return Group(
        name="estate",
        legend=Words(no="Boet", en="The estate"),
        fields=(
            Field(
                name="number_1",
                label=Words(
                    no="Fødselsnummeret til den døde eller den som er konkurs",
                    en="National identity number of the deceased or bankrupt person",
                ),
                numeric=True,
                clause=7,
            ),
            Field(
                name="name_1",
                label=Words(
                    no="Navnet til den døde eller den som er konkurs",
                    en="Name of the deceased or bankrupt person",
                ),
                clause=7,
            ),
            *_role(Customer.ESTATE_MANAGER),
        ),
    )


def _role(customer: Customer) -> tuple[Field, ...]:
    return (
        Field(
            name="document",
            label=Words(
                no="Dokumentet som viser at du kan bestille", en="The document that shows you may order"
            ),
            kind="select",
            choices=(
                ("", Words(no="Velg", en="Choose")),
                *((proof, PROOFS[proof]) for proof in DOCUMENTS[customer]),
            ),
            required=False,
            help=Words(
                no="Trengs ikke når innloggingen sier det. Du legger det ved når du har bestilt.",
                en="Not needed where the sign-in says so. You add it once you have ordered.",
            ),
        ),
        Field(
            name="document_on",
            label=Words(no="Datoen på dokumentet", en="The day the document bears"),
            kind="date",
            required=False,
        ),
        Field(
            name="declared",
            label=Words(no="Jeg erklærer at jeg har rett til å bestille", en="I declare that I may order"),
            kind="checkbox",
            required=False,
        ),
    )


def _extras(service: Service, customer: Customer) -> Iterator[Field]:
    if service is not Service.STORAGE:
        yield Field(
            name="parcels",
            label=Words(no="Send pakker etter også", en="Redirect parcels too"),
            kind="checkbox",
            required=False,
            help=Words(
                no="Ettersending av en pakke betales når den utleveres.",
                en="Redirecting a parcel is paid for when it is delivered.",
            ),
        )
    if service is Service.PERMANENT and customer is Customer.PRIVATE:
        yield Field(
            name="tell_registry",
            label=Words(
                no="Meld flyttingen til Folkeregisteret for meg og barna",
                en="Tell the National Registry of the move for me and the children",
            ),
            kind="checkbox",
            required=False,
            clause=7,
            help=Words(
                no="Skjer når tjenesten begynner, og bare om alle som flytter, samtykker. Du kan ombestemme deg.",
                en="Done when the service begins, and only if everybody who moves agrees. You can change your mind.",
            ),
        )
