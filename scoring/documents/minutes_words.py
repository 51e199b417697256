"""Numbers, moments and formulas of minutes and agenda in words; and texts that others wrote, fit to be printed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from indicators.clauses import numeral
from indicators.language import BEIJING, Message, Name, Translator
from indicators.model import CutScore, Share
from scoring.documents.head_words import head_words
from scoring.documents.minutes import ChainHead, Member, Tally
from scoring.documents.paper import Code, Heading, Paragraph, Part, paragraphs, printable, without

_GROUP: Final = 8
_NEARLY_SURE: Final = 0.9995


@dataclass(frozen=True, slots=True)
class Voice:
    """How a paper speaks: in which language, and what it leaves out of texts that others wrote.

    `hidden`: words and what stands in their place; empty in the internal version.
    """

    say: Translator
    internal: bool
    hidden: tuple[tuple[str, str], ...] = ()

    def free(self, text: str) -> str:
        """Return a text that somebody wrote, on one line."""
        return without(printable(text), self.hidden)

    def lines(self, text: str) -> tuple[str, ...]:
        """Return the paragraphs of a text that somebody wrote."""
        return tuple(without(one, self.hidden) for one in paragraphs(text))

    def said(self, message: Message) -> str:
        """Return a message that comes with the facts; its values may be what somebody wrote."""
        return self.free(self.say(message))

    def joined(self, texts: Iterable[str], key: str) -> str:
        """Return texts with what the language puts between them, the text of a key."""
        between = self.say(key)
        return (between if self.say.language == "zh" else f"{between} ").join(texts)


def voice_of(say: Translator, *, internal: bool, members: Iterable[Member]) -> Voice:
    """Return the voice of a version: the public one leaves the members out wherever a text names them."""
    if internal:
        return Voice(say, internal)
    hidden = [
        (printable(word), say(key))
        for one in members
        for word, key in (
            (one.name, "minutes.hidden_name"),
            (one.employer, "minutes.hidden_employer"),
            (one.id, "minutes.hidden_id"),
        )
    ]
    return Voice(say, internal, tuple(dict.fromkeys(hidden)))


def heading(say: Translator, number: int, key: str, level: int = 1) -> Heading:
    """Return a numbered heading of the first or second level."""
    pattern = "minutes.section" if level == 1 else "minutes.part"
    text = say(pattern, number=Name(numeral(number), str(number)), title=Message(key))
    return Heading(text, 1 if level == 1 else 2)


def led(say: Translator, key: str, text: str) -> Paragraph:
    """Return a paragraph after a lead, as the language parts them."""
    return Paragraph(text, lead=say(key) + ("" if say.language == "zh" else " "))


def marks_words(marks: Iterable[str], say: Translator) -> tuple[str, str]:
    """Return why a paper is no real one, and what follows; both empty where it is real."""
    words = [say(f"certificate.mark_{mark}") for mark in marks]
    return (" \u00b7 ".join(words), say("minutes.no_document")) if words else ("", "")


def grouped(digits: str) -> str:
    """Return a hash in groups that an eye can follow and a line can break between."""
    return " ".join(digits[at : at + _GROUP] for at in range(0, len(digits), _GROUP))


def moment(at: datetime) -> Message:
    """Return a moment as officials write it, in Beijing time."""
    here = at.astimezone(BEIJING)
    return Message(
        "minutes.moment",
        {"year": here.year, "month": here.month, "day": here.day, "hour": here.hour, "minute": f"{here.minute:02d}"},
    )


def clock(at: datetime) -> Message:
    """Return the time of day, in Beijing time."""
    here = at.astimezone(BEIJING)
    return Message("minutes.clock", {"hour": here.hour, "minute": f"{here.minute:02d}"})


def until(start: datetime, end: datetime) -> Message:
    """Return an end beside its start: the time alone on the same day."""
    return clock(end) if start.astimezone(BEIJING).date() == end.astimezone(BEIJING).date() else moment(end)


def points(value: Decimal | None, say: Translator) -> str:
    """Return points as they stand in the record."""
    return say("minutes.unknown") if value is None else f"{value:f}"


def percent(value: float | None, say: Translator) -> str:
    """Return a probability with one decimal, never rounded up to certainty or down to none."""
    if value is None:
        return say("minutes.unknown")
    if value < 1 and value >= _NEARLY_SURE:
        return ">99.9%"
    return "<0.1%" if 0 < value < 1 - _NEARLY_SURE else f"{value * 100:.1f}%"


def outcome(value: str | None, say: Translator) -> str:
    """Return an outcome in words."""
    return say("minutes.outcome_none" if value is None else f"minutes.outcome_{value}")


def quorum_formula(tally: Tally, share: Share, say: Translator) -> str:
    """Return the quorum with its numbers: present of those entitled, after recusals."""
    return _formula(tally.present, tally.entitled, share, tally.quorum_met, say)


def majority_formula(tally: Tally, share: Share, say: Translator) -> str:
    """Return the majority with its numbers, of those the parameter sheet counts it of."""
    cast = tally.in_favour + tally.against
    whole = {"entitled": tally.entitled, "present": tally.present, "cast": cast}[share.of]
    return _formula(tally.in_favour, whole, share, tally.carried is True, say)


def _formula(part: int, whole: int, share: Share, holds: bool, say: Translator) -> str:
    sign = {(True, True): ">", (True, False): "≤", (False, True): "≥", (False, False): "<"}[share.strict, holds]
    numbers = {"numerator": share.numerator, "denominator": share.denominator}
    return say("minutes.formula", part=part, whole=whole, sign=sign, **numbers)


def needed(share: Share, whole: int) -> int:
    """Return how many it takes to reach a share of `whole`; of nobody, one: nothing is carried by nobody."""
    reached, rest = divmod(share.numerator * whole, share.denominator)
    return max(1, reached + (1 if share.strict or rest else 0))


def least(share: Share, say: Translator) -> str:
    """Return whether a share is to be reached or passed."""
    return say("minutes.more" if share.strict else "minutes.least")


def rules_of_votes(quorum: Share, majority: Share, say: Translator) -> tuple[Part, ...]:
    """Return quorum and majority as the parameter sheet lays them down."""
    of = say(f"minutes.of_{majority.of}")
    parts = {"numerator": quorum.numerator, "denominator": quorum.denominator, "least": least(quorum, say)}
    whole = {"numerator": majority.numerator, "denominator": majority.denominator, "least": least(majority, say)}
    return (
        led(say, "minutes.rule_quorum", say("minutes.rule_quorum_is", **parts)),
        led(say, "minutes.rule_majority", say("minutes.rule_majority_is", of=of, **whole)),
    )


def cut_words(cuts: Iterable[CutScore], voice: Voice) -> str:
    """Return the cut scores, the lowest first."""
    say = voice.say
    ordered = sorted(cuts, key=lambda cut: cut.min_score)
    said = [say("minutes.cut", grade=cut.grade, score=points(cut.min_score, say)) for cut in ordered]
    return say("minutes.cuts_are", cuts=voice.joined(said, "minutes.cut_between")) if said else say("minutes.no_cuts")


def head_code(head: ChainHead, say: Translator) -> Code:
    """Return the head of the chain as code and words."""
    words = "\u3000" if say.language == "zh" else " "
    return Code(
        head.text,
        (
            say("minutes.code_words", words=words.join(head_words(head.hash, say.language))),
            say("minutes.code_head", sequence=head.sequence, entries=head.entries),
            grouped(head.hash),
            say("minutes.code_how"),
        ),
    )
