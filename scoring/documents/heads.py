"""The head of the chain on its way out of the building: a file a day, a letter in the spool of a mail server.

Both hold number, hash and words of the head, and nothing else of the record: no name, no act. The database cannot take
them back; `heads_in` finds them again in any text, also in minutes that were typed off.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final

from indicators.language import BEIJING, Translator
from scoring.documents.head_words import head_words

_HEAD: Final = re.compile(r"(?<![0-9A-Za-z])([0-9]{1,18}:[0-9a-fA-F]{64,128})(?![0-9A-Za-z])", re.ASCII)


@dataclass(frozen=True, slots=True)
class OutsideHead:
    """A head that goes out: of which register, which entry, when it was read."""

    register_id: str
    sequence: int
    hash: str
    at: datetime

    @property
    def stem(self) -> str:
        """Name of its file without the ending: day of Beijing and number; a name of a day and entry is given once."""
        return f"{self.at.astimezone(BEIJING):%Y-%m-%d}-{self.sequence:09d}"

    def __str__(self) -> str:
        return f"{self.sequence}:{self.hash}"


def heads_in(text: str) -> tuple[str, ...]:
    """Return every head that stands in a text, as ``number:hash``, each once, in order."""
    return tuple(dict.fromkeys(found.lower() for found in _HEAD.findall(text)))


def head_file(head: OutsideHead) -> bytes:
    """Return the daily file: the same head of the same moment gives the same bytes, whatever the language."""
    lines = (
        f"register {head.register_id}",
        f"at {head.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        f"head {head}",
        f"words {' '.join(head_words(head.hash))}",
        f"words-en {' '.join(head_words(head.hash, 'en'))}",
    )
    return ("\n".join(lines) + "\n").encode()


def head_letter(head: OutsideHead, *, sender: str, recipient: str, say: Translator) -> bytes:
    """Return the letter (RFC 5322) with the head, for a mail server's spool.

    Parameters
    ----------
    sender, recipient : str
        Addresses, as `is_address` lets them pass.
    say : Translator
        Its language.
    """
    letter = EmailMessage(policy=SMTP)
    letter["From"], letter["To"] = sender, recipient
    letter["Subject"] = say("outside.letter_subject", number=head.sequence)
    letter["Date"] = format_datetime(head.at.astimezone(BEIJING))
    letter["Message-ID"] = f"<{head.sequence}.{head.hash[:32]}.{head.at:%Y%m%d}@{sender.rpartition('@')[2]}>"
    letter["Auto-Submitted"] = "auto-generated"
    words = " ".join(head_words(head.hash, say.language))
    letter.set_content(say("outside.letter", head=str(head), words=words, at=head.at), cte="8bit")
    return letter.as_bytes()


_ADDRESS: Final = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,253}[A-Za-z0-9])?", re.ASCII)


def is_address(text: str) -> bool:
    """Return whether a text is one plain address: no name, no second one, no line of a header."""
    return _ADDRESS.fullmatch(text) is not None
