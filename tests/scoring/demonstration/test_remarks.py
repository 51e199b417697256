from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from indicators.model import RuleBook
from scoring.demonstration.pools import note_pool
from scoring.demonstration.remarks import Remarks, evidence_pieces
from scoring.model import MarkState


def test_every_indicator_of_every_round_has_evidence_to_speak_of(books: Mapping[str, RuleBook]) -> None:
    for book in books.values():
        for leaf in book.round.indicator_table.leaves():
            pieces = evidence_pieces(leaf)
            assert pieces
            assert all(2 <= len(piece) <= 22 for piece in pieces)
            assert not any(character in piece for piece in pieces for character in "；。（")


def test_what_went_wrong_is_no_ground_for_the_highest_level(books: Mapping[str, RuleBook]) -> None:
    leaves = books["2026-sample"].round.indicator_table.leaves()
    remarks = Remarks(np.random.default_rng(2), note_pool(), leaves)
    notes = [note for _ in range(20) for note in remarks.write([MarkState.SCORED] * 49, [4] * 49, [4] * 49)]
    assert not any(word in note for note in notes for word in ("违约", "负面", "处罚"))


def test_notes_stand_where_one_is_due_and_nowhere_else(books: Mapping[str, RuleBook]) -> None:
    leaves = books["2026-sample"].round.indicator_table.leaves()[:6]
    remarks = Remarks(np.random.default_rng(1), note_pool(), leaves)
    states = [MarkState.SCORED] * 4 + [MarkState.INSUFFICIENT, MarkState.NOT_APPLICABLE]
    notes = remarks.write(states, [4, 0, 2, 3, 0, 4], [4] * 6)
    assert notes[2:4] == ["", ""]
    assert all(notes[place] and "{" not in notes[place] for place in (0, 1, 4, 5))
    assert any(piece in notes[0] for piece in evidence_pieces(leaves[0]))
    assert notes[4].startswith("材料不足")
