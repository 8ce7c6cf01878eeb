"""How a clerk signs in: what of django-allauth is used, and what is not."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse

from budstikke.kit.signed_in import Door
from budstikke.kit.vault import vault_for

FAULT = "sign_in_fault"


class Accounts(DefaultAccountAdapter):
    """Clerks are entered by operations: nobody signs up here, and no e-mail is sent."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say no."""
        return False

    def add_message(self, request: HttpRequest, level: int, *arguments: Any, **named: Any) -> None:
        """Keep for the sign-in page that something failed; its words are the page's own."""
        if level >= messages.ERROR:
            request.session[FAULT] = True

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return where the door begins at which somebody has signed in."""
        return reverse(getattr(request, "door", Door("counter")).home)

    def get_login_stages(self) -> list[str]:
        """Ask nobody for a code who has come by an eID: its provider has asked for two factors already."""
        stages: list[str] = super().get_login_stages()
        if getattr(self.request, "by_eid", False):
            stages.remove("allauth.mfa.stages.AuthenticateStage")
        return stages

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing: a clerk has no e-mail address here."""


class Factors(DefaultMFAAdapter):
    """Second factors; the secret of a clerk's code generator lies sealed in the database."""

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return vault_for("post").seal(text.encode(), context=b"second factor").hex()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret."""
        return vault_for("post").open(bytes.fromhex(encrypted_text), context=b"second factor").decode()

    def get_totp_issuer(self) -> str:
        """Name us in the code generator, with TEST where nothing is real."""
        return "Budstikke TEST" if settings.TEST_INSTALLATION else "Budstikke"

    def send_notification_mail(self, *arguments: Any, **named: Any) -> None:
        """Send nothing: a clerk has no e-mail address here."""
