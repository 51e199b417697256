"""The decision meeting, step by step: ``from scoring.flow import meeting`` and ``meeting.take_item(...)``.

Every act has one object in the chain, ``sitting/<id>``; `sitting_revision` is its last entry, so that a desk that polls
asks one cheap question and draws anew only when something happened.
"""

from scoring.flow.meeting.attending import ask_for, confirm_recusals, leave, seat_member, sign_in, stand_aside
from scoring.flow.meeting.chair_desk import (
    ChairDesk,
    DeskItem,
    OnTheTable,
    VotingNow,
    chair_desk,
    sitting_revision,
)
from scoring.flow.meeting.closing import call_off_sitting, check_sitting, end_sitting, lock_sitting
from scoring.flow.meeting.conducting import (
    move_item,
    move_sitting,
    put_off_item,
    reopen_item,
    step_item,
    take_item,
    undo_step,
)
from scoring.flow.meeting.dissenting import give_dissent, read_dissents
from scoring.flow.meeting.forecasting import sitting_forecast
from scoring.flow.meeting.hall import Hall, HallItem, HallSeat, hall, sittings_of_round
from scoring.flow.meeting.member_desk import (
    MemberDesk,
    MemberItem,
    OwnRescore,
    OwnVote,
    list_revision,
    member_desk,
    member_revision,
    my_sittings,
    proposed_in_list,
)
from scoring.flow.meeting.minutes import Written, read_minutes, sign_minutes, sittings_with_minutes, write_minutes
from scoring.flow.meeting.motions import consent_motions
from scoring.flow.meeting.paper_pack import agenda_facts
from scoring.flow.meeting.planning import (
    Candidate,
    Choices,
    Invitable,
    SittingPreview,
    preview_sitting,
    sitting_choices,
)
from scoring.flow.meeting.preparing import may_be_treated, prepare_sitting
from scoring.flow.meeting.rescored import RescoreEffect, rescore_effect
from scoring.flow.meeting.rescoring import (
    SavedRescore,
    close_rescoring,
    hand_in_rescore,
    open_rescoring,
    save_rescore,
)
from scoring.flow.meeting.results import Result
from scoring.flow.meeting.settling import decide_item
from scoring.flow.meeting.voting import cast_ballot, close_voting, open_voting
from scoring.flow.meeting.wall import wall_frame, wall_preview, wall_revision
from scoring.flow.meeting.wall_pairing import Pairing, offer_wall, pair_wall, pause_wall

__all__ = [
    "Candidate",
    "ChairDesk",
    "Choices",
    "DeskItem",
    "Hall",
    "HallItem",
    "HallSeat",
    "Invitable",
    "MemberDesk",
    "MemberItem",
    "OnTheTable",
    "OwnRescore",
    "OwnVote",
    "Pairing",
    "RescoreEffect",
    "Result",
    "SavedRescore",
    "SittingPreview",
    "VotingNow",
    "Written",
    "agenda_facts",
    "ask_for",
    "call_off_sitting",
    "cast_ballot",
    "chair_desk",
    "check_sitting",
    "close_rescoring",
    "close_voting",
    "confirm_recusals",
    "consent_motions",
    "decide_item",
    "end_sitting",
    "give_dissent",
    "hall",
    "hand_in_rescore",
    "leave",
    "list_revision",
    "lock_sitting",
    "may_be_treated",
    "member_desk",
    "member_revision",
    "move_item",
    "move_sitting",
    "my_sittings",
    "offer_wall",
    "open_rescoring",
    "open_voting",
    "pair_wall",
    "pause_wall",
    "prepare_sitting",
    "preview_sitting",
    "proposed_in_list",
    "put_off_item",
    "read_dissents",
    "read_minutes",
    "reopen_item",
    "rescore_effect",
    "save_rescore",
    "seat_member",
    "sign_in",
    "sign_minutes",
    "sitting_choices",
    "sitting_forecast",
    "sitting_revision",
    "sittings_of_round",
    "sittings_with_minutes",
    "stand_aside",
    "step_item",
    "take_item",
    "undo_step",
    "wall_frame",
    "wall_preview",
    "wall_revision",
    "write_minutes",
]
