"""An OpenID Connect provider: the authorization code flow with PKCE, by Authlib over plain requests.

What the provider says of itself is read from its discovery document and believed as far as its issuer is the one that
was set up; what it says of a person, as far as its signature, issuer, audience, time and our own nonce agree.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final
from urllib.parse import urlencode

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from requests import RequestException

from dashboard import source
from dashboard.gate.settings import GateSettings, Provider, client_secret
from scoring.flow import accounts

#: Where a provider sends people back to, after signing in and after signing out.
BACK: Final = "/account/oidc/back"
LEFT: Final = "/account/sign-in?why=signed_out"
_SECONDS: Final = 10
_DISCOVERY_SECONDS: Final = 3600.0
_LEEWAY: Final = 60
#: Signatures by the provider's own key; one by our shared secret, or none, is no proof of who signed.
_ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")


class ProviderError(Exception):
    """The provider does not answer, or what it answers cannot be believed. For the log; people see one sentence."""


@dataclass(frozen=True, slots=True)
class Known:
    """Whom a provider knows."""

    issuer: str
    subject: str
    id_token: str


class _Discovered:
    """The discovery document of an issuer, read again each hour."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._found: dict[str, tuple[float, Mapping[str, Any]]] = {}

    def of(self, issuer: str) -> Mapping[str, Any]:
        with self._lock:
            read, found = self._found.get(issuer, (0.0, None))
        if found is not None and time.monotonic() - read < _DISCOVERY_SECONDS:
            return found
        document = _fetch(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        if document.get("issuer") != issuer:
            raise ProviderError(f"the discovery document is of another issuer: {document.get('issuer')!r}")
        needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if missing := [name for name in needed if not isinstance(document.get(name), str)]:
            raise ProviderError(f"the discovery document lacks {missing}")
        with self._lock:
            self._found[issuer] = time.monotonic(), document
        return document


_discovered: Final = _Discovered()


def begin(settings: GateSettings, browser: str, next_: str) -> str:
    """Return the address at the provider to which somebody is sent to sign in.

    Raises
    ------
    ProviderError
    """
    provider = _provider(settings)
    document = _discovered.of(provider.issuer)
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    with _session(settings, provider) as session:
        address, _ = session.create_authorization_url(
            document["authorization_endpoint"], state=state, nonce=nonce, code_verifier=verifier
        )
    accounts.send_away(
        source.register(), source.now(), state, browser=browser, nonce=nonce, verifier=verifier, next_=next_
    )
    return str(address)


def end(settings: GateSettings, browser: str | None, query: Mapping[str, str]) -> tuple[Known, str]:
    """Return whom the provider knows by what came back, and where he wants to go.

    Raises
    ------
    ProviderError
        Not begun in this browser, come back twice, too late, refused there, or not to be believed.
    """
    provider = _provider(settings)
    away = accounts.come_back(source.register(), source.now(), query.get("state", ""))
    if away is None:
        raise ProviderError("nobody was sent away with this state, or it came back already, or too late")
    if browser is None or not secrets.compare_digest(away.browser.encode(), browser.encode()):
        raise ProviderError("begun in another browser")
    if query.get("iss", provider.issuer) != provider.issuer:
        raise ProviderError("answered by another issuer")
    if "code" not in query:
        raise ProviderError(f"refused by the provider: {query.get('error', '')[:80]!r}")
    document = _discovered.of(provider.issuer)
    try:
        with _session(settings, provider) as session:
            token = session.fetch_token(
                document["token_endpoint"], grant_type="authorization_code", code=query["code"],
                code_verifier=away.verifier,
            )  # fmt: skip
    except (AuthlibBaseError, RequestException, ValueError) as error:
        raise ProviderError(f"no token: {error}") from error
    id_token = token.get("id_token")
    if not isinstance(id_token, str):
        raise ProviderError("no ID token")
    subject = _subject(provider, document, id_token, away.nonce, token.get("access_token"))
    return Known(provider.issuer, subject, id_token), away.next_


def sign_out_address(settings: GateSettings, id_token: str | None = None) -> str | None:
    """Return the address at which somebody signs out of the provider too; ``None`` where it offers none."""
    if settings.oidc is None or not settings.oidc.sign_out_there:
        return None
    try:
        there = _discovered.of(settings.oidc.issuer).get("end_session_endpoint")
    except ProviderError:
        return None
    if not isinstance(there, str):
        return None
    values = {"client_id": settings.oidc.client_id, "post_logout_redirect_uri": f"{settings.origin}{LEFT}"}
    if id_token is not None:
        values["id_token_hint"] = id_token
    return f"{there}{'&' if '?' in there else '?'}{urlencode(values)}"


def _subject(provider: Provider, document: Mapping[str, Any], id_token: str, nonce: str, access_token: object) -> str:
    """Return the subject of an ID token that can be believed."""
    offered = document.get("id_token_signing_alg_values_supported") or ["RS256"]
    registry = JWSRegistry(algorithms=[one for one in _ALGORITHMS if one in offered], strict_check_header=False)
    options = {
        "iss": {"essential": True, "value": provider.issuer},
        "aud": {"essential": True, "value": provider.client_id},
        "sub": {"essential": True},
    }
    parameters = {"nonce": nonce, "client_id": provider.client_id, "access_token": access_token}
    try:
        keys = KeySet.import_key_set(_fetch(document["jwks_uri"]))  # type: ignore[arg-type]
        read = jwt.decode(id_token, key=keys, registry=registry)
        claims = CodeIDToken(read.claims, read.header, options, parameters)
        claims.validate(leeway=_LEEWAY)
    except (AuthlibBaseError, JoseError, ValueError, KeyError, TypeError) as error:
        raise ProviderError(f"the ID token cannot be believed: {type(error).__name__} {error}") from error
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise ProviderError("the ID token names no subject")
    return subject


def _fetch(address: str) -> dict[str, Any]:
    try:
        with OAuth2Session() as session:
            answer = session.request("GET", address, withhold_token=True, timeout=_SECONDS, allow_redirects=False)
            answer.raise_for_status()
            document = answer.json()
    except (RequestException, ValueError) as error:
        raise ProviderError(f"{address} does not answer: {error}") from error
    if not isinstance(document, dict):
        raise ProviderError(f"{address} holds no object")
    return document


def _session(settings: GateSettings, provider: Provider) -> Any:
    secret = client_secret()
    return OAuth2Session(
        provider.client_id,
        secret,
        token_endpoint_auth_method="client_secret_basic" if secret else "none",
        scope=" ".join(provider.scopes),
        redirect_uri=f"{settings.origin}{BACK}",
        code_challenge_method="S256",
        default_timeout=_SECONDS,
    )


def _provider(settings: GateSettings) -> Provider:
    if settings.oidc is None:
        raise ProviderError("no provider is set up")
    return settings.oidc
