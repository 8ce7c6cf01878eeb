"""How much may be uploaded in one request, whatever it says it is."""

from __future__ import annotations

from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from budstikke.issuer.terms.help_cases import RULES

_MOST_BYTES = (RULES.attachments + 1) * RULES.attachment_bytes


class Quota(FileUploadHandler):
    """Stops reading when the files of a request are larger than all that is taken together."""

    chunk_size = 64 * 1024

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)  # type: ignore[arg-type]  # as Django gives them
        self._bytes = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002  (as Django calls it)
        """Count a piece, and pass it on."""
        self._bytes += len(raw_data)
        if self._bytes > _MOST_BYTES:
            raise StopUpload(connection_reset=True)
        return raw_data

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002  (as Django calls it)
        """Leave the file to the handlers after this one."""
        return
