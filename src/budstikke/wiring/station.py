"""Settings of the post's station: sessions, cookies and sign-in."""

from __future__ import annotations

from typing import Any

from budstikke.kit.installation import is_test

STATION: dict[str, Any] = {
    "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.Argon2PasswordHasher"],
    "LOGIN_URL": "account_login",
    "ACCOUNT_LOGOUT_REDIRECT_URL": "account_login",
    # Several services may share a host name; each has cookies of its own.
    "SESSION_COOKIE_NAME": "post_session",
    "CSRF_COOKIE_NAME": "post_csrf",
    "LANGUAGE_COOKIE_NAME": "post_language",
    "SESSION_COOKIE_SAMESITE": "Lax",
    "CSRF_COOKIE_SAMESITE": "Strict",
    "CSRF_COOKIE_HTTPONLY": True,
    # A test installation is reached by plain HTTP on this machine.
    "SESSION_COOKIE_SECURE": not is_test(),
    "CSRF_COOKIE_SECURE": not is_test(),
    # A working day at most; a station left alone is signed off long before.
    "SESSION_COOKIE_AGE": 10 * 3600,
    "STATION_IDLE_SECONDS": 15 * 60,
    # In an office nobody stands in a queue before the screen.
    "PORTAL_IDLE_SECONDS": 30 * 60,
    # Attempts to sign in are counted here, by all processes of all machines.
    "CACHES": {
        "default": {
            "BACKEND": "budstikke.kit.counting_cache.CountingCache",
            "LOCATION": "sign_in_attempt",
            # What is forgotten for want of room might be tried again.
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    },
    # Pictures of documents stay in memory until they are sealed; no copy lies in a folder for temporary files.
    "FILE_UPLOAD_HANDLERS": ["django.core.files.uploadhandler.MemoryFileUploadHandler"],
    "FILE_UPLOAD_MAX_MEMORY_SIZE": 13_000_000,
    "ACCOUNT_ADAPTER": "budstikke.post.doors.counter.sign_in.Accounts",
    "ACCOUNT_LOGIN_METHODS": {"username"},
    "ACCOUNT_SIGNUP_FIELDS": ["username*", "password1*"],
    "ACCOUNT_EMAIL_VERIFICATION": "none",
    "ACCOUNT_SESSION_REMEMBER": False,
    "ACCOUNT_RATE_LIMITS": {
        "login": "30/m/ip",
        "login_failed": "10/m/ip,5/300s/key",
        "reauthenticate": "10/m/user",
        "enrol_station": "10/m/ip",
        "own_record": "10/m/ip",
        "second_fact": "10/m/ip",
        "asked_by_recipient": "30/m/ip",
        "would_it_do": "60/m/ip",
        "stop_order": "30/m/ip",
        "undo_contact": "30/m/ip",
        "citizen_sign_in": "30/m/ip",
        "name_others": "20/m/ip",
        "about_own_order": "30/m/ip",
    },
    "MFA_ADAPTER": "budstikke.post.doors.counter.sign_in.Factors",
    "MFA_SUPPORTED_TYPES": ["totp", "webauthn"],
    "MFA_PASSKEY_LOGIN_ENABLED": True,
    "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": is_test(),
    # A passkey stands for two factors only where it was unlocked by its owner.
    "MFA_WEBAUTHN_USER_VERIFICATION": "required",
    # A code is good for its half minute and the one before and after: clocks differ.
    "MFA_TOTP_TOLERANCE": 1,
}
