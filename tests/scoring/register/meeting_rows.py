"""One row of every table of a sitting, for the register that holds something of everything."""

from __future__ import annotations

from sqlalchemy import Table

from scoring.model import MarkState
from scoring.register import rescores, sitting_papers, sittings, tables, votings
from scoring.register.canonical import Value
from scoring.register.rescores import Rescore, Rescoring, Returned
from scoring.register.sitting_papers import Dissent, Minutes, Signature, Wall
from scoring.register.sittings import Item, Recusal, Request, Seat, Sitting
from scoring.register.votings import Ballot, Rolled, Voting, VotingItem

ID, AT = "2026-S1", "2026-08-05T01:00:00.000000Z"


def meeting_rows() -> dict[Table, list[dict[str, Value]]]:
    """Return a sitting in which one member re-scored, one voted, one dissented and one signed."""
    return {
        tables.sitting: sittings.add_sittings(
            [Sitting(ID, 1, "2026", "document_review", "prepared", "7", "会议室", "meeting", AT)]
        ),
        tables.sitting_seat: sittings.add_seats([Seat(ID, "e1", 1, "present", AT)]),
        tables.sitting_recusal: sittings.add_recusals([Recusal(ID, "a1", "e2", 1, "recused", "任顾问", AT)]),
        tables.sitting_item: sittings.add_items([Item(ID, "a1", 1, "hard", 1, "voting", AT)]),
        tables.sitting_request: sittings.add_requests([Request(ID, "a1", "e1", "discussion", 1, "made", AT)]),
        tables.rescoring: rescores.add_rescorings([Rescoring(ID, "a1", 1, 1, "open", AT)]),
        tables.rescore: rescores.add_rescores(
            [Rescore(ID, "a1", 1, "e1", "1.1.1", 1, MarkState.SCORED, "2", "记录补齐", AT)]
        ),
        tables.rescore_return: rescores.add_returns([Returned(ID, "a1", 1, "e1", AT)]),
        tables.voting: votings.add_votings([Voting("v1", ID, 1, "hard", "secret", "closed", AT)]),
        tables.voting_item: votings.add_voting_items([VotingItem("v1", "a1", "propose_aa", 1, 1)]),
        tables.roll: votings.add_roll([Rolled("v1", "e1")]),
        tables.ballot: votings.add_ballots([Ballot("v1", "a1", 1, "in_favour")]),
        tables.dissent: sitting_papers.add_dissents([Dissent("d1", 1, ID, "a1", "证据不足", "given", AT)]),
        tables.wall: sitting_papers.add_walls([Wall(ID, 1, "offered", AT, "0" * 64)]),
        tables.minutes: sitting_papers.add_minutes([Minutes(ID, 1, "{}", "0" * 64, AT)]),
        tables.minutes_signature: sitting_papers.add_signatures([Signature(ID, "e1", 1, "signed", "0" * 64, AT)]),
    }
