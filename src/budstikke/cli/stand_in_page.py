"""The page on which the payer of a stand-in says yes or no; everything on it says TEST."""

from __future__ import annotations

from html import escape

from budstikke.cli.stand_in_payments import StandInPayment
from budstikke.formats.epayment import State

HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_PAGE = """<!doctype html>
<html lang="nb"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>TEST: {title}</title>
<style>body{{font:1.1rem/1.5 system-ui;max-width:30rem;margin:2rem auto;padding:0 1rem}}
button{{font:inherit;min-height:3rem;margin:0 1rem 1rem 0;padding:0 1.5rem}}strong{{font-size:1.6rem}}</style>
</head><body><main><p role="note"><b>TEST</b>: <span lang="nb">ingen penger skifter eier</span> /
<span lang="en">no money changes hands</span></p>
<h1>{title}</h1><p>{words}</p><p><strong>{amount} kr</strong></p>{rest}</main></body></html>
"""
_FORM = """<form method="post">
<button name="answer" value="yes">Betal / <span lang="en">Pay</span></button>
<button name="answer" value="no">Avbryt / <span lang="en">Cancel</span></button></form>"""
_OVER = '<p>Betalingen er avsluttet. / <span lang="en">This payment is over.</span></p>'


def page(payment: StandInPayment) -> bytes:
    """Return the page of a payment: what it is for, how much, and two buttons while it is open."""
    kroner, ore = divmod(payment.amount_ore, 100)
    return _PAGE.format(
        title="Betaling / Payment",
        words=escape(payment.words),
        amount=f"{kroner},{ore:02d}",
        rest=_FORM if payment.state is State.CREATED else _OVER,
    ).encode()
