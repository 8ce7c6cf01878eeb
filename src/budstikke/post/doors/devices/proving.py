"""Who is asking: a device proves itself by its secret, and says first how much it is going to send."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field

from django.http import HttpRequest
from ninja.security import HttpBearer

from budstikke.formats.picture import LARGEST_BYTES
from budstikke.post.doors.devices.problems import Problem
from budstikke.post.records.models import Device

_MOST_OTHER_BYTES = 1_000_000
_MOST_LET_PASS_BYTES = 4 * LARGEST_BYTES
_MOST_SECRET_CHARACTERS = 200
_CHUNK_BYTES = 1 << 18


@dataclass(frozen=True, slots=True)
class Asking:
    """The device that asks, and the picture it brings, if that is what its request is."""

    device: Device
    picture: bytes | None = field(default=None, repr=False)


class DeviceSecret(HttpBearer):
    """The bearer secret of a device; of it only the hash is kept."""

    def authenticate(self, request: HttpRequest, token: str) -> Asking | None:
        """
        Return the device whose secret this is, or None.

        Reading: the whole body is taken in before anything is answered, because who is cut off while sending
        often never sees the answer.
        Raises: Problem for a device that was revoked, and for a body that is too large or not whole.
        """
        if len(token) > _MOST_SECRET_CHARACTERS:
            return None
        digest = hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()
        device = Device.objects.select_related("station").filter(secret_sha256=digest).first()
        # The database compared hashes, not secrets; what it found is compared again in constant time.
        if device is None or not hmac.compare_digest(bytes(device.secret_sha256), digest):
            return None
        if device.revoked_at is not None:
            raise Problem("DEVICE_REVOKED")
        _refuse_too_large(request)
        if _is_picture(request):
            return Asking(device, _picture_of(request))
        if len(request.body) != _length(request):
            raise Problem("CUT_SHORT")
        return Asking(device)


def _picture_of(request: HttpRequest) -> bytes:
    length, parts, so_far = _length(request), [], 0
    while so_far < length:
        try:
            part = request.read(min(_CHUNK_BYTES, length - so_far))
        except OSError:
            break
        if not part:
            break
        parts.append(part)
        so_far += len(part)
    if so_far != length:
        raise Problem("CUT_SHORT")
    return b"".join(parts)


def _refuse_too_large(request: HttpRequest) -> None:
    if request.method in ("GET", "HEAD"):
        return
    if "chunked" in request.headers.get("Transfer-Encoding", "").lower():
        raise Problem("LENGTH_MISSING")
    length = _length(request)
    if length > (LARGEST_BYTES if _is_picture(request) else _MOST_OTHER_BYTES):
        # A few times too much is let pass by, so that the device hears why.
        if length <= _MOST_LET_PASS_BYTES:
            while request.read(_CHUNK_BYTES):
                pass
        raise Problem("TOO_LARGE")


def _is_picture(request: HttpRequest) -> bool:
    return request.headers.get("Content-Type", "").lower().startswith("image/")


def _length(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    if not (text.isascii() and text.isdecimal() and len(text) <= 15):
        raise Problem("LENGTH_MISSING")
    return int(text)
