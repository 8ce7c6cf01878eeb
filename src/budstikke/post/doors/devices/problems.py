"""Everything a device can be told is wrong: one row each, answered as all doors answer problems."""

from __future__ import annotations

from collections.abc import Mapping

from budstikke.law.refusal import Refusal
from budstikke.law.words import Words
from budstikke.post.doors import problems
from budstikke.post.doors.problems import FIELDS, METHOD, NOT_JSON, ProblemKind

_ROWS = (
    ProblemKind(
        "NOT_A_DEVICE",
        401,
        Words(no="Hemmeligheten mangler eller hører ikke til noe apparat.",
              en="The secret is missing or belongs to no device."),
        Words(no="Send «Authorization: Bearer» med apparatets hemmelighet; be driften om en ny hvis den er tapt.",
              en="Send “Authorization: Bearer” with the device's secret; ask operations for a new one if it is lost."),
    ),
    ProblemKind(
        "DEVICE_REVOKED",
        403,
        Words(no="Apparatet er tatt ut av bruk.", en="The device was taken out of use."),
        Words(no="Spør driften.", en="Ask operations."),
    ),
    ProblemKind(
        "NOWHERE",
        404,
        Words(no="Det er ingenting på denne adressen.", en="There is nothing at this address."),
        Words(no="Se API-beskrivelsen.", en="See the description of the API."),
    ),
    ProblemKind(
        "NO_STATION",
        409,
        Words(no="Apparatet hører ikke til noen stasjon.", en="The device belongs to no station."),
        Words(no="Be driften knytte det til en stasjon.", en="Ask operations to connect it to a station."),
    ),
    ProblemKind(
        "NO_CHECK_OPEN",
        409,
        Words(no="Ingen kontroll er åpen ved stasjonen.", en="No check is open at the station."),
        Words(no="La kundebehandleren ta opp brevet først, og les så dokumentet på nytt.",
              en="Let the clerk take up the letter first, then read the document again."),
    ),
    ProblemKind(
        "CHECK_IS_ANOTHER",
        409,
        Words(no="En annen kontroll er åpen ved stasjonen nå enn den lesingen gjaldt.",
              en="The check open at the station now is not the one the reading was for."),
        Words(no="Spør hva som er åpent, og les dokumentet til den som står der nå.",
              en="Ask what is open, and read the document of the person who is there now."),
    ),
    ProblemKind(
        "READ_BEFORE_CHECK",
        409,
        Words(no="Lesingen er eldre enn kontrollen som er åpen.", en="The reading is older than the open check."),
        Words(no="Les dokumentet på nytt; forkast det som ble lest før.",
              en="Read the document again; throw away what was read before."),
    ),
    ProblemKind(
        "NONCE_TAKEN",
        409,
        Words(no="Nonsen er brukt til en annen lesing.", en="The nonce was used for another reading."),
        Words(no="Lag en ny tilfeldig UUID for hver lesing.", en="Make a new random UUID for each reading."),
    ),
    ProblemKind(
        "ROUTINE_UNKNOWN",
        409,
        Words(no="Kontrollrutinen er ikke den apparatet sist meldte.",
              en="The checking routine is not the one the device last told."),
        Words(no="Send hjerteslag med rutinens navn og versjon, og kontroller dokumentet på nytt.",
              en="Send a heartbeat with the routine's name and version, and check the document again."),
    ),
    ProblemKind(
        "NOT_WELL",
        409,
        Words(no="Apparatet har selv meldt en feil; det det leser, teller ikke.",
              en="The device itself has told of a fault; what it reads does not count."),
        Words(no="Rett feilen og send hjerteslag som sier at det virker.",
              en="Put the fault right and send a heartbeat that says it works."),
    ),
    ProblemKind(
        "CLOCK_WRONG",
        422,
        Words(no="Apparatets klokke går feil, eller lesingen er for gammel.",
              en="The device's clock is wrong, or the reading is too old."),
        Words(no="Still klokken etter svarets Date, og les dokumentet på nytt.",
              en="Set the clock by the Date of the answer, and read the document again."),
    ),
    ProblemKind(
        "LENGTH_MISSING",
        411,
        Words(no="Forespørselen sier ikke hvor lang den er.", en="The request does not say how long it is."),
        Words(no="Send Content-Length.", en="Send Content-Length."),
    ),
    ProblemKind(
        "TOO_LARGE",
        413,
        Words(no="Forespørselen er for stor.", en="The request is too large."),
        Words(no="Bilder har høyst 10 MB og 40 millioner punkter, andre lesinger høyst 1 MB.",
              en="Pictures have at most 10 MB and 40 million pixels, other readings at most 1 MB."),
    ),
    ProblemKind(
        "CUT_SHORT",
        400,
        Words(no="Forbindelsen ble brutt før alt var kommet.", en="The connection broke before all had come."),
        Words(no="Send det samme én gang til, med samme nonse.", en="Send the same once more, with the same nonce."),
    ),
    NOT_JSON,
    METHOD,
    ProblemKind(
        "NOT_A_PICTURE",
        415,
        Words(no="Bare image/jpeg og image/png tas imot.", en="Only image/jpeg and image/png are taken."),
        Words(no="Send bildet som JPEG eller PNG med riktig Content-Type.",
              en="Send the picture as JPEG or PNG with the right Content-Type."),
    ),
    FIELDS,
    ProblemKind(
        "PICTURE",
        422,
        Words(no="Bildet kan ikke brukes.", en="The picture cannot be used."),
        Words(no="Ta det på nytt slik det står ved feilen.", en="Take it again as the fault says."),
    ),
    ProblemKind(
        "TOO_MANY",
        429,
        Words(no="Apparatet sender for mange lesinger.", en="The device sends too many readings."),
        Words(no="Vent så lenge Retry-After sier.", en="Wait as long as Retry-After says."),
        retry_after_s=30,
    ),
    ProblemKind(
        "OUR_FAULT",
        500,
        Words(no="Noe gikk galt hos oss.", en="Something went wrong on our side."),
        Words(no="Send det samme én gang til, med samme nonse.", en="Send the same once more, with the same nonce."),
        retry_after_s=5,
    ),
)  # fmt: skip

PROBLEMS: Mapping[str, ProblemKind] = {row.code: row for row in _ROWS}


class Problem(problems.Problem):
    """A problem of this API."""

    api, kinds, not_known, nowhere = "device", PROBLEMS, "NOT_A_DEVICE", "NOWHERE"


def of_refusal(refusal: Refusal) -> Problem:
    """Return what an action refused as a problem; every code an action may refuse a device with has a row."""
    return Problem(refusal.code)
