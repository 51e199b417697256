"""An expert's own tasks: to do, under way, submitted, recused. Nobody else's progress."""

from __future__ import annotations

import streamlit as st

from dashboard import source
from dashboard.parts import approach_report, frame, own_interests, recusal, sheet_page, spoken, task_list
from indicators.language import Name

person, say = frame.open_page("expert_tasks")
sheet_page.style()
frame.title(say, "page.expert_tasks")
with frame.told(say):
    rounds = {one.round_id: one for one in source.rounds(person)}
    tasks = {round_id: source.my_tasks(person, round_id) for round_id in rounds}

own = [round_id for round_id in rounds if tasks[round_id]]
if not own:
    frame.empty(say("own_tasks.none"))
    approach_report.own_reports(person, say)
    approach_report.report(person, say)
    own_interests.own_interests(person, say)
    st.stop()
chosen = own[0]
if len(own) > 1:
    names = {id_: rounds[id_].rule_book.round for id_ in own}
    chosen = st.selectbox(
        say("own_tasks.round"),
        own,
        key=spoken.keyed("tasks-round", say),
        format_func=lambda id_: say.say(Name(names[id_].name, names[id_].name_en)),
        width=360,
    )
frame.banner(say, rounds[chosen].rule_book)
mine = tasks[chosen]
task_list.counts(say, mine)
task_list.term(say, mine, rounds[chosen].rule_book.round.parameter_sheet.deadlines)
next_ = sheet_page.to_go_on_with(mine)
if next_ is not None:
    task_list.go_on(say, next_)
elif rounds[chosen].state == "reviewing":
    frame.empty(say("own_tasks.finished"))
recusal.done(say)
recusal.recusal(person, say, mine)
task_list.rows(say, mine)
approach_report.own_reports(person, say)
approach_report.report(person, say)
own_interests.own_interests(person, say)
