"""What experts write beside their marks: where in the dossier they looked, and what they found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np

from indicators.model import Indicator
from scoring.demonstration.pools import NotePool
from scoring.model import MarkState

_IN_BRACKETS: Final = re.compile(r"（[^（）]*）")
_SPAN: Final = re.compile(r"^近[三五]年")
_LONGEST: Final = 22
_PAGES: Final = 260


def evidence_pieces(indicator: Indicator) -> tuple[str, ...]:
    """Return the pieces of evidence an indicator asks for, short enough to stand in a sentence."""
    whole = _IN_BRACKETS.sub("", indicator.evidence).split("不适用情形")[0]
    pieces = [_SPAN.sub("", piece.strip("。 ")) for piece in re.split("[；。]", whole)]
    return tuple(piece for piece in pieces if 2 <= len(piece) <= _LONGEST) or (indicator.name,)


class Remarks:
    """Writes notes for the marks of one round.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance.
    pool : NotePool
        Sentences.
    leaves : sequence of Indicator
        Of the round's indicator table.
    """

    def __init__(self, rng: np.random.Generator, pool: NotePool, leaves: Sequence[Indicator]) -> None:
        self._rng = rng
        self._pool = pool
        self._evidence = [evidence_pieces(leaf) for leaf in leaves]
        self._favourable = [
            tuple(piece for piece in pieces if not any(word in piece for word in pool.unfavourable)) or pieces
            for pieces in self._evidence
        ]

    def write(self, states: Sequence[MarkState], level: Sequence[int], highest: Sequence[int]) -> list[str]:
        """Return the notes of one sheet, empty where none is due.

        Parameters
        ----------
        states : sequence of MarkState, one an indicator
            Of each mark.
        level, highest : sequence of int
            Which level was given, counted from the lowest, 0, and which is the highest one.
        """
        chances = self._rng.random((len(states), 2)).tolist()
        pages = self._rng.integers(3, _PAGES, size=(len(states), 2)).tolist()
        notes = []
        for place, state in enumerate(states):
            sentences = self._sentences(state, level[place], highest[place])
            if not sentences:
                notes.append("")
                continue
            evidence = (self._favourable if sentences is self._pool.highest else self._evidence)[place]
            first, last = sorted(pages[place])
            sentence, piece = chances[place]
            notes.append(
                sentences[int(sentence * len(sentences))].format(
                    evidence=evidence[int(piece * len(evidence))], page=first, other=last + 1
                )
            )
        return notes

    def _sentences(self, state: MarkState, level: int, highest: int) -> tuple[str, ...]:
        """Return what may be said about a mark; nothing about one in between."""
        if state is MarkState.INSUFFICIENT:
            return self._pool.insufficient
        if state is MarkState.NOT_APPLICABLE:
            return self._pool.not_applicable
        if state is MarkState.MISSING or 0 < level < highest:
            return ()
        return self._pool.highest if level == highest else self._pool.lowest
