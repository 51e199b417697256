"""Keys of a register for what must be derived again and guessed by nobody: ``key(connection, purpose)``.

They come of the salt of the first entry of the chain, which no paper, pack or published chain opens: nothing new has
to be kept, and every register has one. Whoever reads the database itself can derive them.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Literal

from sqlalchemy import Connection, select

from scoring.register.tables import chain_salt

Purpose = Literal["canary", "screen"]


def key(connection: Connection, purpose: Purpose) -> bytes:
    """Return the 32 bytes of a purpose; those of one purpose tell nothing of another's."""
    salt = connection.scalar(select(chain_salt.c.salt).where(chain_salt.c.sequence == 1)) or ""
    return hmac.digest(bytes.fromhex(salt), f"quality-credit {purpose}".encode(), hashlib.sha256)
