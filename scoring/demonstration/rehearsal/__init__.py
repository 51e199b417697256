"""A sitting to practise on: a synthetic round at deciding, members played by rules, troubles that come by plan.

``build(path, now) -> sitting_id`` makes the register; ``play(register, now, sitting_id)`` lets the players do what is
due; ``power_is_cut(register, now, sitting_id)``; ``debrief(register, actor, sitting_id=…)`` tells each trouble, when
it came, what the chair did and how long that took. All of it refuses whatever is no rehearsal on a demonstration.
"""

from scoring.demonstration.rehearsal.debrief import Met, debrief
from scoring.demonstration.rehearsal.playing import play, power_is_cut, rehearsal_of
from scoring.demonstration.rehearsal.register import build

__all__ = ["Met", "build", "debrief", "play", "power_is_cut", "rehearsal_of"]
