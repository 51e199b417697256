"""How the gate is set up: one TOML file, all faults at once; the secret of the provider from the environment alone.

Without a file the gate knows local accounts only, and its cookies are those of plain http: for a look on one machine.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, urlsplit

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from indicators.shape import Shape
from indicators.toml_text import parse_toml, read_toml_file

ENVIRONMENT: Final = "QUALITY_CREDIT_GATE"
"""Names the file, for a server that `quality-credit serve --config` did not start."""
SECRET: Final = "QUALITY_CREDIT_OIDC_SECRET"  # noqa: S105 - the name of a variable
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True)
class Site:
    """How browsers call the product.

    Attributes
    ----------
    public_url : str or None
        ``https://panel.example.gov.cn``, without a path. From it follow Secure cookies, the origin that forms must
        come from, the host that is answered, and the address to which a provider sends people back.
    allowed_hosts : tuple of str
        Further hosts that are answered.
    """

    public_url: str | None = None
    allowed_hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proxy:
    """A reverse proxy that has asked people who they are, and says it in a header.

    Attributes
    ----------
    addresses : tuple of str
        Addresses or networks from which the header is believed; from anywhere else it is taken off.
    user_header : str or None
        Name of the header; ``None`` where the proxy signs nobody in.
    """

    addresses: tuple[str, ...] = ()
    user_header: str | None = None


@dataclass(frozen=True, slots=True)
class Provider:
    """An OpenID Connect provider. Its endpoints are read from its discovery document.

    Attributes
    ----------
    issuer : str
        As its tokens say it, letter by letter.
    client_id : str
        Under which the product is known there.
    name, name_en : str
        What the button says.
    scopes : tuple of str
    sign_out_there : bool
        Whether signing out here signs out there as well, where the provider offers it.
    """

    issuer: str
    client_id: str
    name: str
    name_en: str
    scopes: tuple[str, ...] = ("openid",)
    sign_out_there: bool = True


@dataclass(frozen=True, slots=True)
class Metrics:
    """Who may read the metrics without a token.

    Attributes
    ----------
    addresses : tuple of str
        Addresses or networks that call this process themselves; what a proxy passes on is never one of them.
    """

    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GateSettings:
    """The whole file."""

    site: Site = field(default_factory=Site)
    proxy: Proxy = field(default_factory=Proxy)
    oidc: Provider | None = None
    metrics: Metrics = field(default_factory=Metrics)

    @property
    def origin(self) -> str | None:
        """The origin of the product's own pages; ``None`` where no file says it."""
        return self.site.public_url.rstrip("/") if self.site.public_url else None

    @property
    def secure(self) -> bool:
        """Whether browsers come by https, so that cookies may be kept to it."""
        return bool(self.origin and self.origin.startswith("https://"))

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts that are answered; empty: any."""
        if self.origin is None:
            return frozenset()
        return frozenset({str(urlsplit(self.origin).hostname), *(host.lower() for host in self.site.allowed_hosts)})

    def trusts(self, address: str) -> bool:
        """Whether the header of a proxy at an address is believed."""
        try:
            found = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(found in ipaddress.ip_network(one, strict=False) for one in self.proxy.addresses)


_SHAPE: Final = Shape(GateSettings, "gate")


def read_settings(path: Path) -> GateSettings:
    """Read a file.

    Raises
    ------
    FaultsError
        With everything that is wrong in it.
    """
    tree = parse_toml(read_toml_file(path))
    read, faults = _SHAPE.read(tree, path.name)
    if read is not None:
        faults += [*_of_site(read.site, path.name), *_of_proxy(read.proxy, path.name)]
        faults += [*_of_provider(read, path.name), *_of_networks(read.metrics.addresses, "metrics", path.name)]
    if faults or read is None:
        raise FaultsError(faults)
    return read


@cache
def settings() -> GateSettings:
    """Return how this process was set up.

    Raises
    ------
    FaultsError
    """
    file = os.environ.get(ENVIRONMENT)
    return read_settings(Path(file)) if file else GateSettings()


def client_secret() -> str | None:
    """Return the secret that the product shares with the provider; ``None`` for a client that has none."""
    return os.environ.get(SECRET) or None


def _of_site(site: Site, file: str) -> Iterator[Fault]:
    if site.public_url is not None and not _is_address(site.public_url, path=False):
        yield Fault(
            Message("gate.not_an_origin"), file=file, entry="site", column="public_url", seen=site.public_url[:80]
        )


def _of_networks(addresses: tuple[str, ...], entry: str, file: str) -> Iterator[Fault]:
    for one in addresses:
        try:
            ipaddress.ip_network(one, strict=False)
        except ValueError:
            yield Fault(Message("gate.not_a_network"), file=file, entry=entry, column="addresses", seen=one[:80])


def _of_proxy(proxy: Proxy, file: str) -> Iterator[Fault]:
    yield from _of_networks(proxy.addresses, "proxy", file)
    if proxy.user_header is not None and not proxy.addresses:
        yield Fault(Message("gate.header_of_nobody"), file=file, entry="proxy", column="addresses")


def _of_provider(read: GateSettings, file: str) -> Iterator[Fault]:
    if read.oidc is None:
        return
    if not _is_address(read.oidc.issuer, path=True):
        yield Fault(Message("gate.not_an_issuer"), file=file, entry="oidc", column="issuer", seen=read.oidc.issuer[:80])
    if "openid" not in read.oidc.scopes:
        yield Fault(Message("gate.no_openid"), file=file, entry="oidc", column="scopes")
    if read.site.public_url is None:
        yield Fault(Message("gate.no_way_back"), file=file, entry="site", column="public_url")


def _is_address(text: str, *, path: bool) -> bool:
    """Whether a text is an address of https, or of http on this machine, with no more than a host and what is asked."""
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 - asked for what it raises
    except ValueError:
        return False
    plain = not (parts.query or parts.fragment or parts.username or parts.password)
    return plain and _is_safe(parts) and (path or parts.path in ("", "/"))


def _is_safe(parts: SplitResult) -> bool:
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    )
