"""The shape of an edition of the forwarding terms: every number, list and switch, each with its clause."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from budstikke.law.words import Words
from budstikke.post.terms.contracts import FORWARDING
from budstikke.post.terms.forwarding.kinds import Channel, Service, Zone
from budstikke.post.terms.forwarding.switches import (
    CancelUnit,
    Cod,
    Customs,
    EaScope,
    Expiry,
    Gap,
    Household,
    NationalIdOf,
    OldName,
    OnDeath,
    Overlap,
    PeriodEnd,
    RefundContact,
    Release,
    SortingDate,
    TailHold,
    UnrequestedParcel,
    WeekUnit,
)


def _of(clause: int, *, point: str | None = None) -> dict[str, Any]:
    # `point` names the decision page's ambiguous point, for fields that are a choice of ours.
    return {"clause": FORWARDING(clause), **({"point": point} if point else {})}


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardingEdition:
    """
    One edition of the forwarding terms; an order keeps the edition it was agreed under.

    Unit:    lead times are working days; None means that the channel is not offered.
    Reading: fields whose metadata names a point (A-1, ...) are switches: the text is silent or open there, the
    value is our choice, and docs/decisions says why.
    """

    id: str
    valid_from: date
    valid_to: date | None
    dates_are_invented: bool
    about: Words

    business_country: str = field(metadata=_of(1))
    estate_services: tuple[Service, ...] = field(metadata=_of(1, point="A-21"))
    role_accepted_channels: tuple[Channel, ...] = field(metadata=_of(1, point="A-93"))
    proof_documents: int = field(metadata=_of(1, point="A-93"))
    proof_bytes: int = field(metadata=_of(1, point="A-93"))
    household: Household = field(metadata=_of(1, point="A-22"))
    overlap: Overlap = field(metadata=_of(1, point="A-31"))

    permanent_max_months: int = field(metadata=_of(2))
    permanent_lead_web_days: int | None = field(metadata=_of(2))
    permanent_lead_counter_days: int | None = field(metadata=_of(2))
    permanent_lead_phone_days: int | None = field(metadata=_of(2, point="A-28"))
    lead_clear_days: bool = field(metadata=_of(2, point="A-1"))
    nonworking_rolls: bool = field(metadata=_of(2, point="A-2"))
    cutoff: time | None = field(metadata=_of(2, point="A-3"))
    closed_days: tuple[date, ...] = field(metadata=_of(2, point="A-4"))
    period_end: PeriodEnd = field(metadata=_of(2, point="A-5"))
    ea_scope: EaScope = field(metadata=_of(2, point="A-17"))
    customs: Customs = field(metadata=_of(2, point="A-18"))
    cod: Cod = field(metadata=_of(2, point="A-19"))
    unrequested_parcel: UnrequestedParcel = field(metadata=_of(2, point="A-20"))
    expiry: Expiry = field(metadata=_of(2, point="A-23"))
    sorting_date: SortingDate = field(metadata=_of(2, point="A-30"))
    max_hops: int = field(metadata=_of(2, point="A-50"))

    temporary_max_months: int = field(metadata=_of(3))
    temporary_max_total_months: int | None = field(metadata=_of(3, point="A-7"))
    temporary_lead_web_days: int | None = field(metadata=_of(3))
    temporary_lead_counter_days: int | None = field(metadata=_of(3))
    temporary_lead_phone_days: int | None = field(metadata=_of(3, point="A-28"))
    tail_hold: TailHold = field(metadata=_of(3, point="A-8"))
    tail_norway_working_days: int = field(metadata=_of(3))
    tail_europe_weeks: int = field(metadata=_of(3))
    tail_world_weeks: int = field(metadata=_of(3))
    tail_week_unit: WeekUnit = field(metadata=_of(3, point="A-10"))
    norway: tuple[str, ...] = field(metadata=_of(3, point="A-9"))
    europe: tuple[str, ...] = field(metadata=_of(3, point="A-9"))

    storage_max_months: int = field(metadata=_of(4))
    storage_max_total_months: int = field(metadata=_of(4))
    storage_gap: Gap = field(metadata=_of(4, point="A-11"))
    storage_lead_web_days: int | None = field(metadata=_of(4))
    storage_lead_counter_days: int | None = field(metadata=_of(4))
    storage_lead_phone_days: int | None = field(metadata=_of(4))
    interim_lead_days: int = field(metadata=_of(4))
    interim_before_release: bool = field(metadata=_of(4, point="A-14"))
    release: Release = field(metadata=_of(4, point="A-12"))
    large_amount_items: int = field(metadata=_of(4, point="A-13"))
    signed_for_collect_days: int = field(metadata=_of(4, point="A-51"))

    cancel_days: int = field(metadata=_of(5))
    cancel_unit: CancelUnit = field(metadata=_of(5, point="A-15"))
    refund_contact: RefundContact = field(metadata=_of(5, point="A-16"))
    extend_resets: bool = field(metadata=_of(5, point="A-6"))

    card_channels: tuple[Channel, ...] = field(metadata=_of(6))

    national_id_of: NationalIdOf = field(metadata=_of(7, point="A-24"))
    national_id_services: tuple[Service, ...] = field(metadata=_of(7, point="A-24"))
    old_name: OldName = field(metadata=_of(7, point="A-25"))
    on_death: OnDeath = field(metadata=_of(7, point="A-26"))
    case_months: int = field(metadata=_of(7, point="A-60"))
    case_prolonged_months: int = field(metadata=_of(7, point="A-60"))
    register_kept_months: int = field(metadata=_of(7, point="A-61"))

    pace_days: int = field(metadata=_of(7, point="A-54"))
    most_to_one_address: int = field(metadata=_of(7, point="A-54"))
    most_from_one_device: int = field(metadata=_of(7, point="A-54"))
    contact_quiet_days: int = field(metadata=_of(7, point="A-54"))
    adult_years: int = field(metadata=_of(7, point="A-55"))
    cooling_off_days: int = field(metadata=_of(1, point="A-56"))
    reminder_days: int = field(metadata=_of(3, point="A-57"))
    kept_months: int = field(metadata=_of(7, point="A-58"))

    phone_facts: int = field(metadata=_of(7, point="A-91"))
    phone_wrong_a_day: int = field(metadata=_of(7, point="A-91"))

    complaint_prompt_days: int = field(metadata=_of(8, point="A-52"))
    complaint_last_days: int | None = field(metadata=_of(8, point="A-52"))

    def lead_days(self, *, service: Service, channel: Channel) -> int | None:
        """Return the lead time of a service ordered through a channel; None: not offered."""
        days: int | None = getattr(self, f"{service}_lead_{channel}_days")
        return days

    def max_months(self, service: Service) -> int:
        """Return how long one agreement of a service may run."""
        months: int = getattr(self, f"{service}_max_months")
        return months

    def zone(self, country: str) -> Zone:
        """
        Return the zone of a country of two letters.

        Reading: a table decides what Europe is; Svalbard and Jan Mayen (SJ) are Norway (A-9, decision 0068).
        """
        if country in self.norway:
            return Zone.NO
        return Zone.EU if country in self.europe else Zone.WORLD
