"""
Stand in for the issuer's print house on a test installation: open what was sealed to it, as its printer would.

Prints the order number, the code and the letter number of each letter, one JSON object a line. Only whoever has the
print house's private key can do this; the issuer has its certificate.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from budstikke.kit.clock import real_now
from budstikke.kit.installation import data_folder, is_test
from budstikke.kit.rsa_keys import signing_key

HELP = "open the letters sealed for the print house (test installations)"
_SEALED = "to-print"
_ORDER, _CODE = re.compile(r"\bE[0-9A-Z]{9}\b"), re.compile(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}\b")
_NUMBER, _CONSIGNMENT = re.compile(r"\b[A-Z]{2}\d{9}NO\b"), re.compile(r"\bE[0-9A-Z]{9}\d{2}\b")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("order", nargs="?", help="of this order only")
    parser.add_argument("--out", type=Path, help="write the letters as PDF into this folder besides")


def run(arguments: argparse.Namespace) -> int:
    """Print what stands in the letters; 1 when there is none."""
    if not is_test():
        print("the print house has its own key; there is none on a production installation", file=sys.stderr)
        return 2
    found = False
    for name, pdf in letters():
        said = said_in(pdf)
        if arguments.order in (None, said["order"]):
            found = True
            print(json.dumps(said))
            if arguments.out:
                (arguments.out / f"{name}.pdf").write_bytes(pdf)
    return 0 if found else 1


def own_key() -> Path:
    """Return where the stand-in keeps its key; the issuer's processes never look there."""
    return data_folder() / "print-house" / "key.pem"


def certificate() -> str:
    """Return the certificate the issuer seals to; made with its key at the first call."""
    return signing_key(own_key(), name="Eksempeltrykkeriet SPECIMEN", now=real_now()).certificate_pem


def letters() -> Iterator[tuple[str, bytes]]:
    """Yield each letter that lies sealed for the print house, opened: its consignment, and its page as PDF."""
    from cryptography.hazmat.primitives.serialization.pkcs7 import pkcs7_decrypt_der

    held = signing_key(own_key(), name="Eksempeltrykkeriet SPECIMEN", now=real_now())
    for path in sorted((data_folder() / "issuer" / _SEALED).glob("*.p7m")):
        yield from letters_in(pkcs7_decrypt_der(path.read_bytes(), held.certificate, held.key, []))


def letters_in(run: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield each letter of an opened run: its consignment, and its page as PDF."""
    import pypdf

    for page in pypdf.PdfReader(io.BytesIO(run)).pages:
        alone, out = pypdf.PdfWriter(), io.BytesIO()
        alone.add_page(page)
        alone.write(out)
        yield _CONSIGNMENT.findall(page.extract_text())[-1], out.getvalue()


def said_in(pdf: bytes) -> dict[str, str]:
    """Return what the customer needs of a letter."""
    import pypdf

    text = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    shapes = {"order": _ORDER, "code": _CODE, "letter": _NUMBER}
    return {name: match[0] if (match := shape.search(text)) else "" for name, shape in shapes.items()}
