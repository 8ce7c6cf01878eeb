"""What the kinds of eID are made of: who holds the key, what opens it, how one signs in with it."""

from __future__ import annotations

from dataclasses import dataclass

from budstikke.issuer.terms.products import Product
from budstikke.law.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """
    One kind of eID.

    `pin_here`: its PIN is judged by us, else by the key itself, where we can only advise.
    `certified`: it has a certificate of our authority. `signs_in`: a person opens My Page with it.
    """

    words: Words
    pin_here: bool
    puk: bool
    certified: bool
    signs_in: bool
    about: Words


KINDS: dict[Product, Kind] = {
    Product.MOBILE: Kind(
        words=Words("eID i mobil", "eID in mobile"),
        pin_here=True,
        puk=False,
        certified=False,
        signs_in=True,
        about=Words(
            "Nøkkelen ligger i appen på telefonen og kan ikke tas ut.",
            "The key lies in the app on the phone and cannot be taken out.",
        ),
    ),
    Product.SMART_CARD: Kind(
        words=Words("Smartkort", "Smart card"),
        pin_here=True,
        puk=True,
        certified=True,
        signs_in=True,
        about=Words("Kort med PIN-kode og PUK-kode.", "A card with a PIN and a PUK."),
    ),
    Product.CODE_APP: Kind(
        words=Words("Kodeapp", "Code app"),
        pin_here=True,
        puk=False,
        certified=False,
        signs_in=True,
        about=Words("Engangskode fra en app, og en PIN-kode.", "A one-time code from an app, and a PIN."),
    ),
    Product.FIDO2: Kind(
        words=Words("FIDO2-nøkkel", "FIDO2 key"),
        pin_here=False,
        puk=False,
        certified=False,
        signs_in=True,
        about=Words(
            "Sikkerhetsnøkkel som åpnes med egen PIN-kode.", "A security key opened by a PIN of its own."
        ),
    ),
    Product.ENTERPRISE: Kind(
        words=Words("Virksomhetssertifikat", "Enterprise certificate"),
        pin_here=True,
        puk=True,
        certified=True,
        # It speaks for an organisation; My Page is a person's.
        signs_in=False,
        about=Words(
            "Sertifikat for en virksomhets systemer.", "A certificate for an organisation's systems."
        ),
    ),
}
