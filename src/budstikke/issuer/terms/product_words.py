"""What the products are called, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from budstikke.issuer.terms.products import Product
from budstikke.law.words import Words

WORDS: Mapping[Product, Words] = {
    Product.MOBILE: Words(no="eID i mobilen", en="eID in mobile"),
    Product.SMART_CARD: Words(no="eID på smartkort", en="eID on smart card"),
    Product.CODE_APP: Words(no="Kodeapp", en="Code app"),
    Product.FIDO2: Words(no="FIDO2-nøkkel", en="FIDO2 key"),
    Product.ENTERPRISE: Words(no="Virksomhetssertifikat", en="Enterprise certificate"),
}
