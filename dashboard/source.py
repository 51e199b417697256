"""Where pages get everything from: the only caller of `scoring.flow`, and the only place with caches.

The register is one per process and held by this module, never by Streamlit's resource cache, which any client may
clear. Nothing that depends on who asks is cached here.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from functools import cache
from typing import Final

from indicators.language import Message
from scoring import flow
from scoring.errors import AccessRefusedError, RecordError
from scoring.model import Actor
from scoring.register.database import Register, open_register

ENVIRONMENT: Final = "QUALITY_CREDIT_REGISTER"


@cache
def register() -> Register:
    """Return the register that this process serves.

    Raises
    ------
    RecordError
        None is named, or it cannot be opened.
    """
    url = os.environ.get(ENVIRONMENT)
    if not url:
        raise RecordError(Message("page.no_register", {"variable": ENVIRONMENT}))
    return open_register(url)


def ready() -> bool:
    """Whether the record answers."""
    try:
        with register().read() as connection:
            connection.exec_driver_sql("SELECT 1")
    except RecordError:
        return False
    return True


@cache
def demonstration_experts() -> dict[str, str]:
    """Return the experts of a demonstration, id to name: for the switch of roles, and for nothing else.

    Raises
    ------
    AccessRefusedError
        On a register that is not a demonstration: there the list of experts is for the assignment holder alone.
    """
    if not register().synthetic:
        raise AccessRefusedError(Message("access.refused", {"verb": "read", "object": "expert"}))
    holder = Actor("demonstration-holder", "", frozenset({"assignment_holder"}))
    return {row["expert_id"]: row["name"] for row in flow.export_experts(register(), holder).rows}


def now() -> datetime:
    """Return the time of an act: the server's clock, read here and nowhere below."""
    return datetime.now(UTC)
