"""
Every refusal of the carrier's terms, one row each: code, clauses, words for staff and person, and the cure.

Here live sentences only, in the order in which a letter meets them; when a refusal applies is said by the
rules. A new refusal is a row here. May import law and the clauses.
"""

from __future__ import annotations

from collections.abc import Mapping

from budstikke.law.refusal import RefusalReason
from budstikke.post.terms.refusals.afterwards import AFTERWARDS
from budstikke.post.terms.refusals.booking import BOOKING
from budstikke.post.terms.refusals.checking import CHECKING
from budstikke.post.terms.refusals.claims import CLAIMS
from budstikke.post.terms.refusals.desk import AT_THE_DESK
from budstikke.post.terms.refusals.forwarding import FORWARDING_ORDERS
from budstikke.post.terms.refusals.forwarding_role import FORWARDING_ROLE
from budstikke.post.terms.refusals.forwarding_staff import FORWARDING_STAFF
from budstikke.post.terms.refusals.handing_over import HANDING_OVER
from budstikke.post.terms.refusals.keeping import KEEPING
from budstikke.post.terms.refusals.money import MONEY
from budstikke.post.terms.refusals.recipient import ASKED_BY_RECIPIENT
from budstikke.post.terms.refusals.register import OF_THE_REGISTER
from budstikke.post.terms.refusals.sending import SENDING
from budstikke.post.terms.refusals.sorting import AT_SORTING
from budstikke.post.terms.refusals.station import AT_THE_STATION
from budstikke.post.terms.refusals.watching import FORWARDING_WATCH

TABLE: Mapping[str, RefusalReason] = {
    row.code: row
    for row in (
        *SENDING,
        *BOOKING,
        *AT_THE_STATION,
        *HANDING_OVER,
        *CHECKING,
        *ASKED_BY_RECIPIENT,
        *AFTERWARDS,
        *AT_THE_DESK,
        *CLAIMS,
        *KEEPING,
        *FORWARDING_ORDERS,
        *FORWARDING_WATCH,
        *FORWARDING_ROLE,
        *FORWARDING_STAFF,
        *AT_SORTING,
        *OF_THE_REGISTER,
        *MONEY,
    )
}
