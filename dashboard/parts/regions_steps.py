"""The funnel: how many came to each step, passed it, dropped out there or wait, and how long it takes."""

from __future__ import annotations

from dashboard.parts import regions_head
from dashboard.parts.regions_shown import Shown
from dashboard.parts.wording import as_html

_STATES = ("passed", "waiting", "dropped")


def steps(shown: Shown) -> str:
    """Return the steps as bars of one scale, the counts written beside each."""
    table = shown.tables["funnel"]
    most = max(step.entered for step in shown.report.funnel) or 1
    items = "".join(_step(shown, row, most) for row in range(len(table.rows)))
    legend = "".join(
        f'<span><i class="{state}"></i>{as_html(shown.say(f"regions.step_{state}"))}</span>' for state in _STATES
    )
    return f'<p class="rg-legend" aria-hidden="true">{legend}</p><ol class="rg-steps">{items}</ol>'


def reading(shown: Shown) -> str:
    """Return the sentence below the funnel, as markup: where most files wait."""
    say = shown.say
    waiting = [step for step in shown.report.funnel if step.waiting]
    if not waiting:
        words = say("regions.steps_nothing_waits")
    else:
        most = max(waiting, key=lambda step: step.waiting)
        words = say("regions.steps_wait", step=shown.words(most.name), count=most.waiting)
    return words if shown.report.announced else shown.together(words, say("regions.steps_offices_only"))


def note(shown: Shown) -> str:
    """Return the sentence with the definition and the moment."""
    return regions_head.as_of(shown, reading(shown), shown.say(shown.tables["funnel"].define))


def _step(shown: Shown, row: int, most: int) -> str:
    step = shown.report.funnel[row]
    parts = "".join(
        f'<i class="{state}" style="width:{100 * count / most:.1f}%"></i>'
        for state, count in zip(_STATES, (step.passed, step.waiting, step.dropped), strict=True)
        if count
    )
    counts = shown.say(
        "regions.step_counts",
        **{name: shown.named("funnel", row, name) for name in ("entered", "passed", "dropped")},
    )
    waiting = shown.say("regions.step_waits", count=shown.named("funnel", row, "waiting"))
    kind = "many" if step.waiting else ""
    return (
        f'<li><b>{shown.named("funnel", row, "step")}</b><span class="bar" aria-hidden="true">{parts}</span>'
        f'<span class="counts">{counts}</span><span class="waits {kind}">{waiting}</span>'
        f"<small>{_days(shown, row)}</small></li>"
    )


def _days(shown: Shown, row: int) -> str:
    step = shown.report.funnel[row]
    if step.median.value is None:
        return "" if step.median.reason is None else shown.words(step.median.reason)
    median, low, high = (shown.named("funnel", row, name) for name in ("median", "low", "high"))
    if step.median.low is None or step.median.high is None:
        return shown.say("regions.step_days", median=median)
    return shown.say("regions.step_days_between", median=median, low=low, high=high)
