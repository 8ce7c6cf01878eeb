"""A verifier is told of a session by somebody it knows, for itself, now, and once; what it does not believe it says."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from joserfc import jws
from joserfc.jwk import RSAKey

from budstikke.cli import reader_stand_in
from budstikke.cli.reader_asked import LATEST, NotBelieved, Told, believed, keys_in
from budstikke.cli.reader_stand_in import StandIn, serving
from budstikke.issuer.channels.errors import Rejected
from budstikke.issuer.channels.verifier import ALGORITHM, KIND, Verifier
from budstikke.kit.clock import real_now
from budstikke.kit.rsa_keys import KeyFile

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # a Monday
HERE = "http://localhost:8231"


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> KeyFile:
    """The key by which the issuer is known; made once, it takes its time."""
    made = KeyFile(tmp_path_factory.mktemp("account") / "reader.pem", name="Eksempel-ID TEST", now=real_now)
    made.present()
    return made


@pytest.fixture
def verifier(account: KeyFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """A verifier where the issuer is registered."""
    registered = tmp_path / "issuer.pem"
    registered.write_text(account.present().certificate_pem)
    monkeypatch.setattr(reader_stand_in, "_registered", lambda: registered)
    with serving(issuer_url="http://127.0.0.1:9") as server:
        yield server


_Asking = Callable[..., Verifier]


@pytest.fixture
def asking(verifier: StandIn) -> Iterator[_Asking]:
    """Make the issuer's side, which keeps its line open; hung up at the end."""
    made: list[Verifier] = []

    def asks(account: KeyFile, *, late: timedelta = timedelta()) -> Verifier:
        made.append(
            Verifier(url=verifier.url, key=Path("none"), account=account, real_now=lambda: real_now() - late)
        )
        return made[-1]

    yield asks
    for each in made:
        each._client.close()


def _refused(by: Verifier) -> str:
    with pytest.raises(Rejected) as refused:
        by.begin(uuid4(), language="no")
    return refused.value.code


def test_a_registered_issuer_is_given_an_address_and_a_stranger_is_told_why_not(
    verifier: StandIn, account: KeyFile, asking: _Asking, tmp_path: Path
) -> None:
    """Nobody, somebody with a key of their own, and the issuer an hour late."""
    session = uuid4()
    issuer = asking(account)
    assert issuer.begin(session, language="en") == f"{verifier.url}/read/{session}"
    stranger = KeyFile(tmp_path / "stranger.pem", name="x", now=real_now)
    assert _refused(asking(stranger)) == "VERIFIER_401_UNKNOWN_KEY"
    assert _refused(asking(account, late=timedelta(hours=1))) == "VERIFIER_401_NOT_NOW"
    told = httpx.post(f"{verifier.url}/api/sessions", json={"session": str(uuid4()), "language": "no"})
    assert told.status_code == 400 and told.json()["fault"] == "NOT_A_SESSION"
    assert set(verifier.sessions) == {str(session)}
    # What was heard on the way is worth nothing: the same words begin nothing twice.
    with pytest.raises(Rejected, match="TOLD_BEFORE"):
        issuer.begin(session, language="en")


def test_a_key_that_follows_takes_its_place_once_the_verifier_knows_it(
    verifier: StandIn, asking: _Asking, tmp_path: Path
) -> None:
    """Until it is registered the present one goes on; withdrawn there, the next is used, by itself."""
    account = KeyFile(tmp_path / "account.pem", name="x", now=real_now)
    reader_stand_in._registered().write_text(account.present().certificate_pem)
    issuer, following = asking(account), account.prepare()
    assert issuer.begin(uuid4(), language="no")
    assert account.following() is not None
    reader_stand_in._registered().write_text(following.certificate_pem)
    assert issuer.begin(uuid4(), language="no")
    assert account.following() is None
    assert account.present().certificate == following.certificate


def _signed(account: KeyFile, **changed: object) -> tuple[bytes, list[RSAKey]]:
    held = account.present()
    keys = keys_in(held.certificate_pem.encode())
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    private = RSAKey.import_key(held.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    said = {"session": str(_SESSION), "language": "no", "aud": HERE, "iat": int(NOW.timestamp())}
    header = {"alg": ALGORITHM, "typ": changed.pop("typ", KIND), "kid": keys[0].thumbprint()}
    content = json.dumps({**said, **changed}).encode()
    return jws.serialize_compact(header, content, private, algorithms=[ALGORITHM]).encode(), keys


_SESSION = uuid4()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, ""),
        ({"aud": "http://localhost:8232"}, "FOR_ANOTHER"),
        ({"iat": int((NOW - LATEST - timedelta(seconds=1)).timestamp())}, "NOT_NOW"),
        ({"iat": int((NOW + LATEST + timedelta(seconds=1)).timestamp())}, "NOT_NOW"),
        ({"iat": int((NOW + LATEST).timestamp())}, ""),
        ({"iat": None}, "NOT_A_SESSION"),
        ({"session": "1"}, "NOT_A_SESSION"),
        ({"typ": "JWT"}, "NOT_A_SESSION"),
    ],
)
def test_what_is_said_is_for_this_verifier_and_for_now(
    account: KeyFile, changed: dict[str, object], code: str
) -> None:
    """Every part of it is signed; each that does not hold has a code of its own."""
    content, keys = _signed(account, **changed)
    try:
        told = believed(content, keys=keys, here=HERE, known={}, real_now=NOW)
    except NotBelieved as fault:
        assert (str(fault), set(fault.said)) == (code, {"fault", "text"})
    else:
        assert code == "" and told == Told(str(_SESSION), "no")


def test_words_that_were_changed_on_the_way_are_not_believed(account: KeyFile) -> None:
    """Nor is anything that is no signature at all, or signed by nobody known."""
    content, keys = _signed(account)
    header, payload, signature = content.split(b".")
    other, _ = _signed(account, language="en")
    for said, among, code in (
        (b".".join((header, other.split(b".")[1], signature)), keys, "NOT_SIGNED"),
        (content, [], "UNKNOWN_KEY"),
        (b"nothing", keys, "NOT_A_SESSION"),
        (b"\xff.\xff.\xff", keys, "NOT_A_SESSION"),
        (b".".join((b"e30", payload, signature)), keys, "NOT_A_SESSION"),
    ):
        with pytest.raises(NotBelieved, match=code):
            believed(said, keys=among, here=HERE, known={}, real_now=NOW)


def test_of_the_same_words_heard_many_times_at_once_one_is_believed(
    verifier: StandIn, account: KeyFile
) -> None:
    """However they come in."""
    content, _ = _signed(account, aud=verifier.url, iat=int(real_now().timestamp()))
    answers: list[int] = []

    def tell() -> None:
        answers.append(httpx.post(f"{verifier.url}/api/sessions", content=content).status_code)

    heard = [threading.Thread(target=tell) for _ in range(4)]
    for each in heard:
        each.start()
    for each in heard:
        each.join()
    assert sorted(answers) == [201, 409, 409, 409]
