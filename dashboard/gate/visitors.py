"""Who is at the door: what a browser or a proxy presents, and whom the record knows by it.

The same for a request, for a websocket, and for a run of a page in it: each time the record is asked anew.
"""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from starlette.requests import HTTPConnection

from dashboard import source
from dashboard.gate import cookies
from dashboard.gate.settings import GateSettings
from scoring.flow import accounts, meeting
from scoring.flow.accounts import Session
from scoring.model import Actor

PROXY_ISSUER: Final = "proxy"
#: Between the sitting and the screen's token, as in the address of a screen; neither can hold it.
BETWEEN: Final = "~"
KIOSK: Final = Actor("screen", "", frozenset({"kiosk"}))


@dataclass(frozen=True, slots=True)
class Presented:
    """What came with a request or with the opening of a websocket.

    Attributes
    ----------
    token : str or None
        The session's.
    device : str or None
        The browser's own word, and whom a trusted proxy named, if any: a session is good for both together alone.
    screen : str or None
        A paired screen's ``sitting~token``.
    subject : str or None
        Whom a trusted proxy names. The gate has taken the header off where it came from anybody else.
    """

    token: str | None
    device: str | None
    screen: str | None
    subject: str | None


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whom the record knows: a person, a screen, or nobody. On a demonstration nobody is asked."""

    kind: Literal["demonstration", "person", "screen", "nobody"]
    session: Session | None = None

    @property
    def may_pass(self) -> bool:
        """Whether pages may be shown to him: not while something is still missing, or the session is locked."""
        if self.session is None:
            return self.kind in ("demonstration", "screen")
        return self.session.needs == "nothing" and not self.session.locked

    @property
    def name(self) -> str:
        """Whose page in Streamlit it is: another cannot go on with it."""
        return self.kind if self.session is None else self.session.session_id


def presented(headers: Mapping[str, str], sent: Mapping[str, str], settings: GateSettings) -> Presented:
    """Read what was presented, from the headers (by lower-case names) and cookies of a request."""
    subject = _subject(headers, settings)
    device = cookies.value(sent, cookies.DEVICE, settings)
    return Presented(
        cookies.value(sent, cookies.SESSION, settings),
        None if device is None else bound(device, subject),
        cookies.value(sent, cookies.SCREEN, settings),
        subject,
    )


def bound(device: str, subject: str | None) -> str:
    """Return to what a session is bound: a browser, and whom a trusted proxy names in it, if any."""
    return device if subject is None else f"{device}.{hashlib.sha256(subject.encode()).hexdigest()}"


def caller(connection: HTTPConnection, settings: GateSettings) -> str | None:
    """Return the address that calls: of a proxy that is ours, the last that it wrote down, which it saw itself.

    ``None`` where everybody would have the same: failures of one are not counted for all.
    """
    client = connection.client
    if client is None or not _is_ip(client.host):
        return None
    if settings.trusts(client.host):
        named = connection.headers.getlist("x-forwarded-for")
        last = named[-1].split(",")[-1].strip() if named else ""
        return last if _is_ip(last) else None
    return None if ipaddress.ip_address(client.host).is_loopback else client.host


def visitor(found: Presented, *, active: bool = False) -> Visitor:
    """Return whom the record knows by what was presented.

    Parameters
    ----------
    found : Presented
    active : bool
        Whether a person did something; what pages ask by themselves keeps no session awake.

    Raises
    ------
    RecordError
        The record does not answer: then nobody may be let in.
    """
    register = source.register()
    if register.synthetic:
        return Visitor("demonstration")
    if found.token is not None and found.device is not None:
        session = accounts.session_of(register, source.now(), found.token, device=found.device, active=active)
        if session is not None:
            return Visitor("person", session)
    if found.screen is not None and is_paired(found.screen):
        return Visitor("screen")
    return Visitor("nobody")


def is_paired(screen: str) -> bool:
    """Whether a screen's word is that of a screen which is paired now.

    Raises
    ------
    RecordError
    """
    sitting_id, between, token = screen.partition(BETWEEN)
    if not (sitting_id and between and token):
        return False
    return meeting.wall_revision(source.register(), KIOSK, sitting_id=sitting_id, token=token) is not None


def _is_ip(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _subject(headers: Mapping[str, str], settings: GateSettings) -> str | None:
    """Return whom the proxy's header names; headers travel as Latin-1, names in it as UTF-8."""
    if settings.proxy.user_header is None:
        return None
    sent = headers.get(settings.proxy.user_header.lower()) or headers.get(settings.proxy.user_header)
    try:
        text = sent.encode("latin-1").decode("utf-8").strip() if sent else ""
    except UnicodeError:
        return None
    return text or None
