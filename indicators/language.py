"""Texts for people: a key in the code, the words in gettext catalogues, one folder of them a floor.

Keys are symbols (``scorefile.not_a_number``), not sentences, so that no interface text stands in the code and Chinese
and English are peers. Fields are ``str.format`` names. Catalogues are ``locale/<language>/LC_MESSAGES/*.po``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Final

from babel.messages.pofile import read_po

LANGUAGES: Final = {"zh": "zh_CN", "en": "en"}
BEIJING: Final = timezone(timedelta(hours=8))
"""The clock of everybody who reads: the record itself keeps UTC."""
LOCALE: Final = Path(__file__).parent / "locale"


@dataclass(frozen=True, slots=True)
class Message:
    """A text not yet in any language: a catalogue key and what goes into its fields."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Name:
    """A name that the rule book gives in both languages; said in the translator's own."""

    zh: str
    en: str


class UnknownTextError(LookupError):
    """A key that no catalogue has: a slip of ours, never of the user."""


@cache
def _texts(folder: Path, language: str) -> dict[str, str]:
    texts: dict[str, str] = {}
    for file in sorted((folder / LANGUAGES[language] / "LC_MESSAGES").glob("*.po")):
        with file.open("rb") as stream:
            catalogue = read_po(stream, locale=LANGUAGES[language], abort_invalid=True)
        for entry in catalogue:
            if entry.id:
                texts[str(entry.id)] = str(entry.string)
    return texts


class Translator:
    """Says messages in one language, from the catalogues of the given floors.

    Parameters
    ----------
    language : str
        ``"zh"`` or ``"en"``.
    *folders : Path
        ``locale`` folders, lowest floor first.
    """

    def __init__(self, language: str, *folders: Path) -> None:
        self.language = language
        self._texts: dict[str, str] = {}
        for folder in folders:
            self._texts |= _texts(folder, language)

    def __call__(self, message: Message | str, /, **values: object) -> str:
        """Return the text of a message, or of a key and its values.

        Values that are messages themselves are said first.

        Raises
        ------
        UnknownTextError
            If no catalogue has the key.
        """
        if isinstance(message, Message):
            values = {**message.values, **values}
            message = message.key
        text = self._texts.get(message)
        if not text:
            raise UnknownTextError(f"no text in {self.language!r} for key {message!r}")
        return text.format(**{name: self.say(value) for name, value in values.items()})

    def say(self, value: object) -> str:
        """Return a value as text: messages and names in this language, moments in Beijing time, else as it prints."""
        if isinstance(value, Name):
            return value.zh if self.language == "zh" else value.en
        if isinstance(value, datetime):
            return f"{value.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}"
        return self(value) if isinstance(value, Message) else str(value)

    @property
    def keys(self) -> frozenset[str]:
        """Every key that has a text."""
        return frozenset(self._texts)
