"""The gate's cookies: an opaque word for the session, one for the browser, one for its forms, one for a screen.

None is readable by a script, none goes to another site, and by https their names bind them to this host alone.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Final, Literal

from starlette.responses import Response

from dashboard.gate.settings import GateSettings

SESSION: Final = "qc-session"
DEVICE: Final = "qc-device"
FORM: Final = "qc-form"
SCREEN: Final = "qc-screen"
PROVIDER: Final = "qc-provider"
LANGUAGE: Final = "qc-language"
#: Of a browser: by it a session is bound to where it began.
DEVICE_SECONDS: Final = 400 * 24 * 3600
_LONGEST: Final = 200


def name(cookie: str, settings: GateSettings) -> str:
    """Return what a cookie is called: by https its name keeps it to this host, path ``/`` and https."""
    return f"__Host-{cookie}" if settings.secure else cookie


def value(cookies: Mapping[str, str], cookie: str, settings: GateSettings) -> str | None:
    """Return what a browser sent; ``None`` where it sent nothing that we can have given."""
    found = cookies.get(name(cookie, settings))
    return found if isinstance(found, str) and 0 < len(found) <= _LONGEST and found.isascii() else None


def new_value() -> str:
    """Return 256 bits that nobody can guess."""
    return secrets.token_urlsafe(32)


def put(
    response: Response,
    cookie: str,
    word: str,
    settings: GateSettings,
    *,
    seconds: int | None = None,
    same_site: Literal["lax", "strict"] = "lax",
) -> None:
    """Let the browser keep a cookie: until it is closed, or for some seconds."""
    response.set_cookie(
        name(cookie, settings),
        word,
        max_age=seconds,
        path="/",
        secure=settings.secure,
        httponly=True,
        samesite=same_site,
    )


def drop(response: Response, cookie: str, settings: GateSettings) -> None:
    """Let the browser forget a cookie."""
    response.delete_cookie(name(cookie, settings), path="/", secure=settings.secure, httponly=True, samesite="lax")
