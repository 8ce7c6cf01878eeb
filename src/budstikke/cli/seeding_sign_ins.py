"""
Who may sign in on an installation to try: clerks, the desk, an auditor, and the office of a sender.

For test installations only. Names are invented; sign-ins are made once for each installation and kept in its data
folder.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path

from budstikke.kit import clock
from budstikke.kit.installation import data_folder, write_whole
from budstikke.post.terms.roles import Role, StaffRole

OUTLET = 122608


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """How somebody signs in, at which door and in which roles; the secret is that of a code generator."""

    door: str
    username: str
    role: str
    password: str = field(repr=False)
    totp_secret: str = field(repr=False)

    @property
    def otpauth(self) -> str:
        """The secret as code generators take it."""
        return f"otpauth://totp/Budstikke%20TEST:{self.username}?secret={self.totp_secret}&issuer=Budstikke%20TEST"

    def code(self) -> str:
        """Return the code of this half minute."""
        from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

        return str(format_hotp_value(hotp_value(self.totp_secret, int(clock.real_now().timestamp()) // 30)))


@dataclass(frozen=True, slots=True)
class _Person:
    """Somebody of the carrier under a pseudonym, or of a sender in one or several roles."""

    door: str
    username: str
    pseudonym: str = ""
    roles: tuple[StaffRole, ...] = ()
    at_sender: tuple[Role, ...] = ()

    @property
    def role(self) -> str:
        """What they may do, as the guides call it."""
        return ", ".join((*self.roles, *self.at_sender))


_PEOPLE = (
    _Person("counter", "kari", "clerk-1", (StaffRole.CLERK,)),
    _Person("counter", "ola", "clerk-2", (StaffRole.CLERK,)),
    _Person("desk", "anne", "desk-1", (StaffRole.DESK,)),
    _Person("desk", "lars", "lead-1", (StaffRole.DESK_LEAD,)),
    _Person("desk", "revisor", "auditor-1", (StaffRole.AUDITOR,)),
    _Person("sender", "bank", at_sender=(Role.OWNER,)),
    _Person("sender", "regnskap", at_sender=(Role.FINANCE,)),
)


def folder() -> Path:
    """Return where the sign-ins lie."""
    return data_folder() / "station" / "sign-ins"


def seed_sign_ins(customer_number: str) -> list[SignIn]:
    """Enter everybody who may sign in; the people of the sender are those of this customer number."""
    return [_entered(person, customer_number) for person in _PEOPLE]


def _entered(person: _Person, customer_number: str) -> SignIn:
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP
    from django.contrib.auth import get_user_model

    sign_in = _kept(person)
    user = get_user_model().objects.filter(username=person.username).first()
    # One who is known stays signed in: entering anew ends the sessions.
    if user is None or not user.check_password(sign_in.password):
        _enter(person, sign_in.password, customer_number)
        user = get_user_model().objects.get(username=person.username)
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(user, sign_in.totp_secret)
    return sign_in


def _kept(person: _Person) -> SignIn:
    from allauth.mfa.totp.internal.auth import generate_totp_secret

    path = folder() / f"{person.username}.json"
    if path.exists():
        # Door and role are ours to say: they were not written down at first.
        return SignIn(**json.loads(path.read_text()) | {"door": person.door, "role": person.role})
    sign_in = SignIn(
        door=person.door,
        username=person.username,
        role=person.role,
        password=secrets.token_urlsafe(9),
        totp_secret=generate_totp_secret().rstrip("="),
    )
    write_whole(path, json.dumps(asdict(sign_in)).encode())
    return sign_in


def _enter(person: _Person, password: str, customer_number: str) -> None:
    from budstikke.post.actions.outlets.register_clerk import register_clerk
    from budstikke.post.actions.senders.portal_users import register_portal_user

    if person.at_sender:
        known = register_portal_user(
            customer_number, username=person.username, password=password, roles=person.at_sender
        )
        assert known, "senders are entered before their people"
        return
    outlet = OUTLET if StaffRole.CLERK in person.roles else None
    register_clerk(
        person.username, password=password, outlet_id=outlet, pseudonym=person.pseudonym, roles=person.roles
    )
