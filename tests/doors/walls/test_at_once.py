"""Tries that come at the same moment are counted one by one: who has many machines guesses no more often."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import RequestFactory

_AT_ONCE, _MOST = 8, 3


def _let_in(barrier: threading.Barrier) -> bool:
    from allauth.core.internal import ratelimit

    request = RequestFactory().post("/sender/sign-in/", REMOTE_ADDR="192.0.2.7")
    barrier.wait(10)
    try:
        used = ratelimit.consume(
            request, app="allauth.account", action="at_once", config={"at_once": f"{_MOST}/m/ip"}
        )
        return used is not None
    finally:
        connection.close()


@pytest.mark.parametrize("left_behind", [False, True])
def test_no_more_tries_are_let_in_at_once_than_one_after_the_other(
    installation: None, left_behind: bool
) -> None:
    """Also where a process that died long ago left its lock behind."""
    if left_behind:
        cache.add("allauth:rl:allauth.account:at_once:3/60/ip:ip:192.0.2.7:lock", True, timeout=1)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE sign_in_attempt SET expires = now() - interval '1 hour'")
    barrier = threading.Barrier(_AT_ONCE)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        let_in = list(pool.map(_let_in, [barrier] * _AT_ONCE))
    assert sum(let_in) <= _MOST
