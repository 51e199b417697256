"""What somebody left unsaved on a draft: a session ends with a reload, a lost line, a new sign-in; the work does not.

It is kept by this process, for the person in his role alone, the latest of each draft, and only so many: the record has
what is saved, and a restart forgets the rest. The page says so.
"""

from __future__ import annotations

from threading import Lock
from typing import Final

MOST: Final = 64
_left: dict[tuple[str, str], object] = {}
_lock: Final = Lock()


def leave(whose: str, draft_id: str, work: object) -> None:
    """Keep the work of a person on a draft, in the place of what he left there before; the oldest goes first."""
    if not whose:
        return
    with _lock:
        _left.pop((whose, draft_id), None)
        _left[whose, draft_id] = work
        while len(_left) > MOST:
            del _left[next(iter(_left))]


def left(whose: str, draft_id: str) -> object | None:
    """Return what the person left on the draft."""
    with _lock:
        return _left.get((whose, draft_id))


def drop(whose: str, draft_id: str) -> None:
    """Keep nothing of the person on the draft any more: it was saved, or given up."""
    with _lock:
        _left.pop((whose, draft_id), None)
