"""Who a test installation has nobody to be: a provider of card payments, the National Registry, an ID verifier."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from budstikke.cli.payment_stand_in import serving
from budstikke.cli.processes import Ports, process, wait_for
from budstikke.cli.reader_stand_in import be_registered
from budstikke.cli.seeding_citizens import know
from budstikke.kit.clock import now
from budstikke.kit.installation import is_test


@contextmanager
def stand_ins(ports: Ports) -> Iterator[None]:
    """Serve them while the block runs, and name them to what is started in it; where the settings name others, not."""
    with ExitStack() as stack:
        if is_test() and "BUDSTIKKE_PAYMENT_URL" not in os.environ:
            webhook = f"{ports.post_url}/payments/webhook"
            payments = stack.enter_context(serving(port=ports.payments, webhook_url=webhook))
            os.environ["BUDSTIKKE_PAYMENT_URL"] = payments.url
        if is_test() and "BUDSTIKKE_REGISTRY_URL" not in os.environ:
            from budstikke.post.channels.registry_serving import served
            from budstikke.post.channels.registry_stand_in import StandIn

            registry = StandIn(now=now)
            know(registry)
            os.environ["BUDSTIKKE_REGISTRY_URL"] = stack.enter_context(served(registry, port=ports.registry))
        if is_test() and "BUDSTIKKE_ISSUER_READER_URL" not in os.environ:
            be_registered()
            # A process of its own: the issuer hears from it by HTTP only, as from any verifier.
            command = [sys.executable, "-m", "budstikke.cli.main", "reader-stand-in"]
            command += ["--port", str(ports.reader), "--issuer", ports.issuer_url]
            verifier = stack.enter_context(process("reader", command, dict(os.environ)))
            wait_for("reader", verifier, f"{ports.reader_url}/health")
            os.environ["BUDSTIKKE_ISSUER_READER_URL"] = ports.reader_url
        yield
