"""A sealer that fails on purpose, behind the same protocol as the real one."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from datetime import datetime
from functools import partial

from budstikke.post.channels.seal import Sealer, Sign


class FailingSealer:
    """Raises what it is told, call by call, and lets the real one answer where it is told None."""

    def __init__(self, real: Sealer, failures: Iterable[Exception | None]) -> None:
        self._real, self._failures = real, deque(failures)

    def seal_pdf(self, pdf: bytes, *, now: datetime) -> bytes:
        """Fail or seal."""
        self._fail()
        return self._real.seal_pdf(pdf, now=now)

    def renew_pdf(self, pdf: bytes, *, now: datetime) -> bytes:
        """Fail or stamp again."""
        self._fail()
        return self._real.renew_pdf(pdf, now=now)

    def sign_evidence(self, canonical: bytes, *, now: datetime) -> dict[str, str]:
        """Fail or sign."""
        self._fail()
        return self._real.sign_evidence(canonical, now=now)

    def signing_evidence(self, *, now: datetime) -> Sign:
        """Fail or sign, each time anew."""
        return partial(self.sign_evidence, now=now)

    def sign_checkpoint(self, canonical: bytes, *, now: datetime) -> dict[str, str]:
        """Fail or sign."""
        self._fail()
        return self._real.sign_checkpoint(canonical, now=now)

    def trust_pem(self, *, now: datetime) -> bytes:
        """Fail or tell whom to trust."""
        self._fail()
        return self._real.trust_pem(now=now)

    def _fail(self) -> None:
        failure = self._failures.popleft() if self._failures else None
        if failure is not None:
            raise failure
