"""The price list of the PUM letter and the terms of payment, as dated data."""

from __future__ import annotations

from datetime import date

from budstikke.post.terms.pum.billing import PriceList
from budstikke.post.terms.pum.invoicing import PaymentTerms

# The terms refer to a list we do not have: prices and dates are INVENTED.
PRICES = PriceList(
    id="pum-prices-present",
    valid_from=date(2018, 1, 1),
    valid_to=None,
    prices_are_invented=True,
    letter_ore=14_900,
    passport_only_ore=2_500,
    vat_percent=25,
)
# The terms refer to general terms of payment that we do not have: the days and dates are INVENTED.
PAYMENT = PaymentTerms(
    id="payment-present",
    valid_from=date(2018, 1, 1),
    valid_to=None,
    terms_are_invented=True,
    days_to_pay=14,
)
