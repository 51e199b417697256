"""What people write into the record, checked before it gets there: notes of marks, reasons of acts.

Refused, not mended: a text that was changed without a word is no longer what its author signed.
"""

from __future__ import annotations

from typing import Final

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from indicators.unseen import LINES_AND_TABS, named, unseen_in
from scoring.errors import ConflictError

LONGEST: Final = 1_000
_SHOWN: Final = 40


def text_fault(text: str, what: Message, *, most: int = LONGEST, lines: bool = True) -> Fault | None:
    """Return why a text cannot be kept, ``None`` where it can.

    Parameters
    ----------
    text : str
        As `tidy` gives it.
    what : Message
        What the text is, for the sentence: a note, a reason.
    most : int
        Characters that it may have.
    lines : bool
        Whether it may go over several lines; a name may not.
    """
    if len(text) > most:
        values = {"what": what, "length": len(text), "most": most}
        return Fault(Message("flow.text_too_long", values), seen=f"{_printable(text)[:_SHOWN]}…")
    if unseen := unseen_in(text, but=LINES_AND_TABS if lines else ""):
        return Fault(Message("flow.text_with_hidden_characters", {"what": what}), seen=named(unseen))
    return None


def tidy(text: str) -> str:
    """Return a text without blanks around it and with plain line ends, which differ from system to system."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def reason_of(reason: str, *, due: Message | None = None) -> str:
    """Return the reason of an act as it is kept.

    Parameters
    ----------
    reason : str
        As written.
    due : Message, optional
        What needs the reason, where one must be given.

    Raises
    ------
    FaultsError
        Too long, or with characters that cannot be seen.
    ConflictError
        Due and not given.
    """
    text = tidy(reason)
    if fault := text_fault(text, Message("flow.what_reason")):
        raise FaultsError([fault])
    if due is not None and not text:
        raise ConflictError(Message("flow.reason_needed", {"what": due}))
    return text


def _printable(text: str) -> str:
    return "".join(one if one.isprintable() else "·" for one in text)
