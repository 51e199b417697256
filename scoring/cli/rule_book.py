"""Values and sources of a rule book in words."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Final

from indicators.entries import as_text
from indicators.language import Name, Translator
from indicators.model import Citation, RuleBook, Share

_COMMA: Final = {"zh": "，", "en": ", "}
_SEMICOLON: Final = {"zh": "；", "en": "; "}


def citation_text(book: RuleBook, cite: Citation, say: Translator) -> str:
    """Return a source by its title and clause; a key that no document has stands for itself."""
    titles = {document.key: Name(document.title, document.title_en) for document in book.documents}
    title = say.say(titles.get(cite.document, cite.document))
    return say("rounds.clause" if cite.clause else "rounds.whole_document", title=title, clause=cite.clause)


def parameter_text(value: object, say: Translator) -> str:
    """Return a value of the parameter sheet in words; a record with the name of each part."""
    words = {key.removeprefix("rounds.word_") for key in say.keys if key.startswith("rounds.word_")}
    match value:
        case bool():
            return say("rounds.yes" if value else "rounds.no")
        case Share():
            key = "rounds.more_than" if value.strict else "rounds.at_least"
            return say(key, share=f"{value.numerator}/{value.denominator}", of=say(f"rounds.word_{value.of}"))
        case tuple():
            return _SEMICOLON[say.language].join(parameter_text(item, say) for item in value)
        case str() if value in words:
            return say(f"rounds.word_{value}")
        case Decimal():
            return as_text(value)
    if is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: getattr(value, field.name) for field in fields(value)}
        named = [
            f"{say(f'rulebook.key_of_{name}')} {parameter_text(part, say)}"
            for name, part in parts.items()
            if part is not None and not isinstance(part, Citation)
        ]
        return _COMMA[say.language].join(named)
    return str(value)
