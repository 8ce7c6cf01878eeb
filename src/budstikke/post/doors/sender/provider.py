"""The eID provider as django-allauth knows it: what is taken of its claims, and what is not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from budstikke.formats import national_number
from budstikke.kit.installation import is_test
from budstikke.post.actions.senders.eids import uid_of


class Eid(OpenIDConnectProvider):
    """
    An OpenID Connect provider with the claims of ID-porten: `pid`, a national number, and `acr`, how sure it is.

    Of the claims only a keyed hash of `pid` is kept: no name, no address, no claim as it came.
    Source: ID-porten's documentation of its ID token.
    """

    def get_default_scope(self) -> list[str]:
        """Ask for nothing but who it is."""
        return ["openid"]

    def get_auth_params(self) -> dict[str, str]:
        """Ask for one of the levels that are high enough."""
        return {**super().get_auth_params(), "acr_values": " ".join(settings.PORTAL_EID["levels"])}

    def sociallogin_from_response(self, request: HttpRequest, response: Mapping[str, Any]) -> Any:
        """
        Return who signed in.

        Raises: PermissionDenied for a level that is too low, and for claims that name nobody.
        """
        claims = response.get("id_token", {})
        if claims.get("acr") not in settings.PORTAL_EID["levels"]:
            raise PermissionDenied("the level of the sign-in is too low")
        pid = claims.get("pid")
        if not isinstance(pid, str) or not national_number.is_valid(pid, synthetic=is_test()):
            raise PermissionDenied("the claims name nobody")
        # For the door of this request, and for as long as it lasts.
        request.eid_claims = claims  # type: ignore[attr-defined]
        return super().sociallogin_from_response(request, response)

    def extract_uid(self, data: Mapping[str, Any]) -> str:
        """Return a keyed hash of the national number."""
        return uid_of(data["id_token"]["pid"])

    def extract_extra_data(self, *_data: Mapping[str, Any]) -> dict[str, Any]:
        """Keep nothing."""
        return {}

    def extract_common_fields(self, *_data: Mapping[str, Any]) -> dict[str, Any]:
        """Take nothing: accounts are made by invitation."""
        return {}

    def extract_email_addresses(self, *_data: Mapping[str, Any]) -> list[Any]:
        """Take none."""
        return []


provider_classes = [Eid]
