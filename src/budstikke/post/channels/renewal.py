"""Renewing a seal: one more archive time stamp behind everything, with the revocation list of the day."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from io import BytesIO

from asn1crypto import crl as asn1_crl
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.signers.pdf_signer import TimestampDSSContentSettings
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator import ValidationContext

from budstikke.post.channels.errors import Rejected, Unreachable

FIELD = "Arkivtidsstempel"


def stamped_again(
    pdf: bytes,
    *,
    stamper: TimeStamper,
    context: ValidationContext,
    crls: Sequence[asn1_crl.CertificateList],
    certificates: Sequence[asn1_x509.Certificate],
) -> bytes:
    """
    Return the PDF with the lists and certificates given and an archive time stamp over all of it.

    Raises: Unreachable when the authority gave no stamp, Rejected when the file cannot take one.
    """
    out = BytesIO()
    try:
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        stamps = len(writer.prev.embedded_timestamp_signatures)
        DocumentSecurityStore.supply_dss_in_writer(writer, None, certs=list(certificates), crls=list(crls))
        asyncio.run(
            PdfTimeStamper(stamper, field_name=f"{FIELD} {stamps + 1}").async_timestamp_pdf(
                writer,
                "sha256",
                context,
                output=out,
                # What the new stamp is judged with lies before it, so that nothing has to follow it.
                dss_settings=TimestampDSSContentSettings(include_vri=False, update_before_ts=True),
            )
        )
    except TimestampRequestError as error:
        raise Unreachable(f"the time stamp authority gave no stamp: {error}") from error
    except (SigningError, PdfError, ValueError) as error:
        raise Rejected("renewal", f"the document cannot be stamped again: {error}") from error
    return out.getvalue()
