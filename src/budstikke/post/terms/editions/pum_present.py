"""The PUM terms as they stand: three weeks to collect, one reminder on day 5."""

from __future__ import annotations

from datetime import date, time

from budstikke.law.words import Words
from budstikke.post.terms.pum.edition import (
    CountFrom,
    DayUnit,
    KeepingEnds,
    KeepingFrom,
    NamePolicy,
    PumEdition,
    Redirection,
    TargetMeans,
)
from budstikke.post.terms.pum.id_documents import APPROVED, PASSPORTS

# The terms carry no dates of their own: valid_from and valid_to are INVENTED, as in the earlier edition.
PUM_PRESENT = PumEdition(
    id="pum-present",
    valid_from=date(2025, 1, 1),
    valid_to=None,
    dates_are_invented=True,
    # The terms say nothing of keeping: all these numbers are ours, to be checked against the law in force.
    keeping_to_be_checked=True,
    about=Words(
        no="Gjeldende vilkår. Datoene er oppdiktet.",
        en="The present terms. The dates are invented.",
    ),
    envelopes=("C5", "C4", "EC4"),
    max_weight_g=200,
    max_thickness_mm=40,
    recipients=1,
    redirection=Redirection.PRIVATE_NO,
    name_policy=NamePolicy.RULES,
    address_country="NO",
    return_country="NO",
    traffic_files_days=30,
    sorted_above_letters=100,
    approved_documents=APPROVED,
    passport_documents=PASSPORTS,
    oldest_driving_licence_on=date(1998, 1, 1),
    delivery_target_days=3,
    delivery_target_means=TargetMeans.AT_OUTLET,
    notice_channels=("sms", "email", "digital", "letter"),
    notice_wording="notice-1",
    sms_quiet_hours=(time(21), time(8)),
    cutoff=None,
    closed_days=(),
    keyed_name_above_characters=35,
    failed_chip_refuses=True,
    report_safety_days=30,
    keeping_floor_years=5,
    keeping_ceiling_years=10,
    keeping_counts_from=KeepingFrom.RELATIONSHIP_ENDED,
    keeping_ends_at=KeepingEnds.FLOOR,
    collection_days=21,
    collection_counts_from=CountFrom.NOTICE,
    deadline_rolls=False,
    outage_extends=True,
    outage_minutes_of_a_lost_day=60,
    outage_hours=(9, 16),
    support_case_holds=True,
    holding_causes=("scanner", "document_unreadable", "name", "other"),
    reminder_days_sms=(5,),
    reminder_days_email=(5,),
    reminder_days_paper=(5,),
    desk_extension_days=14,
    reminder_unit=DayUnit.CALENDAR,
    extension_days=7,
    extensions_by_recipient=1,
    outlet_choices=1,
    outlet_choice_days_left=5,
    return_product="registered_letter",
    undelivered_days=90,
    undelivered_years=3,
    liability_cap_ore=100_000,
    claim_alone_ore=50_000,
    complaint_days=30,
    complaint_unit=DayUnit.CALENDAR,
)
