"""The roster of experts and their conflicts of interest, kept by the holder."""

from __future__ import annotations

from dashboard import source
from dashboard.parts import (
    acting,
    conflict_acts,
    conflict_list,
    desk,
    desk_page,
    draw_words,
    frame,
    roster_export,
    roster_import,
    roster_list,
    seat_acts,
)
from scoring import flow

PAGE = "holder_experts"
person, say, summary = desk_page.opened(PAGE)
draw_words.style()
for place in (roster_import.PLACE, conflict_acts.PLACE):
    acting.tell(place, say)
with frame.told(say):
    experts = source.ask(flow.read_roster, person)
    found = source.kept(flow.read_conflicts, person, source.today(), summary.round_id)
    left = source.kept(flow.read_left_seats, person, summary.round_id)
roster = draw_words.roster_of(experts)
count = roster_list.standings(experts)
desk.counts(
    (
        (count["in_force"], say("roster.count_in_force"), "" if count["in_force"] else "no"),
        (count["over"], say("roster.count_over"), ""),
        (len(found.kept), say("roster.count_conflicts"), ""),
        (len(found.sitting), say("roster.count_sitting"), "no" if found.sitting else "yes"),
    )
)
conflict_list.sitting(say, found.sitting, roster, seat_acts.link_to_replacement(say, summary.round_id))
roster_import.import_experts(person, say, open_=not experts)
conflict_acts.declare(person, say, roster)
rules = summary.rule_book.round.parameter_sheet.draw
if rules is not None:
    conflict_acts.name_unsuitable(person, say, roster, rules.most_unsuitable)
conflict_acts.lift(person, say, found.kept, roster)
conflict_list.conflicts(say, found.kept, roster)
roster_list.roster_list(say, experts)
if experts:
    roster_export.download(person, say, count=len(experts))
conflict_list.left(say, left, roster)
