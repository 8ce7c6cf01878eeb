"""What is said of a picture that was not read at once: what to do about the picture, or what to look at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """One remark about a picture: a code that stays, and a sentence in Norwegian and in English."""

    code: str
    no: str
    en: str

    def as_json(self) -> dict[str, str]:
        """Return the note as plain JSON values."""
        return {"code": self.code, "no": self.no, "en": self.en}


# Take the picture again.
GLARE = Note(
    "glare",
    "Lyset speiler seg i linjene nederst. Vri dokumentet eller flytt lampen, og ta bildet på nytt.",
    "Light is mirrored in the lines at the foot. Turn the document or move the lamp, and take the picture again.",
)
BLUR = Note(
    "blur",
    "Bildet er uskarpt. Hold kameraet i ro, og ta bildet på nytt.",
    "The picture is blurred. Hold the camera still and take the picture again.",
)
CUT = Note(
    "cut",
    "Linjene nederst er ikke med i hele sin lengde. Ta med hele dokumentet, og ta bildet på nytt.",
    "The lines at the foot are not in the picture whole. Take in the whole document and take the picture again.",
)
FAR = Note(
    "far",
    "Dokumentet er for lite i bildet. Hold kameraet nærmere, og ta bildet på nytt.",
    "The document is too small in the picture. Hold the camera closer and take the picture again.",
)
DARK = Note(
    "dark",
    "Bildet er for mørkt. Slå på lys, og ta bildet på nytt.",
    "The picture is too dark. Put on a light and take the picture again.",
)

# Look at the strip and confirm.
NO_ZONE = Note(
    "no_zone",
    "Ingen maskinlesbar sone ble funnet. Har dokumentet en, ta bildet på nytt med hele siden; ellers skriv inn.",
    "No machine-readable zone was found. If the document has one, take the picture again with the whole page; "
    "otherwise type.",
)
UNREADABLE = Note(
    "unreadable",
    "Linjene ble funnet, men ikke lest. Ta bildet på nytt, eller skriv dem inn.",
    "The lines were found but not read. Take the picture again, or type them.",
)
CHECKS = Note(
    "checks",
    "Et kontrollsiffer stemmer ikke. Sammenlign hvert felt med bildet over.",
    "A check digit does not fit. Compare each field with the picture above.",
)
STATE = Note(
    "state",
    "En landkode er ukjent. Sammenlign den med bildet over.",
    "A state's code is unknown. Compare it with the picture above.",
)
REPAIRED = Note(
    "repaired",
    "Et tegn ble rettet slik at kontrollsifferet stemmer. Sammenlign hvert felt med bildet over.",
    "A character was put right so that the check digit fits. Compare each field with the picture above.",
)
DIFFER = Note(
    "differ",
    "To lesninger ga ulik tekst. Sammenlign hvert felt med bildet over, navnene også.",
    "Two readings gave different text. Compare each field with the picture above, the names too.",
)
