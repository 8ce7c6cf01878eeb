"""The forwarding terms as they stand, with the readings we recommend where they are silent."""

from __future__ import annotations

from datetime import date

from budstikke.law.words import Words
from budstikke.post.terms.forwarding import switches
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.kinds import Channel, Service

# §3 says Europe and does not say what that is: the countries of Europe as price lists draw it.
# ISO 3166-1, two letters; Kosovo by its usual code.
_EUROPE = (
    *("AD", "AL", "AT", "AX", "BA", "BE", "BG", "BY", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI"),
    *("FO", "FR", "GB", "GG", "GI", "GR", "HR", "HU", "IE", "IM", "IS", "IT", "JE", "LI", "LT", "LU"),
    *("LV", "MC", "MD", "ME", "MK", "MT", "NL", "PL", "PT", "RO", "RS", "RU", "SE", "SI", "SK", "SM"),
    *("TR", "UA", "VA", "XK"),
)

# The terms carry no dates of their own: valid_from and valid_to are INVENTED, as in the earlier edition.
FORWARDING_PRESENT = ForwardingEdition(
    id="forwarding-present",
    valid_from=date(2025, 1, 1),
    valid_to=None,
    dates_are_invented=True,
    about=Words(
        no="Gjeldende vilkår for adresseendring, ettersending og oppbevaring. Datoene er oppdiktet.",
        en="The present terms of change of address, redirection and storage. The dates are invented.",
    ),
    business_country="NO",
    estate_services=(Service.TEMPORARY,),
    role_accepted_channels=(Channel.WEB, Channel.PHONE),
    proof_documents=3,
    proof_bytes=8_000_000,
    household=switches.Household.NAMED,
    overlap=switches.Overlap.PERMANENT_CLOSES,
    permanent_max_months=14,
    permanent_lead_web_days=4,
    permanent_lead_counter_days=8,
    permanent_lead_phone_days=None,
    lead_clear_days=False,
    nonworking_rolls=False,
    cutoff=None,
    closed_days=(),
    period_end=switches.PeriodEnd.ROLL,
    ea_scope=switches.EaScope.EVERY_PERMANENT,
    customs=switches.Customs.BY_SERVICE,
    cod=switches.Cod.AS_PARCEL,
    unrequested_parcel=switches.UnrequestedParcel.DELIVER,
    expiry=switches.Expiry.NAMES,
    sorting_date=switches.SortingDate.SORTED,
    max_hops=4,
    temporary_max_months=6,
    temporary_max_total_months=None,
    temporary_lead_web_days=4,
    temporary_lead_counter_days=8,
    temporary_lead_phone_days=None,
    tail_hold=switches.TailHold.BEFORE_END,
    tail_norway_working_days=2,
    tail_europe_weeks=1,
    tail_world_weeks=2,
    tail_week_unit=switches.WeekUnit.CALENDAR,
    norway=("NO", "SJ"),
    europe=_EUROPE,
    storage_max_months=3,
    storage_max_total_months=6,
    storage_gap=switches.Gap.WORKING_DAY,
    storage_lead_web_days=2,
    storage_lead_counter_days=5,
    storage_lead_phone_days=4,
    interim_lead_days=2,
    interim_before_release=True,
    release=switches.Release.FIRST_WORKING_DAY,
    large_amount_items=40,
    signed_for_collect_days=21,
    cancel_days=1,
    cancel_unit=switches.CancelUnit.DAY,
    refund_contact=switches.RefundContact.ANY_LOGGED,
    extend_resets=False,
    card_channels=(Channel.WEB,),
    national_id_of=switches.NationalIdOf.EVERY_COVERED,
    national_id_services=tuple(Service),
    old_name=switches.OldName.ALIAS,
    on_death=switches.OnDeath.RUNS,
    case_months=1,
    case_prolonged_months=2,
    register_kept_months=36,
    pace_days=30,
    most_to_one_address=4,
    most_from_one_device=4,
    contact_quiet_days=3,
    adult_years=18,
    cooling_off_days=0,
    reminder_days=7,
    kept_months=36,
    phone_facts=2,
    phone_wrong_a_day=3,
    complaint_prompt_days=30,
    complaint_last_days=None,
)
