"""Everything that a secretariat watches over, gathered at once: counts, no person; to whom else it is refused."""

from __future__ import annotations

from datetime import date

import pytest

from scoring import flow
from scoring.errors import AccessRefusedError

ROUND = "2026-sample"
DAY = date(2026, 6, 1)


def board(office) -> flow.RoundBoard:
    return flow.round_board(office.register, office.who("secretariat"), DAY, ROUND)


def test_a_board_counts_seats_in_conflict_without_a_name(office):
    assert board(office).conflicts == 0
    assert not {"E01", "E02", "E03", "E04", "E05"} & set(repr(board(office).readiness).split("'"))


@pytest.mark.parametrize("role", ["chair", "expert", "leader", "province_drc", "assignment_holder"])
def test_it_is_the_secretariats_alone(office, role):
    with pytest.raises(AccessRefusedError):
        flow.round_board(office.register, office.who(role), DAY, ROUND)
    with pytest.raises(AccessRefusedError):
        flow.board_revision(office.register, office.who(role))


def test_its_revision_moves_with_every_act_but_a_mark(office):
    before = flow.board_revision(office.register, office.who("secretariat"))
    office.save(office.given())
    assert flow.board_revision(office.register, office.who("secretariat")) == before, "a mark changes no count"
    office.recuse(expert="E05")
    assert flow.board_revision(office.register, office.who("secretariat")) > before
