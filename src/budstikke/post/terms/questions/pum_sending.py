"""Questions about sending: pum_accept, pum_target, pum_notice."""

from __future__ import annotations

from budstikke.post.terms.pum.accept import accept
from budstikke.post.terms.pum.agreement import SenderFacts
from budstikke.post.terms.pum.booking import OrderFacts
from budstikke.post.terms.pum.delivery_time import delivery_target
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.pum.hand_in import DispatchFacts
from budstikke.post.terms.pum.letter import AddressFacts, LetterToSend
from budstikke.post.terms.pum.notices import ContactFacts, notice_channel
from budstikke.post.terms.pum.outlets import OutletFacts, outlet_for
from budstikke.post.terms.questions.fields import (
    Field,
    Given,
    amount,
    contact,
    country,
    day,
    flag,
    one_of,
    or_null,
    text,
    whole,
)
from budstikke.post.terms.questions.operations import Found, Operation

_ADDRESS_KINDS = ("private", "business", "workplace", "institution", "poste_restante")


def _address(country_given: object, *, kind: str = "private") -> AddressFacts:
    # Null stands for an address that is not there, or names no country.
    return AddressFacts(country=str(country_given or ""), kind=kind)


def _accept(given: Given, edition: PumEdition) -> Found:
    decision = accept(
        sender=SenderFacts(
            aml_obliged=given.flag("aml_obliged"),
            has_agreement=given.flag("agreement"),
            has_mailbox=given.flag("digipost"),
        ),
        order=OrderFacts(by_edi=given.flag("edi")),
        letter=LetterToSend(
            recipients=int(given.number("recipients")),
            address=_address(given["address_country"], kind=given.word("address_kind")),
            return_address=_address(given["return_country"]),
            # What is not said is not judged: it will be measured when the letter is handed in.
            envelope=given.word_or_none("envelope"),
            weight_g=given.number_or_none("weight_g"),
            thickness_mm=given.number_or_none("thickness_mm"),
        ),
        dispatch=DispatchFacts(
            letters=int(given.number("items")),
            sorted_by_postcode=given.flag("sorted_by_postcode"),
            marked=given.flag("marked"),
            separated=given.flag("separated"),
        ),
        edition=edition,
    )
    return Found({"accepted": not decision.refusals}, (decision,))


def _target(given: Given, edition: PumEdition) -> Found:
    decision = delivery_target(handed_in_on=given.day("handed_in_on"), edition=edition)
    return Found(decision.answer, (decision,))


def _notice(given: Given, edition: PumEdition) -> Found:
    channel = notice_channel(
        ContactFacts(has_mobile=given.flag("mobile"), has_email=given.flag("email")), edition=edition
    )
    # The question takes for granted that another outlet with a scanner exists.
    outlet = outlet_for(
        usual=OutletFacts(id=1, has_scanner=given.flag("usual_point_has_scanner")),
        others=(OutletFacts(id=2, has_scanner=True),),
        edition=edition,
    )
    pickup = "usual_point" if outlet.outcome == "usual" else "alternative_point_named_in_notice"
    return Found({**channel.answer, "pickup": pickup}, (channel, outlet))


SENDING: tuple[Operation[PumEdition], ...] = (
    Operation(
        op="pum_accept",
        fields=(
            Field(name="aml_obliged", read=flag, default=True),
            Field(name="agreement", read=flag, default=True),
            Field(name="digipost", read=flag, default=True),
            Field(name="edi", read=flag, default=True),
            Field(name="envelope", read=or_null(text), default=None),
            Field(name="weight_g", read=or_null(amount), default=None),
            Field(name="thickness_mm", read=or_null(amount), default=None),
            Field(name="recipients", read=whole, default=1),
            Field(name="address_kind", read=one_of(*_ADDRESS_KINDS), default="private"),
            Field(name="address_country", read=or_null(country), default="NO"),
            Field(name="return_country", read=or_null(country), default="NO"),
            Field(name="items", read=whole, default=1),
            Field(name="sorted_by_postcode", read=flag, default=False),
            Field(name="marked", read=flag, default=True),
            Field(name="separated", read=flag, default=True),
        ),
        ask=_accept,
    ),
    Operation(op="pum_target", fields=(Field(name="handed_in_on", read=day),), ask=_target),
    Operation(
        op="pum_notice",
        fields=(
            Field(name="mobile", read=contact, default=False),
            Field(name="email", read=contact, default=False),
            Field(name="usual_point_has_scanner", read=flag, default=True),
        ),
        ask=_notice,
    ),
)
