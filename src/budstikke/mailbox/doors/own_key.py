"""The key this mailbox signs its answers with."""

from __future__ import annotations

from functools import lru_cache

from budstikke.kit.clock import real_now
from budstikke.kit.installation import data_folder
from budstikke.kit.rsa_keys import KeyFile, SigningKey


def own_key() -> SigningKey:
    """Return key and certificate; made at the first call, unless the operator has put its own in the file."""
    return key_file().present()


@lru_cache(maxsize=1)
def key_file() -> KeyFile:
    """Return where that key lies, for whoever rotates it."""
    return KeyFile(data_folder() / "keys" / "mailbox-signing.pem", name="Mailbox", now=real_now)
