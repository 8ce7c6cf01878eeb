"""The organisations a test installation has nobody to be: a provider of card payments, the National Registry."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from budstikke.cli.payment_stand_in import serving
from budstikke.cli.processes import Ports
from budstikke.cli.seeding_citizens import know
from budstikke.kit.clock import now
from budstikke.kit.installation import is_test


@contextmanager
def stand_ins(ports: Ports) -> Iterator[None]:
    """Serve both while the block runs, and name them to what is started in it; where the settings name others, not."""
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
        yield
