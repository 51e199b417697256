"""What is asked for, by its path alone, and where somebody may be sent afterwards."""

from __future__ import annotations

from enum import Enum
from typing import Final
from urllib.parse import quote, urlsplit

ACCOUNT: Final = "/account/"
SIGN_IN: Final = "/account/sign-in"
LOCK: Final = "/account/lock"
ME: Final = "/account/me"
NEW_PASSWORD: Final = "/account/new-password"  # noqa: S105 - a path
CODE: Final = "/account/code"
ENROL: Final = "/account/one-time"
SCREEN: Final = "/account/screen"
SIGN_OUT: Final = "/account/sign-out"
STATE: Final = "/account/state"
ALIVE: Final = "/account/alive"
PROVIDER: Final = "/account/oidc/begin"
FILES: Final = "/account/static/"
_LONGEST: Final = 1_000


class Kind(Enum):
    """How a path is treated where nobody has signed in."""

    OPEN = "open"
    """Served to everybody: the pages of signing in and what they need, health."""
    CLOSED = "closed"
    """Served to nobody."""
    DATA = "data"
    """Answered with 401: what is no page."""
    PAGE = "page"
    """Sent to the page of signing in."""


_OPEN: Final = frozenset({"/_stcore/health", "/healthz"})
#: Numbers about the server, a way to run the app without a browser, Streamlit's own sign-in: not used, kept shut.
_CLOSED: Final = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check", "/auth/", "/oauth2callback")
_DATA: Final = ("/_stcore/", "/media/", "/component/", "/static/", "/app/static/")
#: What a screen in the hall needs besides its page: the program of the page, and nothing that anybody uploaded.
_OF_SCREEN: Final = ("/static/", "/_stcore/host-config", "/_stcore/stream", "/_stcore/bidi-components/", "/component/")


def kind(path: str) -> Kind:
    """Return how a path is treated. A path that is not in its plain form is closed: two readers may read it apart."""
    if "//" in path or "\\" in path or "/../" in f"{path}/" or "/./" in f"{path}/" or "\x00" in path:
        return Kind.CLOSED
    if _under(path, _CLOSED):
        return Kind.CLOSED
    if path in _OPEN or path.startswith(ACCOUNT):
        return Kind.OPEN
    return Kind.DATA if _under(path, _DATA) else Kind.PAGE


def for_a_screen(path: str) -> bool:
    """Whether a screen in the hall may ask for a path."""
    return kind(path) is Kind.PAGE or _under(path, _OF_SCREEN)


def _under(path: str, prefixes: tuple[str, ...]) -> bool:
    return any(path == one.rstrip("/") or path.startswith(one.rstrip("/") + "/") for one in prefixes)


def safe_next(text: str | None) -> str:
    """Return where to go after signing in: a page of the product, else its first.

    Anything that a browser could take for another host is refused: a scheme, a host, ``//``, backslashes, whitespace,
    which browsers leave out, and whatever cannot be seen.
    """
    if not text or len(text) > _LONGEST or not text.startswith("/") or text.startswith("//"):
        return "/"
    if any(sign in " \\" or not sign.isprintable() for sign in text):
        return "/"
    parts = urlsplit(text)
    if parts.scheme or parts.netloc or kind(parts.path) is not Kind.PAGE:
        return "/"
    return text


def with_next(path: str, next_: str) -> str:
    """Return a path of the gate that remembers where to go afterwards."""
    return path if next_ == "/" else f"{path}?next={quote(next_, safe='/')}"
