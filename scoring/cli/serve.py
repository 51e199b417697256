"""``serve``: open the dashboard on a register."""

from __future__ import annotations

import importlib
import importlib.util
import ipaddress
import os
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import click

from indicators.language import Message
from scoring import flow
from scoring.cli.acting import VARIABLE, Acting, on_register
from scoring.cli.demo import build_demonstration
from scoring.cli.frame import RECORD_AT_FAULT, command
from scoring.cli.parameters import WholeNumber
from scoring.cli.session import Session
from scoring.demonstration import rehearsal as rehearsal_of_sitting
from scoring.errors import RecordError

APPLICATION: Final = "dashboard.serve"
"""The dashboard stands above the command line and is known to it by this name alone."""
GATE: Final = "dashboard.gate.settings"
DEMONSTRATION: Final = "quality-credit-demo.db"
REHEARSAL: Final = "quality-credit-rehearsal.db"
REHEARSING: Final = "QUALITY_CREDIT_REHEARSAL"
"""Set for the dashboard, which then lets the players play."""
AS_OWNER: Final = "QUALITY_CREDIT_AS_OWNER"
"""Says what ``--as-owner`` says."""


@command("serve")
@click.option("--demo", is_flag=True, help="cli.option_serve_demo")
@click.option("--rehearsal", is_flag=True, help="cli.option_serve_rehearsal")
@click.option("--address", default="127.0.0.1", metavar="IP", help="cli.option_address")
@click.option("--port", type=WholeNumber(1, 65535), default=8501, metavar="N", help="cli.option_port")
@click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help="cli.option_serve_config")
@click.option("--as-owner", is_flag=True, envvar=AS_OWNER, help="cli.option_as_owner")
@on_register(role="system_admin")
@click.pass_obj
def serve(
    session: Session,
    *,
    acting: Acting,
    demo: bool,
    rehearsal: bool,
    address: str,
    port: int,
    config: Path | None,
    as_owner: bool,
) -> int:
    """Open the dashboard."""
    if demo and rehearsal:
        raise click.UsageError(session.say("serve.demo_or_rehearsal"))
    if rehearsal:
        acting = Acting(acting.actor, acting.asked or os.environ.get(VARIABLE) or REHEARSAL)
        _rehearsed(session, acting)
    if demo:
        acting = Acting(acting.actor, acting.asked or os.environ.get(VARIABLE) or DEMONSTRATION)
        if not acting.is_there():
            build_demonstration(session, acting)
    with acting.register() as register:
        if demo and not register.synthetic:
            raise RecordError(Message("serve.not_a_demonstration", {"name": register.name}))
        real = not register.synthetic
        beyond = flow.rights_beyond_need(register) if real else ()
    if beyond and not as_owner:
        session.show_faults(beyond, heading="rights.too_mighty")
        return RECORD_AT_FAULT
    hosts = _gate(config)
    if real and not hosts and not _is_here(address):
        session.tell([Message("serve.without_https", {"address": address})])
    os.environ[VARIABLE] = acting.where if "://" in acting.where else str(Path(acting.where).resolve())
    session.tell([Message("serve.opening", {"url": f"http://{address}:{port}"})])
    application = importlib.import_module(APPLICATION).app
    served = {"server.address": address, "server.port": port, "server.allowedHosts": hosts}
    application.run(config={**settings(), **served})
    return 0


def _gate(config: Path | None) -> list[str]:
    """Hand the gate its file, and return the hosts that it answers; none where it answers any.

    Raises
    ------
    FaultsError
        Everything that is wrong in the file.
    """
    gate = importlib.import_module(GATE)
    if config is not None:
        os.environ[gate.ENVIRONMENT] = str(config.resolve())
    # The server takes an address that a header claims for the caller's otherwise; the gate wants the one that called.
    os.environ.setdefault("FORWARDED_ALLOW_IPS", "")
    return sorted(gate.settings().hosts)


def _is_here(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def _rehearsed(session: Session, acting: Acting) -> None:
    """Make a rehearsal where there is none yet, and say that it is ready.

    Raises
    ------
    RecordError
        The register is there and holds none: in nothing else anybody is played.
    """
    if not acting.is_there():
        rehearsal_of_sitting.build(acting.where, datetime.now(UTC))
    with acting.register() as register:
        if rehearsal_of_sitting.rehearsal_of(register) is None:
            raise RecordError(Message("serve.no_rehearsal", {"name": register.name}))
    os.environ[REHEARSING] = "1"
    session.tell([Message("serve.rehearsing")])


def settings() -> dict[str, Any]:
    """Return the settings of the dashboard, wherever the command is called from."""
    found = importlib.util.find_spec(APPLICATION)
    if found is None or found.origin is None:
        raise RecordError(Message("serve.no_dashboard"))
    file = Path(found.origin).parents[1] / ".streamlit" / "config.toml"
    if not file.exists():
        raise RecordError(Message("serve.no_settings", {"file": f"{file.parent.name}/{file.name}"}))
    return dict(_flat(tomllib.loads(file.read_text("utf-8"))))


def _flat(table: dict[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", value
